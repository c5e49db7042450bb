// What a document holds after `extends`: merging, removing, shorthands, checks.
#include <filesystem>
#include <limits>

#include "profile/profiles.h"
#include "support/catch.h"
#include "support/errors.h"

namespace seedctl {
namespace {

using profile::Document;

std::vector<std::string> table_names(const Document& document) {
  std::vector<std::string> names;
  for (const auto& table : document.tables) names.push_back(table.name);
  return names;
}

const profile::TableEntry& table(const Document& document, std::string_view name) {
  for (const auto& entry : document.tables) {
    if (entry.name == name) return entry;
  }
  throw std::runtime_error("no table " + std::string(name));
}

TEST_CASE("a document holds what the file says") {
  const Document document = test::document_of(
      "seed: 7\nas_of: 2025-02-18\nlocale: en_US\n"
      "tables:\n"
      "  user: 100\n"
      "  bike: {rows: 1_000, key: [model, type], on_conflict: keep, locale: de_DE}\n"
      "  event: {per: user, rows: {between: [0, 4]}, columns: {b: word, a: [x, y]}, fixed: [{as: first, a: "
      "x}, {a: y}]}\n"
      "checks:\n"
      "  - {table: rent, row_count: 5}\n"
      "  - {name: none early, sql: 'select  1\n     from t', expect: empty}\n"
      "  - {sql: select 1, expect: 1}\n");
  CHECK(document.name == "p");
  CHECK(document.seed == 7);
  CHECK(document.as_of == "2025-02-18");
  CHECK(document.as_of_position.line == 2);
  CHECK(table_names(document) == std::vector<std::string>{"user", "bike", "event"});
  CHECK(table(document, "user").rows.text == "100");
  CHECK(table(document, "bike").key == std::vector<std::string>{"model", "type"});
  CHECK(table(document, "bike").on_conflict == profile::TableEntry::OnConflict::keep);
  CHECK(table(document, "bike").locale == "de_DE");
  CHECK(!table(document, "user").locale);
  CHECK(table(document, "user").on_conflict == profile::TableEntry::OnConflict::refuse);
  const auto& event = table(document, "event");
  CHECK(event.per == "user");
  REQUIRE(event.columns.size() == 2);
  CHECK(event.columns[0].name == "b");
  CHECK(event.columns[1].node.items.size() == 2);
  REQUIRE(event.fixed.size() == 2);
  CHECK(event.fixed[0].name == "first");
  CHECK(event.fixed[1].name == "");
  REQUIRE(document.checks.size() == 3);
  CHECK(document.checks[0].name == "row_count of rent");
  CHECK(document.checks[1].name == "none early");
  CHECK(document.checks[2].name == "select 1");
  CHECK(document.checks[2].position.line == 12);
}

TEST_CASE("an empty profile is a profile without tables") {
  for (const char* text : {"", "tables:\n", "tables: {}\nchecks:\n"}) {
    CHECK(test::document_of(text).tables.empty());
  }
}

const char* const kBase =
    "seed: 1\nlocale: en_US\ntables:\n"
    "  user:\n    rows: 5\n    columns: {name: full_name, email: {email: , unique: true}}\n    fixed: "
    "[{name: A}]\n"
    "  bike: {rows: 3}\n"
    "checks: [{table: user, row_count: 5}, {table: bike, row_count: 3}]\n";

TEST_CASE("tables and columns merge by name and a column is replaced whole") {
  const Document document = test::document_of(
      "extends: base\nseed: 2\ntables:\n  rent: 9\n  user:\n    columns: {age: {between: [18, 20]}, email: "
      "username}\n",
      kBase);
  CHECK(document.seed == 2);
  CHECK(table_names(document) == std::vector<std::string>{"user", "bike", "rent"});
  const auto& user = table(document, "user");
  CHECK(user.rows.text == "5");
  CHECK(user.position.line == 5);
  REQUIRE(user.columns.size() == 3);
  CHECK(user.columns[0].name == "name");
  CHECK(user.columns[1].name == "email");
  CHECK(user.columns[1].node.text == "username");
  CHECK(user.columns[2].name == "age");
  CHECK(document.files.size() == 2);
  CHECK_THAT(document.files[0], ContainsSubstring("p.yaml"));
  CHECK_THAT(document.files[1], ContainsSubstring("base.yaml"));
}

TEST_CASE("a list is replaced") {
  const Document document = test::document_of(
      "extends: base\ntables: {user: {fixed: [{name: B}, {name: C}]}}\nchecks: [{table: user, row_count: "
      "7}]\n",
      kBase);
  CHECK(table(document, "user").fixed.size() == 2);
  REQUIRE(document.checks.size() == 1);
  CHECK(document.checks[0].row_count.text == "7");
}

TEST_CASE("null removes a table and a column and a key and a list") {
  const Document document = test::document_of(
      "extends: base\nseed: null\ntables:\n  bike: null\n  user: {fixed: null, columns: {email: "
      "null}}\nchecks: null\n",
      kBase);
  CHECK(document.seed == 0);
  CHECK(table_names(document) == std::vector<std::string>{"user"});
  CHECK(table(document, "user").fixed.empty());
  CHECK(table(document, "user").columns.size() == 1);
  CHECK(document.checks.empty());
}

TEST_CASE("a null that removes nothing is an error since it is a forgotten value") {
  struct Row {
    const char* yaml;
    const char* error;
  };
  for (const Row& row : {
           Row{"extends: base\ntables:\n  bkie: null",
               "3:3: table \"bkie\" is empty, and there is none to remove in what this profile extends (did "
               "you mean \"bike\"?)"},
           Row{"extends: base\ntables:\n  user: {columns: {nme: null}}",
               "3:20: column \"nme\" is empty, and there is none to remove in what this profile extends (did "
               "you mean \"name\"?)"},
           Row{"extends: base\nas_of:",
               "2:1: key \"as_of\" is empty, and there is none to remove in what this profile extends"},
           Row{"extends: base\ntables:\n  user: {per: }",
               "3:10: key \"per\" is empty, and there is none to remove in what this profile extends"},
       }) {
    CAPTURE(row.yaml);
    CHECK(test::refusal([&] { test::document_of(row.yaml, kBase); }) == row.error);
  }
}

TEST_CASE("an error in the extended file points into that file") {
  const base::Error error =
      test::error_of([&] { test::document_of("extends: base\n", "tables:\n  user: {row: 5}\n"); });
  CHECK_THAT(error.position()->file, ContainsSubstring("base.yaml"));
  CHECK(error.position()->line == 2);
  CHECK_THAT(error.excerpt, ContainsSubstring("row: 5"));
}

TEST_CASE("a profile is found by its name and what is missing is said with what is there") {
  const test::TempDir folder;
  folder.write_file("dev.yaml", "extends: base");
  folder.write_file("base.yml", "seed: 3");
  folder.write_file("two.yaml", "");
  folder.write_file("two.yml", "");
  folder.write_file("note.txt", "");
  folder.write_file(".hidden.yaml", "");
  folder.write_file("loop.yaml", "extends: pool");
  folder.write_file("pool.yaml", "extends: loop");
  folder.write_file("lost.yaml", "seed: 1\nextends: bass");
  folder.write_file("list.yaml", "extends: [base, dev]");
  folder.write_file("self.yaml", "extends: self");
  folder.write_file("out.yaml", "extends: ../base");
  std::filesystem::create_directories(folder.file("folder.yaml"));
  CHECK(profile::profile_names(folder.path()) == std::vector<std::string>{"base", "dev", "folder", "list",
                                                                          "loop", "lost", "out", "pool",
                                                                          "self", "two"});
  CHECK(profile::profile_names(folder.file("missing")).empty());
  CHECK(profile::load_profile(folder.path(), "dev").seed == 3);
  const auto error = [&](const std::string& name) {
    return test::refusal([&] { profile::load_profile(folder.path(), name); });
  };
  CHECK(error("dve") == "no profile \"dve\" (did you mean \"dev\"?)");
  CHECK(error("lost") == "2:10: no profile \"bass\" (did you mean \"base\"?)");
  CHECK(error("loop") == "1:10: extends goes in a circle: loop -> pool -> loop");
  CHECK(error("self") == "1:10: extends goes in a circle: self -> self");
  CHECK(error("list") == "1:10: extends takes one profile's name, not a list");
  CHECK(error("out") == "1:10: \"../base\" is no name of a profile");
  CHECK(error("../dev") == "\"../dev\" is no name of a profile");
  CHECK(error("") == "\"\" is no name of a profile");
  CHECK_THAT(error("two"), ContainsSubstring("profile \"two\" is there twice"));
  CHECK_THAT(error("folder"), ContainsSubstring("is a directory"));
  const base::Error missing = test::error_of([&] { profile::load_profile(folder.file("missing"), "dev"); });
  CHECK(missing.code() == base::ErrorCode::profile);
  CHECK(missing.message() == "there is no such folder of profiles");
  CHECK(missing.position()->file == folder.file("missing"));
}

TEST_CASE("trouble with the folder of profiles is not a missing profile") {
  const test::TempDir folder;
  folder.write_file("file", "");
  std::filesystem::create_directories(folder.file("empty"));
  const auto error = [&](const char* name) {
    return test::refusal([&] { profile::load_profile(folder.file(name), "dev"); });
  };
  CHECK(error("file") == "0:0: this is no folder of profiles");
  CHECK(error("missing") == "0:0: there is no such folder of profiles");
  CHECK(error("empty") == "no profile \"dev\"");
}

TEST_CASE("a row count is a number or a comparison or a range") {
  struct Row {
    const char* text;
    std::uint64_t low, high;
  };
  constexpr auto kNoEnd = std::numeric_limits<std::uint64_t>::max();
  for (const Row& row :
       {Row{"500", 500, 500}, Row{"1_000_000", 1'000'000, 1'000'000}, Row{"\">= 100\"", 100, kNoEnd},
        Row{"\"> 100\"", 101, kNoEnd}, Row{"\"<=5\"", 0, 5}, Row{"\"< 5\"", 0, 4}, Row{"\"= 5\"", 5, 5},
        Row{"\"== 1_000\"", 1000, 1000}, Row{"{between: [1, 5]}", 1, 5}}) {
    const Document document =
        test::document_of(std::string("checks: [{table: t, row_count: ") + row.text + "}]");
    const profile::CountRange range = profile::count_range(document.checks.front().row_count);
    CAPTURE(row.text);
    CHECK(range.low == row.low);
    CHECK(range.high == row.high);
  }
}

}  // namespace
}  // namespace seedctl

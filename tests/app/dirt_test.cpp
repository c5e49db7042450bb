// Known dirt in a seeded database: check finds the cells that are not as the manifest says, and no others.
#include "check/check.h"
#include "profile/manifest.h"
#include "profile/row_address.h"
#include "seed/bench.h"
#include "support/catch.h"

using namespace seedctl;
using namespace seedctl::test;

namespace {

// Of `dirty` outcomes only: "column: message", or "column fine".
std::string dirt_of(Bench& bench, const profile::ResolvedProfile& profile) {
  std::string all;
  for (const check::Outcome& outcome :
       check::run(bench.connection(), profile, bench.live(), bench.names).outcomes) {
    if (outcome.check != "dirty") continue;
    all += outcome.column + (outcome.passed ? " fine\n" : ": " + outcome.finding.message + "\n");
  }
  return all;
}

profile::DirtyCell first_dirty(const profile::ResolvedTable& table, gen::DirtKind kind) {
  std::optional<profile::DirtyCell> found;
  profile::visit_dirty_cells(table, [&](const profile::DirtyCell& cell) {
    if (!found && cell.kind == kind) found = cell;
  });
  return found.value();
}

const std::string kProfile =
    "seed: 5\ntables:\n  landing:\n    rows: 3000\n    columns:\n"
    "      cost: {value: \"12.50\", dirty: {rate: 1%, values: [error], kinds: [whitespace]}}\n"
    "      day: {between: [2025-01-01, 2025-01-31], dirty: {rate: 1%, kinds: [null]}}\n";

}  // namespace

TEST_CASE("check finds each dirty cell that was repaired and each that was planted") {
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    Bench bench(engine);
    bench.run({"create table landing (id {id}, cost text, day date)"});
    bench.seed(kProfile);
    const profile::ResolvedProfile profile = bench.resolve(kProfile);
    CHECK(dirt_of(bench, profile) == "cost fine\nday fine\n");

    const std::string error = profile::row_address(*profile.tables[0].data,
                                                   first_dirty(profile.tables[0], gen::DirtKind::value).row);
    const std::string day = profile::row_address(*profile.tables[0].data,
                                                 first_dirty(profile.tables[0], gen::DirtKind::null).row);
    const std::string clean_row =
        bench.text("select min(id) from landing where cost = '12.50' and day is not null and id > 100");
    const std::string clean = clean_row.substr(0, clean_row.size() - 1);
    const std::string clean_day = bench.text("select day from landing where id = " + clean);
    struct Edit {
      const char* what;
      std::string column, row, value, message;
    };
    for (const Edit& edit : {
             Edit{"a dirty cell that was repaired", "cost", error, "'12.50'",
                  "cost: 1 dirty cell is missing: landing:" + error +
                      " holds \"12.50\", not \"error\"\nday fine\n"},
             {"one that is dirty in another way", "cost", error, "' 12.50'",
              "cost: 1 dirty cell is missing: landing:" + error +
                  " holds \" 12.50\", not \"error\"\nday fine\n"},
             {"a NULL that was filled in", "day", day, "'2025-01-15'",
              "cost fine\nday: 1 dirty cell is missing: landing:" + day +
                  " holds \"2025-01-15\", not NULL\n"},
             {"a value that was planted", "cost", clean, "'error'",
              "cost: 1 cell is dirty and not in the manifest: landing:" + clean +
                  " holds \"error\", not \"12.50\"\nday fine\n"},
             {"white space that was planted", "cost", clean, "'12.50 '",
              "cost: 1 cell is dirty and not in the manifest: landing:" + clean +
                  " holds \"12.50 \", not \"12.50\"\nday fine\n"},
             {"a NULL that was planted", "day", clean, "null",
              "cost fine\nday: 1 cell is dirty and not in the manifest: landing:" + clean +
                  " holds NULL, not \"" + clean_day.substr(0, clean_day.size() - 1) + "\"\n"},
             {"an edit that is no dirt", "cost", clean, "'13.00'", "cost fine\nday fine\n"},
         }) {
      INFO(edit.what);
      const std::string was = bench.text("select coalesce('''' || " + edit.column +
                                         " || '''', 'null') from landing where id = " + edit.row);
      const auto set = [&](const std::string& value) {
        bench.run({"update landing set " + edit.column + " = " + value + " where id = " + edit.row});
      };
      set(edit.value);
      CHECK(dirt_of(bench, profile) == edit.message);
      set(was.substr(0, was.size() - 1));
      CHECK(dirt_of(bench, profile) == "cost fine\nday fine\n");
    }

    bench.run({"insert into landing (id, cost) values (9000, 'error')"});  // a person's row
    CHECK(dirt_of(bench, profile) == "cost fine\nday fine\n");
    bench.run({"delete from landing where id = " + error});
    CHECK_THAT(dirt_of(bench, profile),
               ContainsSubstring("1 dirty cell is missing: landing:" + error + " is gone\n"));
    bench.run({"update landing set cost = 'error'"});
    CHECK_THAT(dirt_of(bench, profile), ContainsSubstring("; ..."));
  }
}

// No primary key, and a key that does not come in its own order.
TEST_CASE("dirt is checked where rows are matched by columns that nothing makes unique") {
  const std::string profile_text =
      "seed: 5\ntables:\n  landing:\n    rows: 3000\n    key: [token, n]\n    columns:\n"
      "      token: uuid\n      n: {between: [1, 9]}\n"
      "      cost: {value: \"12.50\", dirty: {rate: 1%, values: [error]}}\n";
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    Bench bench(engine);
    bench.run({"create table landing (token text, n integer, cost text)"});
    bench.seed(profile_text);
    const profile::ResolvedProfile profile = bench.resolve(profile_text);
    CHECK(dirt_of(bench, profile) == "cost fine\n");
    const profile::DirtyCell cell = first_dirty(profile.tables[0], gen::DirtKind::value);
    const std::string at = " where token = '" + base::to_text(cell.key[0]) + "'";
    // A person's row at the same key: seedctl's is the one that is as it should be.
    bench.run({"insert into landing select token, n, 'mine' from landing" + at});
    CHECK(dirt_of(bench, profile) == "cost fine\n");
    bench.run({"update landing set cost = '12.50'" + at});
    CHECK(dirt_of(bench, profile) == "cost: 1 dirty cell is missing: landing:" +
                                         profile::row_address(*profile.tables[0].data, cell.row) +
                                         " holds \"12.50\", not \"error\"\n");
  }
}

// Dirt as profiles say it: refused where the column could not store it, and listed exactly.
#include "profile/errors.h"
#include "profile/manifest.h"
#include "profile/row_address.h"

namespace seedctl {
namespace {

using test::SchemaBuilder;

// A landing table where anything goes, and one where next to nothing does.
schema::Schema schema_of_tables() {
  return SchemaBuilder()
      .table("landing")
      .column("id", "integer(64)")
      .column("cost", "text", true)
      .column("code", "text(5)", true)
      .column("day", "date", true)
      .primary({"id"})
      .table("strict")
      .column("id", "integer(64)")
      .column("landing_id", "integer(64)")
      .column("maybe_id", "integer(64)", true)
      .column("email", "text")
      .column("alias", "text", true)
      .column("age", "integer(32)")
      .column("state", "text")
      .column("low", "integer(32)", true)
      .column("high", "integer(32)", true)
      .primary({"id"})
      .unique({"email"})
      .unique({"alias"})
      .foreign({"landing_id"}, "landing")
      .foreign({"maybe_id"}, "landing")
      .check("age between 18 and 120")
      .check("state in ('new', 'done')")
      .check("low < high")
      .build();
}

std::string profile_of(const char* table, const std::string& column) {
  std::string yaml = "tables:\n  landing: {rows: 100, columns: {id: sequence";
  if (std::string(table) == "landing") return yaml + ",\n" + column + "}}\n";
  yaml += "}}\n  strict: {rows: 100, columns: {\n" + column;
  for (const char* rest : {"low: {between: [1, 5]}", "high: {between: [10, 20]}"})
    if (!column.starts_with(std::string(rest).substr(0, 3))) yaml += std::string(",\n") + rest;
  return yaml + "}}\n";
}

TEST_CASE("dirt that the column could not store is refused at its place") {
  const struct {
    const char *table, *column, *error;
  } cases[] = {
      {"landing", "cost: {word: null, dirty: 2%}", "3:27: dirty must be a map, not text"},
      {"landing", "cost: {word: null, dirty: {values: [x]}}", "3:27: dirty lacks `rate`"},
      {"landing", "cost: {word: null, dirty: {rate: 2%}}", "3:27: dirty says neither `values` nor `kinds`"},
      {"landing", "cost: {word: null, dirty: {rate: 2%, values: []}}", "3:46: values is empty"},
      {"landing", "cost: {word: null, dirty: {rate: 2%, value: x}}",
       "3:38: unknown key \"value\" in dirty (did you mean \"values\"?)"},
      {"landing", "cost: {word: null, dirty: {rate: 120%, values: [x]}}",
       "3:34: a rate must lie between 0 and 100%, not 120%"},
      {"landing", "cost: {word: null, dirty: {rate: 2%, kinds: [truncat]}}",
       "3:46: unknown kind of dirt \"truncat\" (did you mean \"truncate\"?)"},
      {"landing", "cost: {word: null, dirty: {rate: 2%, values: {x: often}}}",
       "3:50: a weight must be a number such as 3 or a percentage such as 50%, not negative"},
      {"landing", "code: {value: a, dirty: {rate: 2%, values: [toolong]}}",
       "3:45: \"toolong\" is no value of type text(5)"},
      {"landing", "day: {between: [2025-01-01, 2025-01-31], dirty: {rate: 2%, values: [error]}}",
       "3:69: \"error\" is no value of type date"},
      {"landing", "day: {between: [2025-01-01, 2025-01-31], dirty: {rate: 2%, kinds: [case]}}",
       "3:68: landing.day: dirty \"case\" changes text; column day is date"},
      {"landing", "cost: {value: x, dirty: {rate: 2%, values: [x], kinds: duplicate}}",
       "3:25: landing.cost: dirty changes nothing: all cells hold the value already"},
      {"landing", "cost: {value: null, dirty: {rate: 2%, values: [null], kinds: case}}",
       "3:28: landing.cost: dirty changes nothing: all cells hold the value already"},
      {"strict", "age: {between: [18, 70], dirty: {rate: 2%, values: [20, -1]}}",
       "4:57: strict.age: dirty \"-1\" breaks CHECK (age between 18 and 120)"},
      {"strict", "age: {between: [18, 70], dirty: {rate: 2%, values: [null]}}",
       "4:53: strict.age: dirty \"null\" cannot be: it is NOT NULL"},
      {"strict", "state: {choice: [new, done], dirty: {rate: 2%, kinds: case}}",
       "4:55: strict.state: dirty \"case\" may break CHECK (state in (new, done))"},
      {"strict", "low: {between: [1, 5], dirty: {rate: 2%, values: [3]}}",
       "4:51: strict.low: dirty \"3\" may break CHECK (low < high)"},
      {"strict", "email: {email: null, dirty: {rate: 2%, values: [n/a]}}",
       "4:49: strict.email: dirty \"n/a\" may repeat a value: UNIQUE (email)"},
      {"strict", "id: {sequence: null, dirty: {rate: 2%, kinds: [duplicate]}}",
       "4:48: strict.id: dirty \"duplicate\" may repeat a value: PRIMARY KEY (id)"},
      {"strict", "landing_id: {ref: landing, dirty: {rate: 2%, values: [0]}}",
       "4:55: strict.landing_id: dirty \"0\" would refer to nothing: its foreign key is to landing"},
  };
  const schema::Schema schema = schema_of_tables();
  for (const auto& c : cases) {
    CAPTURE(c.column);
    CHECK(test::refusal([&] { test::resolved(profile_of(c.table, c.column), schema); }) == c.error);
  }
}

TEST_CASE("dirt that the column can store is taken") {
  const schema::Schema schema = schema_of_tables();
  for (const char* column : {"age: {between: [18, 70], dirty: {rate: 2%, values: [120]}}",
                             "age: {between: [18, 70], dirty: {rate: 2%, kinds: duplicate}}",
                             "alias: {template: \"a{row}\", dirty: {rate: 2%, values: [null]}}",
                             "maybe_id: {ref: landing, dirty: {rate: 2%, kinds: [null, duplicate]}}",
                             "low: {between: [1, 5], dirty: {rate: 2%, kinds: [null]}}"}) {
    CAPTURE(column);
    CHECK(test::refusal([&] { test::resolved(profile_of("strict", column), schema); }).empty());
  }
}

// "address key column=stored (clean) kind" of each entry.
std::vector<std::string> manifest_of(const profile::ResolvedTable& table) {
  const auto text = [](const base::Value& value) {
    return base::is_null(value) ? "NULL" : "'" + base::to_text(value) + "'";
  };
  std::vector<std::string> entries;
  profile::visit_dirty_cells(table, [&](const profile::DirtyCell& cell) {
    std::string entry = profile::row_address(*table.data, cell.row) + " ";
    for (const base::Value& part : cell.key) entry += base::to_text(part) + " ";
    entry += table.columns[cell.column].name + "=" + text(cell.stored) + " (" + text(cell.clean) + ") " +
             gen::dirt_kind_name(cell.kind);
    entries.push_back(std::move(entry));
  });
  return entries;
}

TEST_CASE("the manifest lists the cells that differ from the clean table and no others") {
  const std::string head = "seed: 7\ntables:\n  landing:\n    rows: 5000\n    columns:\n";
  const std::string clean = head +
                            "      id: {sequence: {start: 101}}\n"
                            "      cost: {template: \"{row}.50\", nulls: 10%}\n"
                            "      day: {between: [2025-01-01, 2025-01-31]}\n";
  const std::string dirty =
      head +
      "      id: {sequence: {start: 101}}\n"
      "      cost: {template: \"{row}.50\", nulls: 10%, dirty: {rate: 2%, values: {error: 3, \"\": 1}, "
      "kinds: "
      "{whitespace: 1}}}\n"
      "      day: {between: [2025-01-01, 2025-01-31], dirty: {rate: 1%, values: [1900-01-01, null], kinds: "
      "duplicate}}\n";
  const schema::Schema schema = schema_of_tables();
  const auto before = test::resolved(clean, schema);
  const auto after = test::resolved(dirty, schema);
  const auto& before_table = *before.table("landing");
  const auto& after_table = *after.table("landing");
  std::vector<std::string> expected;  // but for NULL against "", whose text is the same
  for (std::uint64_t place = 0; place < 5000; ++place) {
    for (const char* column : {"cost", "day"}) {
      const std::string was = test::cell(before_table, place, column);
      const std::string is = test::cell(after_table, place, column);
      if (was != is) expected.push_back(std::to_string(place + 1) + " " + column);
    }
  }
  std::vector<std::string> listed;
  std::size_t of_cost = 0, of_day = 0, emptied = 0;
  profile::visit_dirty_cells(after_table, [&](const profile::DirtyCell& cell) {
    const std::string& column = after_table.columns[cell.column].name;
    ++(column == "cost" ? of_cost : of_day);
    if (base::is_null(cell.clean) && cell.stored == base::Value(std::string())) {
      ++emptied;
      return;
    }
    listed.push_back(profile::row_address(*after_table.data, cell.row) + " " + column);
    CHECK(cell.key == std::vector<base::Value>{static_cast<std::int64_t>(cell.row.number + 100)});
    CHECK(base::to_text(cell.stored) == test::cell(after_table, cell.row.number - 1, column));
    CHECK(base::to_text(cell.clean) == test::cell(before_table, cell.row.number - 1, column));
  });
  CHECK(listed == expected);
  CHECK(of_cost == 100);
  CHECK(of_day == 50);
  CHECK(emptied > 0);
  CHECK(before_table.fingerprint != after_table.fingerprint);
}

TEST_CASE("the manifest of a profile never changes") {
  const auto profile = test::resolved(
      "seed: 42\ntables:\n  landing:\n    rows: 200\n    columns:\n      id: sequence\n"
      "      code: {choice: [abc, Def], dirty: {rate: 2%, kinds: [case, truncate, null]}}\n",
      schema_of_tables());
  CHECK(manifest_of(*profile.table("landing")) ==
        std::vector<std::string>{"36 36 code='De' ('Def') truncate", "56 56 code='De' ('Def') truncate",
                                 "147 147 code=NULL ('Def') null", "188 188 code=NULL ('abc') null"});
}

TEST_CASE("a child's address is its parent's number and its place") {
  const auto schema = SchemaBuilder()
                          .table("p")
                          .column("id", "integer(64)")
                          .primary({"id"})
                          .table("c")
                          .column("p_id", "integer(64)")
                          .column("n", "integer(32)")
                          .column("note", "text")
                          .primary({"p_id", "n"})
                          .foreign({"p_id"}, "p")
                          .build();
  const auto profile = test::resolved(
      "tables:\n  p: 3\n  c:\n    per: p\n    rows: 2\n    columns: {n: {sequence: {within: parent}}, note: "
      "{value: "
      "fine, dirty: {rate: 100%, values: [bad]}}}\n",
      schema);
  CHECK(manifest_of(*profile.table("c")) ==
        std::vector<std::string>{"1.1 1 1 note='bad' ('fine') value", "1.2 1 2 note='bad' ('fine') value",
                                 "2.1 2 1 note='bad' ('fine') value", "2.2 2 2 note='bad' ('fine') value",
                                 "3.1 3 1 note='bad' ('fine') value", "3.2 3 2 note='bad' ('fine') value"});
}

}  // namespace
}  // namespace seedctl

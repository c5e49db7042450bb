// The errors of profiles as a whole and of their checks: every row is something that people write, and where
// and how it is refused.
#include "profile/errors.h"
#include "support/catch.h"
#include "support/errors.h"

namespace seedctl {
namespace {

using test::check_rows;

TEST_CASE("what is no profile is refused where it is wrong") {
  check_rows({
      {"- a", "1:1: a profile must be a map, not a list"},
      {"tabels: {user: 1}", "1:1: unknown key \"tabels\" in a profile (did you mean \"tables\"?)"},
      {"seed: abc", "1:7: seed must be a whole number of at least 0, not \"abc\""},
      {"seed: -1", "1:7: seed must be a whole number of at least 0, not \"-1\""},
      {"seed:", "1:1: key \"seed\" is empty, and there is none to remove in what this profile extends"},
      {"seed: [1]", "1:7: seed must be a whole number of at least 0, not a list"},
      {"as_of: 2025-02-30", "1:8: as_of must be a date or `today`, not \"2025-02-30\""},
      {"as_of: tomorow", "1:8: as_of must be a date or `today`, not \"tomorow\""},
      {"as_of: [2025]", "1:8: as_of must be text, not a list"},
      {"locale: en_UK\n"
       "tables: {user: 1}",
       "1:9: unknown locale \"en_UK\" (did you mean \"en_US\"?)"},
      {"tables: 5", "1:9: tables must be a map, not a whole number"},
      {"tables: [user]", "1:9: tables must be a map, not a list"},
  });
}

TEST_CASE("a table that says nothing we know is refused where it is wrong") {
  check_rows({
      {"tables:\n"
       "  user: [1]",
       "2:9: table \"user\" must be a map, not a list"},
      {"tables:\n"
       "  user: many",
       "2:9: rows must be a whole number of at least 0, not \"many\""},
      {"tables:\n"
       "  user: 1.5",
       "2:9: rows must be a whole number of at least 0, not \"1.5\""},
      {"tables:\n"
       "  user: {rows: -3}",
       "2:16: rows must be a whole number of at least 0, not \"-3\""},
      {"tables:\n"
       "  user: {row: 3}",
       "2:10: unknown key \"row\" in a table (did you mean \"rows\"?)"},
      {"tables:\n"
       "  user: {columns: {}}",
       "2:3: table \"user\" lacks `rows`"},
      {"tables:\n"
       "  user:",
       "2:3: table \"user\" is empty, and there is none to remove in what this profile extends"},
      {"tables:\n"
       "  user: {rows: {between: [1, 2]}}",
       "2:16: rows must be a number in a table without `per`"},
      {"tables:\n"
       "  users: 5",
       "2:3: no table \"users\" in the schema (did you mean \"user\"?)"},
      {"tables:\n"
       "  user: {rows: 5000000000000}",
       "2:16: rows is 5,000,000,000,000; at most 1,000,000,000,000 can be made"},
      {"tables:\n"
       "  user: {rows: 5, dirty: 2%}",
       "2:19: unknown key \"dirty\" in a table"},
      {"tables:\n"
       "  user:\n"
       "    rows: 5\n"
       "    columns: 5",
       "4:14: columns must be a map, not a whole number"},
      {"tables:\n"
       "  user: {rows: 5, on_conflict: ovewrite}",
       "2:32: unknown on_conflict \"ovewrite\" (did you mean \"overwrite\"?)"},
      {"tables:\n"
       "  user: {rows: 5, locale: de_De}",
       "2:27: unknown locale \"de_De\" (did you mean \"de_DE\"?)"},
      {"tables:\n"
       "  user: {rows: 5, columns: {name: {full_name: null, locale: de_AT}}}",
       "2:61: user.name: unknown locale \"de_AT\""},
  });
}

TEST_CASE("a check that says nothing is refused") {
  check_rows({
      {"checks: 5", "1:9: checks must be a list, not a whole number"},
      {"checks: [5]", "1:10: a check must be a map, not a whole number"},
      {"checks: [{tabel: user}]", "1:11: unknown key \"tabel\" in a check (did you mean \"table\"?)"},
      {"checks: [{table: user}]", "1:10: this check lacks `row_count`"},
      {"checks: [{row_count: 5}]", "1:10: this check lacks `table`"},
      {"checks: [{sql: select 1}]", "1:10: this check lacks `expect`"},
      {"checks: [{expect: 1}]", "1:10: this check lacks `sql`"},
      {"checks: [{sql: select 1, expect: 1, table: user}]",
       "1:10: a check has either table and row_count, or sql and expect"},
      {"checks: [{}]", "1:10: a check has either table and row_count, or sql and expect"},
      {"checks: [{table: usr, row_count: 5}]",
       "1:10: check: no table \"usr\" in the schema (did you mean \"user\"?)"},
      {"checks: [{table: user, row_count: \">> 5\"}]",
       "1:35: row_count must be a number or a comparison, not \">> 5\""},
      {"checks: [{table: user, row_count: lots}]",
       "1:35: row_count must be a whole number of at least 0, not \"lots\""},
      {"checks: [{table: user, row_count: \"< 0\"}]", "1:35: row_count: no count is below 0"},
      {"checks: [{table: user, row_count: {between: [5, 1]}}]",
       "1:45: the lower bound is above the upper one"},
      {"checks: [{table: user, row_count: {betwen: [1, 5]}}]",
       "1:36: unknown key \"betwen\" in row_count (did you mean \"between\"?)"},
      {"checks: [{sql: \" \", expect: 1}]", "1:16: sql must not be empty"},
      {"checks: [{sql: select 1, expect: {a: 1}}]",
       "1:34: expect must be a value, `empty`, or a list of rows, not a map"},
      {"checks: [{sql: select 1, expect: [1]}]", "1:35: expect takes a list of rows, each a list of values"},
  });
}

TEST_CASE("an error shows the line that is wrong with a caret under the place") {
  const test::TempDir folder;
  folder.write_file("p.yaml", "seed: 1\ntables:\n  user:\n    rows: 5\n    columns:\n      email: emial\n");
  const base::Error error = test::error_of([&] {
    profile::resolve(profile::load_profile(folder.path(), "p"), test::rental(), test::plain_options());
  });
  CHECK(error.code() == base::ErrorCode::profile);
  CHECK(error.hint == "for a constant write {value: emial}");
  CHECK_THAT(error.excerpt, ContainsSubstring("email: emial"));
  CHECK_THAT(error.excerpt, ContainsSubstring("^"));
  CHECK_THAT(error.position()->file, ContainsSubstring("p.yaml"));
}

TEST_CASE("a scale that is no number above 0 and a table of --only that is not made are wrong usage") {
  auto options = test::plain_options();
  options.scale = 0;
  CHECK_THROWS_AS(test::resolved("tables: {user: 5}", test::rental(), options), base::Error);
  options = test::plain_options();
  options.only = {"usr"};
  const base::Error error =
      test::error_of([&] { test::resolved("tables: {user: 5}", test::rental(), options); });
  CHECK(error.code() == base::ErrorCode::usage);
  CHECK(error.message() == "profile \"p\" makes no table \"usr\" (did you mean \"user\"?)");
}

}  // namespace
}  // namespace seedctl

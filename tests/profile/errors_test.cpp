// The errors of profiles: every row is something that people write, and where and how it is refused.
#include "profile/profiles.h"
#include "support/catch.h"

namespace seedctl {
namespace {

struct Row {
  const char* yaml;
  const char* error;  // line:column: message
};

void check_rows(std::initializer_list<Row> rows) {
  const schema::Schema schema = test::rental();
  for (const Row& row : rows) {
    CAPTURE(row.yaml);
    CHECK(test::error_of([&] { test::resolved(row.yaml, schema); }) == row.error);
  }
}

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
  });
}

TEST_CASE("a column that says nothing we know is refused with a suggestion") {
  check_rows({
      {"tables:\n"
       "  user:\n"
       "    rows: 5\n"
       "    columns:\n"
       "      nmae: full_name",
       "5:7: no column \"nmae\" in table \"user\" (did you mean \"name\"?)"},
      {"tables:\n"
       "  user:\n"
       "    rows: 5\n"
       "    columns:\n"
       "      email: emial",
       "5:14: unknown generator \"emial\" (did you mean \"email\"?)"},
      {"tables:\n"
       "  user:\n"
       "    rows: 5\n"
       "    columns:\n"
       "      age: 30",
       "5:12: column \"age\" must name a generator, not be a whole number"},
      {"tables:\n"
       "  user:\n"
       "    rows: 5\n"
       "    columns:\n"
       "      age: true",
       "5:12: column \"age\" must name a generator, not be true or false"},
      {"tables:\n"
       "  user:\n"
       "    rows: 5\n"
       "    columns:\n"
       "      name:",
       "5:7: column \"name\" is empty, and there is none to remove in what this profile extends"},
      {"tables:\n"
       "  user:\n"
       "    rows: 5\n"
       "    columns:\n"
       "      age: {betwen: [18, 70]}",
       "5:13: unknown generator \"betwen\" (did you mean \"between\"?)"},
      {"tables:\n"
       "  user:\n"
       "    rows: 5\n"
       "    columns:\n"
       "      age: {between: [18, 70], nuls: 5%}",
       "5:32: unknown key \"nuls\" beside between (did you mean \"nulls\"?)"},
      {"tables:\n"
       "  user:\n"
       "    rows: 5\n"
       "    columns:\n"
       "      age: {between: [18, 70], virtual: true}",
       "5:32: unknown key \"virtual\" beside between"},
      {"tables:\n"
       "  user:\n"
       "    rows: 5\n"
       "    columns:\n"
       "      age: {expr: \"1 + 1\"}",
       "5:13: unknown generator \"expr\""},
      {"tables:\n"
       "  user:\n"
       "    rows: 5\n"
       "    columns:\n"
       "      age: {between: [18, 70], choice: [1]}",
       "5:32: column \"age\" has two generators: between and choice"},
      {"tables:\n"
       "  user:\n"
       "    rows: 5\n"
       "    columns:\n"
       "      age: {nulls: 5%}",
       "5:12: column \"age\" names no generator"},
      {"tables:\n"
       "  user:\n"
       "    rows: 5\n"
       "    columns:\n"
       "      age: {}",
       "5:12: column \"age\" names no generator"},
      {"tables:\n"
       "  user:\n"
       "    rows: 5\n"
       "    columns:\n"
       "      age: []",
       "5:12: user.age: choice takes a list of values"},
      {"tables:\n"
       "  user:\n"
       "    rows: 5\n"
       "    columns:\n"
       "      age: {between: [18]}",
       "5:22: user.age: between takes a list of two bounds"},
      {"tables:\n"
       "  user:\n"
       "    rows: 5\n"
       "    columns:\n"
       "      age: {between: [70, 20]}",
       "5:22: user.age: the upper bound is below the lower one"},
      {"tables:\n"
       "  user:\n"
       "    rows: 5\n"
       "    columns:\n"
       "      name: {full_name: 5}",
       "5:25: full_name takes no value"},
      {"tables:\n"
       "  user:\n"
       "    rows: 5\n"
       "    columns:\n"
       "      name: {choice: [[1]]}",
       "5:23: user.name: expected one value of type text, not a list"},
      {"tables:\n"
       "  user:\n"
       "    rows: 5\n"
       "    columns:\n"
       "      name: {template: \"{nmae}\"}",
       "5:24: user.name: unknown column \"nmae\" in the template (did you mean \"name\"?)"},
      {"tables:\n"
       "  user:\n"
       "    rows: 5\n"
       "    columns:\n"
       "      name: {template: \"{name}\"}",
       "5:24: user.name: the template of column name refers to itself"},
      {"tables:\n"
       "  user:\n"
       "    rows: 5\n"
       "    columns:\n"
       "      name: {template: \"a{row\"}",
       "5:24: user.name: a { without its }"},
      {"tables:\n"
       "  user:\n"
       "    rows: 5\n"
       "    columns:\n"
       "      name: {weights: {a: 50%, b: 40%}}",
       "5:23: user.name: the percentages sum to 90%, not to 100%"},
      {"tables:\n"
       "  user:\n"
       "    rows: 5\n"
       "    columns:\n"
       "      name: {full_name: , nulls: 150%}",
       "5:34: a rate must lie between 0 and 100%, not 150%"},
      {"tables:\n"
       "  user:\n"
       "    rows: 5\n"
       "    columns:\n"
       "      name: ref",
       "5:13: user.name: column name has no foreign key: ref needs a table"},
  });
}

TEST_CASE("what the schema forbids is refused before the first write with its rule") {
  check_rows({
      {"tables:\n"
       "  user:\n"
       "    rows: 5\n"
       "    columns:\n"
       "      age: {between: [20, b]}",
       "5:27: user.age: \"b\" is no value of type integer(16)"},
      {"tables:\n"
       "  user:\n"
       "    rows: 5\n"
       "    columns:\n"
       "      name: {full_name: , unique: maybe}",
       "5:35: unique must be true or false, not \"maybe\""},
      {"tables:\n"
       "  user:\n"
       "    rows: 5\n"
       "    columns:\n"
       "      name: {full_name: , nulls: 5%}",
       "5:34: user.name cannot hold NULLs: it is NOT NULL"},
      {"tables:\n"
       "  user:\n"
       "    rows: 5\n"
       "    columns:\n"
       "      name: {value: null}",
       "5:21: user.name cannot be NULL: it is NOT NULL"},
      {"tables:\n"
       "  user:\n"
       "    rows: 5\n"
       "    columns:\n"
       "      id: {sequence: , nulls: 5%}",
       "5:31: user.id cannot hold NULLs: it is part of the primary key"},
      {"tables:\n"
       "  user:\n"
       "    rows: 5\n"
       "    columns:\n"
       "      age: {between: [10, 70]}",
       "5:23: user.age: the lower bound 10 breaks CHECK (age between 18 and 120)"},
      {"tables:\n"
       "  user:\n"
       "    rows: 5\n"
       "    columns:\n"
       "      age: {between: [18, 130]}",
       "5:27: user.age: the upper bound 130 breaks CHECK (age between 18 and 120)"},
      {"tables:\n"
       "  user:\n"
       "    rows: 5\n"
       "    columns:\n"
       "      age: [20, 30, 7]",
       "5:21: user.age: \"7\" breaks CHECK (age between 18 and 120)"},
      {"tables:\n"
       "  user:\n"
       "    rows: 5\n"
       "    columns:\n"
       "      age: {value: 7}",
       "5:20: user.age: \"7\" breaks CHECK (age between 18 and 120)"},
      {"tables:\n"
       "  user:\n"
       "    rows: 500\n"
       "    columns:\n"
       "      age: {sequence: {start: 18}}",
       "5:23: user.age: row 500 would get 517, which breaks CHECK (age between 18 and 120); 103 rows would "
       "work"},
      {"tables:\n"
       "  user:\n"
       "    rows: 500\n"
       "    columns:\n"
       "      age: sequence",
       "5:12: user.age: the first value 1 breaks CHECK (age between 18 and 120)"},
      {"tables:\n"
       "  user:\n"
       "    rows: 5\n"
       "    columns:\n"
       "      age: {value: 70000}",
       "5:20: user.age: \"70000\" is no value of type integer(16)"},
      {"tables:\n"
       "  bike:\n"
       "    rows: 5\n"
       "    columns:\n"
       "      type: [road, cargo]",
       "5:20: bike.type: \"cargo\" breaks CHECK (type in (road, mountain, hybrid))"},
      {"tables:\n"
       "  bike:\n"
       "    rows: 5\n"
       "    columns:\n"
       "      type: {weights: {road: 5, mountin: 5}}",
       "5:33: bike.type: \"mountin\" breaks CHECK (type in (road, mountain, hybrid))"},
      {"tables:\n"
       "  bike:\n"
       "    rows: 5\n"
       "    columns:\n"
       "      type: word",
       "5:7: bike.type: row 1 would hold \"remember\", which breaks CHECK (type in (road, mountain, "
       "hybrid))"},
      {"tables:\n"
       "  bike:\n"
       "    rows: 5\n"
       "    columns:\n"
       "      price: {between: [-5.00, 10.00]}",
       "5:25: bike.price: the lower bound -5.00 breaks CHECK (price >= 0)"},
      {"tables:\n"
       "  bike:\n"
       "    rows: 5\n"
       "    columns:\n"
       "      price: {between: [1.00, 1000000000.00]}",
       "5:31: bike.price: 1000000000 does not fit column price of type decimal(10,2)"},
      {"tables:\n"
       "  bike:\n"
       "    rows: 5\n"
       "    columns:\n"
       "      price: {between: [1.005, 2]}",
       "5:25: bike.price: 1.005 does not fit column price of type decimal(10,2)"},
      {"tables:\n"
       "  user:\n"
       "    rows: 100\n"
       "    columns:\n"
       "      email: {value: a@example.com}",
       "5:22: user.email: unique: value has only 1 different value, 100 rows are asked for; 1 would work "
       "(UNIQUE (email))"},
      {"tables:\n"
       "  user:\n"
       "    rows: 100\n"
       "    columns:\n"
       "      email: {choice: [a@example.com, b@example.com]}",
       "5:23: user.email: unique: choice has only 2 different values, 100 rows are asked for; 2 would work "
       "(UNIQUE (email))"},
      {"tables:\n"
       "  user:\n"
       "    rows: 100\n"
       "    columns:\n"
       "      email: {template: \"x@example.com\"}",
       "5:25: user.email: unique: template cannot be unique: it needs {row}, before or after all other "
       "columns and apart from them by a character that is no digit (UNIQUE (email))"},
      {"tables:\n"
       "  user:\n"
       "    rows: 100\n"
       "    columns:\n"
       "      id: {between: [1, 50]}",
       "5:21: user.id: unique: between has only 50 different values, 100 rows are asked for; 50 would work "
       "(PRIMARY KEY (id))"},
      {"tables:\n"
       "  user:\n"
       "    rows: 100\n"
       "    columns:\n"
       "      age: {between: [18, 70], unique: true}",
       "5:22: user.age: unique: between has only 53 different values, 100 rows are asked for; 53 would work "
       "(unique: true)"},
  });
}

TEST_CASE("references and parents and keys that cannot be are refused at their place") {
  check_rows({
      {"tables:\n"
       "  user: 5\n"
       "  bike: 5\n"
       "  rent:\n"
       "    rows: 5\n"
       "    columns:\n"
       "      rent_end: {between: [2020-01-01, 2020-01-02]}\n"
       "      rent_start: {between: [2021-01-01, 2021-01-02]}",
       "7:7: rent.rent_end: row 1 would hold rent_start = 2021-01-01 00:59:40 and rent_end = 2020-01-01 "
       "09:46:21, which breaks CHECK (rent_start < rent_end)"},
      {"tables:\n"
       "  user: 5\n"
       "  bike: 5\n"
       "  rent:\n"
       "    rows: 5\n"
       "    columns:\n"
       "      rent_end: {after: rent_strat, by: 1h}",
       "7:25: rent.rent_end: table rent has no column \"rent_strat\" (did you mean \"rent_start\"?)"},
      {"tables:\n"
       "  user: 5\n"
       "  bike: 5\n"
       "  rent:\n"
       "    rows: 5\n"
       "    columns:\n"
       "      rent_end: {after: rent_start, by: 1 fortnight}",
       "7:41: rent.rent_end: a span is written with units: 90s, 10m, 4h, 1d12h, 2w, 3mo, 1y"},
      {"tables:\n"
       "  user: 5\n"
       "  bike: 5\n"
       "  rent:\n"
       "    rows: 5\n"
       "    columns:\n"
       "      rent_start: {after: rent_end, by: 1h}\n"
       "      rent_end: {after: rent_start, by: 1h}",
       "4:3: columns depend on each other in a circle: rent_start -> rent_end -> rent_start"},
      {"tables:\n"
       "  rent: 5",
       "2:3: rent.user_id refers to user, which this profile does not make, and must not be NULL"},
      {"tables:\n"
       "  user: 0\n"
       "  bike: 5\n"
       "  rent: 5",
       "4:3: rent.user_id: table user has no rows to refer to (inferred: foreign key to user)"},
      {"tables:\n"
       "  user: 5\n"
       "  bike: 5\n"
       "  rent:\n"
       "    rows: 5\n"
       "    columns:\n"
       "      bike_id: {ref: bikes}",
       "7:22: rent.bike_id: the profile makes no table \"bikes\" to refer to (did you mean \"bike\"?)"},
      {"tables:\n"
       "  user: 5\n"
       "  bike: 5\n"
       "  rent:\n"
       "    rows: 5\n"
       "    columns:\n"
       "      bike_id: {ref: bike, column: modle}",
       "7:36: rent.bike_id: table bike has no column \"modle\" to refer to (did you mean \"model\"?)"},
      {"tables:\n"
       "  user: 5\n"
       "  bike: 5\n"
       "  rent:\n"
       "    rows: 9\n"
       "    columns:\n"
       "      bike_id: {ref: bike, unique: true}",
       "7:22: rent.bike_id: unique: ref has only 5 different values, 9 rows are asked for; 5 would work "
       "(unique: true)"},
      {"tables:\n"
       "  user: 5\n"
       "  loyalty_event: {per: usr, rows: {between: [0, 4]}}",
       "3:24: per: this profile makes no table \"usr\" (did you mean \"user\"?)"},
      {"tables:\n"
       "  user: 5\n"
       "  loyalty_event: {per: loyalty_event, rows: 2}",
       "3:24: a table cannot have rows per row of itself"},
      {"tables:\n"
       "  user: 5\n"
       "  loyalty_event: {per: user}",
       "3:3: table \"loyalty_event\" lacks `rows`"},
      {"tables:\n"
       "  user: 5\n"
       "  loyalty_event: {per: user, rows: {between: [4, 0]}}",
       "3:46: the lower bound is above the upper one"},
      {"tables:\n"
       "  user: 5\n"
       "  loyalty_event: {per: user, rows: {zipf: 4}}",
       "3:37: unknown key \"zipf\" in rows"},
      {"tables:\n"
       "  user: 5\n"
       "  loyalty_event: {per: user, rows: 0}",
       "3:36: rows per parent must be at least 1"},
      {"tables:\n"
       "  user: 5\n"
       "  loyalty_event: {per: [user], rows: 2}",
       "3:24: per must be text, not a list"},
      {"tables:\n"
       "  user: 5\n"
       "  loyalty_event: {per: user, rows: 2, fixed: [{points: 1}]}",
       "3:47: table \"loyalty_event\" has rows per user: it cannot have fixed rows"},
      {"tables:\n"
       "  rent_landing: 5",
       "2:3: table \"rent_landing\" has no primary key, and the profile names no `key`"},
      {"tables:\n"
       "  rent_landing: {rows: 5, key: rent_di}",
       "2:32: no column \"rent_di\" in table \"rent_landing\" (did you mean \"rent_id\"?)"},
      {"tables:\n"
       "  rent_landing: {rows: 5, key: []}",
       "2:32: key must name at least one column"},
      {"tables:\n"
       "  rent_landing: {rows: 5, key: [rent_id, rent_id]}",
       "2:42: key column \"rent_id\" is there twice"},
      {"tables:\n"
       "  rent_landing: {rows: 5, key: 7}",
       "2:32: a key column must be text, not \"7\""},
      {"tables:\n"
       "  rent_landing:\n"
       "    rows: 50\n"
       "    key: rent_id\n"
       "    columns:\n"
       "      rent_id: {between: [1, 9]}",
       "6:26: rent_landing.rent_id: unique: between has only 9 different values, 50 rows are asked for; 9 "
       "would work (key (rent_id))"},
      {"tables:\n"
       "  rent_landing:\n"
       "    rows: 50\n"
       "    key: rent_id\n"
       "    columns:\n"
       "      rent_id: {sequence: , nulls: 1%}",
       "6:36: rent_landing.rent_id cannot hold NULLs: rows are matched by it (key)"},
  });
}

TEST_CASE("a fixed row that cannot be is refused at its cell") {
  check_rows({
      {"tables:\n"
       "  user: {rows: 5, fixed: 5}",
       "2:26: fixed must be a list of rows, not a whole number"},
      {"tables:\n"
       "  user: {rows: 5, fixed: [5]}",
       "2:27: a fixed row must be a map, not a whole number"},
      {"tables:\n"
       "  user: {rows: 1, fixed: [{name: A}, {name: B}]}",
       "2:16: table \"user\" has 2 fixed rows, more than its 1 rows"},
      {"tables:\n"
       "  user: {rows: 5, fixed: [{nmae: A}]}",
       "2:28: no column \"nmae\" in table \"user\" (did you mean \"name\"?)"},
      {"tables:\n"
       "  user: {rows: 5, fixed: [{age: old}]}",
       "2:33: \"old\" is no value of type integer(16)"},
      {"tables:\n"
       "  user: {rows: 5, fixed: [{age: 7}]}",
       "2:33: user.age: \"7\" breaks CHECK (age between 18 and 120)"},
      {"tables:\n"
       "  user: {rows: 5, fixed: [{name: null}]}",
       "2:34: user.name cannot be NULL: it is NOT NULL"},
      {"tables:\n"
       "  user: {rows: 5, fixed: [{name: [A]}]}",
       "2:34: a cell of a fixed row must be one value, not a list"},
      {"tables:\n"
       "  user: {rows: 5, fixed: [{as: a}, {as: a}]}",
       "2:41: two fixed rows are named \"a\""},
      {"tables:\n"
       "  user: {rows: 5, fixed: [{as: ''}]}",
       "2:32: `as` must not be empty"},
      {"tables:\n"
       "  user: {rows: 5, fixed: [{id: 3}]}",
       "2:32: user.id: 3 is the number of another row of this table, which has rows 1 to 5"},
      {"tables:\n"
       "  user: {rows: 5, fixed: [{email: a@example.com}, {email: a@example.com}]}",
       "2:59: user.email: two fixed rows have \"a@example.com\", but it must be unique: UNIQUE (email)"},
      {"tables:\n"
       "  user:\n"
       "    rows: 5\n"
       "    fixed: [{email: user4@example.com}]\n"
       "    columns: {email: {template: \"user{row}@example.com\"}}",
       "4:21: user.email: \"user4@example.com\" is also the value of generated row 4, but it must be unique: "
       "UNIQUE (email)"},
      {"tables:\n"
       "  user: {rows: 5, fixed: [{loyalty_tier: bronze}]}",
       "2:42: user.loyalty_tier: \"bronze\" breaks CHECK (loyalty_tier in (none, silver, gold))"},
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
  try {
    profile::resolve(profile::load_profile(folder.path(), "p"), test::rental(), test::plain_options());
    FAIL("no error");
  } catch (const base::Error& error) {
    CHECK(error.code() == base::ErrorCode::profile);
    CHECK(error.hint == "for a constant write {value: emial}");
    CHECK_THAT(error.excerpt, ContainsSubstring("email: emial"));
    CHECK_THAT(error.excerpt, ContainsSubstring("^"));
    CHECK_THAT(error.position()->file, ContainsSubstring("p.yaml"));
  }
}

TEST_CASE("a scale that is no number above 0 and a table of --only that is not made are wrong usage") {
  auto options = test::plain_options();
  options.scale = 0;
  CHECK_THROWS_AS(test::resolved("tables: {user: 5}", test::rental(), options), base::Error);
  options = test::plain_options();
  options.only = {"usr"};
  try {
    test::resolved("tables: {user: 5}", test::rental(), options);
    FAIL("no error");
  } catch (const base::Error& error) {
    CHECK(error.code() == base::ErrorCode::usage);
    CHECK(error.message() == "profile \"p\" makes no table \"usr\" (did you mean \"user\"?)");
  }
}

}  // namespace
}  // namespace seedctl

// The errors of what stands between rows: columns of one row, references, parents, keys and fixed rows.
#include "profile/errors.h"
#include "support/catch.h"

namespace seedctl {
namespace {

using test::check_rows;

TEST_CASE("columns that depend on each other and cannot are refused at their place") {
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
       "7:7: columns depend on each other in a circle: rent_start -> rent_end -> rent_start"},
  });
}

TEST_CASE("references that cannot be are refused at their place") {
  check_rows({
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
  });
}

TEST_CASE("a reference to another table than the foreign key's is refused at its place") {
  check_rows({
      {"tables:\n"
       "  user: 5\n"
       "  bike: 5\n"
       "  rent:\n"
       "    rows: 9\n"
       "    columns:\n"
       "      bike_id: {ref: user}",
       "7:7: rent.bike_id: its foreign key is to bike, not to user"},
  });
}

TEST_CASE("rows per parent that cannot be are refused at their place") {
  check_rows({
      {"tables:\n"
       "  user: 5\n"
       "  loyalty_event: {per: usr, rows: {between: [0, 4]}}",
       "3:24: per: this profile makes no table \"usr\" (did you mean \"user\"?)"},
      {"tables:\n"
       "  user: 5\n"
       "  loyalty_event: {per: loyalty_event, rows: 2}",
       "3:24: a table cannot have rows per itself"},
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
       "3:43: zipf takes a map of mean, max, min"},
      {"tables:\n"
       "  user: 5\n"
       "  loyalty_event: {per: user, rows: {zipf: {mean: 4}}}",
       "3:43: zipf lacks `max`"},
      {"tables:\n"
       "  user: 5\n"
       "  loyalty_event: {per: user, rows: {zipf: {mean: 40, max: 50}}}",
       "3:50: the mean of a zipf distribution over 1 to 50 lies above 1 and below 25.5"},
      {"tables:\n"
       "  user: 5\n"
       "  loyalty_event: {per: user, rows: {normal: {mean: 4, deviation: 1}}}",
       "3:55: unknown key \"deviation\" in normal"},
      {"tables:\n"
       "  user: 5\n"
       "  loyalty_event: {per: user, rows: {normal: {mean: 4, sd: 1, min: 60, max: 70}}}",
       "3:45: nothing of this distribution lies between 60 and 70"},
      {"tables:\n"
       "  user: 5\n"
       "  loyalty_event: {per: user, rows: {weights: {0: 20%, few: 80%}}}",
       "3:55: \"few\" is no number of rows"},
      {"tables:\n"
       "  user: 5\n"
       "  loyalty_event: {per: user, rows: {weights: {0: 20%, 1: 70%}}}",
       "3:46: the percentages sum to 90%, not to 100%"},
      {"tables:\n"
       "  user: 5\n"
       "  loyalty_event: {per: user, rows: {weights: {0: 1}}}",
       "3:46: one of the counts must be above 0"},
      {"tables:\n"
       "  user: 5\n"
       "  loyalty_event: {per: user, rows: {betwen: [0, 4]}}",
       "3:37: unknown key \"betwen\" in rows (did you mean \"between\"?)"},
      {"tables:\n"
       "  user: 5\n"
       "  loyalty_event: {per: user, rows: {between: [0, 4], weights: {1: 1}}}",
       "3:36: rows takes one of between, normal, weights, zipf"},
      {"tables:\n"
       "  user: 5\n"
       "  loyalty_event: {per: user, rows: 0}",
       "3:36: rows per parent must be at least 1"},
      {"tables:\n"
       "  user: 5\n"
       "  loyalty_event: {per: {user: 2}, rows: 2}",
       "3:24: per must be text, not a map"},
      {"tables:\n"
       "  user: {rows: 5, key: dense}",
       "2:24: key: dense numbers the rows of a table with `per` one by one; others are so already"},
      {"tables:\n"
       "  user: 5\n"
       "  loyalty_event: {per: user, rows: 2, fixed: [{points: 1}]}",
       "3:47: table \"loyalty_event\" has rows per user: it cannot have fixed rows"},
  });
}

TEST_CASE("totals that cannot be shared out are refused at their place") {
  check_rows({
      {"tables:\n"
       "  user: {rows: 5, total: 9}",
       "2:26: total shares rows out over a parent, in a table without `per`"},
      {"tables:\n"
       "  user: 5\n"
       "  loyalty_event: {per: user, rows: 2, total: 9}",
       "3:46: total and rows are two ways to say how many rows there are"},
      {"tables:\n"
       "  user: 5\n"
       "  loyalty_event: {per: user, total: 0}",
       "3:37: total must be at least 1"},
      {"tables:\n"
       "  user: 5\n"
       "  loyalty_event: {per: user, total: {rows: 21, max: 4}}",
       "3:44: 5 rows of user with at most 4 each take 20, not 21"},
      {"tables:\n"
       "  user: 5\n"
       "  loyalty_event: {per: user, total: {max: 4}}",
       "3:37: total lacks `rows`"},
      {"tables:\n"
       "  user: 0\n"
       "  loyalty_event: {per: user, total: 5}",
       "3:37: table user has no rows to share 5 over"},
      {"tables:\n"
       "  user: 2\n"
       "  bike: 2\n"
       "  rent: {per: user, rows: 2}\n"
       "  loyalty_event: {per: rent, total: 5}",
       "5:37: a total is shared out over rows that can be counted: rent has rows per user"},
  });
}

TEST_CASE("keys that cannot be are refused at their place") {
  check_rows({
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
       "  user:\n"
       "    rows: 5\n"
       "    fixed: [{email: a2@x.org}, {name: B}]\n"
       "    columns: {email: {template: \"a{row}@x.org\"}}",
       "4:21: user.email: \"a2@x.org\" is also the value of the fixed row at 4:32, where it is generated, "
       "but "
       "it must be unique: UNIQUE (email)"},
      {"tables:\n"
       "  user: {rows: 5, fixed: [{loyalty_tier: bronze}]}",
       "2:42: user.loyalty_tier: \"bronze\" breaks CHECK (loyalty_tier in (none, silver, gold))"},
  });
}

}  // namespace
}  // namespace seedctl

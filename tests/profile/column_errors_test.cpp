// The errors of columns: what says nothing we know, and what the schema forbids.
#include "profile/errors.h"
#include "support/catch.h"

namespace seedctl {
namespace {

using test::check_columns;

TEST_CASE("a column that says nothing we know is refused with a suggestion") {
  check_columns({
      {"user", 5, "nmae: full_name", "5:7: no column \"nmae\" in table \"user\" (did you mean \"name\"?)"},
      {"user", 5, "email: emial", "5:14: unknown generator \"emial\" (did you mean \"email\"?)"},
      {"user", 5, "age: 30", "5:12: column \"age\" must name a generator, not be a whole number"},
      {"user", 5, "age: true", "5:12: column \"age\" must name a generator, not be true or false"},
      {"user", 5,
       "name:", "5:7: column \"name\" is empty, and there is none to remove in what this profile extends"},
      {"user", 5, "age: {betwen: [18, 70]}",
       "5:13: unknown generator \"betwen\" (did you mean \"between\"?)"},
      {"user", 5, "age: {between: [18, 70], nuls: 5%}",
       "5:32: unknown key \"nuls\" beside between (did you mean \"nulls\"?)"},
      {"user", 5, "age: {between: [18, 70], virtual: true}",
       "5:7: user.age is a column of the table: it cannot be virtual"},
      {"user", 5, "age: {exp: \"1 + 1\"}", "5:13: unknown generator \"exp\" (did you mean \"expr\"?)"},
      {"user", 5, "age: {between: [18, 70], choice: [1]}",
       "5:32: column \"age\" has two generators: between and choice"},
      {"user", 5, "age: {nulls: 5%}", "5:12: column \"age\" names no generator"},
      {"user", 5, "age: {}", "5:12: column \"age\" names no generator"},
  });
}

TEST_CASE("a generator whose value makes no sense is refused at its place") {
  check_columns({
      {"user", 5, "age: []", "5:12: user.age: choice takes a list of values"},
      {"user", 5, "age: {between: [18]}", "5:22: user.age: between takes a list of two bounds"},
      {"user", 5, "age: {between: [70, 20]}", "5:22: user.age: the upper bound is below the lower one"},
      {"user", 5, "name: {full_name: 5}", "5:25: full_name takes no value"},
      {"user", 5, "name: {choice: [[1]]}", "5:23: user.name: expected one value of type text, not a list"},
      {"user", 5, "name: {template: \"{nmae}\"}",
       "5:24: user.name: unknown column \"nmae\" in the template (did you mean \"name\"?)"},
      {"user", 5, "name: {template: \"{name}\"}",
       "5:24: user.name: the template of column name refers to itself"},
      {"user", 5, "name: {template: \"a{row\"}", "5:24: user.name: a { without its }"},
      {"user", 5, "name: {weights: {a: 50%, b: 40%}}",
       "5:23: user.name: the percentages sum to 90%, not to 100%"},
      {"user", 5, "name: {full_name: , nulls: 150%}", "5:34: a rate must lie between 0 and 100%, not 150%"},
      {"user", 5, "name: ref", "5:13: user.name: column name has no foreign key: ref needs a table"},
  });
}

TEST_CASE("a value that is not of its column's type is refused before the first write") {
  check_columns({
      {"user", 5, "age: {between: [20, b]}", "5:27: user.age: column \"b\" does not exist"},
      {"user", 5, "age: {value: 70000}", "5:20: user.age: \"70000\" is no value of type integer(16)"},
      {"bike", 5, "price: {between: [1.00, 1000000000.00]}",
       "5:31: bike.price: 1000000000 does not fit column price of type decimal(10,2)"},
      {"bike", 5, "price: {between: [1.005, 2]}",
       "5:25: bike.price: 1.005 does not fit column price of type decimal(10,2)"},
      {"user", 5, "name: {full_name: , unique: maybe}", "5:35: unique must be true or false, not \"maybe\""},
  });
}

TEST_CASE("a NULL that the schema forbids is refused with its rule") {
  check_columns({
      {"user", 5, "name: {full_name: , nulls: 5%}", "5:34: user.name cannot hold NULLs: it is NOT NULL"},
      {"user", 5, "name: {value: null}", "5:21: user.name cannot be NULL: it is NOT NULL"},
      {"user", 5, "id: {sequence: , nulls: 5%}",
       "5:31: user.id cannot hold NULLs: it is part of the primary key"},
  });
}

TEST_CASE("a value that a CHECK forbids is refused with its rule") {
  check_columns({
      {"user", 5, "age: {between: [10, 70]}",
       "5:23: user.age: the lower bound 10 breaks CHECK (age between 18 and 120)"},
      {"user", 5, "age: {between: [18, 130]}",
       "5:27: user.age: the upper bound 130 breaks CHECK (age between 18 and 120)"},
      {"user", 5, "age: [20, 30, 7]", "5:21: user.age: \"7\" breaks CHECK (age between 18 and 120)"},
      {"user", 5, "age: {value: 7}", "5:20: user.age: \"7\" breaks CHECK (age between 18 and 120)"},
      {"user", 500, "age: {sequence: {strt: 100}}",
       "5:24: unknown key \"strt\" in sequence (did you mean \"start\"?)"},
      {"user", 500, "age: {sequence: {start: 18}}",
       "5:23: user.age: row 500 would get 517, which breaks CHECK (age between 18 and 120); 103 rows would "
       "work"},
      {"user", 500, "age: sequence",
       "5:12: user.age: the first value 1 breaks CHECK (age between 18 and 120)"},
      {"user", 5, "age: {normal: {mean: 40, sd: 12, max: 90}}",
       "5:21: user.age: normal makes values down to -80, which breaks CHECK (age between 18 and 120)"},
      {"user", 5, "age: {normal: {mean: 40, sd: 12, min: 18, max: 130}}",
       "5:54: user.age: normal makes values up to 130, which breaks CHECK (age between 18 and 120)"},
      {"user", 5, "age: {zipf: {exponent: 1, max: 99}}",
       "5:19: user.age: zipf makes values down to 1, which breaks CHECK (age between 18 and 120)"},
      {"bike", 5, "price: {normal: {mean: 500, sd: 100}}",
       "5:23: bike.price: normal makes values down to -500.00, which breaks CHECK (price >= 0)"},
      {"bike", 5, "type: {weights: {2024-01-01: {road: 1}, 2025-01-01: {raod: 1}}, by: id}",
       "5:60: bike.type: \"raod\" breaks CHECK (type in (road, mountain, hybrid))"},
      {"bike", 5, "type: [road, cargo]",
       "5:20: bike.type: \"cargo\" breaks CHECK (type in (road, mountain, hybrid))"},
      {"bike", 5, "type: {weights: {road: 5, mountin: 5}}",
       "5:33: bike.type: \"mountin\" breaks CHECK (type in (road, mountain, hybrid))"},
      {"bike", 5, "type: word",
       "5:7: bike.type: row 1 would hold \"remember\", which breaks CHECK (type in (road, mountain, "
       "hybrid))"},
      {"bike", 5, "price: {between: [-5.00, 10.00]}",
       "5:25: bike.price: the lower bound -5.00 breaks CHECK (price >= 0)"},
  });
}

TEST_CASE("more rows than there are unique values are refused with the number that would work") {
  check_columns({
      {"user", 100, "email: {value: a@example.com}",
       "5:22: user.email: unique: value has only 1 different value, 100 rows are asked for; 1 would work "
       "(UNIQUE (email))"},
      {"user", 100, "email: {choice: [a@example.com, b@example.com]}",
       "5:23: user.email: unique: choice has only 2 different values, 100 rows are asked for; 2 would work "
       "(UNIQUE (email))"},
      {"user", 100, "email: {template: \"x@example.com\"}",
       "5:25: user.email: unique: template cannot be unique: it needs {row}, before or after all other "
       "columns and apart from them by a character that is no digit (UNIQUE (email))"},
      {"user", 100, "id: {between: [1, 50]}",
       "5:21: user.id: unique: between has only 50 different values, 100 rows are asked for; 50 would work "
       "(PRIMARY KEY (id))"},
      {"user", 100, "age: {between: [18, 70], unique: true}",
       "5:22: user.age: unique: between has only 53 different values, 100 rows are asked for; 53 would work "
       "(unique: true)"},
  });
}

}  // namespace
}  // namespace seedctl

// Expressions in profiles: what names mean, which types go together, and errors at their place in the YAML.
#include "gen/expression/functions.h"
#include "profile/errors.h"
#include "profile/expression_types.h"

using namespace seedctl;
using namespace seedctl::test;

namespace {

// The first row's value of column c, of a table with some other columns.
std::string value_of(const std::string& type, const std::string& expression) {
  const schema::Schema schema = SchemaBuilder()
                                    .table("t")
                                    .column("id", "integer(64)")
                                    .column("n", "integer(32)")
                                    .column("price", "decimal(10,2)")
                                    .column("Name", "text")
                                    .column("day", "date")
                                    .column("mood", "enumeration(sad,happy)")
                                    .column("c", type, true)
                                    .primary({"id"})
                                    .build();
  const std::string yaml =
      "as_of: 2025-02-18\ntables:\n  t:\n    rows: 3\n    columns:\n      n: {value: 7}\n      price: "
      "{value: "
      "2.50}\n      Name: {value: Ann}\n      day: {value: 2024-02-29}\n      mood: {value: happy}\n      c: "
      "{expr: " +
      expression + "}\n";
  const profile::ResolvedProfile made = resolved(yaml, schema);
  return cell(made.tables[0], 0, "c");
}

// "offset in the line: message".
std::string refused(const std::string& type, const std::string& expression) {
  const std::string text = refusal([&] { value_of(type, expression); });
  return text.substr(text.find(':') + 1);
}

}  // namespace

TEST_CASE("names in expressions are the row's columns and its number and the profile's date") {
  CHECK(value_of("integer(32)", "n + 1") == "8");
  CHECK(value_of("integer(64)", "row") == "1");
  CHECK(value_of("date", "as_of") == "2025-02-18");
  CHECK(value_of("text", "'\"Name\" || ''!'''") == "Ann!");
  CHECK(value_of("text", "mood || '!'") == "happy!");
  CHECK(value_of("boolean", "mood = 'happy'") == "true");
  CHECK(value_of("integer(32)", "as_of - day") == "355");
}

TEST_CASE("the result is assigned as PostgreSQL assigns to a column") {
  CHECK(value_of("integer(32)", "2.5") == "3");
  CHECK(value_of("decimal(10,2)", "price * 1.001") == "2.50");
  CHECK(value_of("decimal(10,3)", "n") == "7.000");
  CHECK(value_of("timestamp", "day") == "2024-02-29 00:00:00");
  CHECK(value_of("text", "price::text") == "2.50");
  CHECK(value_of("date", "\"'2024-01-01'\"") == "2024-01-01");
  CHECK(value_of("enumeration(a,b)", "\"case when n > 5 then 'a' else 'b' end\"") == "a");
  CHECK(refused("date", "n > 1") == "19: t.c: the column is of type date, the expression of type boolean");
}

TEST_CASE("an error in an expression stands at its place in the profile") {
  const struct {
    const char *type, *expression, *error;
  } rows[] = {
      {"decimal(10,2)", "\"price + roud(price, 1)\"",
       "26: t.c: function roud(numeric, integer) does not exist (did you mean \"round\"?)"},
      {"decimal(10,2)", "price + pric", "25: t.c: column \"pric\" does not exist (did you mean \"price\"?)"},
      {"integer(32)", "\"n + name\"", "22: t.c: column \"name\" does not exist (did you mean \"Name\"?)"},
      {"integer(32)", "day - n", "21: t.c: the column is of type integer, the expression of type date"},
      {"integer(32)", "n + mood", "19: t.c: operator does not exist: integer + text"},
      {"integer(32)", "case when n then 1 end",
       "27: t.c: argument of CASE/WHEN must be type boolean, not type integer"},
      {"integer(32)", "\"case when n > 1 then n else day end\"",
       "39: t.c: CASE types date and integer cannot be matched"},
      {"integer(32)", "n + +", "22: t.c: the expression ends too early"},
      {"integer(32)", "\"n + 'x'\"", "22: t.c: invalid input syntax for type integer: \"x\""},
      {"integer(32)", "n::point", "18: t.c: type point is no type that expressions know"},
      {"integer(32)", "day::integer", "20: t.c: cannot cast type date to integer"},
      {"integer(32)", "sum(n)", "17: t.c: sum is an aggregate of many rows: an expression sees one"},
      {"integer(32)", "bike_id.price", "17: t.c: column \"bike_id\" does not exist"},
      {"integer(32)", "c + 1", "17: t.c: the expression of column c reads the column itself"},
      // What does not stand in the file as it is has the scalar's own place.
      {"integer(32)", "'n + ''x'''", "17: t.c: invalid input syntax for type integer: \"x\""},
      {"json", "'{}'",
       "17: t.c: expr makes boolean, integer, decimal, real, text, date, time, timestamp, timestamptz, "
       "interval, uuid; column c is json"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.expression);
    CHECK(refused(row.type, row.expression) == row.error);
  }
}

TEST_CASE("a row that breaks the column is found by the plan and named") {
  CHECK_THAT(refused("text(3)", "'\"Name\" || ''xx'''"),
             ContainsSubstring("the expression makes 5 characters in row 1; column c is text(3)"));
  CHECK_THAT(refused("enumeration(a,b)", "\"'c'\""),
             ContainsSubstring("row 1 would hold \"c\", which breaks CHECK (c in (a, b))"));
}

TEST_CASE("every function is named in the documentation") {
  const std::string documentation = read_source("docs/profile.md");
  for (const gen::Function& function : gen::functions()) {
    if (profile::is_operator(function.name)) continue;
    CAPTURE(function.name);
    CHECK_THAT(documentation, ContainsSubstring("`" + std::string(function.name) + "`"));
  }
}

TEST_CASE("columns that read each other in a circle are refused") {
  const schema::Schema schema =
      SchemaBuilder().table("t").column("a", "integer(32)").column("b", "integer(32)").build();
  CHECK_THAT(
      refusal([&] {
        resolved("tables:\n  t:\n    rows: 3\n    columns:\n      a: {expr: b + 1}\n      b: {expr: a + 1}\n",
                 schema);
      }),
      ContainsSubstring("b"));
}

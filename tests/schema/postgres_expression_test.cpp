// What PostgreSQL prints around a domain's column or VALUE, and what is left of it.
#include "schema/postgres_expression.h"

#include "support/catch.h"

namespace seedctl::schema {

TEST_CASE("a cast to a domain's base type is taken away and no other is") {
  const std::map<std::string, std::string> base_of{
      {"points", "integer"}, {"Odd name", "timestamp without time zone"}, {"plain", ""}};
  struct Row {
    const char* printed;
    const char* left;
  };
  const Row row = GENERATE(values<Row>({
      {"((points)::integer < 50)", "(points < 50)"},
      {"((points)::integer < (points)::integer)", "(points < points)"},
      {"(\"Odd name\")::timestamp without time zone", "\"Odd name\""},
      {"((\"Odd name\")::timestamp without time zone > now())", "(\"Odd name\" > now())"},
      {"((points)::integer[] < 50)", "((points)::integer[] < 50)"},
      {"((points)::numeric < 50)", "((points)::numeric < 50)"},
      {"((plain)::integer < 50)", "((plain)::integer < 50)"},
      {"('(points)::integer'::text = x)", "('(points)::integer'::text = x)"},
      {"f(points)", "f(points)"},
      {"", ""},
  }));
  CHECK(without_base_casts(row.printed, base_of) == row.left);
}

TEST_CASE("VALUE becomes the column and only where it is the keyword") {
  CHECK(about_column("(VALUE > 0)", "a \"b\"") == "(\"a \"\"b\"\"\" > 0)");
  CHECK(about_column("(('VALUE'::text <> VALUE) AND (value(\"VALUE\") = VALUE))", "x") ==
        "(('VALUE'::text <> \"x\") AND (value(\"VALUE\") = \"x\"))");
}

}  // namespace seedctl::schema

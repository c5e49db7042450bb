// What makes rows distinct is decided by the schema and the values that columns have, never by the number of
// rows: more rows change none of those that are there.
#include <ostream>

#include <rapidcheck.h>

#include "profile/profiles.h"
#include "support/catch.h"

using namespace seedctl;
using namespace seedctl::test;

namespace {

struct KeyCase {
  const char *type_a, *a, *type_b, *b;  // types and generators of the columns a and b
  std::uint64_t most;                   // rows that can be made distinct
};

std::ostream& operator<<(std::ostream& out, const KeyCase& key) { return out << key.a << " and " << key.b; }

// Keys whose rows are told apart in each of the ways that there are.
const std::vector<KeyCase> kKeys = {
    // Both together: neither has values enough for many rows.
    {"integer(64)", "{between: [1, 30]}", "integer(64)", "{between: [1, 40]}", 1200},
    {"text", "[x, y, z]", "integer(64)", "{between: [1, 40]}", 120},
    {"boolean", "boolean", "text", "[x, y, z]", 6},
    {"integer(64)", "{ref: parent, column: id}", "text", "[x, y]", 50},
    {"integer(64)", "{ref: parent}", "text", "[x, y]", 100},
    {"integer(64)", "{ref: parent, capacity: 4}", "text", "[x, y]", 8},
    // The only one that can be dealt out.
    {"text", "{weights: {x: 1, y: 9}}", "integer(64)", "{between: [1, 40]}", 40},
    // That of the two which has more values.
    {"text", "[x, y, z]", "text", "first_name", 200},
    {"text", "first_name", "text", "full_name", 2000},
    // One that never ends.
    {"text", "[x, y, z]", "text", "uuid", 2000},
    {"text", "full_name", "text", "{template: \"T{row}\"}", 2000},
    {"text", "first_name", "text", "email", 2000},
};

schema::Schema schema_of(const KeyCase& key) {
  SchemaBuilder builder;
  builder.table("parent").column("id", "integer(64)").primary({"id"});
  builder.table("t").column("id", "integer(64)").primary({"id"});
  builder.column("a", key.type_a).column("b", key.type_b).unique({"a", "b"});
  const std::string a = key.a;
  if (a.starts_with("{ref: parent") && a.find("column") == std::string::npos)
    builder.foreign({"a"}, "parent");
  return builder.build();
}

profile::ResolvedProfile with_rows(const schema::Schema& schema, const std::string& columns,
                                   std::uint64_t rows) {
  return resolved(
      "tables:\n  parent: 50\n  t:\n    rows: " + std::to_string(rows) + "\n    columns: {" + columns + "}",
      schema);
}

std::vector<std::string> first_rows(const schema::Schema& schema, const std::string& columns,
                                    std::uint64_t rows, std::uint64_t wanted) {
  const auto profile = with_rows(schema, columns, rows);
  std::vector<std::string> texts;
  for (std::uint64_t place = 0; place < wanted; ++place) {
    texts.push_back(row_text(*profile.table("t"), place));
  }
  return texts;
}

}  // namespace

TEST_CASE("a table with a composite key keeps its rows when it grows") {
  CHECK(rc::check("the first n of m rows are those of n rows", [] {
    const KeyCase key = *rc::gen::elementOf(kKeys);
    const auto many = *rc::gen::inRange<std::uint64_t>(2, key.most + 1);
    const auto few = *rc::gen::inRange<std::uint64_t>(1, many);
    const schema::Schema schema = schema_of(key);
    const std::string columns = std::string("a: ") + key.a + ", b: " + key.b;
    RC_TAG(std::string(key.a) + " " + key.b);
    RC_ASSERT(first_rows(schema, columns, few, few) == first_rows(schema, columns, many, few));
  }));
}

TEST_CASE("a composite key holds up to its largest count") {
  for (const KeyCase& key : kKeys) {
    INFO(key);
    const schema::Schema schema = schema_of(key);
    const auto profile = with_rows(schema, std::string("a: ") + key.a + ", b: " + key.b, key.most);
    std::set<std::string> pairs;
    for (std::uint64_t place = 0; place < key.most; ++place) {
      pairs.insert(cell(*profile.table("t"), place, "a") + "|" + cell(*profile.table("t"), place, "b"));
    }
    CHECK(pairs.size() == key.most);
  }
}

TEST_CASE("too many rows for a composite key are refused with the largest count") {
  struct Row {
    const char *a, *b;
    int rows;
    const char* says;
  };
  for (const Row& row :
       {Row{"{between: [1, 30]}", "[1, 2]", 61,
            "there are only 60 different combinations, 61 rows are asked for; 60 would work"},
        Row{"{between: [1, 30]}", "{weights: {1: 1, 2: 1}}", 31,
            "its columns have too few values, 31 rows are asked for; 30 would work"},
        Row{"{value: 1}", "{weights: {1: 1, 2: 1}}", 31,
            "its columns have too few values, 31 rows are asked for; 1 would work"}}) {
    CAPTURE(row.a, row.b);
    const schema::Schema schema = schema_of({"integer(64)", row.a, "integer(64)", row.b, 0});
    const std::string columns = std::string("a: ") + row.a + ", b: " + row.b;
    CHECK_THAT(refusal([&] { with_rows(schema, columns, static_cast<std::uint64_t>(row.rows)); }),
               ContainsSubstring(row.says));
  }
}

TEST_CASE("the only row of a table keeps its unique values when more rows come") {
  struct Row {
    const char* type;
    const char* generator;
  };
  for (const Row& row : {Row{"text", "email"}, Row{"text", "full_name"}, Row{"text", "uuid"},
                         Row{"integer(64)", "{between: [1, 1000]}"}, Row{"text", "[a, b, c, d, e, f]"}}) {
    CAPTURE(row.type, row.generator);
    SchemaBuilder builder;
    builder.table("parent").column("id", "integer(64)").primary({"id"});
    builder.table("t").column("id", "integer(64)").primary({"id"}).column("v", row.type).unique({"v"});
    const std::string columns = std::string("v: ") + row.generator;
    CHECK(first_rows(builder.build(), columns, 1, 1) == first_rows(builder.build(), columns, 2, 1));
    CHECK(first_rows(builder.build(), columns, 1, 1) == first_rows(builder.build(), columns, 5, 1));
  }
}

TEST_CASE("a single row needs no values beyond its own") {
  SchemaBuilder builder;
  builder.table("parent").column("id", "integer(64)").primary({"id"});
  builder.table("t").column("id", "integer(64)").primary({"id"}).column("v", "text").unique({"v"});
  builder.unique({"v"}, "on an expression");
  for (const char* one : {"{value: x}", "{weights: {x: 1}}", "full_name"}) {
    CHECK(refusal([&] { with_rows(builder.build(), std::string("v: ") + one, 1); }).empty());
  }
}

TEST_CASE("a partial key holds for all rows or is refused as what it is") {
  SchemaBuilder builder;
  builder.table("parent").column("id", "integer(64)").primary({"id"});
  builder.table("t").column("id", "integer(64)").primary({"id"}).column("v", "integer(64)");
  builder.unique({"v"}, "partial");
  CHECK(refusal([&] { with_rows(builder.build(), "v: {between: [1, 60]}", 60); }).empty());
  CHECK_THAT(refusal([&] { with_rows(builder.build(), "v: {between: [1, 60]}", 61); }),
             ContainsSubstring("60 would work (UNIQUE (v), partial but taken for all rows)"));
}

TEST_CASE("rows per several parents are refused where the pairs cannot be different") {
  SchemaBuilder builder;
  builder.table("user").column("id", "integer(64)").primary({"id"});
  builder.table("bike").column("id", "integer(64)").primary({"id"});
  builder.table("city").column("id", "integer(64)").primary({"id"});
  builder.table("likes").column("id", "integer(64)").primary({"id"});
  builder.column("user_id", "integer(64)").foreign({"user_id"}, "user");
  builder.column("bike_id", "integer(64)").foreign({"bike_id"}, "bike");
  const schema::Schema schema = builder.build();
  struct Case {
    const char* likes;
    const char* message;
  };
  for (const Case& one : {
           Case{"per: [user, bike], rows: 4",
                "4:17: table \"likes\", per (user_id, bike_id): there are only 3 different "
                "combinations for each user, 4 rows are asked for; 3 would work"},
           {"per: [bike, user], rows: 11", "there are only 10 different combinations for each bike"},
           {"per: [user, bike], rows: 2, columns: {bike_id: {ref: bike, pick: {zipf: 1.1}}}",
            "nothing makes the rows distinct"},
           {"per: [user, bik], rows: 2",
            "4:23: per: this profile makes no table \"bik\" (did you mean \"bike\"?)"},
           {"per: [user, user], rows: 2", "4:23: per names table \"user\" twice"},
           {"per: [user, city], rows: 2", "4:23: per: table \"likes\" has no foreign key to city"},
           {"per: [user, likes], rows: 2", "4:23: a table cannot have rows per itself"},
           {"per: [], rows: 2", "4:16: per must name at least one table"},
       }) {
    CAPTURE(one.likes);
    CHECK_THAT(refusal([&] {
                 resolved(
                     "tables:\n  user: 10\n  city: 2\n  likes: {" + std::string(one.likes) + "}\n  bike: 3\n",
                     schema);
               }),
               ContainsSubstring(one.message));
  }
}

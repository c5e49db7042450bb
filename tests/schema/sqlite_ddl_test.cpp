// What is read from the text of SQLite's CREATE statements, hostile spellings first.
#include "schema/sqlite_ddl.h"

#include "support/catch.h"

namespace seedctl::schema {
namespace {

using Strings = std::vector<std::string>;

std::vector<std::string> checks_of(const std::string& sql) {
  Strings checks;
  for (const auto& check : read_sqlite_table(sql).checks)
    checks.push_back(check.name + "|" + check.expression);
  return checks;
}

TEST_CASE("CHECK constraints are found where they are and nowhere else") {
  struct Row {
    const char* sql;
    Strings checks;
  };
  const Row row = GENERATE(values<Row>({
      {"create table t (a int)", {}},
      {"create table t (a int check (a > 0))", {"|a > 0"}},
      {"create table t (a int CHECK(a in (1, (2))), check ( a < 9 ) )", {"|a in (1, (2))", "|a < 9"}},
      {"create table t (a int constraint \"my check\" check (a > 0))", {"my check|a > 0"}},
      {"create table t (a int, constraint [x] check (a > 0), b int)", {"x|a > 0"}},
      {"create table t (a text check (a <> ')'))", {"|a <> ')'"}},
      {"create table t (a text default 'check (1)', \"check\" int, [check (2)] int)", {}},
      {"create table t (a int /* check (a) */, -- check (a)\n b int check (b > 1))", {"|b > 1"}},
      {"create table t (a int, check (a > 0 -- )\n))", {"|a > 0 -- )"}},
  }));
  CAPTURE(row.sql);
  CHECK(checks_of(row.sql) == row.checks);
}

TEST_CASE("AUTOINCREMENT counts only as a keyword") {
  CHECK(read_sqlite_table("create table t (id integer primary key AutoIncrement)").autoincrement);
  CHECK_FALSE(read_sqlite_table("create table t (id integer primary key)").autoincrement);
  CHECK_FALSE(
      read_sqlite_table("create table t (id integer primary key, \"autoincrement\" int)").autoincrement);
  CHECK_FALSE(read_sqlite_table("create table t (id integer primary key) -- autoincrement").autoincrement);
}

TEST_CASE("each REFERENCES clause says whether it is deferrable") {
  const auto deferrable = [](const char* sql) { return read_sqlite_table(sql).deferrable; };
  using Flags = std::vector<bool>;
  CHECK(deferrable("create table t (a int references p)") == Flags{false});
  CHECK(deferrable("create table t (a int references p (x) deferrable)") == Flags{true});
  CHECK(deferrable("create table t (a int references p on delete set null not deferrable)") == Flags{false});
  CHECK(deferrable(
            "create table t (a int references p, b int references q on update cascade deferrable initially "
            "deferred, foreign key (a) references r (x, y) match full)") == Flags{false, true, false});
  CHECK(deferrable("create table t (a int references p constraint x references q deferrable)") ==
        Flags{false, true});
}

TEST_CASE("an index's parts are cut at its own commas") {
  CHECK(sqlite_index_parts("create unique index i on t (a, lower(b), coalesce(c, ',') desc)") ==
        Strings{"a", "lower(b)", "coalesce(c, ',') desc"});
  CHECK(sqlite_index_parts("create index \"i (x, y)\" on t(a) where b in (1, 2)") == Strings{"a"});
}

TEST_CASE("expressions are spelt as PostgreSQL spells them") {
  const Strings columns{"Age", "last", "select"};
  const auto spelt = [&](const char* sql) { return as_postgres_expression(sql, columns); };
  CHECK(spelt("age >= 18 and AGE<=120") == "\"Age\" >= 18 and \"Age\"<=120");
  CHECK(spelt("[select] == `last`") == "\"select\" = \"last\"");
  CHECK(spelt("last in (\"road\", 'it''s')") == "\"last\" in ('road', 'it''s')");
  CHECK(spelt("t.last > \"t\".age /* why */ -- not") == "\"last\" > \"Age\"");
  CHECK(spelt("last(age) = length ( \"Age\" )") == "last(\"Age\") = length ( \"Age\" )");
}

}  // namespace
}  // namespace seedctl::schema

// Whether a table is there, and whether a database holds anything of its user's.
#include "schema/database.h"
#include "support/catch.h"

namespace seedctl::test {
namespace {

using base::Engine;

TEST_CASE("a table exists under its name and in its schema only") {
  const Engine engine = GENERATE(from_range(kEngines));
  CAPTURE(base::engine_name(engine));
  Database database(engine);
  database.run("create table \"It's\" (id integer); create view v as select 1 as one;");
  const auto exists = [&](const char* schema, const char* name) {
    return schema::table_exists(database.connection(), {schema, name});
  };
  CHECK(exists("", "It's"));
  CHECK(exists(database.connection().default_schema().c_str(), "It's"));
  CHECK_FALSE(exists("", "Its"));
  CHECK_FALSE(exists("", "v"));
  CHECK_FALSE(exists("", ""));
}

TEST_CASE("SQLite's tables are the same in any case and PostgreSQL's are not") {
  Database sqlite(Engine::sqlite), postgres(Engine::postgres);
  sqlite.run("create table users (id integer)");
  postgres.run("create table users (id integer)");
  CHECK(schema::table_exists(sqlite.connection(), {"", "Users"}));
  CHECK_FALSE(schema::table_exists(postgres.connection(), {"", "Users"}));
  CHECK_FALSE(schema::table_exists(postgres.connection(), {"absent", "users"}));
}

TEST_CASE("a fresh database is empty and stays so with tables of seedctl") {
  const Engine engine = GENERATE(from_range(kEngines));
  CAPTURE(base::engine_name(engine));
  Database database(engine);
  CHECK(schema::is_empty_database(database.connection(), kOwnTables));
  database.run("create table seedctl_own (id integer primary key, note text unique)");
  CHECK(schema::is_empty_database(database.connection(), kOwnTables));
  CHECK_FALSE(schema::is_empty_database(database.connection(), {}));
}

TEST_CASE("anything that a person made fills a database") {
  struct Row {
    Engine engine;
    const char* sql;
  };
  const Row row = GENERATE(values<Row>({
      {Engine::sqlite, "create table t (id integer)"},
      {Engine::sqlite, "create view v as select 1 as one"},
      {Engine::sqlite, "create virtual table words using fts5 (body)"},
      {Engine::postgres, "create table t (id integer)"},
      {Engine::postgres, "create table t ()"},
      {Engine::postgres, "create schema s; create table s.t (id integer)"},
      {Engine::postgres, "create schema s; create table s.seedctl (id integer)"},
      {Engine::postgres, "create view v as select 1 as one"},
      {Engine::postgres, "create materialized view v as select 1 as one"},
      {Engine::postgres, "create sequence s"},
      {Engine::postgres, "create type mood as enum ('sad')"},
      {Engine::postgres, "create type pair as (a integer, b integer)"},
      {Engine::postgres, "create domain positive as integer"},
  }));
  CAPTURE(row.sql);
  Database database(row.engine);
  database.run(row.sql);
  CHECK_FALSE(schema::is_empty_database(database.connection(), kOwnTables));
}

TEST_CASE("what extensions bring and what sequences belong to seedctl's tables does not count") {
  Database database(Engine::postgres);
  database.run("create schema empty_one; create table seedctl_own (id bigserial primary key)");
  for (const char* extension : {"citext", "hstore", "pg_stat_statements"}) {
    const std::vector<base::Value> name{std::string(extension)};
    if (database.connection().query("select 1 from pg_available_extensions where name = $1", name).empty())
      continue;
    database.run(std::string("create extension ") + extension);
  }
  CHECK(schema::is_empty_database(database.connection(), kOwnTables));
  CHECK(database.schema().tables.empty());
}

}  // namespace
}  // namespace seedctl::test

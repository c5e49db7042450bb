// What migrations can make in a PostgreSQL database, each kind of it: a reset takes it away and makes it
// again. What it left behind would be in the way of the migration that makes it, and is named there.
#include <fmt/format.h>

#include <algorithm>

#include "cli/project.h"
#include "support/catch.h"

using namespace seedctl;
using namespace seedctl::test;

namespace {

struct Kind {
  const char* what;
  const char* sql;
};

const std::vector<Kind>& kinds() {
  static const std::vector<Kind> kKinds{
      {"publication", "create publication p for table t"},
      {"publication of all tables", "create publication everything for all tables"},
      {"subscription without a slot",
       "create subscription s connection 'dbname=nowhere' publication p with (connect = false, slot_name = "
       "none)"},
      {"cast", "create cast (bigint as text[]) with inout"},
      {"foreign data wrapper", "create foreign data wrapper alone"},
      {"foreign server with its tables",
       "create foreign data wrapper w; create server s foreign data wrapper w;\n"
       "create user mapping for current_user server s; create foreign table f (id integer) server s"},
      {"conversion", "create conversion c for 'LATIN1' to 'UTF8' from iso8859_1_to_utf8"},
      {"access method", "create access method m type table handler heap_tableam_handler"},
      {"text search parser",
       "create text search parser p (start = prsd_start, gettoken = prsd_nexttoken, end = prsd_end,"
       " lextypes = prsd_lextype)"},
      {"text search template", "create text search template t (lexize = dsimple_lexize)"},
      {"text search dictionary and configuration",
       "create text search dictionary d (template = simple); create text search configuration c (copy = "
       "simple)"},
      {"event trigger",
       "create function f() returns event_trigger language plpgsql as 'begin raise exception ''no''; end';\n"
       "create event trigger e on sql_drop execute function f()"},
      {"large object", "select lo_create(471100)"},
      {"language", "create language l handler plpgsql_call_handler"},
      {"transform",
       "create type couple as (a integer);\n"
       "create transform for couple language sql (from sql with function prsd_lextype(internal))"},
      {"operator class",
       "create operator class o for type integer using hash as operator 1 =, function 1 hashint4(integer)"},
      {"operator family", "create operator family o using btree"},
      {"operator", "create operator === (leftarg = integer, rightarg = integer, function = int4eq)"},
      {"collation", "create collation c from \"C\""},
      {"range type with its casts", "create type span as range (subtype = integer)"},
      {"domain, enumeration and composite type",
       "create domain d as text; create type mood as enum ('good'); create type pair as (a integer)"},
      {"aggregate", "create aggregate tally (*) (sfunc = int8inc, stype = int8, initcond = '0')"},
      {"procedure", "create procedure p() language sql as 'select 1'"},
      {"statistics", "create table u (a integer, b integer); create statistics s on a, b from u"},
      {"row security", "alter table t enable row level security; create policy p on t using (true)"},
      {"rule", "create rule r as on delete to t do also select 1"},
      {"default privileges", "alter default privileges grant select on tables to public"},
      {"schema with a table", "create schema more; create table more.t (id integer primary key)"},
      {"materialized view", "create materialized view m as select 1 as one"},
      {"partitions",
       "create table ev (x integer) partition by range (x); create table ev1 partition of ev for values from "
       "(0) to (9)"},
  };
  return kKinds;
}

// All kinds in one database, so that few runs try them all; a migration for each, so that a failure names its
// kind. The event trigger among them refuses every DROP that it lives to see.
void make_every_kind(const Project& project) {
  int version = 2;
  const auto migration = [&](std::string name, const std::string& sql) {
    std::replace(name.begin(), name.end(), ' ', '_');
    project.dir().write_file(fmt::format("migrations/{:02}_{}.sql", version++, name),
                             "-- migrate:up\n" + sql + ";\n");
  };
  migration("table", "create table t (id integer primary key)");
  for (const Kind& kind : kinds()) migration(kind.what, kind.sql);
  project.dir().write_file("seeds/dev.yaml", "tables: {t: {rows: 3}}\n");
}

}  // namespace

TEST_CASE("reset runs again what migrations make in a PostgreSQL database whatever kind it is of") {
  // A schema with something of an extension in it is not dropped but emptied.
  for (const char* schema : {"dropped", "emptied"}) {
    INFO("a schema that is " << schema);
    const Project project(base::Engine::postgres, Project::Content::empty);
    if (std::string_view(schema) == "emptied")
      project.dir().write_file("migrations/1_extension.sql", "-- migrate:up\ncreate extension citext;\n");
    make_every_kind(project);
    const ProcessResult migrated = project.run({"migrate"});
    INFO(migrated.err);
    CHECK(migrated.status == 0);
    CHECK(project.run({"seed", "dev"}).status == 0);
    for (int again = 0; again < 2; ++again) {
      const ProcessResult result = project.run({"reset", "dev", "--yes"});
      INFO(result.err);
      CHECK(result.status == 0);
      CHECK(project.scalar("select count(*) from public.t") == "3");
    }
  }
}

TEST_CASE("reset refuses a subscription that holds a slot on another server and destroys nothing") {
  const Project project(base::Engine::postgres);
  REQUIRE(project.run({"migrate"}).status == 0);
  REQUIRE(project.run({"seed", "ci"}).status == 0);
  project.execute(
      "create subscription \"from afar\" connection 'dbname=nowhere' publication p with (connect = false)");
  const ProcessResult result = project.run({"reset", "ci", "--yes"});
  project.execute("alter subscription \"from afar\" set (slot_name = none)");
  CHECK(result.status == 5);
  CHECK_THAT(result.err, ContainsSubstring("from afar"));
  CHECK_THAT(result.err, ContainsSubstring("drop subscription \"from afar\""));
  CHECK(project.scalar("select count(*) from rent") == "40");
  CHECK(project.run({"reset", "ci", "--yes"}).status == 0);
  CHECK(project.scalar("select count(*) from pg_subscription where subname = 'from afar'") == "0");
}

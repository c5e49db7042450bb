// A reset destroys the project's own database only, and names what goes with it.
#include "cli/project.h"
#include "support/catch.h"

using namespace seedctl;
using namespace seedctl::test;

TEST_CASE("reset refuses a database that seedctl never made and names what is in it") {
  for (const base::Engine engine : test::kEngines) {
    INFO(base::engine_name(engine));
    const Project project(engine);
    drivers::open(db::parse_url(project.url()), {.create = true})->execute("create table bookmarks (u text)");
    project.execute("insert into bookmarks values ('mine')");
    const ProcessResult result = project.run({"reset", "ci", "--yes"});
    CHECK(result.status == 5);
    CHECK_THAT(result.err, ContainsSubstring("bookmarks"));
    CHECK_THAT(result.err, ContainsSubstring("seedctl baseline"));
    CHECK(project.scalar("select u from bookmarks") == "mine");
  }
}

TEST_CASE("reset refuses what stands in schemas that no migration makes") {
  struct Case {
    const char* what;
    const char* config;
    std::vector<const char*> sql;
    const char* named;
  };
  for (const Case& one : std::vector<Case>{
           {"another schema", "", {"create schema other", "create table other.t (id integer)"}, "other.t"},
           {"a routine",
            "",
            {"create schema other", "create function other.f() returns integer language sql as 'select 1'"},
            "other"},
           {"public beside the configured schema",
            "schema: app\n",
            {"create table public.notes (id integer)"},
            "public.notes"},
       }) {
    INFO(one.what);
    const Project project(base::Engine::postgres);
    project.execute("create schema app");
    project.dir().write_file("seedctl.yaml", one.config);
    project.dir().write_file("migrations/9000_view.postgres.sql",
                             "-- migrate:up\n-- nothing in create schema other\n"
                             "grant usage on schema public to public;\n");
    REQUIRE(project.run({"migrate"}).status == 0);
    for (const char* sql : one.sql) project.execute(sql);
    const ProcessResult result = project.run({"reset", "ci", "--yes"});
    INFO(result.err);
    CHECK(result.status == 5);
    CHECK_THAT(result.err, ContainsSubstring(one.named));
    CHECK(project.scalar("select count(*) from pg_class where relname in ('t', 'notes')") ==
          (std::string(one.what) == "a routine" ? "0" : "1"));
  }
}

TEST_CASE("tables that people added to a migrated database go with a reset and are named") {
  for (const base::Engine engine : test::kEngines) {
    INFO(base::engine_name(engine));
    const Project project(engine);
    REQUIRE(project.run({"migrate"}).status == 0);
    for (const char* sql : {"create table notes (id integer)", "create table \"Old notes\" (id integer)"})
      project.execute(sql);
    const ProcessResult result = project.run({"reset", "ci", "--yes"});
    INFO(result.err);
    CHECK(result.status == 0);
    CHECK_THAT(result.err,
               ContainsSubstring("tables that no migration names went with the rest: Old notes, notes"));
    const ProcessResult again = project.run({"reset", "ci", "--yes"});
    CHECK(again.err.find("no migration names") == std::string::npos);
  }
}

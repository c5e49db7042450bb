// A reset that fails leaves the old database as it was, and one that cannot promise that says so before.
#include "cli/project.h"
#include "support/catch.h"

using namespace seedctl;
using namespace seedctl::test;

namespace {

// A table whose CHECK no plan can read, a profile that fits it and one that does not.
std::unique_ptr<Project> small_project(base::Engine engine, const std::string& more_migrations = "") {
  auto project = std::make_unique<Project>(engine, Project::Content::empty);
  const TempDir& dir = project->dir();
  dir.write_file("migrations/1_t.sql",
                 "-- migrate:up\ncreate table t (id integer primary key, check (abs(id * 1 - 4) > 0));\n");
  if (!more_migrations.empty()) dir.write_file("migrations/2_more.sql", more_migrations);
  dir.write_file("seeds/good.yaml", "tables: {t: {rows: 3, columns: {id: sequence}}}\n");
  dir.write_file("seeds/bad.yaml", "tables: {t: {rows: 5, columns: {id: sequence}}}\n");
  REQUIRE(project->run({"migrate"}).status == 0);
  REQUIRE(project->run({"seed", "good"}).status == 0);
  return project;
}

constexpr const char* kOutside =
    "-- migrate:up transaction:false\ncreate index concurrently t_id on t (id);\n";

}  // namespace

TEST_CASE("a reset whose seed the database refuses leaves the old rows and says so") {
  for (const base::Engine engine : test::kEngines) {
    INFO(base::engine_name(engine));
    const auto small = small_project(engine);
    const Project& project = *small;
    const std::string snapshot = project.dir().read_file("schema.lock.json");
    project.dir().write_file("migrations/2_more.sql", "-- migrate:up\nalter table t add column x text;\n");
    const nlohmann::json document = project.json({"reset", "good", "bad", "--yes"}, 1);
    CHECK(document.at("applied").empty());
    CHECK(document.at("version") == 1);
    CHECK(document.at("profiles").empty());
    CHECK_THAT(document.at("error").at("hint").get<std::string>(),
               ContainsSubstring("nothing was destroyed; the database is as it was"));
    CHECK(project.scalar("select count(*) from t") == "3");
    CHECK(project.scalar("select count(*) from seedctl_migrations") == "1");
    CHECK(project.dir().read_file("schema.lock.json") == snapshot);
    std::filesystem::remove(project.dir().file("migrations/2_more.sql"));
    CHECK(project.run({"check", "good"}).status == 0);
  }
}

TEST_CASE("a reset that cannot be one transaction says so and rehearses its seed too") {
  const auto small = small_project(base::Engine::postgres, kOutside);
  const Project& project = *small;
  const ProcessResult failed = project.run({"reset", "bad", "--yes"});
  INFO(failed.err);
  CHECK(failed.status == 1);
  CHECK_THAT(failed.err, ContainsSubstring("2_more.sql runs outside transactions, so this reset is not one"));
  CHECK_THAT(failed.err, ContainsSubstring("nothing was destroyed; the database is as it was"));
  CHECK(project.scalar("select count(*) from t") == "3");
  CHECK(project.run({"reset", "good", "--yes"}).status == 0);
  CHECK(project.scalar("select count(*) from t") == "3");
}

TEST_CASE("a reset that fails where it cannot be taken back keeps what was done in its document") {
  const auto small = small_project(base::Engine::postgres, kOutside);
  const Project& project = *small;
  // Fails here alone: the scratch database has another name.
  project.dir().write_file(
      "migrations/3_here.sql",
      "-- migrate:up\ndo $$ begin if current_database() not like '%scratch' then raise 'not here'; end if; "
      "end $$;\n");
  const nlohmann::json document = project.json({"reset", "good", "--yes"}, 1);
  CHECK(document.at("applied").size() == 2);
  CHECK(document.at("version") == 2);
  CHECK_THAT(document.at("error").at("hint").get<std::string>(),
             ContainsSubstring("the old content is gone"));
  std::filesystem::remove(project.dir().file("migrations/3_here.sql"));
  CHECK(project.run({"reset", "good", "--yes"}).status == 0);
}

TEST_CASE("a reset on PostgreSQL runs as one what its migrations commit one by one") {
  struct Case {
    const char* what;
    std::vector<const char*> migrations;
  };
  for (const Case& one : std::vector<Case>{
           {"a value is added to an enumeration and used",
            {"create type mood as enum ('good')", "alter type mood add value 'bad'",
             "create table u (m mood default 'bad'); insert into u default values"}},
           {"a deferred constraint holds at the end of its migration",
            {"create table u (id integer primary key);\n"
             "create table v (u integer references u deferrable initially deferred, w integer unique "
             "deferrable)",
             "insert into v values (1, 1), (2, 2); update v set w = 3 - w; insert into u values (1), (2)",
             "alter table v add column x integer; alter table u add column x integer",
             "insert into v values (3, 3); insert into u values (3)"}},
           {"settings of a migration end with it",
            {"create schema more; set local search_path = more; create table m (id integer)",
             "create table n (id integer)", "insert into public.n values (1)"}},
       }) {
    INFO(one.what);
    const auto small = small_project(base::Engine::postgres);
    const Project& project = *small;
    for (std::size_t i = 0; i < one.migrations.size(); ++i)
      project.dir().write_file("migrations/" + std::to_string(2 + i) + "_m.sql",
                               std::string("-- migrate:up\n") + one.migrations[i] + ";\n");
    const ProcessResult migrated = project.run({"migrate"});
    INFO(migrated.err);
    REQUIRE(migrated.status == 0);
    const ProcessResult result = project.run({"reset", "good", "--yes"});
    INFO(result.err);
    CHECK(result.status == 0);
    CHECK(project.scalar("select count(*) from t") == "3");
  }
}

// reset over SQLite files that a killed writer left behind, and beside programs that have the file open.
#include <sys/wait.h>
#include <unistd.h>

#include "cli/project.h"
#include "support/catch.h"

using namespace seedctl;
using namespace seedctl::test;

namespace {

// A child that changes the database in the given journal mode and dies in the middle of a transaction (hot
// journal) or without a checkpoint (-wal). What it leaves on disk is checked by the caller.
void leave_behind(const Project& project, const char* journal_mode) {
  const pid_t child = ::fork();
  if (child == 0) {
    const auto connection = project.open();
    connection->query(std::string("pragma journal_mode = ") + journal_mode);
    connection->execute("pragma cache_size = 1");  // spills to the file before the commit
    connection->begin(db::Connection::Access::write);
    connection->execute("update rent set rent_cost = 0");
    connection->execute(
        "insert into bike (model, type, price) with recursive c(n) as (select 1 union all select n + 1 from "
        "c limit 50000) "
        "select 'left behind', 'road', n from c");
    if (std::string(journal_mode) == "wal") connection->commit();
    ::_exit(0);  // no destructor, no rollback, no checkpoint
  }
  REQUIRE(child > 0);
  ::waitpid(child, nullptr, 0);
}

}  // namespace

TEST_CASE("reset replaces an SQLite file that a killed writer left with a journal or a wal") {
  for (const auto& [mode, suffix] :
       std::vector<std::pair<const char*, const char*>>{{"delete", "-journal"}, {"wal", "-wal"}}) {
    INFO(mode);
    const Project project(base::Engine::sqlite);
    REQUIRE(project.run({"migrate"}).status == 0);
    const auto seeded = project.json({"seed", "dev"}).at("tables");
    leave_behind(project, mode);
    REQUIRE(std::filesystem::exists(project.sqlite_file() + suffix));
    REQUIRE(std::filesystem::file_size(project.sqlite_file() + suffix) > 0);
    const auto reset = project.json({"reset", "dev", "--yes"}).at("profiles").at(0).at("tables");
    REQUIRE(reset.size() == seeded.size());
    for (std::size_t i = 0; i < reset.size(); ++i)
      CHECK(reset.at(i).at("digest") == seeded.at(i).at("digest"));
    CHECK(project.scalar("select count(*) from bike") == "30");
    CHECK(project.scalar("pragma integrity_check") == "ok");
    CHECK(project.run({"check", "dev"}).status == 0);
  }
}

TEST_CASE("reset leaves no files beside the database but the lock") {
  const Project project(base::Engine::sqlite);
  REQUIRE(project.run({"migrate"}).status == 0);
  REQUIRE(project.run({"reset", "ci", "--yes"}).status == 0);
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(project.dir().path()))
    names.push_back(entry.path().filename());
  std::sort(names.begin(), names.end());
  CHECK(names == std::vector<std::string>{"migrations", "schema.lock.json", "seeds", "test.db",
                                          "test.db-seedctl.lock"});
}

TEST_CASE("another program that has the file open sees the new content after reset") {
  const Project project(base::Engine::sqlite);
  REQUIRE(project.run({"migrate"}).status == 0);
  REQUIRE(project.run({"seed", "ci"}).status == 0);
  const auto reader = project.open();
  CHECK(reader->query("select count(*) from rent").at(0).at(0) == "40");
  REQUIRE(project.run({"reset", "dev", "--yes"}).status == 0);
  CHECK(reader->query("select count(*) from rent").at(0).at(0) == "500");
}

TEST_CASE("reset empties a PostgreSQL database of everything that people made in it") {
  const Project project(base::Engine::postgres);
  REQUIRE(project.run({"migrate"}).status == 0);
  for (const char* sql :
       {"create type mood as enum ('good')", "create table extra (m mood)", "create view v as select 1",
        "create schema other", "create table other.t (id integer)",
        "create function f() returns integer language sql as 'select 1'", "create sequence s",
        "create materialized view mv as select 1", "create domain d as text"})
    project.execute(sql);
  REQUIRE(project.run({"reset", "ci", "--yes"}).status == 0);
  CHECK(project.scalar("select count(*) from pg_class where relnamespace = 'public'::regnamespace and "
                       "relname in ('extra', 'v', 's', 'mv')") == "0");
  CHECK(project.scalar("select count(*) from pg_namespace where nspname = 'other'") == "0");
  CHECK(project.scalar("select count(*) from pg_type where typname in ('mood', 'd')") == "0");
  CHECK(project.scalar("select count(*) from pg_proc where pronamespace = 'public'::regnamespace") == "0");
}

TEST_CASE("a reset with a wrong profile destroys nothing") {
  for (const base::Engine engine : engines()) {
    INFO(base::engine_name(engine));
    const Project project(engine);
    REQUIRE(project.run({"migrate"}).status == 0);
    REQUIRE(project.run({"seed", "ci"}).status == 0);
    project.dir().write_file("seeds/bad.yaml", "tables: {user: {rows: x}}\n");
    CHECK(project.run({"reset", "bad", "--yes"}).status == 2);
    CHECK(project.scalar("select count(*) from rent") == "40");
  }
}

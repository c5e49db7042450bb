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

TEST_CASE("commands that only read recover an SQLite file that a killed writer left") {
  for (const char* mode : {"delete", "wal", "wal without -shm"}) {
    for (const auto& line : std::vector<std::vector<std::string>>{{"status"},
                                                                  {"check", "ci"},
                                                                  {"check"},
                                                                  {"seed", "ci", "--dry-run"},
                                                                  {"migrate", "--dry-run"},
                                                                  {"rollback", "--dry-run"},
                                                                  {"rollback", "--yes"}}) {
      INFO(mode << ": " << line.at(0) << " " << line.back());
      const Project project(base::Engine::sqlite);
      REQUIRE(project.run({"migrate"}).status == 0);
      REQUIRE(project.run({"seed", "ci"}).status == 0);
      const bool wal = std::string(mode) != "delete";
      leave_behind(project, wal ? "wal" : "delete");
      if (std::string(mode) == "wal without -shm") std::filesystem::remove(project.sqlite_file() + "-shm");
      const ProcessResult result = project.run(line);
      INFO(result.err);
      // What the killed writer committed (in a wal) is not what the profile wants.
      CHECK(result.status == (wal && line.at(0) == "check" ? 3 : 0));
      CHECK(result.err.find("cannot open") == std::string::npos);
      if (!wal) CHECK(project.scalar("select count(*) from bike where model = 'left behind'") == "0");
    }
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
        "create function f() returns integer language sql as 'select 1'", "create sequence s",
        "create materialized view mv as select 1", "create domain d as text"})
    project.execute(sql);
  REQUIRE(project.run({"reset", "ci", "--yes"}).status == 0);
  CHECK(project.scalar("select count(*) from pg_class where relnamespace = 'public'::regnamespace and "
                       "relname in ('extra', 'v', 's', 'mv')") == "0");
  CHECK(project.scalar("select count(*) from pg_type where typname in ('mood', 'd')") == "0");
  CHECK(project.scalar("select count(*) from pg_proc where pronamespace = 'public'::regnamespace") == "0");
}

TEST_CASE("reset runs again what migrations make only once: extensions and partitioned tables") {
  const Project project(base::Engine::postgres);
  project.dir().write_file(
      "migrations/0004_more.postgres.sql",
      "-- migrate:up\ncreate extension pg_trgm;\ncreate table ev (x integer) partition by range (x);\n"
      "create table ev1 partition of ev for values from (0) to (9);\n");
  REQUIRE(project.run({"migrate"}).status == 0);
  for (int again = 0; again < 2; ++again) {
    const ProcessResult result = project.run({"reset", "ci", "--yes"});
    INFO(result.err);
    CHECK(result.status == 0);
  }
  CHECK(project.scalar("select count(*) from pg_extension where extname = 'pg_trgm'") == "1");
}

TEST_CASE("a reset with a wrong profile destroys nothing") {
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    const Project project(engine);
    REQUIRE(project.run({"migrate"}).status == 0);
    REQUIRE(project.run({"seed", "ci"}).status == 0);
    project.dir().write_file("seeds/bad.yaml", "tables: {user: {rows: x}}\n");
    CHECK(project.run({"reset", "bad", "--yes"}).status == 2);
    CHECK(project.scalar("select count(*) from rent") == "40");
  }
}

TEST_CASE(
    "reset leaves PostgreSQL's extensions where they are, with their schemas, and nothing else in them") {
  for (const bool configured : {false, true}) {
    INFO("schema: app " << configured);
    const Project project(base::Engine::postgres);
    for (const char* sql : {"create schema app", "create schema ext", "create extension pg_trgm schema ext",
                            "create extension citext schema public", "comment on schema ext is 'kept'"})
      project.execute(sql);
    if (configured) project.dir().write_file("seedctl.yaml", "schema: app\n");
    // The project's, and so reset with it.
    project.dir().write_file("migrations/9000_schemas.postgres.sql",
                             "-- migrate:up\ncreate schema if not exists ext;\n"
                             "create schema if not exists other;\ncreate schema if not exists public;\n");
    REQUIRE(project.run({"migrate"}).status == 0);
    for (const char* sql :
         {"create table ext.mine (id integer)", "create table other.t (c citext)",
          "create table public.of_people (id integer)",
          "create text search dictionary public.dict (template = simple)",
          "create text search dictionary ext.dict (template = simple)",
          "create type ext.span as range (subtype = integer)",
          "create aggregate public.tally (*) (sfunc = int8inc, stype = int8, initcond = '0')",
          "create operator family ext.family using btree"})
      project.execute(sql);
    const ProcessResult result = project.run({"reset", "ci", "--yes"});
    INFO(result.err);
    REQUIRE(result.status == 0);
    CHECK(project.scalar(
              "select string_agg(extname || ' ' || extnamespace::regnamespace, ',' order by extname) "
              "from pg_extension where extname <> 'plpgsql'") == "citext public,pg_trgm ext");
    CHECK(project.scalar("select obj_description('ext'::regnamespace, 'pg_namespace')") == "kept");
    CHECK(project.scalar("select similarity from ext.similarity('a', 'a')") == "1");
    CHECK(project.scalar("select count(*) from pg_class where relnamespace = 'other'::regnamespace") == "0");
    CHECK(project.scalar("select count(*) from pg_class where relname in ('mine', 'of_people')") == "0");
    CHECK(project.scalar("select count(*) from pg_ts_dict where dictname = 'dict'") == "0");
    CHECK(project.scalar("select count(*) from pg_type where typname = 'span'") == "0");
    CHECK(project.scalar("select count(*) from pg_proc where proname = 'tally'") == "0");
    CHECK(project.scalar("select count(*) from pg_opfamily where opfname = 'family'") == "0");
  }
}

namespace {

std::string scratch_databases(const Project& project) {
  return project.scalar(
      "select count(*) from pg_database where datname = current_database() || '_seedctl_scratch'");
}

}  // namespace

TEST_CASE("a reset whose migrations or profile do not work out destroys nothing") {
  struct Case {
    const char* what;
    const char* sql;
    const char* profile;
    int status;
  };
  for (const base::Engine engine : kEngines) {
    for (const Case& one : {Case{"a migration fails", "select * from nowhere", "ci", 1},
                            Case{"the profile does not fit what migrations make",
                                 "alter table bike rename column model to make", "ci", 2}}) {
      INFO(base::engine_name(engine) << ": " << one.what);
      const Project project(engine);
      REQUIRE(project.run({"migrate"}).status == 0);
      REQUIRE(project.run({"seed", "ci"}).status == 0);
      project.dir().write_file("migrations/9000_pending.sql",
                               std::string("-- migrate:up\n") + one.sql + ";\n");
      const ProcessResult result = project.run({"reset", one.profile, "--yes"});
      INFO(result.err);
      CHECK(result.status == one.status);
      CHECK(project.scalar("select count(*) from rent") == "40");
      CHECK(project.scalar("select count(*) from seedctl_migrations where version = '9000'") == "0");
      if (engine != base::Engine::postgres) continue;
      CHECK(result.err.find("nothing was destroyed") != std::string::npos);
      CHECK(scratch_databases(project) == "0");
    }
  }
}

TEST_CASE("a reset with pending migrations that work out runs them, also over what a killed rehearsal left") {
  const Project project(base::Engine::postgres);
  REQUIRE(project.run({"migrate"}).status == 0);
  for (const char* sql : {"create schema ext", "create extension pg_trgm schema ext"}) project.execute(sql);
  const std::string name = project.scalar("select current_database()");
  project.execute("alter database " + name + " set search_path = public, ext");
  project.execute("create database " + name + "_seedctl_scratch");
  project.dir().write_file("migrations/9000_pending.sql",
                           "-- migrate:up transaction:false\n"
                           "create index concurrently on bike using gin (model gin_trgm_ops);\n");
  const ProcessResult result = project.run({"reset", "ci", "--yes"});
  INFO(result.err);
  CHECK(result.status == 0);
  CHECK(project.scalar("select count(*) from public.seedctl_migrations where version = '9000'") == "1");
  CHECK(project.scalar("select count(*) from public.rent") == "40");
  CHECK(scratch_databases(project) == "0");
}

TEST_CASE("a role that a migration makes outlives a reset, and the next one fails and destroys nothing") {
  const Project project(base::Engine::postgres);
  REQUIRE(project.run({"migrate"}).status == 0);
  REQUIRE(project.run({"seed", "ci"}).status == 0);
  const std::string role = project.scalar("select current_database() || '_role'");
  project.dir().write_file("migrations/9000_role.sql", "-- migrate:up\ncreate role " + role + ";\n");
  const ProcessResult first = project.run({"reset", "ci", "--yes"});
  INFO(first.err);
  CHECK(first.status == 0);
  const ProcessResult result = project.run({"reset", "ci", "--yes"});
  INFO(result.err);
  CHECK(result.status == 1);
  CHECK_THAT(result.err, ContainsSubstring("nothing was destroyed"));
  CHECK(project.scalar("select count(*) from rent") == "40");
  project.execute("drop role if exists " + role);
}

TEST_CASE("a reset by a role that may not make databases warns and goes on") {
  const Project project(base::Engine::postgres);
  const std::string name = project.scalar("select current_database()");
  project.execute("create role " + name + "_owner login");
  project.execute("alter database " + name + " owner to " + name + "_owner");
  const std::string url =
      "postgres:///" + name + "?host=" + db::parse_url(project.url()).host + "&user=" + name + "_owner";
  const std::map<std::string, std::string> as_owner{{"SEEDCTL_DATABASE_URL", url}};
  project.dir().write_file("migrations/9000_index.postgres.sql",
                           "-- migrate:up transaction:false\n"
                           "create index concurrently on rent (rent_cost);\n");
  REQUIRE(project.run({"migrate", "--to", "1"}, as_owner).status == 0);
  const ProcessResult result = project.run({"reset", "ci", "--yes"}, as_owner);
  INFO(result.err);
  CHECK(result.status == 0);
  CHECK(result.err.find("not rehearsed") != std::string::npos);
  CHECK(project.scalar("select count(*) from rent") == "40");
  project.execute("reassign owned by " + name + "_owner to current_user");
  project.execute("drop owned by " + name + "_owner");
  project.execute("drop role " + name + "_owner");
}

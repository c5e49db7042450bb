// Several at once, and killed in the middle: each migration runs once, and the next run carries on by itself.
#include <unistd.h>

#include <thread>

#include "cli/project.h"
#include "support/catch.h"

using namespace seedctl;
using namespace seedctl::test;

namespace {

// A statement that takes `seconds` on the engine. SQLite has no sleep: a recursive query that counts.
std::string slow_statement(base::Engine engine, int seconds) {
  if (engine == base::Engine::postgres) return "select pg_sleep(" + std::to_string(seconds) + ");\n";
  return "insert into log select sum(n) from (with recursive c(n) as (select 1 union all select n + 1 from c "
         "limit " +
         std::to_string(seconds) + "000000) select n from c);\n";
}

void write_migrations(const Project& project, int seconds) {
  project.dir().write_file("migrations/0001_log.sql", "-- migrate:up\ncreate table log (n bigint);\n");
  project.dir().write_file(
      "migrations/0002_slow.sql",
      "-- migrate:up\n" + slow_statement(project.engine(), seconds) + "insert into log values (-2);\n");
  project.dir().write_file("migrations/0003_last.sql", "-- migrate:up\ninsert into log values (-3);\n");
}

}  // namespace

TEST_CASE("eight processes that migrate one fresh database at once apply each migration once") {
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    const Project project(engine, Project::Content::empty);
    write_migrations(project, 3);
    std::vector<Process> processes;
    for (int i = 0; i < 8; ++i) processes.push_back(project.start({"migrate", "--json"}));
    std::size_t applied = 0;
    for (Process& process : processes) {
      const ProcessResult result = process.finish();
      INFO(result.err);
      CHECK(result.status == 0);
      applied += nlohmann::json::parse(result.out).at("applied").size();
    }
    CHECK(applied == 3);
    CHECK(project.scalar("select count(*) from log where n = -2") == "1");
    CHECK(project.scalar("select count(*) from log where n = -3") == "1");
    CHECK(project.json({"status"}).at("applied").size() == 3);
  }
}

TEST_CASE("a migrate that was killed in a slow migration is finished by the next one") {
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    const Project project(engine, Project::Content::empty);
    write_migrations(project, 60);
    Process killed = project.start({"migrate"});
    REQUIRE(killed.wait_for_stderr("0002_slow"));
    killed.kill(SIGKILL);
    CHECK(killed.finish().status == 128 + SIGKILL);

    // The same migrations but quick: 0002 was not applied, so its file may change.
    write_migrations(project, 0);
    const nlohmann::json document = project.json({"migrate"});
    CHECK(document.at("applied").size() == 2);
    CHECK(project.scalar("select count(*) from log where n = -2") == "1");
    CHECK(project.json({"status"}).at("problems").empty());
  }
}

TEST_CASE("a signal ends a migrate with its own document and nothing half applied") {
  for (const base::Engine engine : kEngines)
    for (const int signal : {SIGINT, SIGTERM}) {
      INFO(base::engine_name(engine) << " signal " << signal);
      const Project project(engine, Project::Content::empty);
      write_migrations(project, 60);
      Process process = project.start({"migrate", "--json"});
      REQUIRE(process.wait_for_stderr("0002_slow"));
      process.kill(signal);
      const ProcessResult result = process.finish();
      INFO(result.out << result.err);
      CHECK(result.status == 128 + signal);
      const nlohmann::json document = nlohmann::json::parse(result.out);
      REQUIRE(document.at("applied").size() == 1);
      CHECK(document.at("applied").at(0).at("version") == 1);
      CHECK(document.at("error").at("code") == "interrupted");

      write_migrations(project, 0);
      CHECK(project.json({"migrate"}).at("applied").size() == 2);
      CHECK(project.scalar("select count(*) from log where n = -2") == "1");
    }
}

TEST_CASE("a signal keeps in the document the profiles that were seeded before") {
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    const Project project(engine);
    REQUIRE(project.run({"migrate"}).status == 0);
    // Its check takes long: the profile is committed before.
    std::string slow = slow_statement(engine, 60);
    slow = slow.substr(slow.find("select"), slow.rfind(';') - slow.find("select"));
    project.dir().write_file("seeds/slow.yaml",
                             "extends: ci\nchecks:\n  - {sql: \"" + slow + "\", expect: empty}\n");
    Process process = project.start({"seed", "ci", "slow", "--json", "--verbose"});
    REQUIRE(process.wait_for_stderr("slow: committed, checking"));
    process.kill(SIGTERM);
    const ProcessResult result = process.finish();
    INFO(result.out << result.err);
    CHECK(result.status == 128 + SIGTERM);
    const nlohmann::json document = nlohmann::json::parse(result.out);
    REQUIRE(document.at("profiles").size() == 2);
    CHECK(document.at("profiles").at(0).at("profile") == "ci");
    CHECK(document.at("profiles").at(0).at("checks").at("failed") == 0);
    CHECK(document.at("profiles").at(1).at("profile") == "slow");
    CHECK(document.at("profiles").at(1).at("checks").is_null());
    CHECK(document.at("error").at("code") == "interrupted");
    CHECK(project.scalar("select count(*) from rent") == "40");
  }
}

TEST_CASE("without --json a signal ends the process and prints nothing") {
  const Project project(base::Engine::sqlite, Project::Content::empty);
  write_migrations(project, 60);
  Process process = project.start({"migrate"});
  REQUIRE(process.wait_for_stderr("0002_slow"));
  process.kill(SIGTERM);
  const ProcessResult result = process.finish();
  CHECK(result.status == 128 + SIGTERM);
  CHECK(result.out.empty());
}

TEST_CASE("without the lock in time the exit code is 4 and nothing is written") {
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    const Project project(engine, Project::Content::empty);
    write_migrations(project, 60);
    Process holder = project.start({"migrate"});
    REQUIRE(holder.wait_for_stderr("0002_slow"));
    const ProcessResult result = project.run({"migrate", "--lock-timeout", "1"});
    INFO(result.err);
    CHECK(result.status == 4);
    holder.kill(SIGKILL);
  }
}

TEST_CASE("a seed that was killed leaves nothing and the next one is complete") {
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    const Project project(engine);
    REQUIRE(project.run({"migrate"}).status == 0);
    const nlohmann::json undisturbed = [&] {
      const Project other(engine);
      REQUIRE(other.run({"migrate"}).status == 0);
      return other.json({"seed", "perf", "--scale", "0.02"}).at("tables");
    }();
    for (const int milliseconds : {20, 60, 120, 200}) {
      Process process = project.start({"seed", "perf", "--scale", "0.02"});
      std::this_thread::sleep_for(
          std::chrono::milliseconds(milliseconds));  // where it is killed is left to chance
      process.kill(SIGKILL);
      process.finish();
    }
    const nlohmann::json finished = project.json({"seed", "perf", "--scale", "0.02"}, 0).at("tables");
    for (std::size_t i = 0; i < finished.size(); ++i)
      CHECK(finished.at(i).at("digest") == undisturbed.at(i).at("digest"));
  }
}

TEST_CASE("a check that a table is kept from waits no longer than its limit and names who keeps it") {
  const Project project(base::Engine::postgres);
  REQUIRE(project.run({"migrate"}).status == 0);
  REQUIRE(project.run({"seed", "ci"}).status == 0);
  const auto other = project.open();
  other->begin(db::Connection::Access::write);
  other->execute("lock table rent in access exclusive mode");
  // The limit of the URL counts, so that the test need not wait for the usual one.
  const ProcessResult result = project.run(
      {"check", "ci"}, {{"SEEDCTL_DATABASE_URL", project.url() + "&options=-c%20lock_timeout%3D50ms"}});
  INFO(result.err);
  CHECK(result.status == 4);
  CHECK_THAT(result.err, ContainsSubstring("rent is held by the session with pid " +
                                           std::to_string(other->session_pid()) + " (idle in transaction)"));
}

TEST_CASE("a seed that waits for another writer of a SQLite file says so and goes on when that is done") {
  const Project project(base::Engine::sqlite);
  REQUIRE(project.run({"migrate"}).status == 0);
  const auto other = project.open();
  other->begin(db::Connection::Access::write);
  const std::string holder = "pid " + std::to_string(::getpid());
  const ProcessResult refused = project.run({"seed", "ci", "--lock-timeout", "0"});
  CHECK(refused.status == 4);
  CHECK_THAT(refused.err, ContainsSubstring("the file is locked by " + holder));
  Process waiting = project.start({"seed", "ci"});
  CHECK(waiting.wait_for_stderr("another program (" + holder + ") is at work in"));
  other->rollback();
  CHECK(waiting.finish().status == 0);
}

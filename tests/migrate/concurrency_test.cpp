// Several at once, and killed in the middle.
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <functional>
#include <thread>

#include "project.h"
#include "support/catch.h"
#include "support/errors.h"

using namespace seedctl;
using namespace seedctl::test;
using migrate::RunResult;

namespace {

// A statement that runs far longer than any test waits.
const char* endless(base::Engine engine) {
  return engine == base::Engine::postgres ? "select pg_sleep(600);\n"
                                          : "select count(*) from (with recursive c(n) as (select 1 union "
                                            "all select n + 1 from c) select n from c);\n";
}

// Writes a byte to a pipe when a migration of that name begins.
class Signal : public base::Progress {
 public:
  Signal(int fd, std::string name) : fd_(fd), name_(std::move(name)) {}
  void start(std::string_view, std::uint64_t) override {}
  void advance(std::uint64_t) override {}
  void finish() override {}
  void note(std::string_view message) override {
    if (message.find(name_) != std::string_view::npos && ::write(fd_, "x", 1) != 1) ::_exit(3);
  }
  void warn(std::string_view) override {}

 private:
  int fd_;
  std::string name_;
};

// A process of its own that migrates; known to be at the migration `name` once the constructor returns.
class Migrating {
 public:
  Migrating(const Project& project, const std::string& name) {
    int ends[2];
    REQUIRE(::pipe(ends) == 0);
    pid_ = ::fork();
    REQUIRE(pid_ >= 0);
    if (pid_ == 0) {
      ::close(ends[0]);
      Signal signal(ends[1], name);
      try {
        project.migrate({}, signal);
      } catch (...) {
        ::_exit(2);
      }
      ::_exit(0);  // without the destructors of what the parent still uses
    }
    ::close(ends[1]);
    char byte = 0;
    const bool signalled = ::read(ends[0], &byte, 1) == 1;
    ::close(ends[0]);
    REQUIRE(signalled);
  }
  void kill() {
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
    pid_ = -1;
  }
  ~Migrating() {
    if (pid_ > 0) kill();
  }

 private:
  pid_t pid_ = -1;
};

// Until the query gives "1": for states of a server that it tells nobody about.
void wait_until(const Project& project, const std::string& query) {
  const auto connection = project.open();
  for (int i = 0; i < 3000 && connection->query(query).at(0).at(0) != "1"; ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
}

}  // namespace

TEST_CASE("several that migrate at once apply each migration once") {
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    const Project project(engine);
    project.write("1_a.sql", "-- migrate:up\ncreate table a (n int);\n");
    for (int i = 2; i <= 6; ++i)
      project.write(std::to_string(i) + "_more.sql",
                    "-- migrate:up\ninsert into a values (" + std::to_string(i) + ");\n");
    constexpr std::size_t kThreads = 4;
    std::vector<RunResult> results(kThreads);
    {
      std::vector<std::jthread> threads;
      for (RunResult& result : results)
        threads.emplace_back([&] {
          try {
            result = project.migrate();
          } catch (const base::Error& error) {
            result.error = error;
          }
        });
    }
    std::size_t applied = 0;
    for (const RunResult& result : results) {
      INFO(message_of(result));
      CHECK_FALSE(result.error.has_value());
      CHECK(result.version == 6);
      applied += result.done.size();
    }
    CHECK(applied == 6);
    CHECK(project.scalar("select count(*) from a") == "5");
  }
}

TEST_CASE("a lock that does not come in time names its holder") {
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    const Project project(engine);
    const auto holder = project.open();
    const auto waiter = project.open();
    const auto lock = migrate::wait_for_lock(*holder, project.names(), 0, base::silent_progress());
    const std::string pid = engine == base::Engine::postgres
                                ? *holder->query("select pg_backend_pid()").at(0).at(0)
                                : std::to_string(::getpid());
    const base::Error error =
        test::error_of([&] { migrate::wait_for_lock(*waiter, project.names(), 0, base::silent_progress()); });
    CHECK(error.code() == base::ErrorCode::lock);
    CHECK_THAT(error.message(), ContainsSubstring("pid " + pid));
  }
}

TEST_CASE("a killed migrate is finished by the next one while its backend still lives") {
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    const Project project(engine);
    project.write("1_a.sql", "-- migrate:up\ncreate table a (n int);\n");
    project.write("2_slow.sql", std::string("-- migrate:up\ninsert into a values (1);\n") + endless(engine) +
                                    "insert into a values (2);\n");
    Migrating first(project, "2_slow");
    if (engine == base::Engine::postgres)
      wait_until(project,
                 "select count(*) from pg_stat_activity where datname = current_database() and wait_event = "
                 "'PgSleep'");
    first.kill();

    // Nothing of it was kept, so it may be written anew.
    project.write("2_slow.sql", "-- migrate:up\ninsert into a values (1);\ninsert into a values (2);\n");
    const RunResult result = project.migrate();
    INFO(message_of(result));
    CHECK(versions(result) == std::vector<std::uint64_t>{2});
    CHECK(project.scalar("select count(*) from a") == "2");
    CHECK(project.status().problems.empty());
  }
}

TEST_CASE("a killed migrate without a transaction goes on where it stopped") {
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    const Project project(engine);
    const std::string begin =
        "-- migrate:up transaction:false\ncreate table a (n int);\ninsert into a values (1);\n";
    project.write("1_slow.sql", begin + endless(engine) + "insert into a values (2);\n");
    Migrating first(project, "1_slow");
    wait_until(project,
               engine == base::Engine::postgres
                   ? "select count(*) from pg_stat_activity where datname = current_database() and "
                     "wait_event = 'PgSleep'"
                   : "select count(*) from pragma_table_info('seedctl_migrations') where name = 'sequence'");
    if (engine == base::Engine::sqlite)
      wait_until(project, "select count(*) from seedctl_migrations where statements_done = 2");
    first.kill();

    project.write("1_slow.sql", begin + "select 1;\ninsert into a values (2);\n");
    const RunResult result = project.migrate();
    INFO(message_of(result));
    CHECK_FALSE(result.error.has_value());
    CHECK(project.scalar("select count(*) from a") == "2");
    CHECK(project.history().at(0).complete());
  }
}

TEST_CASE("an index build that was killed is finished by the next migrate") {
  const Project project(base::Engine::postgres);
  project.write(
      "1_a.sql",
      "-- migrate:up transaction:false\ncreate table a (n int);\ncreate index concurrently a_n on a (n);\n");
  // An open snapshot is what the build waits for.
  const auto older = project.open();
  project.migrate({.to = 0, .allow_out_of_order = false});
  older->execute("create table gate (n int)");
  older->execute("begin isolation level repeatable read");
  older->query("select count(*) from gate");
  Migrating first(project, "1_a");
  wait_until(project,
             "select count(*) from pg_stat_progress_create_index where datname = current_database() and "
             "phase like 'waiting for%'");
  first.kill();
  wait_until(
      project,
      "select (count(*) = 0)::int from pg_stat_progress_create_index where datname = current_database()");
  CHECK(project.scalar("select indisvalid from pg_index where indexrelid = 'a_n'::regclass") == "f");
  older->execute("rollback");

  const RunResult result = project.migrate();
  INFO(message_of(result));
  CHECK_FALSE(result.error.has_value());
  CHECK(project.scalar("select count(*) from pg_index where indexrelid = 'a_n'::regclass and indisvalid") ==
        "1");
}

// PostgreSQL: what one migration does to its session does not reach the next, nor the history.
#include <thread>

#include "project.h"
#include "support/catch.h"

using namespace seedctl;
using namespace seedctl::test;
using migrate::RunResult;

namespace {

class Warnings : public base::Progress {
 public:
  void start(std::string_view, std::uint64_t) override {}
  void advance(std::uint64_t) override {}
  void finish() override {}
  void note(std::string_view) override {}
  void warn(std::string_view message) override {
    text += std::string(message) + "\n";
    if (on_warning) on_warning();
  }
  std::string text;
  std::function<void()> on_warning;
};

}  // namespace

TEST_CASE("search path and role and settings are as before in the next migration") {
  const Project project(base::Engine::postgres);
  const std::string role = unique_database_name();
  project.open()->execute("create role " + role);
  project.write("1_a.sql",
                "-- migrate:up\ncreate schema other;\nset search_path = other;\nset "
                "standard_conforming_strings = off;\n"
                "grant all on schema other to " +
                    role + ";\nset role " + role + ";\ncreate table a (n int);\nset session authorization " +
                    role + ";\n");
  project.write("2_b.sql",
                "-- migrate:up\ncreate table b as select current_user as who, current_setting('search_path') "
                "as path, 'a\\b' as word;\n");
  const RunResult result = project.migrate();
  INFO(message_of(result));
  CHECK_FALSE(result.error.has_value());
  CHECK(project.scalar("select who <> '" + role + "' from public.b") == "t");
  CHECK(project.scalar("select path from public.b") == "\"$user\", public");
  CHECK(project.scalar("select word from public.b") == "a\\b");
  CHECK(project.scalar("select count(*) from public.seedctl_migrations") == "2");
  CHECK(project.scalar("select count(*) from other.a") == "0");
  const auto connection = project.open();
  connection->execute("drop owned by " + role);
  connection->execute("drop role " + role);
}

TEST_CASE("a role that a migration chooses lasts and cannot keep the history from being written") {
  const Project project(base::Engine::postgres);
  const std::string role = unique_database_name();
  project.open()->execute("create role " + role);
  project.write("1_a.sql",
                "-- migrate:up transaction:false\ncreate table a (n int, who text default "
                "current_user);\ngrant all on a to " +
                    role + ";\nset role " + role +
                    ";\ninsert into a values (1);\nvacuum a;\ninsert into a values (2);\n");
  const RunResult result = project.migrate();
  INFO(message_of(result));
  CHECK_FALSE(result.error.has_value());
  CHECK(project.scalar("select count(*) from a where who = '" + role + "'") == "2");
  CHECK(project.history().at(0).complete());
  const auto connection = project.open();
  connection->execute("drop owned by " + role);
  connection->execute("drop role " + role);
}

TEST_CASE("the server is told to notice when seedctl dies and to queue for locks only briefly") {
  const Project project(base::Engine::postgres);
  const std::string settings =
      "select current_setting('client_connection_check_interval') || ' ' || current_setting('lock_timeout') "
      "as s";
  project.write("1_a.sql", "-- migrate:up\ncreate table a as " + settings + ";\n");
  project.write("2_b.sql", "-- migrate:up\nset lock_timeout = 0;\ninsert into a " + settings + ";\n");
  project.write("3_c.sql", "-- migrate:up\ninsert into a " + settings + ";\n");
  REQUIRE_FALSE(project.migrate().error.has_value());
  CHECK(project.scalar("select string_agg(s, ', ') from a") == "1s 3s, 1s 0, 1s 3s");
}

TEST_CASE("COPY blocks as pg_dump writes them are loaded") {
  const Project project(base::Engine::postgres);
  project.write("1_a.sql",
                "-- migrate:up\nselect pg_catalog.set_config('search_path', '', false);\ncreate table "
                "public.a (n int, word text);\n"
                "COPY public.a (n, word) FROM stdin;\n1\tone; two\n2\t\\N\n\\.\ninsert into public.a values "
                "(3, 'three');\n");
  const RunResult result = project.migrate();
  INFO(message_of(result));
  CHECK_FALSE(result.error.has_value());
  CHECK(project.scalar("select string_agg(n || coalesce(word, '-'), ',' order by n) from a") ==
        "1one; two,2-,3three");

  project.write("2_b.sql", "-- migrate:up\nselect 1;\nCOPY a (n, word) FROM stdin;\nx\ty\n\\.\n");
  const RunResult bad = project.migrate();
  REQUIRE(bad.error.has_value());
  CHECK(bad.error->sqlstate == "22P02");
  CHECK(bad.error->position()->line == 3);
}

TEST_CASE("DDL that another session blocks names it and succeeds once it is gone") {
  const Project project(base::Engine::postgres);
  project.write("1_a.sql", "-- migrate:up\ncreate table a (n int);\n");
  project.migrate();
  project.write("2_b.sql",
                "-- migrate:up\ncreate table b (n int);\nset local lock_timeout = '50ms';\nalter table a add "
                "column m int;\n");
  const auto blocker = project.open();
  blocker->begin(db::Connection::Access::write);
  blocker->query("select * from a");
  const std::string pid = blocker->query("select pg_backend_pid()").at(0).at(0).value();
  Warnings warnings;
  warnings.on_warning = [&] { blocker->rollback(); };
  const RunResult result = project.migrate({}, warnings);
  INFO(message_of(result));
  CHECK_FALSE(result.error.has_value());
  CHECK_THAT(warnings.text, ContainsSubstring("pid " + pid));
  CHECK_THAT(warnings.text, ContainsSubstring("trying again"));
  CHECK(project.has_table("b"));
}

TEST_CASE("DDL that stays blocked fails with the blocker's name and keeps nothing") {
  const Project project(base::Engine::postgres);
  project.write("1_a.sql", "-- migrate:up\ncreate table a (n int);\n");
  project.migrate();
  project.write("2_b.sql",
                "-- migrate:up\ncreate table b (n int);\nset local lock_timeout = '50ms';\nalter table a add "
                "column m int;\n");
  const auto blocker = project.open();
  blocker->begin(db::Connection::Access::write);
  blocker->query("select * from a");
  const RunResult result = project.migrate();
  REQUIRE(result.error.has_value());
  CHECK(result.error->sqlstate == "55P03");
  CHECK(result.error->position()->line == 4);
  CHECK_THAT(result.error->detail,
             ContainsSubstring(blocker->query("select pg_backend_pid()").at(0).at(0).value()));
  CHECK_FALSE(project.has_table("b"));
}

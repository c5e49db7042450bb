// PostgreSQL: what one migration does to its session does not reach the next, nor the history.
#include <thread>

#include "project.h"
#include "support/catch.h"
#include "support/errors.h"

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

// A server that is reached through a pooler: the process that the pooler told its client of is another.
class Pooled : public db::Connection {
 public:
  explicit Pooled(db::Connection& server) : server_(server) {}
  base::Engine engine() const override { return server_.engine(); }
  const std::string& display_name() const override { return server_.display_name(); }
  std::string default_schema() override { return server_.default_schema(); }
  std::string server_version() override { return server_.server_version(); }
  std::uint64_t execute(std::string_view sql) override { return server_.execute(sql); }
  std::uint64_t execute(std::string_view sql, std::span<const base::Value> parameters) override {
    return server_.execute(sql, parameters);
  }
  std::vector<db::Row> query(std::string_view sql, std::span<const base::Value> parameters) override {
    return server_.query(sql, parameters);
  }
  std::vector<db::Row> first_rows(std::string_view select, std::size_t most) override {
    return server_.first_rows(select, most);
  }
  std::unique_ptr<db::BatchReader> read(std::string_view select,
                                        std::span<const db::ColumnInfo> columns) override {
    return server_.read(select, columns);
  }
  std::unique_ptr<db::BulkWriter> bulk_writer(const db::TableName& table,
                                              std::span<const db::ColumnInfo> columns) override {
    return server_.bulk_writer(table, columns);
  }
  void begin(Access access) override { server_.begin(access); }
  void commit() override { server_.commit(); }
  void rollback() noexcept override { server_.rollback(); }
  bool in_transaction() const override { return server_.in_transaction(); }
  std::int64_t session_pid() const override { return server_.session_pid() + 1; }
  std::unique_ptr<db::SessionLock> try_lock(std::string_view name) override { return server_.try_lock(name); }

 private:
  db::Connection& server_;
};

}  // namespace

TEST_CASE("a pooler is refused also while it gives out one server session again and again") {
  const Project project(base::Engine::postgres);
  const auto connection = project.open();
  migrate::prepare_session(*connection);
  Pooled pooled(*connection);
  const base::Error error = test::error_of([&] { migrate::prepare_session(pooled); });
  CHECK(error.code() == base::ErrorCode::config);
  CHECK_THAT(error.message(), ContainsSubstring("is a connection pooler"));
  CHECK_THAT(error.hint, ContainsSubstring("the server itself"));
}

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
  CHECK(bad.error->position()->line == 4);
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

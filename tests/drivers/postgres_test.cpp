// What only the PostgreSQL driver has to get right: encodings, refused connections, session settings, new
// databases.
#include <cstdlib>

#include "drivers/engines.h"
#include "support/catch.h"

using namespace seedctl;
using test::error_of;
using test::first_cell;
using test::TestDatabase;

TEST_CASE("error positions count code points in every server encoding") {
  for (const char* encoding : {"UTF8", "SQL_ASCII", "LATIN1"}) {
    INFO(encoding);
    const TestDatabase database(encoding);
    const auto connection = database.open();
    connection->execute("CREATE TABLE t (id int)");
    CHECK(first_cell(*connection, "SHOW server_encoding") == encoding);
    const base::Error error = error_of([&] { connection->execute("SELECT 'äöü', 'ß', nope FROM t"); });
    CHECK(error.sqlstate == "42703");
    CHECK(error.statement_offset == std::uint64_t{19});
    CHECK(first_cell(*connection, "SELECT 'grüße'") == "grüße");
  }
}

TEST_CASE("a server's error brings its detail and hint and context") {
  const TestDatabase database;
  const auto connection = database.open();
  connection->execute("CREATE TABLE t (id int PRIMARY KEY)");
  connection->execute("INSERT INTO t VALUES (1)");
  CHECK_THAT(error_of([&] { connection->execute("INSERT INTO t VALUES (1)"); }).detail,
             ContainsSubstring("(id)=(1)"));
  CHECK_FALSE(error_of([&] { connection->execute("SELECT lowr('x')"); }).hint.empty());
  const base::Error inner =
      error_of([&] { connection->execute("DO $$ BEGIN PERFORM 1 FROM absent; END $$"); });
  CHECK(inner.sqlstate == "42P01");
  CHECK_THAT(inner.detail, ContainsSubstring("PL/pgSQL"));
  CHECK_FALSE(inner.statement_offset.has_value());
}

TEST_CASE("a refused connection says why without the password") {
  const TestDatabase database;
  db::Url url = database.parsed_url();
  url.password = "s3cret";
  const base::Error missing = error_of([&] { drivers::open(url.with_database("no such base"), {}); });
  CHECK(missing.code() == base::ErrorCode::database);
  CHECK(missing.sqlstate == "3D000");
  CHECK_THAT(missing.message(), ContainsSubstring("no such base"));
  CHECK_THAT(missing.hint, ContainsSubstring("--create-db"));

  db::Url stranger = url;
  stranger.user = "nobody_of_that_name";
  const base::Error role = error_of([&] { drivers::open(stranger, {}); });
  CHECK(role.code() == base::ErrorCode::database);
  CHECK(role.sqlstate == "28000");

  const base::Error refused =
      error_of([&] { drivers::open(db::parse_url("postgres://u:s3cret@127.0.0.1:1/db"), {}); });
  CHECK(refused.code() == base::ErrorCode::database);
  CHECK(refused.sqlstate.empty());
  CHECK_THAT(refused.hint, ContainsSubstring("127.0.0.1:1/db"));

  const base::Error socket =
      error_of([&] { drivers::open(db::parse_url("postgres:///db?host=/nowhere"), {}); });
  CHECK_THAT(socket.hint, ContainsSubstring("server running"));

  for (const base::Error& error : {missing, role, refused, socket})
    CHECK((error.message() + error.detail + error.hint).find("s3cret") == std::string::npos);
}

TEST_CASE("a connection parameter that libpq cannot read is named before any server is contacted") {
  const TestDatabase database;  // such a URL fails also where a server listens
  for (const std::string& place : {database.url() + "&", std::string("postgres://u@192.0.2.1/db?")})
    for (const char* parameter :
         {"connect_timeout=abc", "connect_timeout=5s", "connect_timeout=99999999999", "keepalives_idle=x",
          "tcp_user_timeout=-", "sslmode=bogus", "channel_binding=maybe", "target_session_attrs=best",
          "gssencmode=s", "ssl_min_protocol_version=TLSv9"}) {
      INFO(place << parameter);
      db::Url url = db::parse_url(place + parameter);
      url.password = "s3cret";
      url.parameters["sslpassword"] = "s3cret";
      const base::Error error = error_of([&] { drivers::open(url, {}); });
      CHECK(error.code() == base::ErrorCode::config);
      const std::string name = std::string(parameter).substr(0, std::string(parameter).find('='));
      CHECK_THAT(error.message(), ContainsSubstring(name));
      CHECK((error.message() + error.detail + error.hint).find("s3cret") == std::string::npos);
    }
  CHECK_NOTHROW(drivers::open(db::parse_url(database.url() + "&connect_timeout=+7&keepalives=1"), {}));
}

TEST_CASE("session settings survive RESET ALL and the user's environment") {
  const TestDatabase database;
  ::setenv("PGTZ", "Europe/Berlin", 1);
  ::setenv("PGDATESTYLE", "German", 1);
  const auto connection = database.open();
  ::unsetenv("PGTZ");
  ::unsetenv("PGDATESTYLE");
  const auto settings = [&] {
    return first_cell(*connection,
                      "SELECT current_setting('TimeZone') || ' ' || current_setting('DateStyle')");
  };
  CHECK_THAT(settings(), ContainsSubstring("UTC ISO"));

  const auto plain = database.open();
  plain->execute("SET TimeZone = 'Europe/Berlin'");
  plain->execute("SET extra_float_digits = 0");
  plain->execute("SET application_name = 'other'");
  plain->execute("RESET ALL");
  CHECK(first_cell(*plain, "SHOW TimeZone") == "UTC");
  CHECK(first_cell(*plain, "SHOW extra_float_digits") == "3");
  CHECK(first_cell(*plain, "SHOW IntervalStyle") == "postgres");
  CHECK(first_cell(*plain, "SHOW client_encoding") == "UTF8");
  CHECK(first_cell(*plain, "SHOW application_name") == "seedctl");
}

TEST_CASE("the URL's own options stand beside ours") {
  const TestDatabase database;
  const auto connection = drivers::open(
      db::parse_url(database.url() + "&options=-c%20statement_timeout%3D1234&application_name=mine"), {});
  CHECK(first_cell(*connection, "SHOW statement_timeout") == "1234ms");
  CHECK(first_cell(*connection, "SHOW application_name") == "mine");
  CHECK(first_cell(*connection, "SHOW TimeZone") == "UTC");
}

TEST_CASE("a schema is what unqualified names mean") {
  const TestDatabase database;
  database.open()->execute("CREATE SCHEMA \"my \"\"own\\ schema\"");
  drivers::OpenOptions options;
  options.schema = "my \"own\\ schema";
  const auto connection = database.open(options);
  CHECK(connection->default_schema() == options.schema);
  connection->execute("CREATE TABLE t (id int)");
  CHECK(first_cell(*connection, "SELECT schemaname FROM pg_tables WHERE tablename = 't'") == options.schema);
}

TEST_CASE("a read-only connection writes nothing") {
  const TestDatabase database;
  drivers::OpenOptions options;
  options.read_only = true;
  const auto connection = database.open(options);
  CHECK(error_of([&] { connection->execute("CREATE TABLE t (id int)"); }).sqlstate == "25006");
}

TEST_CASE("notices and warnings go where they are asked for") {
  const TestDatabase database;
  const auto connection = database.open();
  std::string heard;
  connection->on_notice([&](const db::Notice& notice) {
    heard += (notice.warning ? "warning " : "notice ") + notice.message + "\n";
  });
  connection->execute("DROP TABLE IF EXISTS absent");
  connection->execute(
      "DO $$ BEGIN RAISE WARNING 'a\nlong one' USING HINT = 'look', DETAIL = 'password=s3cret'; END $$");
  connection->on_notice({});
  connection->execute("DROP TABLE IF EXISTS absent");
  CHECK(heard ==
        "notice table \"absent\" does not exist, skipping\nwarning a long one; password=***; look\n");
}

TEST_CASE("notices are not printed") {
  const TestDatabase database;
  const auto connection = database.open();
  connection->execute("DROP TABLE IF EXISTS absent");
  connection->execute("DO $$ BEGIN RAISE WARNING 'heard by nobody'; END $$");
}

TEST_CASE("COPY takes the lines of a dump and nothing else does") {
  const TestDatabase database;
  const auto connection = database.open();
  connection->execute("CREATE TABLE t (id int, name text)");
  connection->begin(db::Connection::Access::write);
  CHECK(connection->copy_in("COPY t FROM stdin", "1\tgrüße\n2\t\\N\n") == 2);
  CHECK(connection->copy_in("COPY t (id) FROM stdin", "") == 0);
  connection->commit();
  CHECK(connection->query("SELECT * FROM t ORDER BY id") ==
        std::vector<db::Row>{{"1", "grüße"}, {"2", std::nullopt}});
  const base::Error error = error_of([&] { connection->copy_in("COPY t FROM stdin", "3\tx\nvier\ty\n"); });
  CHECK(error.sqlstate == "22P02");
  CHECK_THAT(error.detail, ContainsSubstring("line 2"));
  CHECK(first_cell(*connection, "SELECT count(*) FROM t") == "2");
  CHECK_THROWS_AS(connection->copy_in("SELECT 1", "x"), base::Error);
  CHECK_THROWS_AS(connection->copy_in("COPY t TO stdout", ""), base::Error);
  CHECK_THROWS_AS(connection->execute("COPY t FROM stdin"), base::Error);
  CHECK_THROWS_AS(connection->execute("COPY t TO stdout"), base::Error);
  CHECK(error_of([&] { connection->copy_in("COPY ß FROM stdin", ""); }).sqlstate == "42P01");
  CHECK(first_cell(*connection, "SELECT count(*) FROM t") == "2");  // the connection is in order
}

TEST_CASE("text that PostgreSQL cannot store is refused by name") {
  const TestDatabase database;
  const auto connection = database.open();
  const base::Value nul = std::string("a\0b", 3);
  CHECK_THAT(error_of([&] {
               connection->query("SELECT $1", {&nul, 1});
             }).message(),
             ContainsSubstring("NUL"));
}

TEST_CASE("a lock that a script dropped is not held any more") {
  const TestDatabase database;
  const auto connection = database.open();
  const auto lock = connection->try_lock("seedctl");
  REQUIRE(lock);
  connection->execute("SELECT pg_advisory_unlock_all()");
  CHECK_FALSE(lock->still_held());
}

TEST_CASE("the lock's holder is named with what it runs") {
  const TestDatabase database;
  const auto holder = database.open();
  const auto other = database.open();
  const auto lock = holder->try_lock("seedctl");
  REQUIRE(lock);
  holder->query("SELECT 'what it ran', 'password=s3cret'");
  const std::string named = other->lock_holder("seedctl");
  CHECK_THAT(named, ContainsSubstring("pid " + std::to_string(holder->session_pid())));
  CHECK_THAT(named, ContainsSubstring("what it ran"));
  CHECK(named.find("s3cret") == std::string::npos);
}

TEST_CASE("locks of different names and databases are apart") {
  const TestDatabase first;
  const TestDatabase second;
  const auto a = first.open();
  const auto b = first.open();
  const auto c = second.open();
  const auto lock = a->try_lock("one");
  REQUIRE(lock);
  CHECK(b->try_lock("two"));
  CHECK(c->try_lock("one"));
  CHECK_FALSE(b->try_lock("one"));
  CHECK(c->lock_holder("one").empty());
}

TEST_CASE("a database is made once") {
  const TestDatabase database;
  const db::Url url = database.parsed_url().with_database(database.name() + " \"new\"");
  CHECK_FALSE(drivers::create_database(database.parsed_url()));
  CHECK(drivers::create_database(url));
  CHECK_FALSE(drivers::create_database(url));
  CHECK(first_cell(*drivers::open(url, {}), "SELECT current_database()") == url.database);
  database.open()->execute("DROP DATABASE \"" + database.name() + " \"\"new\"\"\" WITH (FORCE)");
}

TEST_CASE("limits that a database sets for its applications do not cut a run off; those of the URL do") {
  const test::TestDatabase database;
  database.open()->execute("alter database " + database.name() + " set statement_timeout = '1ms'");
  database.open()->execute("alter database " + database.name() +
                           " set idle_in_transaction_session_timeout = '1ms'");
  const auto setting = [](db::Connection& connection, const char* name) {
    return connection.query("select current_setting('" + std::string(name) + "')").at(0).at(0).value();
  };
  const auto usual = database.open();
  CHECK(setting(*usual, "statement_timeout") == "0");
  CHECK(setting(*usual, "idle_in_transaction_session_timeout") == "0");
  CHECK(setting(*usual, "lock_timeout") == "0");
  CHECK(setting(*database.open({.read_only = true}), "lock_timeout") == "30s");
  const auto asked = drivers::open(db::parse_url(database.url() + "&options=-c%20statement_timeout%3D7s"),
                                   {.read_only = true});
  CHECK(setting(*asked, "statement_timeout") == "7s");
}

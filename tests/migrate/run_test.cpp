// Running migrations on real engines: what is kept, what is not, and what people are told.
#include "project.h"
#include "support/catch.h"
#include "support/errors.h"
#include "support/lost_lock.h"

using namespace seedctl;
using namespace seedctl::test;
using migrate::RunResult;

namespace {

using Versions = std::vector<std::uint64_t>;

std::string place(const RunResult& result) {
  REQUIRE(result.error.has_value());
  REQUIRE(result.error->position().has_value());
  return result.error->position()->str();
}

void write_rental(const Project& project) {
  project.write("0001_user.sql",
                "-- migrate:up\ncreate table \"user\" (id bigint primary key, email text not null);\n"
                "-- migrate:down\ndrop table \"user\";\n");
  project.write(
      "0002_bike.sql",
      "-- migrate:up\ncreate table bike (id bigint primary key);\ninsert into bike values (1), (2);\n"
      "-- migrate:down\ndrop table bike;\n");
  project.write("0003_index.sql",
                "-- migrate:up\ncreate index user_email_idx on \"user\" (email);\n-- migrate:down\ndrop "
                "index user_email_idx;\n");
}

// Remembers what people were told.
class Notes : public base::Progress {
 public:
  void start(std::string_view, std::uint64_t) override {}
  void advance(std::uint64_t) override {}
  void finish() override {}
  void note(std::string_view message) override { text += std::string(message) + "\n"; }
  void warn(std::string_view message) override { text += "warning: " + std::string(message) + "\n"; }
  void detail(std::string_view message) override { details += std::string(message) + "\n"; }
  std::string text;
  std::string details;
};

}  // namespace

TEST_CASE("each statement's place and time is there for who wants to know more") {
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    const Project project(engine);
    project.write(
        "0001_a.sql",
        "-- migrate:up\ncreate table a (n int);\n  insert into a values (1);\n-- migrate:down\ndrop "
        "table a;\n");
    Notes notes;
    REQUIRE_FALSE(project.migrate({}, notes).error.has_value());
    INFO(notes.details);
    CHECK_THAT(notes.details, ContainsSubstring("0001_a.sql:2:1: "));
    CHECK_THAT(notes.details, ContainsSubstring("0001_a.sql:3:3: "));
    CHECK_THAT(notes.details, ContainsSubstring(" ms\n"));
  }
}

TEST_CASE("what the server says of a migration is told with its place") {
  for (const char* options : {"", " transaction:false"}) {
    INFO(options);
    const Project project(base::Engine::postgres);
    project.write("0001_a.sql",
                  std::string("-- migrate:up") + options +
                      "\ncreate table if not exists a (n int);\n"
                      "create table if not exists a (n int);\n"
                      "do $$ begin\n  raise warning 'half of it';\nend $$;\n"
                      "create function late() returns trigger language plpgsql as $$ begin\n"
                      "  raise warning 'at the end'; return null; end $$;\n"
                      "create constraint trigger t after insert on a deferrable initially deferred\n"
                      "  for each row execute function late();\n"
                      "insert into a values (1);\n");
    Notes notes;
    const RunResult result = project.migrate({}, notes);
    INFO(message_of(result) << notes.text << notes.details);
    REQUIRE_FALSE(result.error.has_value());
    CHECK_THAT(notes.text,
               ContainsSubstring("warning: " + project.path("0001_a.sql") + ":4:1: half of it\n"));
    CHECK_THAT(notes.text, ContainsSubstring("warning: " + project.path("0001_a.sql") + ": at the end\n"));
    CHECK_THAT(notes.details, ContainsSubstring("0001_a.sql:3:1: relation \"a\" already exists, skipping\n"));
    CHECK(notes.text.find("skipping") == std::string::npos);
  }
}

TEST_CASE("migrate applies every migration once and in order") {
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    const Project project(engine);
    write_rental(project);
    Notes notes;
    const RunResult first = project.migrate({}, notes);
    INFO(message_of(first));
    CHECK_FALSE(first.error.has_value());
    CHECK(versions(first) == Versions{1, 2, 3});
    CHECK(first.version == 3);
    CHECK_THAT(notes.text, ContainsSubstring("applying 0002_bike ..."));
    CHECK(project.scalar("select count(*) from bike") == "2");

    const RunResult second = project.migrate();
    CHECK(second.done.empty());
    CHECK(second.version == 3);
    CHECK(project.status().problems.empty());
    CHECK(project.status().pending.empty());
  }
}

TEST_CASE("the history says what was applied and when and from which text") {
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    const Project project(engine);
    write_rental(project);
    project.migrate();
    const auto rows = project.history();
    REQUIRE(rows.size() == 3);
    const migrate::Folder folder = project.load();
    for (std::size_t i = 0; i < 3; ++i) {
      CHECK(rows[i].version == i + 1);
      CHECK(rows[i].sequence == i + 1);
      CHECK(rows[i].kind == "versioned");
      CHECK(rows[i].complete());
      CHECK(rows[i].name == folder.migrations[i].name);
      CHECK(rows[i].checksum == folder.migrations[i].up.checksum);
      CHECK(rows[i].code_checksum == folder.migrations[i].up.code_checksum);
      CHECK(rows[i].down == folder.migrations[i].down->text);
      CHECK(rows[i].down_line == folder.migrations[i].down->first_line);
      REQUIRE(rows[i].applied_at.size() == 20);
      CHECK(rows[i].applied_at.substr(10, 1) == "T");
      CHECK(rows[i].applied_at.back() == 'Z');
    }
  }
}

TEST_CASE("status of a database without history creates nothing") {
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    const Project project(engine);
    write_rental(project);
    CHECK(project.status().pending.size() == 3);
    CHECK_FALSE(project.has_table("seedctl_migrations"));
  }
}

TEST_CASE("versions of 64 bits survive the history") {
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    const Project project(engine);
    project.write("18446744073709551615_last.sql",
                  "-- migrate:up\ncreate table a (n int);\n-- migrate:down\ndrop table a;\n");
    CHECK(project.migrate().version == 18446744073709551615ull);
    CHECK(project.migrate().done.empty());
    CHECK(versions(project.rollback({.steps = 1, .to = {}})) == Versions{18446744073709551615ull});
    CHECK(project.history().empty());
  }
}

TEST_CASE("migrate --to stops there and rollback undoes to nothing and up again") {
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    const Project project(engine);
    write_rental(project);
    CHECK(project.migrate({.to = 2, .allow_out_of_order = false}).version == 2);
    CHECK(project.has_table("bike"));
    project.migrate();

    const RunResult one = project.rollback({.steps = 1, .to = {}});
    CHECK(versions(one) == Versions{3});
    CHECK(one.version == 2);
    const RunResult rest = project.rollback({.steps = 1, .to = 0});
    INFO(message_of(rest));
    CHECK(versions(rest) == Versions{2, 1});
    CHECK_FALSE(rest.version.has_value());
    CHECK_FALSE(project.has_table("bike"));
    CHECK(project.history().empty());

    CHECK(versions(project.migrate()) == Versions{1, 2, 3});
  }
}

TEST_CASE("a deleted file is rolled back by what the history kept") {
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    const Project project(engine);
    write_rental(project);
    project.migrate();
    project.remove("0003_index.sql");
    CHECK(project.status().problems.at(0).kind == migrate::Problem::Kind::missing);
    CHECK(versions(project.rollback({.steps = 1, .to = {}})) == Versions{3});
    CHECK(project.status().problems.empty());
  }
}

TEST_CASE("a failure in the third statement leaves nothing and points at the original file") {
  for (const base::Engine engine : kEngines) {
    for (const std::string eol : {"\n", "\r\n"}) {
      INFO(base::engine_name(engine) << (eol.size() == 2 ? " CRLF" : " LF"));
      const Project project(engine);
      write_rental(project);
      const std::string text =
          "-- Orders, with \xE2\x82\xAC." + eol + eol + "-- migrate:up" + eol +
          "create table orders (id bigint primary key);" + eol + "insert into orders" + eol + "values (1);" +
          eol + "/* \xC3\xA9\xC3\xA9\n*/ select '\xE2\x82\xAC', 1 from" + eol +
          "\t customer where \xC3\xA9 = 1;" + eol + "-- migrate:down" + eol + "drop table orders;" + eol;
      project.write("0004_orders.sql", text);
      const RunResult result = project.migrate();
      CHECK(versions(result) == Versions{1, 2, 3});
      CHECK(result.version == 3);
      CHECK(place(result) == project.path("0004_orders.sql") + ":9:3");
      CHECK(result.error->code() == base::ErrorCode::sql);
      CHECK_THAT(result.error->message(), ContainsSubstring("customer"));
      CHECK_THAT(result.error->message(), ContainsSubstring("nothing of 0004_orders was kept"));
      CHECK(result.error->excerpt == "\t customer where \xC3\xA9 = 1;\n\t ^");
      CHECK(result.error->sqlstate == (engine == base::Engine::postgres ? "42P01" : "SQLITE_ERROR"));
      CHECK_FALSE(project.has_table("orders"));
      CHECK(project.history().size() == 3);
    }
  }
}

TEST_CASE("errors point at what they are about") {
  struct Case {
    const char* what;
    std::string statement;  // its first line is line 2 of the file
    const char* sqlite;
    const char* postgres;
  };
  const std::vector<Case> cases = {
      {"a syntax error", "create table a (\n  n int,\n  m int not nul\n);", ":4:13", ":4:13"},
      {"no such column", "select id,\n  \xC3\xBC, nmae from \"user\";", ":3:3", ":3:3"},
      {"a table that is there", "create table\n  bike (n int);", ":3:3", ":3:3"},
      {"a violated key", "select 1;\n  insert into bike values (7), (7);", ":3:3", ":3:3"},
      {"no such column of a table", "insert into bike\n  (bike_id, id) values (1, 2);", ":3:4", ":3:4"},
      {"a column that is there twice", "create table x (\n  x int check (x > 0),\n  y int,\n  X int);",
       ":5:3", ""},
      {"a column that is added twice", "alter table bike\n  add column id int;", ":3:14", ":3:14"},
      {"an unfinished statement", "insert into bike values", "", ""},
  };
  for (const base::Engine engine : kEngines) {
    const Project project(engine);
    write_rental(project);
    project.migrate();
    for (const Case& c : cases) {
      INFO(base::engine_name(engine) << ": " << c.what);
      project.write("0004_bad.sql", "-- migrate:up\n" + c.statement + "\n");
      const RunResult result = project.migrate();
      const std::string wanted = engine == base::Engine::sqlite ? c.sqlite : c.postgres;
      CHECK_THAT(place(result),
                 ContainsSubstring(project.path("0004_bad.sql") + (wanted.empty() ? ":2:" : wanted)));
      CHECK_FALSE(result.error->excerpt.empty());
    }
  }
}

TEST_CASE("errors in the data of COPY point at its line") {
  struct Case {
    const char* what;
    std::string data;
    const char* place;
  };
  const std::vector<Case> cases = {
      {"no number", "1\n2\nthree\n4\n", ":6:1"},
      {"a violated key", "7\n8\n7\n", ":6:1"},
      {"too many columns", "1\t2\n", ":4:1"},
  };
  const Project project(base::Engine::postgres);
  for (const Case& c : cases) {
    INFO(c.what);
    project.write("1_a.sql", "-- migrate:up\ncreate table a (n int primary key);\ncopy a from stdin;\n" +
                                 c.data + "\\.\n");
    const RunResult result = project.migrate();
    CHECK(place(result) == project.path("1_a.sql") + c.place);
    CHECK_THAT(result.error->excerpt, ContainsSubstring("^"));
  }
  project.write("1_a.sql", "-- migrate:up\ncreate table a (n int);\ncopy b from stdin;\n1\n\\.\n");
  CHECK_THAT(place(project.migrate()), ContainsSubstring(":3:"));
}

TEST_CASE("a migration that releases the lock is told which statement does") {
  const Project project(base::Engine::postgres);
  for (const std::string options : {"", " transaction:false"}) {
    INFO(options);
    project.write("1_a.sql", "-- migrate:up" + options +
                                 "\ncreate table a (n int);\nselect 1,\n  pg_advisory_unlock_all();\n");
    const RunResult result = project.migrate();
    CHECK(place(result) == project.path("1_a.sql") + ":3:1");
    CHECK(result.error->code() == base::ErrorCode::failed);
    CHECK_THAT(message_of(result), ContainsSubstring("releases the locks of its session"));
    CHECK_THAT(message_of(result), ContainsSubstring("remove it"));
  }
}

TEST_CASE("detail and hint of the server are passed on") {
  const Project project(base::Engine::postgres);
  write_rental(project);
  project.migrate();
  project.write("0004_bad.sql", "-- migrate:up\ninsert into bike values (1);\n");
  const RunResult key = project.migrate();
  CHECK(key.error->sqlstate == "23505");
  CHECK_THAT(key.error->detail, ContainsSubstring("(id)=(1)"));
  project.write("0004_bad.sql", "-- migrate:up\nselect lenght('a');\n");
  CHECK_THAT(project.migrate().error->hint, ContainsSubstring("No function matches"));
}

TEST_CASE("a failing rollback leaves the migration applied and whole") {
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    const Project project(engine);
    project.write(
        "1_a.sql",
        "-- migrate:up\ncreate table a (n int);\n\n-- migrate:down\ndrop table a;\ndrop table nothing;\n");
    project.migrate();
    const RunResult result = project.rollback({.steps = 1, .to = {}});
    CHECK(place(result) == project.path("1_a.sql") + ":6:12");
    CHECK_THAT(result.error->message(), ContainsSubstring("1_a is still applied"));
    CHECK(project.has_table("a"));
    CHECK(project.history().size() == 1);
  }
}

TEST_CASE("what only the commit finds is an error of the migration") {
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    const Project project(engine);
    project.write("1_a.sql",
                  "-- migrate:up\ncreate table p (id bigint primary key);\n"
                  "create table c (p_id bigint references p (id) deferrable initially deferred);\ninsert "
                  "into c values (7);\n");
    const RunResult result = project.migrate();
    CHECK(place(result) == project.path("1_a.sql"));
    CHECK_THAT(result.error->message(), ContainsSubstring("nothing of 1_a was kept"));
    CHECK_FALSE(project.has_table("p"));
    CHECK(project.history().empty());
  }
}

TEST_CASE("an edited migration is reported and line endings are not") {
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    const Project project(engine);
    write_rental(project);
    project.migrate();
    std::string text = project.dir().read_file("migrations/0002_bike.sql");
    std::string crlf;
    for (const char c : text) crlf += c == '\n' ? std::string("\r\n") : std::string(1, c);
    project.write("0002_bike.sql", crlf);
    CHECK(project.status().problems.empty());

    project.write("0002_bike.sql", "-- migrate:up\ncreate table bike (id bigint);\n");
    CHECK(project.status().problems.at(0).kind == migrate::Problem::Kind::changed);
    CHECK_THROWS_AS(project.migrate(), base::Error);
  }
}

TEST_CASE("repeatable migrations run again when they changed and after a rollback") {
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    const Project project(engine);
    write_rental(project);
    const auto views = [&](const std::string& column) {
      project.write("repeatable/b_views.sql",
                    "drop view if exists v;\ncreate view v as select '" + column + "' as word from bike;\n");
    };
    views("first");
    project.write("repeatable/a_first.sql", "-- nothing\n");
    RunResult result = project.migrate();
    INFO(message_of(result));
    CHECK(versions(result) == Versions{1, 2, 3, 0, 0});
    CHECK(result.done.back().name == "b_views");
    CHECK(project.scalar("select word from v") == "first");
    CHECK(project.migrate().done.empty());

    views("second");
    result = project.migrate();
    REQUIRE(result.done.size() == 1);
    CHECK(result.done[0].repeatable);
    CHECK(project.scalar("select word from v") == "second");

    project.rollback({.steps = 1, .to = {}});
    CHECK(versions(project.migrate()) == Versions{3, 0, 0});
    CHECK(project.status().pending.empty());
  }
}

TEST_CASE("a baseline marks migrations as applied without running them") {
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    const Project project(engine);
    write_rental(project);
    const auto connection = project.open();
    connection->execute("create table \"user\" (id bigint primary key, email text not null)");
    connection->execute("create table bike (id bigint primary key)");
    {
      const auto lock = project.lock(*connection);
      const auto baseline = [&](std::uint64_t version) {
        return migrate::baseline(*connection, project.load(), version, project.names(), *lock);
      };
      CHECK_THROWS_AS(baseline(7), base::Error);
      CHECK_FALSE(project.has_table("seedctl_migrations"));
      CHECK(baseline(2).size() == 2);
      CHECK_THROWS_AS(baseline(2), base::Error);
    }

    CHECK(versions(project.migrate()) == Versions{3});
    CHECK(versions(project.rollback({.steps = 9, .to = {}})) == Versions{3});
    CHECK(project.has_table("bike"));
  }
}

TEST_CASE("a baseline whose lock was lost marks nothing as applied") {
  for (const base::Engine engine : test::kEngines) {
    INFO(base::engine_name(engine));
    const Project project(engine);
    write_rental(project);
    const auto connection = project.open();
    LostLock lock;
    try {
      (void)migrate::baseline(*connection, project.load(), 2, project.names(), lock);
      FAIL("it was not refused");
    } catch (const base::Error& error) {
      CHECK(error.code() == base::ErrorCode::lock);
      CHECK_THAT(error.message(), ContainsSubstring("nothing was marked as applied"));
    }
    CHECK_FALSE(connection->in_transaction());
    CHECK(project.history().empty());
  }
}

TEST_CASE("the history may have a name and a schema of its own") {
  const Project project(base::Engine::postgres);
  write_rental(project);
  const auto connection = project.open();
  connection->execute("create schema \"Ops\"");
  const state::OwnTables names{.schema = "Ops", .history = "what \"ran\"", .ledger = "seeds"};
  migrate::prepare_session(*connection);
  const auto lock = migrate::wait_for_lock(*connection, names, kLockTimeout, base::silent_progress());
  const RunResult result = migrate::run(*connection, migrate::plan_migrate(project.load(), {}, {}), names,
                                        *lock, base::silent_progress());
  INFO(message_of(result));
  CHECK(result.version == 3);
  CHECK(project.scalar("select count(*) from \"Ops\".\"what \"\"ran\"\"\"") == "3");
  CHECK_FALSE(project.has_table("seedctl_migrations"));
}

TEST_CASE("a history from before it had formats is read as it is and brought up to date by the next run") {
  for (const base::Engine engine : {base::Engine::sqlite, base::Engine::postgres}) {
    INFO(base::engine_name(engine));
    const Project project(engine);
    write_rental(project);
    project.migrate();
    project.open()->execute("alter table seedctl_migrations drop column format");
    CHECK(project.history().size() == 3);
    CHECK(project.migrate().done.empty());
    project.write("0004_more.sql",
                  "-- migrate:up\ncreate table more (id integer);\n-- migrate:down\ndrop table more;\n");
    const RunResult result = project.migrate();
    INFO(message_of(result));
    CHECK(result.version == 4);
    CHECK(project.scalar("select count(*) from seedctl_migrations where format = 1") == "4");
  }
}

TEST_CASE("a history that a newer version wrote is refused before anything is read from it") {
  for (const base::Engine engine : {base::Engine::sqlite, base::Engine::postgres}) {
    INFO(base::engine_name(engine));
    const Project project(engine);
    write_rental(project);
    project.migrate();
    project.open()->execute(
        "update seedctl_migrations set format = 99, version = 'unknown' where version = '2'");
    try {
      project.history();
      FAIL("accepted");
    } catch (const base::Error& error) {
      CHECK(error.code() == base::ErrorCode::refused);
      CHECK_THAT(error.message(), ContainsSubstring("seedctl_migrations was written by a newer version"));
    }
  }
}

TEST_CASE("a history that was edited by hand is an error and no crash") {
  const Project project(base::Engine::sqlite);
  write_rental(project);
  project.migrate();
  project.open()->execute("update seedctl_migrations set version = 'two' where version = '2'");
  const base::Error error = test::error_of([&] { project.history(); });
  CHECK_THAT(error.message(), ContainsSubstring("holds \"two\""));
}

// `transaction:false`: what ran stays, what did not is gone on with, and nothing runs twice.
#include <map>

#include "migrate/checksum.h"
#include "project.h"
#include "support/catch.h"

using namespace seedctl;
using namespace seedctl::test;
using migrate::HistoryRow;
using migrate::Problem;
using migrate::RunResult;

namespace {

const std::string kBegin =
    "-- migrate:up transaction:false\ncreate table a (n int);\ninsert into a values (1);\n";

// Stops 1_a after the two statements of kBegin, then puts the history into the state in which a kill while
// `statement` ran leaves it; the file goes on with `statement` and one more row.
void kill_in(const Project& project, const std::string& statement) {
  project.write("1_a.sql", kBegin + "select nothing;\n");
  REQUIRE(project.migrate().error.has_value());
  project.write("1_a.sql", kBegin + statement + ";\ninsert into a values (2);\n");
  const auto connection = project.open();
  migrate::History history(*connection, project.names().history_table());
  HistoryRow row = history.load().at(0);
  REQUIRE(row.statements_done == 2u);
  row.running = true;
  row.progress_checksum = migrate::chain_checksum(row.progress_checksum, statement, project.engine());
  history.set_progress(row);
}

bool index_is_valid(const Project& project, const std::string& name) {
  return project.scalar("select count(*) from pg_index where indexrelid = to_regclass('" + name +
                        "') and indisvalid") == "1";
}

}  // namespace

TEST_CASE("a failed statement stops a migration that the next migrate goes on with") {
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    const Project project(engine);
    project.write(
        "1_a.sql",
        kBegin + "insert into b values (2);\ninsert into a values (3);\n-- migrate:down\ndrop table a;\n");
    project.write("2_last.sql", "-- migrate:up\ncreate table last (n int);\n");
    RunResult result = project.migrate();
    REQUIRE(result.error.has_value());
    CHECK(result.error->position()->str() == project.path("1_a.sql") + ":4:13");
    CHECK_THAT(result.error->message(), ContainsSubstring("2 of 4 statements of 1_a stay"));
    CHECK(result.done.empty());
    CHECK(project.status().problems.at(0).kind == Problem::Kind::interrupted);
    CHECK(project.status().pending.at(0).resume_at == 2);
    CHECK_FALSE(project.status().version.has_value());
    CHECK_THROWS_AS(project.rollback({.steps = 1, .to = {}}), base::Error);

    // The same again fails at the same place and runs nothing twice.
    CHECK(project.migrate().error->position()->line == 4);
    CHECK(project.scalar("select count(*) from a") == "1");

    // What did not run may be put right.
    project.write(
        "1_a.sql",
        kBegin + "insert into a values (2);\ninsert into a values (3);\n-- migrate:down\ndrop table a;\n");
    result = project.migrate();
    INFO(message_of(result));
    CHECK(versions(result) == std::vector<std::uint64_t>{1, 2});
    CHECK(project.scalar("select count(*) from a") == "3");
    CHECK(project.status().problems.empty());
    CHECK(project.history().at(0).complete());
    CHECK(project.history().at(0).sequence == 1);
  }
}

TEST_CASE("statements that ran must not be changed before going on") {
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    const Project project(engine);
    project.write("1_a.sql", kBegin + "insert into b values (2);\n");
    project.migrate();
    project.write("1_a.sql",
                  "-- migrate:up transaction:false\ncreate table a (n bigint);\ninsert into a values "
                  "(1);\ninsert into a values (2);\n");
    const RunResult result = project.migrate();
    REQUIRE(result.error.has_value());
    CHECK_THAT(result.error->message(), ContainsSubstring("were changed since"));
    CHECK(project.scalar("select count(*) from a") == "1");
    // Comments and line endings are no change.
    project.write("1_a.sql",
                  "-- migrate:up transaction:false\r\ncreate table a (n int); -- numbers\r\ninsert into a "
                  "values (1);\r\ninsert into a values (2);\r\n");
    CHECK_FALSE(project.migrate().error.has_value());
    CHECK(project.scalar("select count(*) from a") == "2");
  }
}

TEST_CASE("a migration whose first statement fails leaves no trace") {
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    const Project project(engine);
    project.write("1_a.sql", "-- migrate:up transaction:false\ninsert into b values (2);\n");
    CHECK_THAT(project.migrate().error->message(), ContainsSubstring("nothing of 1_a was kept"));
    CHECK(project.history().empty());
  }
}

TEST_CASE("statements that no transaction can hold run outside") {
  const std::map<base::Engine, std::string> outside = {
      {base::Engine::sqlite, "vacuum"}, {base::Engine::postgres, "create index concurrently a_n on a (n)"}};
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    const Project project(engine);
    project.write("1_a.sql", kBegin + outside.at(engine) + ";\ninsert into a values (2);\n");
    const RunResult result = project.migrate();
    INFO(message_of(result));
    CHECK_FALSE(result.error.has_value());
    CHECK(project.scalar("select count(*) from a") == "2");
    if (engine == base::Engine::postgres) CHECK(index_is_valid(project, "a_n"));
  }
}

TEST_CASE("a down section of single statements goes on as well") {
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    const Project project(engine);
    const std::string up =
        "-- migrate:up\ncreate table a (n int);\ncreate table b (n int);\n-- migrate:down "
        "transaction:false\ndrop table b;\n";
    project.write("1_a.sql", up + "drop table c;\n");
    project.migrate();
    RunResult result = project.rollback({.steps = 1, .to = {}});
    REQUIRE(result.error.has_value());
    CHECK_THAT(result.error->message(),
               ContainsSubstring("1 of 2 statements of 1_a stay, and `seedctl rollback` goes on"));
    CHECK(project.status().problems.at(0).kind == Problem::Kind::interrupted);
    CHECK_THROWS_AS(project.migrate(), base::Error);

    project.write("1_a.sql", up + "drop table a;\n");
    result = project.rollback({.steps = 1, .to = {}});
    INFO(message_of(result));
    CHECK(versions(result) == std::vector<std::uint64_t>{1});
    CHECK(project.history().empty());
    CHECK_FALSE(project.has_table("a"));
  }
}

TEST_CASE("settings of the session are made again when a migration goes on") {
  const Project postgres(base::Engine::postgres);
  postgres.write("1_a.sql",
                 "-- migrate:up transaction:false\ncreate schema other;\nset search_path = other;\ncreate "
                 "table a (n int);\n"
                 "select nothing;\ninsert into a values (1);\n");
  REQUIRE(postgres.migrate().error.has_value());
  std::string text = postgres.dir().read_file("migrations/1_a.sql");
  postgres.write("1_a.sql", text.replace(text.find("nothing"), 7, "1"));
  CHECK_FALSE(postgres.migrate().error.has_value());
  CHECK(postgres.scalar("select n from other.a") == "1");

  const Project sqlite(base::Engine::sqlite);
  sqlite.write("1_a.sql",
               "-- migrate:up transaction:false\npragma foreign_keys = off;\ncreate table p (id integer "
               "primary key);\n"
               "create table c (p_id int references p (id));\nselect nothing;\ninsert into c values (7);\n");
  REQUIRE(sqlite.migrate().error.has_value());
  text = sqlite.dir().read_file("migrations/1_a.sql");
  sqlite.write("1_a.sql", text.replace(text.find("nothing"), 7, "1"));
  const RunResult result = sqlite.migrate();
  INFO(message_of(result));
  CHECK_FALSE(result.error.has_value());
  CHECK(sqlite.scalar("select p_id from c") == "7");
}

TEST_CASE("an index that was being built when seedctl was killed is looked up in the catalog") {
  struct Case {
    const char* what;
    const char* before;  // what the kill left
    const char* statement;
  };
  const std::vector<Case> cases = {
      {"not begun", "select 1", "create index concurrently a_n on a (n)"},
      {"finished", "create index a_n on a (n)", "create index concurrently a_n on a (n)"},
      {"invalid", "create index a_n on a (n)",
       "create index concurrently if not exists A_N on only public.a (n)"},
  };
  for (const Case& c : cases) {
    INFO(c.what);
    const Project project(base::Engine::postgres);
    kill_in(project, c.statement);
    const auto connection = project.open();
    connection->execute(c.before);
    if (std::string(c.what) == "invalid")
      connection->execute("update pg_index set indisvalid = false where indexrelid = 'a_n'::regclass");
    const RunResult result = project.migrate();
    INFO(message_of(result));
    CHECK_FALSE(result.error.has_value());
    CHECK(index_is_valid(project, "a_n"));
    CHECK(project.scalar("select count(*) from a") == "2");
    CHECK(project.history().at(0).complete());
  }
}

TEST_CASE("other statements that were running when seedctl was killed run again or count as done") {
  const Project vacuum(base::Engine::sqlite);
  kill_in(vacuum, "vacuum");
  CHECK_FALSE(vacuum.migrate().error.has_value());
  CHECK(vacuum.scalar("select count(*) from a") == "2");

  for (const bool dropped : {false, true}) {
    INFO(dropped);
    const Project project(base::Engine::postgres);
    kill_in(project, "drop index concurrently a_n");
    if (!dropped) project.open()->execute("create index a_n on a (n)");
    const RunResult result = project.migrate();
    INFO(message_of(result));
    CHECK_FALSE(result.error.has_value());
    CHECK(project.scalar("select to_regclass('a_n')") == "NULL");
    CHECK(project.scalar("select count(*) from a") == "2");
  }
}

TEST_CASE("a statement whose fate cannot be known waits for people and says what to do") {
  for (const bool took_effect : {true, false}) {
    INFO(took_effect);
    const Project project(base::Engine::postgres);
    const std::string name = unique_database_name();
    kill_in(project, "create database " + name);
    for (int i = 0; i < 2; ++i) {  // asking again changes nothing
      const RunResult result = project.migrate();
      REQUIRE(result.error.has_value());
      CHECK(result.error->position()->str() == project.path("1_a.sql") + ":4:1");
      CHECK_THAT(result.error->message(), ContainsSubstring("cannot tell whether it took effect"));
    }
    const std::string hint = project.migrate().error->hint;
    const std::string first = "if so, run: ", second = " -- if not: ", third = " -- then";
    const std::size_t yes = hint.find(first), no = hint.find(second), end = hint.find(third);
    REQUIRE(end != std::string::npos);
    project.open()->execute(took_effect ? hint.substr(yes + first.size(), no - yes - first.size())
                                        : hint.substr(no + second.size(), end - no - second.size()));
    const RunResult result = project.migrate();
    INFO(message_of(result));
    CHECK_FALSE(result.error.has_value());
    CHECK(project.scalar("select count(*) from pg_database where datname = '" + name + "'") ==
          (took_effect ? "0" : "1"));
    CHECK(project.scalar("select count(*) from a") == "2");
    project.open()->execute("drop database if exists " + name);
  }
}

TEST_CASE("an index that could not be built leaves nothing and may be changed") {
  const Project project(base::Engine::postgres);
  project.write("1_a.sql",
                kBegin + "insert into a values (1);\ncreate unique index concurrently a_n on a (n);\n");
  const RunResult result = project.migrate();
  REQUIRE(result.error.has_value());
  CHECK(result.error->sqlstate == "23505");
  CHECK(project.scalar("select to_regclass('a_n')") == "NULL");
  CHECK_FALSE(project.history().at(0).running);
  project.write("1_a.sql", kBegin + "insert into a values (1);\ncreate index concurrently a_n on a (n);\n");
  CHECK_FALSE(project.migrate().error.has_value());
  CHECK(index_is_valid(project, "a_n"));
}

TEST_CASE("an index of that name that was there before is left alone") {
  const Project project(base::Engine::postgres);
  project.write("1_a.sql", kBegin + "select nothing;\n");
  project.migrate();
  project.open()->execute("create index a_n on a (n)");
  project.open()->execute("update pg_index set indisvalid = false where indexrelid = 'a_n'::regclass");
  project.write("1_a.sql", kBegin + "create index concurrently a_n on a (n);\n");
  CHECK(project.migrate().error->sqlstate == "42P07");
  CHECK(project.scalar("select to_regclass('a_n')") == "a_n");
}

namespace {

// Fills `a` in batches of two, each committed; `fails` stops it in the third.
std::string batches(const std::string& fails) {
  return "do $$ begin\n  for i in 1..5 loop\n    insert into a values (10 + i);\n"
         "    if i % 2 = 0 then commit; end if;\n" +
         fails + "  end loop;\nend $$";
}

}  // namespace

TEST_CASE("a statement that commits by itself runs outside a transaction") {
  const Project project(base::Engine::postgres);
  project.write("1_a.sql", kBegin + batches("") + ";\ninsert into a values (2);\n");
  RunResult result = project.migrate();
  INFO(message_of(result));
  CHECK_FALSE(result.error.has_value());
  CHECK(project.scalar("select count(*) from a") == "7");
  CHECK(project.history().at(0).complete());

  project.write("2_procedure.sql",
                "-- migrate:up transaction:false\ncreate procedure fill(batches int) language plpgsql as $$\n"
                "begin for i in 1..batches loop insert into a values (100 + i); commit; end loop; end $$;\n"
                "call fill(3);\n");
  result = project.migrate();
  INFO(message_of(result));
  CHECK_FALSE(result.error.has_value());
  CHECK(project.scalar("select count(*) from a where n > 100") == "3");
}

TEST_CASE("a statement that commits by itself and fails says what stays") {
  const Project project(base::Engine::postgres);
  project.write("1_a.sql", kBegin + batches("    if i = 5 then perform 1 / 0; end if;\n") + ";\n");
  const RunResult result = project.migrate();
  REQUIRE(result.error.has_value());
  CHECK(result.error->sqlstate == "22012");
  CHECK_THAT(result.error->message(),
             ContainsSubstring("2 of 3 statements of 1_a stay") &&
                 ContainsSubstring("; what this statement committed before it failed stays"));
  CHECK(project.scalar("select count(*) from a") == "5");
  // The server answered, so that nothing is in doubt: it may be put right, and runs once more.
  CHECK_FALSE(project.history().at(0).running);
  project.write("1_a.sql", kBegin + "delete from a where n > 10;\n");
  CHECK_FALSE(project.migrate().error.has_value());
  CHECK(project.scalar("select count(*) from a") == "1");
}

TEST_CASE("a statement that commits by itself and was killed waits for people") {
  const Project project(base::Engine::postgres);
  kill_in(project, batches(""));
  const RunResult result = project.migrate();
  REQUIRE(result.error.has_value());
  CHECK_THAT(result.error->message(), ContainsSubstring("cannot tell whether it took effect"));
}

TEST_CASE("a function that commits is refused once") {
  const Project project(base::Engine::postgres);
  project.write("1_a.sql",
                kBegin +
                    "create function f() returns int language plpgsql as $$ begin commit; return 1; end $$;\n"
                    "select f();\n");
  const RunResult result = project.migrate();
  REQUIRE(result.error.has_value());
  CHECK(result.error->sqlstate == "2D000");
  CHECK_THAT(result.error->message(), ContainsSubstring("3 of 4 statements"));
}

TEST_CASE("in a transaction a statement that commits by itself is refused with what to do") {
  const Project project(base::Engine::postgres);
  project.write("1_a.sql", "-- migrate:up\ncreate table a (n int);\n" + batches("") + ";\n");
  const RunResult result = project.migrate();
  REQUIRE(result.error.has_value());
  CHECK_THAT(result.error->hint, ContainsSubstring("transaction:false"));
  CHECK_FALSE(project.has_table("a"));
}

TEST_CASE("a statement that would drop the lock is refused before it runs") {
  const Project project(base::Engine::postgres);
  project.write("1_a.sql", kBegin + "discard all;\n");
  const RunResult result = project.migrate();
  REQUIRE(result.error.has_value());
  CHECK_THAT(result.error->message(), ContainsSubstring("DISCARD ALL would release the lock"));
  project.write("1_a.sql", kBegin + "discard temp;\n");
  CHECK_FALSE(project.migrate().error.has_value());
}

TEST_CASE("a statement outside transactions that waited in vain for a lock may be changed") {
  const Project project(base::Engine::postgres);
  project.write("1_a.sql", kBegin + "select nothing;\n");
  project.migrate();
  const auto other = project.open();
  other->execute("begin");
  other->execute("lock table a in access exclusive mode");
  project.write("1_a.sql", kBegin + "set lock_timeout = '50ms';\nvacuum full a;\n");
  CHECK(project.migrate().error->sqlstate == "55P03");
  CHECK_FALSE(project.history().at(0).running);
  other->execute("rollback");
  project.write("1_a.sql", kBegin + "set lock_timeout = '50ms';\ninsert into a values (2);\n");
  CHECK_FALSE(project.migrate().error.has_value());
}

// The SQLite splitter against the engine itself: sqlite3_complete and the tails that sqlite3_prepare_v2
// leaves.
#include <sqlite3.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/error.h"
#include "sql/splitter.h"
#include "support/catch.h"
#include "support/errors.h"

using seedctl::base::Engine;
using seedctl::base::Error;
using seedctl::sql::split;
using seedctl::sql::Statement;

namespace {

std::vector<Statement> split_sqlite(std::string_view script) {
  return split(script, Engine::sqlite, "0001_a.sql");
}

std::string failure(std::string_view script) {
  return seedctl::test::with_place(seedctl::test::error_of([&] { split_sqlite(script); }));
}

// Statements in an order in which they can run on an empty database; each hides a semicolon or a quote.
const std::vector<std::string_view>& corpus() {
  static const std::vector<std::string_view> statements = {
      "create table t (a int, b text default ';', \"c;\" int, [d;] int, `e;` int)",
      "create table log (x text)",
      "create table \"it's;\" (a)",
      "create table [weird \" name;] (a)",
      "create table `back``tick;` (a)",
      "insert into t (a, b) values (1, 'it''s;'), (2, ';--'), (3, '/*;*/')",
      "insert into log values ('\\')",
      "insert into log values (x'3b3b'), (X'')",
      "select ';', \"c;\", [d;], `e;` from t",
      "select 1 -- ;\n + 2",
      "select 1 /* ; */ + 2",
      "select 1 /* /* ; */ + 2",
      "select 1 /*/ ; */ + 2",
      "select 1 -- ' \" ; \r\n + 2",
      "select '🚲;', 'ž;'",
      "select case when a = ';' then 1 else 2 end from t",
      "create view v as select ';' as a, case 1 when 1 then 2 end as b",
      "create trigger t1 after insert on t begin insert into log values (';'); end",
      "create trigger t2 after insert on t begin\n  insert into log values ('end;');\n  select case when 1 "
      "then 2 end;\n  delete from log;\nEND",
      "CREATE TEMP TRIGGER t3 AFTER INSERT ON t BEGIN SELECT 1; END",
      "create temporary trigger t4 after insert on t begin select 1; /* ; */ end",
      "create /* ; */ trigger -- ;\n t5 after insert on t begin select 1; end",
      "create trigger if not exists t6 before delete on t when old.a > 1 begin select raise(abort, 'no; "
      "end;'); end",
      "create trigger \"end;\" after update of a on t for each row begin update t set b = 'x' where a = "
      "new.a; select 1; end",
      "create trigger [begin;] instead of insert on v begin select 1; select 2; end",
      "create trigger t7 after insert on t begin select case when 1 then 2 else 3 end; select case 1 when 1 "
      "then 2 end; end",
      "create trigger t8 after insert on t begin insert into log select 'a' as \"end\"; end",
      "explain create trigger t9 after insert on t begin select 1; end",
      "explain query plan select ';'",
      "explain select 1",
      "create table trigger_log (a)",
      "create table \"trigger\" (a)",
      "create index i on t (a) where b <> ';'",
      "create unique index if not exists \"i;\" on t (lower(b))",
      "with w as (select ';' as a) select * from w",
      "update t set b = 'a;' where a in (select 1)",
      "alter table t add column f text default ';'",
      "drop trigger t1",
      "begin",
      "insert into t (a) values (9)",
      "commit",
      "begin immediate transaction",
      "savepoint \"s;\"",
      "release \"s;\"",
      "end",
      "pragma user_version = 3",
      "pragma table_info('t;')",
      "select 1 as [;], 2 as `;`, 3 as \";\"",
      "select $a, :b, @c, ?1, ?",
      "select '$$', '$$;'",
      "select 1.5, .5, 5., 1e5, 0x1F",
      "replace into t (a) values (1) on conflict do nothing returning ';'",
      "values (';'), ('--')",
      "select json('{\";\": 1}') ->> '$.\";\"'",
  };
  return statements;
}

struct Closer {
  void operator()(sqlite3* database) const { sqlite3_close(database); }
};

// Runs a script as sqlite3_prepare_v2 cuts it; the places where statements end.
std::vector<std::size_t> tails(const std::string& script) {
  sqlite3* raw = nullptr;
  REQUIRE(sqlite3_open(":memory:", &raw) == SQLITE_OK);
  const std::unique_ptr<sqlite3, Closer> database(raw);
  std::vector<std::size_t> ends;
  const char* rest = script.c_str();
  while (*rest != '\0') {
    sqlite3_stmt* statement = nullptr;
    const char* tail = nullptr;
    const int status = sqlite3_prepare_v2(raw, rest, -1, &statement, &tail);
    CAPTURE(std::string(rest).substr(0, 100), sqlite3_errmsg(raw));
    REQUIRE(status == SQLITE_OK);
    if (statement != nullptr) {
      ends.push_back(static_cast<std::size_t>(tail - script.c_str()));
      while (sqlite3_step(statement) == SQLITE_ROW) {
      }
      const int finished = sqlite3_finalize(statement);
      CAPTURE(sqlite3_errmsg(raw));
      REQUIRE(finished == SQLITE_OK);
    }
    rest = tail;
  }
  return ends;
}

void check_against_engine(const std::string& script) {
  CAPTURE(script);
  const std::vector<Statement> ours = split_sqlite(script);
  const std::vector<std::size_t> ends = tails(script);
  REQUIRE(ours.size() == ends.size());
  for (std::size_t i = 0; i < ours.size(); ++i) {
    const std::size_t end = ours[i].offset + ours[i].text.size();
    CHECK(end <= ends[i]);
    CHECK((i == 0 || ours[i].offset >= ends[i - 1]));
    // Nothing but a `;` is left between our end and the engine's.
    const std::string between = script.substr(end, ends[i] - end);
    CHECK(split_sqlite(between).empty());
    CHECK((ends[i] == script.size() || between.ends_with(';')));
  }
}

// sqlite3_complete says no at every earlier `;` of a statement, and yes at its own.
void check_against_complete(const Statement& statement) {
  const std::string text(statement.text);
  for (std::size_t at = text.find(';'); at != std::string::npos; at = text.find(';', at + 1)) {
    CAPTURE(text.substr(0, at + 1));
    CHECK(sqlite3_complete(text.substr(0, at + 1).c_str()) == 0);
  }
  CAPTURE(text);
  CHECK(sqlite3_complete((text + ";").c_str()) == 1);
}

}  // namespace

TEST_CASE("every statement of the SQLite corpus is one statement as sqlite3_complete sees it") {
  for (const std::string_view statement : corpus()) {
    const std::string text(statement);
    CAPTURE(text);
    const std::string script = text + "; select ';';";
    const auto statements = split_sqlite(script);
    REQUIRE(statements.size() == 2);
    CHECK(statements[0].text == text);
    CHECK(statements[1].text == "select ';'");
    check_against_complete(statements[0]);
  }
}

TEST_CASE("the SQLite corpus splits where sqlite3_prepare_v2 stops") {
  std::string script, airy;
  for (const std::string_view statement : corpus()) {
    script += std::string(statement) + ";";
    airy += "/* ; */ ; -- it's;\r\n" + std::string(statement) + "\n/* \" */ ; ";
  }
  check_against_engine(script);
  check_against_engine(airy);
  check_against_engine("select 1");
  check_against_engine(" ; ; -- nothing\n");
}

TEST_CASE("generated SQLite scripts split where sqlite3_prepare_v2 stops") {
  const std::vector<std::string> values = {"';'",          "'it''s'",
                                           "\"b;\"",       "[b;]",
                                           "`b;`",         "1",
                                           "x'3b'",        "'/*'",
                                           "'--'",         "case when 1 then ';' end",
                                           "(select ';')", "'end;'",
                                           "'ž;'"};
  const std::vector<std::string> gaps = {
      " ", "\n", " /* ; ' */ ", " -- ; end\n", "\t", " /* create trigger */ ", "\r\n"};
  std::uint64_t state = 7;
  const auto below = [&](std::size_t bound) {
    state = state * 6364136223846793005ULL + 1442695040888963407ULL;
    return static_cast<std::size_t>((state >> 33U) % bound);
  };
  const auto gap = [&] { return gaps[below(gaps.size())]; };
  const auto value = [&] { return values[below(values.size())]; };
  const auto action = [&](const std::string& row) {
    return below(2) == 0 ? "insert into t values (" + row + ")" : "select" + gap() + row + gap() + "from t";
  };
  for (int round = 0; round < 1500; ++round) {
    std::string script = "create table t (\"b;\" text);";
    const std::size_t statements = 1 + below(6);
    for (std::size_t i = 0; i < statements; ++i) {
      script += gap();
      switch (below(4)) {
        case 0:
          script += "create" + gap() + (below(2) == 0 ? "" : "temp" + gap()) + "trigger" + gap() + "r" +
                    std::to_string(i) + gap() + "after insert on t" + gap() + "begin" + gap() + "select " +
                    value() + gap() + "from t;" + gap() + "delete from t;" + gap() + "end";
          break;
        case 1:
          script += "select" + gap() + value() + "," + gap() + value() + gap() + "from t";
          break;
        case 2:
          script += "insert into t select " + value() + gap() + "from t";
          break;
        default:
          script += action("'" + std::to_string(i) + ";'");
          break;
      }
      script += gap() + ";";
    }
    check_against_engine(script);
    for (const Statement& statement : split_sqlite(script)) check_against_complete(statement);
  }
}

TEST_CASE("a trigger that does not end keeps the rest for the engine to complain about") {
  const auto statements = split_sqlite("create trigger x after insert on t begin select 1; select 2;");
  REQUIRE(statements.size() == 1);
}

TEST_CASE("SQLite quotes that never end are reported where they start") {
  CHECK(failure("select 1;\nselect 'a;") == "0001_a.sql:2:8: unterminated string");
  CHECK(failure("select \"a;") == "0001_a.sql:1:8: unterminated quoted identifier");
  CHECK(failure("select [a;") == "0001_a.sql:1:8: unterminated quoted identifier");
  CHECK(failure("select `a;") == "0001_a.sql:1:8: unterminated quoted identifier");
  CHECK(failure("select 1 /* ;") == "0001_a.sql:1:10: unterminated comment");
  CHECK(failure(std::string("select '\0'", 10)) == "0001_a.sql:1:9: NUL byte in SQL text");
}

TEST_CASE("triggers with many statements and large scripts take linear time") {
  std::string body;
  for (int i = 0; i < 200'000; ++i) body += "select case when 1 then 2 end; ";
  const auto statements = split_sqlite("create trigger x after insert on t begin " + body + "end; select 1;");
  REQUIRE(statements.size() == 2);
  std::string script;
  for (int i = 0; i < 200'000; ++i) script += "insert into t values (1, 'a;', \"b;\"); -- ;\n";
  CHECK(split_sqlite(script).size() == 200'000);
}

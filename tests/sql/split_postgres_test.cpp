// What the PostgreSQL splitter promises beyond libpg_query: psql's dialect (COPY data, \restrict), errors
// that point at where something starts, and no limit on depth or size.
#include <string>
#include <vector>

#include "base/error.h"
#include "sql/splitter.h"
#include "support/catch.h"
#include "support/errors.h"

using seedctl::base::Engine;
using seedctl::base::Error;
using seedctl::base::ErrorCode;
using seedctl::sql::split;
using seedctl::sql::Statement;

namespace {

std::vector<Statement> split_postgres(std::string_view script) {
  return split(script, Engine::postgres, "0001_a.sql");
}

std::vector<std::string> texts(std::string_view script) {
  std::vector<std::string> result;
  for (const Statement& statement : split_postgres(script)) result.emplace_back(statement.text);
  return result;
}

using Texts = std::vector<std::string>;

// "file:line:column: message" of the error that splitting ends with.
std::string failure(std::string_view script, std::uint32_t first_line = 1) {
  const Error error =
      seedctl::test::error_of([&] { split(script, Engine::postgres, "0001_a.sql", first_line); });
  CHECK(error.code() == ErrorCode::migration);
  return seedctl::test::with_place(error);
}

}  // namespace

TEST_CASE("a statement runs from its first token to its last without the semicolon") {
  CHECK(texts("") == Texts{});
  CHECK(texts(" \r\n\t") == Texts{});
  CHECK(texts(";;; ;") == Texts{});
  CHECK(texts("-- only a comment") == Texts{});
  CHECK(texts("/* a */ -- b\n; /* c */") == Texts{});
  CHECK(texts("select 1") == Texts{"select 1"});
  CHECK(texts(" -- a\n select 1 /* b */ ; -- c\n") == Texts{"select 1"});
  CHECK(texts("select 1 -- a\n + 2 -- b\n;select 3;") == Texts{"select 1 -- a\n + 2", "select 3"});
}

TEST_CASE("offsets count bytes of the script and point at the first token") {
  const std::string script = "/* é */ select 'ü';\r\n  -- x\r\n  select 2;";
  const auto statements = split_postgres(script);
  REQUIRE(statements.size() == 2);
  for (const Statement& statement : statements) {
    CHECK(script.substr(statement.offset, statement.text.size()) == statement.text);
    CHECK(statement.text.data() == script.data() + statement.offset);
  }
}

TEST_CASE("a UTF-8 byte order mark is skipped") {
  const std::string script = "\xEF\xBB\xBFselect 1;";
  const auto statements = split_postgres(script);
  REQUIRE(statements.size() == 1);
  CHECK(statements[0].text == "select 1");
  CHECK(statements[0].offset == 3);
  CHECK(failure("\xEF\xBB\xBFselect 'a") == "0001_a.sql:1:8: unterminated string");
}

TEST_CASE("the lines of COPY FROM stdin belong to their statement") {
  const std::string script =
      "copy t (a, b) from stdin;\n"
      "1\tit's; a \"line\"\n"
      "2\t$$ /* --\n"
      "\n"
      "3\t\\N\n"
      "\\.\n"
      "select 1;";
  const auto statements = split_postgres(script);
  REQUIRE(statements.size() == 2);
  CHECK(statements[0].is_copy);
  CHECK(statements[0].text == "copy t (a, b) from stdin");
  CHECK(statements[0].copy_data == "1\tit's; a \"line\"\n2\t$$ /* --\n\n3\t\\N\n");
  CHECK_FALSE(statements[1].is_copy);
  CHECK(statements[1].copy_data.empty());
  CHECK(statements[1].text == "select 1");
}

TEST_CASE("COPY data ends at a line of backslash and point with either line ending") {
  const auto data_of = [](std::string_view script) {
    const auto statements = split_postgres(script);
    REQUIRE(statements.size() == 1);
    CHECK(statements[0].is_copy);
    return std::string(statements[0].copy_data);
  };
  CHECK(data_of("COPY t FROM STDIN;\r\n1\r\n\\.\r\n") == "1\r\n");
  CHECK(data_of("COPY t FROM STDIN;\n\\.\n") == "");
  CHECK(data_of("COPY t FROM STDIN;\n1\n\\.") == "1\n");
  CHECK(data_of("COPY t FROM STDIN WITH (FORMAT csv, DELIMITER ';');\n1;2\n\\.") == "1;2\n");
  CHECK(data_of("COPY \"t;\" FROM STDIN; -- data follows\n1\n\\.\n") == "1\n");
  CHECK(data_of("copy s.t (\"a\")\n  from /* here */ stdin where a > 1;\n x\\.\n \\.\n\\.\n") ==
        " x\\.\n \\.\n");
}

TEST_CASE("a COPY that reads no data from the script is a plain statement") {
  for (const char* script :
       {"copy t to stdout;", "copy t from '/tmp/stdin';", "copy t from program 'cat stdin';",
        "copy (select stdin from stdin) to stdout;", "select copy from stdin;", "copy stdin from '/x';"}) {
    CAPTURE(script);
    const auto statements = split_postgres(script);
    REQUIRE(statements.size() == 1);
    CHECK_FALSE(statements[0].is_copy);
  }
}

TEST_CASE("restrict and unrestrict lines of pg_dump are skipped") {
  const std::string script =
      "--\n-- PostgreSQL database dump\n--\n\n\\restrict aBc;'x\n\nSET x = 1;\n\\unrestrict aBc;'x\r\nselect "
      "2;\n\\restrict";
  CHECK(texts(script) == Texts{"SET x = 1", "select 2"});
}

TEST_CASE("what never ends is reported where it starts") {
  const struct {
    const char* script;
    const char* error;
  } cases[] = {
      {"select 1;\n  select 'abc;\nselect 2;", "0001_a.sql:2:10: unterminated string"},
      {"select E'a\\';", "0001_a.sql:1:8: unterminated string"},
      {"select 'é', 'ü;", "0001_a.sql:1:13: unterminated string"},
      {"select U&'a", "0001_a.sql:1:8: unterminated string"},
      {"select X'a", "0001_a.sql:1:8: unterminated string"},
      {"select 1 as \"a;\r\n;", "0001_a.sql:1:13: unterminated quoted identifier"},
      {"\r\n\tselect 1 /* /* */ ;", "0001_a.sql:2:11: unterminated comment"},
      {"/*", "0001_a.sql:1:1: unterminated comment"},
      {"/*/", "0001_a.sql:1:1: unterminated comment"},
      {"do $a$ begin; $b$; end $$", "0001_a.sql:1:4: unterminated dollar-quoted string $a$"},
      {"select $$", "0001_a.sql:1:8: unterminated dollar-quoted string $$"},
      {"select 0;\ncreate function f() returns int begin atomic select case when true then 1 end;",
       "0001_a.sql:2:33: unterminated BEGIN ATOMIC"},
      {"select 1;\ncopy t from stdin;\n1\t2\n", "0001_a.sql:2:1: unterminated COPY data"},
      {"copy t from stdin", "0001_a.sql:1:1: unterminated COPY data"},
      {"copy t from stdin; select 1;\n\\.\n",
       "0001_a.sql:1:19: something follows COPY ... FROM stdin on its line"},
  };
  for (const auto& [script, error] : cases) {
    CAPTURE(script);
    CHECK(failure(script) == error);
  }
}

TEST_CASE("other psql commands are refused by name and place") {
  const struct {
    const char* script;
    const char* error;
  } cases[] = {
      {"\\i other.sql", "0001_a.sql:1:1: psql command \\i is not understood"},
      {"select 1;\n  \\connect db", "0001_a.sql:2:3: psql command \\connect is not understood"},
      {"\\set ON_ERROR_STOP on", "0001_a.sql:1:1: psql command \\set is not understood"},
      {"select 1 \\gset", "0001_a.sql:1:10: psql command \\gset is not understood"},
      {"select 1 \\restrict x", "0001_a.sql:1:10: psql command \\restrict is not understood"},
      {"\\restricted x", "0001_a.sql:1:1: psql command \\restricted is not understood"},
      {"\\! ls", "0001_a.sql:1:1: psql command \\! is not understood"},
      {"\\", "0001_a.sql:1:1: psql command \\ is not understood"},
      {"select 1;\n\\.\n", "0001_a.sql:2:1: \\. without COPY ... FROM stdin before it"},
  };
  for (const auto& [script, error] : cases) {
    CAPTURE(script);
    CHECK(failure(script) == error);
  }
}

TEST_CASE("NUL and UTF-16 are refused") {
  using namespace std::string_literals;
  CHECK(failure("select 1;\n select '\0';"s) == "0001_a.sql:2:10: NUL byte in SQL text");
  CHECK(failure("\xFF\xFEs\0e\0"s) == "0001_a.sql:1:1: the text is UTF-16");
  CHECK(failure("\xFE\xFF\0s\0e"s) == "0001_a.sql:1:1: the text is UTF-16");
}

TEST_CASE("lines count from the place of the script in its file") {
  CHECK(failure("select 1;\n 'a", 10) == "0001_a.sql:11:2: unterminated string");
  const Error error =
      seedctl::test::error_of([&] { split("select 1;\n select 'abc", Engine::postgres, "f.sql", 40); });
  CHECK_THAT(error.excerpt, ContainsSubstring(" select 'abc"));
  CHECK_THAT(error.excerpt, ContainsSubstring("^"));
}

TEST_CASE("a comment between the parts of an escape string does not end it") {
  // As PostgreSQL 15's server reads it; libpg_query does not.
  CHECK(texts("select E'a;\\'' -- it's;\n\n  'b\\';' as c; select 2") ==
        Texts{"select E'a;\\'' -- it's;\n\n  'b\\';' as c", "select 2"});
}

TEST_CASE("an unclosed parenthesis is left to the server") {
  CHECK(texts("create table t (a int;\nselect 1;").size() == 1);
  CHECK(texts("select 1); select 2;") == Texts{"select 1)", "select 2"});
}

TEST_CASE("depth and size have no limit") {
  constexpr std::size_t kDepth = 100'000;
  const auto repeat = [](std::string_view part, std::size_t times) {
    std::string text;
    for (std::size_t i = 0; i < times; ++i) text += part;
    return text;
  };
  SECTION("nested comments") {
    CHECK(texts("select 1 " + repeat("/*;", kDepth) + repeat("*/", kDepth) + "; select 2").size() == 2);
    CHECK(failure(repeat("/*", kDepth)) == "0001_a.sql:1:1: unterminated comment");
  }
  SECTION("nested parentheses") {
    CHECK(texts("select " + repeat("(", kDepth) + ";" + repeat(")", kDepth) + "; select 2").size() == 2);
  }
  SECTION("nested CASE in a body") {
    const std::string body = repeat("case when ", kDepth) + "1" + repeat(" end", kDepth);
    CHECK(texts("create function f() returns int begin atomic select " + body + "; end; select 2").size() ==
          2);
  }
  SECTION("ten megabytes of statements") {
    const std::string row = "insert into t values (1, 'it''s; a row', E'\\';', $a$;$a$); -- ;\n";
    const std::size_t rows = 10 * 1024 * 1024 / row.size() + 1;
    CHECK(split_postgres(repeat(row, rows)).size() == rows);
  }
  SECTION("ten megabytes in one token") {
    CHECK(texts("select '" + repeat("a;", 5 * 1024 * 1024) + "'; select 2").size() == 2);
    CHECK(texts("select " + repeat("$a ", 3 * 1024 * 1024) + "; select 2").size() == 2);
  }
  SECTION("ten megabytes of COPY data") {
    const auto statements = split_postgres("copy t from stdin;\n" + repeat("1\ta;'\n", 2'000'000) + "\\.\n");
    REQUIRE(statements.size() == 1);
    CHECK(statements[0].copy_data.size() == 12'000'000);
  }
}

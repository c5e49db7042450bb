// Places: line and column of an offset, and the offset of a name that an engine complains about.
#include <string>
#include <vector>

#include "sql/splitter.h"
#include "support/catch.h"

using seedctl::base::Engine;
using seedctl::sql::find_identifier;
using seedctl::sql::leading_words;
using seedctl::sql::position_of;

TEST_CASE("a position counts lines from the first line and columns in code points") {
  const struct {
    std::string_view text;
    std::string_view until;  // the offset meant is where this starts
    std::uint32_t line, column;
  } cases[] = {
      {"abc", "abc", 1, 1},      {"abc", "c", 1, 3},           {"a\nbc", "bc", 2, 1},
      {"a\r\nbc", "c", 2, 2},    {"a\n\n\tx", "x", 3, 2},      {"é🚲x", "x", 1, 3},
      {"é\néx", "x", 2, 2},      {"\xEF\xBB\xBFx", "x", 1, 1}, {"\xEF\xBB\xBF\nx", "x", 2, 1},
      {"a\r\n\r\nb", "b", 3, 1}, {"\xFFx", "x", 1, 2},
  };
  for (const auto& [text, until, line, column] : cases) {
    CAPTURE(text);
    const auto position = position_of(text, text.find(until), "f.sql");
    CHECK(position.line == line);
    CHECK(position.column == column);
  }
  CHECK(position_of("a\nb", 2, "f.sql", 10).str() == "f.sql:11:1");
  CHECK(position_of("ab", 99, "f.sql").str() == "f.sql:1:3");
}

TEST_CASE("leading words skip comments and stop at the first token that is no word") {
  using Words = std::vector<std::string>;
  CHECK(leading_words("create table rent (id int)", 3) == Words{"CREATE", "TABLE", "RENT"});
  CHECK(leading_words("create table rent (id int)", 9) == Words{"CREATE", "TABLE", "RENT"});
  CHECK(leading_words("-- x\n/* y */ Create /* z */ table", 2) == Words{"CREATE", "TABLE"});
  CHECK(leading_words("drop table \"Re\"\"nt\", x", 5) == Words{"DROP", "TABLE", "Re\"nt"});
  CHECK(leading_words("drop table [Rent x]", 5, Engine::sqlite) == Words{"DROP", "TABLE", "Rent x"});
  CHECK(leading_words("(select 1)", 2) == Words{});
  CHECK(leading_words("", 2) == Words{});
}

TEST_CASE("an identifier is found as a token outside strings and comments") {
  const struct {
    std::string_view statement;
    std::string_view name;
    std::size_t offset;
  } cases[] = {
      {"select customer from t", "customer", 7},
      {"select CUSTOMER from t", "customer", 7},
      {"select 'customer', customer", "customer", 19},
      {"select 1 -- customer\n, customer", "customer", 23},
      {"select /* customer */ customer", "customer", 22},
      {"select customers, customer", "customer", 18},
      {"select \"customer\"", "customer", 7},
      {"select [customer], 1", "customer", 7},
      {"select `customer`, 1", "customer", 7},
      {"select \"a\"\"b\"", "a\"b", 7},
      {"insert into order_line values (1)", "main.order_line", 12},
      {"insert into main.order_line values (1)", "main.order_line", 12},
      {"select u.age, u.agee from u", "u.agee", 14},
      {"select u . \"agee\" from u", "u.agee", 7},
      {"select \"a.b\" from u", "a.b", 7},
      {"select x'00', x from u", "x", 14},
      {"select customer", "custom", std::string_view::npos},
      {"select \"Customer\"", "customer", std::string_view::npos},
      {"select 1", "", std::string_view::npos},
      {"", "a", std::string_view::npos},
      {"select 'a", "a", std::string_view::npos},
  };
  for (const auto& [statement, name, offset] : cases) {
    CAPTURE(statement, name);
    CHECK(find_identifier(statement, name) == offset);
  }
  CHECK(find_identifier("select $$ a $$, a", "a", Engine::postgres) == 16);
}

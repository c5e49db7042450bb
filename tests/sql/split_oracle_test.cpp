// The PostgreSQL splitter against libpg_query's parser and scanner: same number of statements, same places,
// over a corpus of hard statements, over thousands of scripts made of fragments, and over mutations of those
// that still parse.
#include <pg_query.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "sql/splitter.h"
#include "statement_corpus.h"
#include "support/catch.h"

using seedctl::base::Engine;
using seedctl::sql::Statement;

namespace {

// White space and comments at the front, without the lexer under test.
std::string_view without_leading_space(std::string_view text) {
  while (!text.empty()) {
    if (std::string_view(" \t\r\n\f\v").find(text.front()) != std::string_view::npos) {
      text.remove_prefix(1);
    } else if (text.starts_with("--")) {
      text.remove_prefix(std::min(text.find_first_of("\r\n"), text.size()));
    } else if (text.starts_with("/*")) {
      int depth = 0;
      do {
        if (text.starts_with("/*")) {
          ++depth;
          text.remove_prefix(2);
        } else if (text.starts_with("*/")) {
          --depth;
          text.remove_prefix(2);
        } else {
          text.remove_prefix(1);
        }
      } while (depth > 0 && !text.empty());
    } else {
      break;
    }
  }
  return text;
}

struct Range {
  std::size_t offset = 0;
  std::string_view text;
};

// What libpg_query makes of a script; nullopt, and why, where it cannot read it.
template <typename Split>
std::optional<std::vector<Range>> oracle(const std::string& script, Split split, std::string* why = nullptr) {
  const PgQuerySplitResult result = split(script.c_str());
  std::optional<std::vector<Range>> ranges;
  if (result.error == nullptr) {
    ranges.emplace();
    for (int i = 0; i < result.n_stmts; ++i) {
      const auto begin = static_cast<std::size_t>(result.stmts[i]->stmt_location);
      const std::string_view all =
          std::string_view(script).substr(begin, static_cast<std::size_t>(result.stmts[i]->stmt_len));
      const std::string_view text = without_leading_space(all);
      if (!text.empty()) ranges->push_back({begin + (all.size() - text.size()), text});
    }
  }
  if (result.error != nullptr && why != nullptr) *why = result.error->message;
  pg_query_free_split_result(result);
  return ranges;
}

// "" where both agree, else what differs.
std::string difference(const std::vector<Statement>& ours, const std::vector<Range>& theirs) {
  if (ours.size() != theirs.size()) {
    return std::to_string(ours.size()) + " statements instead of " + std::to_string(theirs.size());
  }
  for (std::size_t i = 0; i < ours.size(); ++i) {
    const std::string_view text = ours[i].text;
    const bool same = ours[i].offset == theirs[i].offset && theirs[i].text.starts_with(text) &&
                      without_leading_space(theirs[i].text.substr(text.size())).empty();
    if (!same) return "statement " + std::to_string(i + 1) + ": <" + std::string(text) + ">";
  }
  return "";
}

std::string compare_with_parser(const std::string& script) {
  std::string why;
  const auto theirs = oracle(script, pg_query_split_with_parser, &why);
  if (!theirs) return "libpg_query cannot parse it: " + why;
  return difference(seedctl::sql::split(script, Engine::postgres, "test.sql"), *theirs);
}

// The same numbers on every machine: splitmix64.
class Draws {
 public:
  explicit Draws(std::uint64_t seed) : state_(seed) {}
  std::size_t below(std::size_t bound) {
    std::uint64_t z = (state_ += 0x9E3779B97F4A7C15ULL);
    z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27U)) * 0x94D049BB133111EBULL;
    return static_cast<std::size_t>((z ^ (z >> 31U)) % bound);
  }
  template <typename List>
  auto pick(const List& list) -> decltype(list[0]) {
    return list[below(list.size())];
  }

 private:
  std::uint64_t state_;
};

using Words = std::vector<std::string_view>;

const Words kGaps = {" ",         " ",        " ",     "\n",           "\r\n",         "\t",
                     " /* ; */ ", " -- ;'\n", "/*'*/", "\n--\"$$\r\n", " /*/*;*/;*/ ", " --\r",
                     "/* $a$ */ "};
const Words kAtoms = {"1",
                      "1.5e3",
                      "';'",
                      "''''",
                      "E'\\';'",
                      "E'\\\\'",
                      "$$;'$$",
                      "$a$;$$\"$a$",
                      "\";\"",
                      "\"a\"\"b;\"",
                      "a$b",
                      "t.end",
                      "$1",
                      "null",
                      "B'01'",
                      "U&'\\0061;'",
                      "'\\'",
                      "'é;🚲'",
                      "x.\"case;\"",
                      "e",
                      "$_$ $ $a; $_$",
                      "'a'\n'b;'",
                      "E'a;'\r\n \n'\\';'",
                      "5.",
                      ".5"};
const Words kOperators = {"+", "-",   "*",  "/",  "||",  "<=", "<>",
                          "=", "->>", "@>", "~*", "and", "or", "is distinct from"};

// Grammar-driven scripts: every production is valid SQL, with gaps full of traps between tokens.
class ScriptMaker {
 public:
  explicit ScriptMaker(std::uint64_t seed) : draws_(seed) {}

  std::string script() {
    std::string text;
    const std::size_t statements = 1 + draws_.below(8);
    for (std::size_t i = 0; i < statements; ++i) {
      if (draws_.below(6) == 0) text += gap();
      if (draws_.below(12) == 0) text += ";";
      text += statement();
      if (draws_.below(3) == 0) text += gap();
      text += ";";
      if (draws_.below(2) == 0) text += gap();
    }
    if (draws_.below(4) == 0) text += " select 1";
    if (draws_.below(4) == 0) text += gap();
    return text;
  }

 private:
  std::string gap() {
    std::string text;
    for (std::size_t n = 1 + draws_.below(3); n > 0; --n) text += draws_.pick(kGaps);
    return " " + text + " ";
  }

  std::string expression(int depth = 0) {
    switch (depth > 3 ? 0 : draws_.below(6)) {
      case 1:  // in parentheses, since comparisons do not chain
        return "(" + expression(depth + 1) + ")" + gap() + std::string(draws_.pick(kOperators)) + gap() +
               atom();
      case 2:
        return "(" + gap() + expression(depth + 1) + gap() + ")";
      case 3:
        return "case" + gap() + "when" + gap() + expression(depth + 1) + gap() + "then" + gap() +
               expression(depth + 1) + gap() + "else" + gap() + atom() + gap() + "end";
      case 4:
        return "f(" + expression(depth + 1) + "," + gap() + expression(depth + 1) + ")";
      case 5:
        return "(select" + gap() + expression(depth + 1) + ")";
      default:
        return atom();
    }
  }
  std::string atom() { return std::string(draws_.pick(kAtoms)); }

  std::string statement() {
    switch (draws_.below(9)) {
      case 0:
        return std::string(draws_.pick(statement_corpus()));
      case 1:
        return "insert into t values" + gap() + "(" + expression() + "," + gap() + atom() + ")";
      case 2:
        return "update t set a =" + gap() + expression() + gap() + "where" + gap() + expression();
      case 3:
        return "create rule r as on insert to t do (" + gap() + "select " + expression() + ";" + gap() +
               "delete from t;" + gap() + ")";
      case 4:
        return "create" + gap() + (draws_.below(2) == 0 ? "or" + gap() + "replace " : "") +
               "function f() returns int" + gap() + "begin" + gap() + "atomic" + gap() + "select " +
               expression() + ";" + gap() + "select " + expression() + gap() + ";" + gap() + "end";
      case 5:
        return "do" + gap() + "$b$ begin " + expression() + "; end $b$";
      case 6:
        return "create table t (a text default " + atom() + "," + gap() + "check (" + expression() + "))";
      default:
        return "select" + gap() + expression() + gap() + "as" + gap() + "\"x;\"";
    }
  }

  Draws draws_;
};

}  // namespace

TEST_CASE("every statement of the corpus is one statement as libpg_query sees it") {
  REQUIRE(statement_corpus().size() >= 150);
  for (const std::string_view statement : statement_corpus()) {
    const std::string text(statement);
    CAPTURE(text);
    CHECK(compare_with_parser(text) == "");
    CHECK(compare_with_parser(text + ";") == "");
    CHECK(compare_with_parser("/* ; */ -- '\n" + text + " /* ; */ ; -- ;\n select ';'") == "");
    CHECK(seedctl::sql::split(text, Engine::postgres, "test.sql").size() == 1);
  }
}

TEST_CASE("the corpus as one script splits where libpg_query splits it") {
  std::string script;
  for (const std::string_view statement : statement_corpus()) script += std::string(statement) + ";\n";
  CHECK(compare_with_parser(script) == "");
  CHECK(seedctl::sql::split(script, Engine::postgres, "test.sql").size() == statement_corpus().size());
}

TEST_CASE("libpg_query's scanner agrees where no function has a BEGIN ATOMIC body") {
  for (const std::string_view statement : statement_corpus()) {
    const std::string text = std::string(statement) + "; select 1";
    if (text.find("tomic") != std::string::npos || text.find("ATOMIC") != std::string::npos) continue;
    CAPTURE(text);
    const auto theirs = oracle(text, pg_query_split_with_scanner);
    REQUIRE(theirs.has_value());
    CHECK(difference(seedctl::sql::split(text, Engine::postgres, "test.sql"), *theirs) == "");
  }
}

TEST_CASE("thousands of scripts made of valid fragments split where libpg_query splits them") {
  constexpr std::uint64_t kScripts = 6000;
  std::size_t failures = 0;
  for (std::uint64_t seed = 0; seed < kScripts && failures < 3; ++seed) {
    const std::string script = ScriptMaker(seed).script();
    const std::string result = compare_with_parser(script);
    if (result.empty()) continue;
    ++failures;
    CAPTURE(seed, script);
    CHECK(result == "");
  }
  CHECK(failures == 0);
}

TEST_CASE("a mutated script splits like libpg_query if that still parses it and never crashes") {
  constexpr std::uint64_t kScripts = 6000;
  const Words pieces = {"'", "\"", "$$",           "$a$", "/*",   "*/", "--", "\n", ";",
                        "(", ")",  "begin atomic", "end", "case", "E'", "$",  "a",  "1"};
  std::size_t parsed = 0;
  std::size_t failures = 0;
  for (std::uint64_t seed = 0; seed < kScripts && failures < 3; ++seed) {
    std::string script = ScriptMaker(seed + kScripts).script();
    Draws draws(seed);
    for (std::size_t n = 1 + draws.below(2); n > 0; --n) {
      const std::size_t at = draws.below(script.size());
      if (draws.below(2) == 0) {
        script.erase(at, 1 + draws.below(3));
      } else {
        script.insert(at, draws.pick(pieces));
      }
    }
    const auto theirs = oracle(script, pg_query_split_with_parser);
    std::string result;
    try {
      const std::vector<Statement> ours = seedctl::sql::split(script, Engine::postgres, "test.sql");
      if (theirs) result = difference(ours, *theirs);
    } catch (const seedctl::base::Error& error) {
      if (theirs) result = error.message();
    }
    if (theirs) ++parsed;
    if (result.empty()) continue;
    ++failures;
    CAPTURE(seed, script);
    CHECK(result == "");
  }
  CHECK(failures == 0);
  CHECK(parsed > kScripts / 20);  // else the mutations test nothing
}

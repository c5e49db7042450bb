// Tokens per engine, and the promise that tokens and gaps together are the text.
#include "sql/lexer.h"

#include <string>
#include <vector>

#include "statement_corpus.h"
#include "support/catch.h"

using seedctl::base::Engine;
using seedctl::sql::identifier_of;
using seedctl::sql::Lexer;
using seedctl::sql::Token;
using seedctl::sql::TokenKind;

namespace {

const char* name_of(TokenKind kind) {
  switch (kind) {
    case TokenKind::word:
      return "word";
    case TokenKind::quoted_word:
      return "name";
    case TokenKind::text:
      return "text";
    case TokenKind::number:
      return "number";
    case TokenKind::parameter:
      return "parameter";
    case TokenKind::semicolon:
      return "semicolon";
    case TokenKind::open:
      return "open";
    case TokenKind::close:
      return "close";
    case TokenKind::symbol:
      return "symbol";
    case TokenKind::comment:
      return "comment";
    case TokenKind::end:
      return "end";
  }
  return "?";
}

std::string tokens(std::string_view text, Engine engine) {
  std::string result;
  Lexer lexer(text, engine);
  for (Token token = lexer.next(); token.kind != TokenKind::end; token = lexer.next()) {
    if (!result.empty()) result += ' ';
    result += std::string(name_of(token.kind)) + "<" + std::string(token.text) + ">" +
              (token.terminated ? "" : "!");
  }
  return result;
}

}  // namespace

TEST_CASE("PostgreSQL tokens") {
  const struct {
    const char* text;
    const char* tokens;
  } cases[] = {
      {"", ""},
      {"a_1$b \"c\"\"d\"", "word<a_1$b> name<\"c\"\"d\">"},
      {"e'\\''E'x'", "text<e'\\''> text<E'x'>"},
      {"u&'x' U&\"y\" N'z' b'1' X'1f'", "text<u&'x'> name<U&\"y\"> text<N'z'> text<b'1'> text<X'1f'>"},
      {"u & 'x'", "word<u> symbol<&> text<'x'>"},
      {"name'x'", "word<name> text<'x'>"},
      {"$1$$a$$ $x$b$x$", "parameter<$1> text<$$a$$> text<$x$b$x$>"},
      {"a$$b $ $c", "word<a$$b> symbol<$> symbol<$> word<c>"},
      {"1 1.5 .5 5. 1e5 1.5E-3 0x1F 1_000",
       "number<1> number<1.5> number<.5> number<5.> number<1e5> number<1.5E-3> number<0x1F> number<1_000>"},
      {"1..n", "number<1> symbol<.> symbol<.> word<n>"},
      {"1E'\\''", "number<1> text<E'\\''>"},
      {"(a);", "open<(> word<a> close<)> semicolon<;>"},
      {"a<=b::int", "word<a> symbol<<> symbol<=> word<b> symbol<:> symbol<:> word<int>"},
      {"--a\rb /*c/*d*/e*/", "comment<--a> word<b> comment</*c/*d*/e*/>"},
      {"[a] `b`", "symbol<[> word<a> symbol<]> symbol<`> word<b> symbol<`>"},
      {"'a", "text<'a>!"},
      {"E'a\\'", "text<E'a\\'>!"},
      {"\"a", "name<\"a>!"},
      {"/*a", "comment</*a>!"},
      {"$$a$", "text<$$a$>!"},
      {"žluť", "word<žluť>"},
  };
  for (const auto& [text, expected] : cases) {
    CAPTURE(text);
    CHECK(tokens(text, Engine::postgres) == expected);
  }
}

TEST_CASE("SQLite tokens") {
  const struct {
    const char* text;
    const char* tokens;
  } cases[] = {
      {"[a b] `c``d` \"e\"\"f\"", "name<[a b]> name<`c``d`> name<\"e\"\"f\">"},
      {"e'\\'", "word<e> text<'\\'>"},
      {"x'1f' 'a''b'", "text<x'1f'> text<'a''b'>"},
      {"? ?1 :a @b $c", "parameter<?> parameter<?1> parameter<:a> parameter<@b> parameter<$c>"},
      {"$$a$$", "parameter<$$a$$>"},
      {"/*a/*b*/c", "comment</*a/*b*/> word<c>"},
      {"--a\rb\nc", "comment<--a\rb> word<c>"},
      {"[a", "name<[a>!"},
      {"`a", "name<`a>!"},
  };
  for (const auto& [text, expected] : cases) {
    CAPTURE(text);
    CHECK(tokens(text, Engine::sqlite) == expected);
  }
}

TEST_CASE("identifiers lose their quotes") {
  const auto name = [](std::string_view text, Engine engine) {
    return identifier_of(Lexer(text, engine).next());
  };
  CHECK(name("Rent", Engine::postgres) == "Rent");
  CHECK(name("\"a\"\"b\"", Engine::postgres) == "a\"b");
  CHECK(name("U&\"a\"", Engine::postgres) == "a");
  CHECK(name("[a b]", Engine::sqlite) == "a b");
  CHECK(name("`a``b`", Engine::sqlite) == "a`b");
  CHECK(name("\"\"", Engine::sqlite) == "");
  CHECK(name("\"", Engine::sqlite) == "");
  CHECK(name("\"a\"\"", Engine::sqlite) == "a\"");
}

TEST_CASE("keywords are words in any case and never quoted") {
  const auto token = [](std::string_view text) { return Lexer(text, Engine::postgres).next(); };
  CHECK(token("CoPy").is("COPY"));
  CHECK_FALSE(token("copy_").is("COPY"));
  CHECK_FALSE(token("\"COPY\"").is("COPY"));
  CHECK_FALSE(token("'COPY'").is("COPY"));
  CHECK_FALSE(token("").is(""));
}

TEST_CASE("tokens cover everything but white space and every prefix can be read") {
  for (const Engine engine : {Engine::postgres, Engine::sqlite}) {
    for (const std::string_view statement : statement_corpus()) {
      for (std::size_t size = 0; size <= statement.size(); ++size) {
        const std::string_view text = statement.substr(0, size);
        Lexer lexer(text, engine);
        std::size_t at = 0;
        bool covered = true;
        for (Token token = lexer.next(); token.kind != TokenKind::end; token = lexer.next()) {
          const std::string_view gap = text.substr(at, token.offset - at);
          covered = covered && token.offset >= at && !token.text.empty() &&
                    gap.find_first_not_of(" \t\r\n\f\v") == std::string_view::npos &&
                    text.substr(token.offset, token.text.size()) == token.text;
          at = token.end();
        }
        CAPTURE(text);
        REQUIRE(covered);
        REQUIRE(text.find_first_not_of(" \t\r\n\f\v", at) == std::string_view::npos);
      }
    }
  }
}

// The text is bounded by our own lexer, parsed as `select (..)`, and freed of everything in the statement
// that is not the one expression.
#include "sql/expression.h"

#include <fmt/format.h>
#include <pg_query.h>

#include <memory>
#include <nlohmann/json.hpp>

#include "base/engine.h"
#include "base/text.h"
#include "sql/check_operand.h"
#include "sql/expression_reader.h"
#include "sql/lexer.h"

namespace seedctl::sql {
namespace {

using nlohmann::json;

// Operators, names and keywords together: each may be one level of the tree that libpg_query walks by
// recursion. Far more than people write; what is in lists of constants does not count.
constexpr std::size_t kMaxExpressionParts = 4'000;
// Longer identifiers are cut by the parser (NAMEDATALEN) and would name another column.
constexpr std::size_t kMaxIdentifierBytes = 63;

// The parentheses keep the text from going on as a statement; the line end keeps a comment from hiding the
// last one.
constexpr std::string_view kBefore = "select (", kAfter = "\n)";

[[noreturn]] void fail(std::size_t offset, std::string message, std::string hint = {}) {
  throw ExpressionSyntaxError{std::move(message), std::move(hint), offset};
}

void require_ended(const Token& token) {
  if (token.terminated) return;
  fail(token.offset,
       token.kind == TokenKind::comment ? "this comment never ends" : "this quote is never closed");
}

// What the parser cannot be asked: whether it would survive the text, and whether the text is closed in
// itself.
void require_bounded(std::string_view text) {
  if (text.size() > kMaxExpressionBytes) {
    fail(0, fmt::format("an expression may have {} bytes; this has {}",
                        base::with_thousands(kMaxExpressionBytes), base::with_thousands(text.size())));
  }
  Lexer lexer(text, base::Engine::postgres);
  int depth = 0;
  std::size_t parts = 0;
  for (Token token = lexer.next(); token.kind != TokenKind::end; token = lexer.next()) {
    require_ended(token);
    if (token.kind == TokenKind::semicolon) fail(token.offset, "an expression has no semicolon");
    if (token.kind == TokenKind::parameter) {
      fail(token.offset,
           fmt::format("{} is a parameter, and nobody gives it a value", base::printable(token.text)));
    }
    const bool name = token.kind == TokenKind::word || token.kind == TokenKind::quoted_word;
    if (name && identifier_of(token).size() > kMaxIdentifierBytes) {
      fail(token.offset, fmt::format("a name has at most {} bytes", kMaxIdentifierBytes));
    }
    if (token.kind == TokenKind::open && ++depth > kMaxExpressionDepth) {
      fail(token.offset, fmt::format("nested deeper than {} levels", kMaxExpressionDepth));
    }
    if (token.kind == TokenKind::close && --depth < 0) fail(token.offset, "this parenthesis closes nothing");
    if ((name || (token.kind == TokenKind::symbol && !token.is_symbol(','))) &&
        ++parts > kMaxExpressionParts) {
      fail(token.offset,
           fmt::format("more than {} operators and names", base::with_thousands(kMaxExpressionParts)));
    }
  }
  if (depth > 0) fail(text.size(), "a parenthesis is never closed");
}

// libpg_query counts characters from 1.
std::size_t offset_of_error(int cursor, const std::string& source, std::size_t size) {
  if (cursor < 1) return 0;
  const std::size_t at = base::byte_offset_of(source, static_cast<std::size_t>(cursor - 1));
  return at < kBefore.size() ? 0 : std::min(at - kBefore.size(), size);
}

json parse_tree(const std::string& source, std::size_t size) {
  const auto free_result = [](PgQueryParseResult* result) {
    pg_query_free_parse_result(*result);
    delete result;
  };
  const std::unique_ptr<PgQueryParseResult, decltype(free_result)> result(
      new PgQueryParseResult(pg_query_parse(source.c_str())), free_result);
  if (result->error != nullptr) {
    const std::size_t offset = offset_of_error(result->error->cursorpos, source, size);
    if (offset == size) fail(offset, "the expression ends too early");
    fail(offset, result->error->message);
  }
  return json::parse(result->parse_tree);
}

// The select's only value; whatever else the text made of it is refused.
const json& only_value(const json& tree) {
  const json& select = child(child(tree["stmts"][0], "stmt"), "SelectStmt");
  for (const auto& [key, part] : select.items()) {
    if (key == "targetList" || key == "limitOption" || key == "op") continue;
    fail(0, "an expression is no query");
  }
  const json& targets = child(select, "targetList");
  if (targets.size() != 1) fail(0, "one expression is wanted, not several");
  return child(child(targets[0], "ResTarget"), "val");
}

}  // namespace

ExpressionTree parse_expression(std::string_view text) {
  if (text.find('\0') != std::string_view::npos) fail(text.find('\0'), "a NUL character");
  if (base::trim(text).empty()) fail(0, "the expression is empty");
  require_bounded(text);
  std::string source(kBefore);
  source.append(text).append(kAfter);
  const json tree = parse_tree(source, text.size());
  return read_expression(only_value(tree), source, kBefore.size());
}

}  // namespace seedctl::sql

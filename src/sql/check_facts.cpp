// From a CHECK's text to a parse tree: the text is bounded, freed of what is not expression, and parsed as
// `select (..)`.
#include "sql/check_facts.h"

#include <pg_query.h>

#include <memory>
#include <nlohmann/json.hpp>

#include "base/engine.h"
#include "base/text.h"
#include "sql/check_tree.h"
#include "sql/dialect.h"
#include "sql/lexer.h"

namespace seedctl::sql {
namespace {

using base::Engine;
using nlohmann::json;

// Longer identifiers are cut by the parser (NAMEDATALEN) and would name another column.
constexpr std::size_t kMaxIdentifierBytes = 63;

// The expression inside "CHECK (..) NO INHERIT NOT VALID"; other text as it is.
std::string_view without_check(std::string_view text) {
  Lexer lexer(text, Engine::postgres);
  if (!lexer.next_code().is("CHECK")) return text;
  const Token open = lexer.next_code();
  if (open.kind != TokenKind::open) return text;
  std::size_t depth = 1;
  for (Token token = lexer.next(); token.kind != TokenKind::end; token = lexer.next()) {
    if (token.kind == TokenKind::open) ++depth;
    if (token.kind == TokenKind::close && --depth == 0) {
      return text.substr(open.end(), token.offset - open.end());
    }
  }
  return text;
}

bool has_long_identifier(std::string_view text) {
  Lexer lexer(text, Engine::postgres);
  for (Token token = lexer.next(); token.kind != TokenKind::end; token = lexer.next()) {
    const bool identifier = token.kind == TokenKind::word || token.kind == TokenKind::quoted_word;
    if (identifier && identifier_of(token).size() > kMaxIdentifierBytes) return true;
  }
  return false;
}

// `name` and [name] as "name".
std::string with_standard_quotes(std::string_view text) {
  std::string result;
  Lexer lexer(text, Engine::sqlite);
  std::size_t copied = 0;
  for (Token token = lexer.next(); token.kind != TokenKind::end; token = lexer.next()) {
    if (token.kind != TokenKind::quoted_word) continue;
    const std::string name = identifier_of(token);
    if (name.empty()) continue;
    result += text.substr(copied, token.offset - copied);
    result += quote_identifier(name);
    copied = token.end();
  }
  result += text.substr(copied);
  return result;
}

// The tree's only value, or a discarded json where the text is not one expression.
json parse(const std::string& source) {
  json none(json::value_t::discarded);
  const auto free_result = [](PgQueryParseResult* result) {
    pg_query_free_parse_result(*result);
    delete result;
  };
  const std::unique_ptr<PgQueryParseResult, decltype(free_result)> result(
      new PgQueryParseResult(pg_query_parse(source.c_str())), free_result);
  if (result->error != nullptr) return none;
  json tree = json::parse(result->parse_tree, nullptr, false);
  if (tree.is_discarded()) return none;
  const json::json_pointer select("/stmts/0/stmt/SelectStmt");
  if (tree["stmts"].size() != 1 || !tree.contains(select)) return none;
  json& statement = tree[select];
  if (statement.contains("fromClause") || statement["targetList"].size() != 1) return none;
  return std::move(statement["targetList"][0]["ResTarget"]["val"]);
}

}  // namespace

std::vector<CheckFact> check_facts(std::string_view expression) {
  std::vector<CheckFact> nothing_known{CheckFact{}};
  if (expression.size() > kMaxCheckBytes || expression.find('\0') != std::string_view::npos)
    return nothing_known;
  const std::string_view text = base::trim(without_check(expression));
  if (text.empty() || has_long_identifier(text)) return nothing_known;
  // The line end keeps a comment at the end of the text from hiding the parenthesis.
  const auto as_query = [](std::string_view inner) { return "select (" + std::string(inner) + "\n)"; };
  std::string source = as_query(text);
  json tree = parse(source);
  if (tree.is_discarded() && text.find_first_of("`[") != std::string_view::npos) {
    source = as_query(with_standard_quotes(text));
    tree = parse(source);
  }
  if (tree.is_discarded()) return nothing_known;
  return merge_facts(facts_of_tree(tree, source));
}

}  // namespace seedctl::sql

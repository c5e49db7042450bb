// By tokens, so that strings are never touched.
#include "schema/postgres_expression.h"

#include "schema/tokens.h"
#include "sql/dialect.h"

namespace seedctl::schema {
namespace {

// Where `(name)::type` ends if it starts at token i and casts to the name's base type; npos otherwise.
std::size_t end_of_base_cast(std::string_view expression, const Tokens& tokens, std::size_t i,
                             const std::map<std::string, std::string>& base_of) {
  const auto none = std::string_view::npos;
  if (i + 5 >= tokens.size() || tokens[i].kind != sql::TokenKind::open) return none;
  if (tokens[i + 2].kind != sql::TokenKind::close) return none;
  if (!tokens[i + 3].is_symbol(':') || !tokens[i + 4].is_symbol(':')) return none;
  const auto base = base_of.find(sql::identifier_of(tokens[i + 1]));
  const std::size_t begin = tokens[i + 4].end();
  if (base == base_of.end() || base->second.empty() || !expression.substr(begin).starts_with(base->second))
    return none;
  const std::size_t end = begin + base->second.size();
  // The name must end here: neither `integer[]` nor `numeric(10,2)` is the base type.
  const bool ends = end == expression.size() || expression[end] == ' ' || expression[end] == ')';
  return ends ? end : none;
}

}  // namespace

std::string without_base_casts(std::string_view expression,
                               const std::map<std::string, std::string>& base_of) {
  const Tokens tokens = tokens_of(expression, base::Engine::postgres);
  std::string text;
  std::size_t copied = 0;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const std::size_t end = end_of_base_cast(expression, tokens, i, base_of);
    if (end == std::string_view::npos) continue;
    text += expression.substr(copied, tokens[i].offset - copied);
    text += tokens[i + 1].text;
    copied = end;
    while (i + 1 < tokens.size() && tokens[i + 1].offset < end) ++i;
  }
  return text.append(expression.substr(copied));
}

// PostgreSQL always prints VALUE bare and in upper case.
std::string about_column(std::string_view expression, const std::string& column) {
  std::string text;
  std::size_t copied = 0;
  for (const sql::Token& token : tokens_of(expression, base::Engine::postgres)) {
    if (token.kind != sql::TokenKind::word || token.text != "VALUE") continue;
    text += expression.substr(copied, token.offset - copied);
    text += sql::quote_identifier(column);
    copied = token.end();
  }
  return text.append(expression.substr(copied));
}

}  // namespace seedctl::schema

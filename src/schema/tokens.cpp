// A name is a column's unless it is called or cast to: `lower(lower::text)` names one column.
#include "schema/tokens.h"

#include <algorithm>

#include "base/text.h"

namespace seedctl::schema {
namespace {

bool is_name(const sql::Token& token) {
  return token.kind == sql::TokenKind::word || token.kind == sql::TokenKind::quoted_word;
}

}  // namespace

Tokens tokens_of(std::string_view sql, base::Engine engine) {
  Tokens tokens;
  sql::Lexer lexer(sql, engine);
  for (sql::Token token = lexer.next_code(); token.kind != sql::TokenKind::end; token = lexer.next_code()) {
    tokens.push_back(token);
  }
  return tokens;
}

std::size_t closing(const Tokens& tokens, std::size_t open) {
  std::size_t depth = 0;
  for (std::size_t i = open; i < tokens.size(); ++i) {
    if (tokens[i].kind == sql::TokenKind::open) ++depth;
    if (tokens[i].kind == sql::TokenKind::close && --depth == 0) return i;
  }
  return tokens.size();
}

bool followed_by_parenthesis(const Tokens& tokens, std::size_t i) {
  return i + 1 < tokens.size() && tokens[i + 1].kind == sql::TokenKind::open;
}

bool followed_by_dot(const Tokens& tokens, std::size_t i) {
  return i + 1 < tokens.size() && tokens[i + 1].is_symbol('.');
}

const std::string* column_named(std::string_view name, const std::vector<std::string>& columns) {
  for (const std::string& column : columns) {
    if (column == name) return &column;
  }
  const std::string lower = base::lower_ascii(name);
  for (const std::string& column : columns) {
    if (base::lower_ascii(column) == lower) return &column;
  }
  return nullptr;
}

std::vector<std::string> columns_in(std::string_view expression, base::Engine engine,
                                    const std::vector<std::string>& columns) {
  std::vector<std::string> found;
  const Tokens tokens = tokens_of(expression, engine);
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const bool cast_to = i >= 2 && tokens[i - 1].is_symbol(':') && tokens[i - 2].is_symbol(':');
    if (!is_name(tokens[i]) || cast_to || followed_by_parenthesis(tokens, i) || followed_by_dot(tokens, i))
      continue;
    const std::string* column = column_named(sql::identifier_of(tokens[i]), columns);
    if (column != nullptr && std::find(found.begin(), found.end(), *column) == found.end()) {
      found.push_back(*column);
    }
  }
  return found;
}

const std::string* column_but_for_case(std::string_view expression, base::Engine engine,
                                       const std::vector<std::string>& columns) {
  Tokens tokens = tokens_of(expression, engine);
  const auto unwrap = [&] {
    while (tokens.size() > 2 && tokens[0].kind == sql::TokenKind::open &&
           closing(tokens, 0) + 1 == tokens.size()) {
      tokens.pop_back();
      tokens.erase(tokens.begin());
    }
  };
  unwrap();
  if (tokens.empty() || !(tokens[0].is("LOWER") || tokens[0].is("UPPER"))) return nullptr;
  if (!followed_by_parenthesis(tokens, 0)) return nullptr;
  tokens.erase(tokens.begin());
  if (closing(tokens, 0) + 1 != tokens.size()) return nullptr;
  unwrap();
  const std::size_t size = tokens.size();
  if (size > 3 && tokens[size - 1].is("TEXT") && tokens[size - 2].is_symbol(':') &&
      tokens[size - 3].is_symbol(':')) {
    tokens.resize(size - 3);
    unwrap();
  }
  if (tokens.size() != 1 || !is_name(tokens[0])) return nullptr;
  return column_named(sql::identifier_of(tokens[0]), columns);
}

}  // namespace seedctl::schema

// Words of a statement: its leading keywords, and the place of a name that an engine complains about.
#include <algorithm>
#include <vector>

#include "base/text.h"
#include "sql/lexer.h"
#include "sql/splitter.h"

namespace seedctl::sql {
namespace {

bool is_identifier(const Token& token) {
  return token.kind == TokenKind::word || token.kind == TokenKind::quoted_word;
}

bool names(const Token& token, std::string_view name) {
  if (token.kind == TokenKind::quoted_word) return identifier_of(token) == name;
  return token.kind == TokenKind::word && base::lower_ascii(token.text) == base::lower_ascii(name);
}

// The parts of a dotted name as consecutive tokens, from here on.
bool names_parts(Lexer lexer, Token token, const std::vector<std::string>& parts) {
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) {
      if (!lexer.next_code().is_symbol('.')) return false;
      token = lexer.next_code();
    }
    if (!names(token, parts[i])) return false;
  }
  return true;
}

std::size_t find_parts(std::string_view statement, const std::vector<std::string>& parts,
                       base::Engine engine) {
  Lexer lexer(statement, engine);
  for (Token token = lexer.next_code(); token.kind != TokenKind::end; token = lexer.next_code()) {
    if (is_identifier(token) && names_parts(lexer, token, parts)) return token.offset;
  }
  return std::string_view::npos;
}

}  // namespace

std::vector<std::string> leading_words(std::string_view statement, std::size_t count, base::Engine engine) {
  std::vector<std::string> words;
  Lexer lexer(statement, engine);
  while (words.size() < count) {
    const Token token = lexer.next_code();
    if (!is_identifier(token)) break;
    std::string word = identifier_of(token);
    if (token.kind == TokenKind::word) {
      std::transform(word.begin(), word.end(), word.begin(),
                     [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
    }
    words.push_back(std::move(word));
  }
  return words;
}

std::string pragma_name(std::string_view statement) {
  Lexer lexer(statement, base::Engine::sqlite);
  if (!lexer.next_code().is("PRAGMA")) return {};
  Token name = lexer.next_code();
  Lexer behind = lexer;
  if (behind.next_code().is_symbol('.')) name = behind.next_code();
  return is_identifier(name) ? base::lower_ascii(identifier_of(name)) : std::string{};
}

std::size_t find_identifier(std::string_view statement, std::string_view name, base::Engine engine) {
  if (name.empty()) return std::string_view::npos;
  std::size_t found = find_parts(statement, {std::string(name)}, engine);
  const std::vector<std::string> parts = base::split(name, '.');
  if (found == std::string_view::npos && parts.size() > 1) {
    found = find_parts(statement, parts, engine);
    if (found == std::string_view::npos) found = find_parts(statement, {parts.back()}, engine);
  }
  return found;
}

}  // namespace seedctl::sql

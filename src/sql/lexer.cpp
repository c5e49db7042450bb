// The lexer follows the engines' own scanners where they differ from common belief: PostgreSQL ends a --
// comment at a carriage return too, lets identifiers hold `$`, nests block comments, and continues an E''
// string after a newline; SQLite does none of these.
#include "sql/lexer.h"

#include <algorithm>

namespace seedctl::sql {
namespace {

using base::Engine;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool starts_word(char c) { return is_letter(c) || c == '_' || (static_cast<unsigned char>(c) & 0x80U) != 0; }
bool continues_word(char c) { return starts_word(c) || is_digit(c) || c == '$'; }
bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

}  // namespace

bool Token::is(std::string_view keyword) const {
  return kind == TokenKind::word && text.size() == keyword.size() &&
         std::equal(text.begin(), text.end(), keyword.begin(), [](char a, char b) { return upper(a) == b; });
}

bool comments_nest(base::Engine engine) { return engine == base::Engine::postgres; }

Token Lexer::next() {
  while (at_ < text_.size() && is_space(text_[at_])) ++at_;
  if (at_ >= text_.size()) return {TokenKind::end, text_.size(), text_.substr(text_.size()), true};
  return scan();
}

Token Lexer::next_code() {
  Token token = next();
  while (token.kind == TokenKind::comment) token = next();
  return token;
}

Token Lexer::take(TokenKind kind, std::size_t end, bool terminated) {
  end = std::min(end, text_.size());
  const Token token{kind, at_, text_.substr(at_, end - at_), terminated};
  at_ = end;
  return token;
}

Token Lexer::scan() {
  const char c = text_[at_];
  if (c == '-' && peek(at_ + 1) == '-') return line_comment();
  if (c == '/' && peek(at_ + 1) == '*') return block_comment();
  if (c == ';') return take(TokenKind::semicolon, at_ + 1);
  if (c == '(') return take(TokenKind::open, at_ + 1);
  if (c == ')') return take(TokenKind::close, at_ + 1);
  if (c == '\'') return quoted(TokenKind::text, at_, '\'', false);
  if (c == '"') return quoted(TokenKind::quoted_word, at_, '"', false);
  if (is_digit(c) || (c == '.' && is_digit(peek(at_ + 1)))) return number();
  return engine_ == Engine::postgres ? scan_postgres() : scan_sqlite();
}

Token Lexer::scan_postgres() {
  const char c = text_[at_];
  const char second = peek(at_ + 1);
  if (c == '$') return dollar();
  if (second == '\'') {
    if (c == 'e' || c == 'E') return escape_string(at_ + 1);
    if (std::string_view("bBxXnN").find(c) != std::string_view::npos) {
      return quoted(TokenKind::text, at_ + 1, '\'', false);
    }
  }
  if ((c == 'u' || c == 'U') && second == '&') {
    const char quote = peek(at_ + 2);
    if (quote == '\'') return quoted(TokenKind::text, at_ + 2, '\'', false);
    if (quote == '"') return quoted(TokenKind::quoted_word, at_ + 2, '"', false);
  }
  return starts_word(c) ? word() : take(TokenKind::symbol, at_ + 1);
}

Token Lexer::scan_sqlite() {
  const char c = text_[at_];
  const char second = peek(at_ + 1);
  if (c == '`') return quoted(TokenKind::quoted_word, at_, '`', false);
  if (c == '[') {
    const std::size_t close = text_.find(']', at_);
    const bool found = close != std::string_view::npos;
    return take(TokenKind::quoted_word, found ? close + 1 : text_.size(), found);
  }
  if ((c == 'x' || c == 'X') && second == '\'') return quoted(TokenKind::text, at_ + 1, '\'', false);
  const bool marks_parameter = c == '?' || c == ':' || c == '@' || c == '$';
  if (marks_parameter && (c == '?' || continues_word(second))) {
    std::size_t end = at_ + 1;
    while (end < text_.size() && continues_word(text_[end])) ++end;
    return take(TokenKind::parameter, end);
  }
  return starts_word(c) ? word() : take(TokenKind::symbol, at_ + 1);
}

// From the opening quote to its partner; a doubled one is part of the content.
Token Lexer::quoted(TokenKind kind, std::size_t open, char close, bool backslashes) {
  for (std::size_t i = open + 1; i < text_.size(); ++i) {
    if (backslashes && text_[i] == '\\') {
      ++i;
    } else if (text_[i] == close) {
      if (peek(i + 1) != close) return take(kind, i + 1);
      ++i;
    }
  }
  return take(kind, text_.size(), false);
}

// E'a' continues with a 'b' on a later line, which keeps the backslashes' meaning; a plain string that
// continues needs no such care, because its parts end where they would end alone.
Token Lexer::escape_string(std::size_t open) {
  const std::size_t start = at_;
  Token token = quoted(TokenKind::text, open, '\'', true);
  while (token.terminated) {
    std::size_t i = at_;
    bool newline = false;
    while (i < text_.size()) {
      if (is_space(text_[i])) {
        newline = newline || text_[i] == '\n' || text_[i] == '\r';
        ++i;
      } else if (text_[i] == '-' && peek(i + 1) == '-') {
        i = std::min(text_.find_first_of("\r\n", i), text_.size());
      } else {
        break;
      }
    }
    if (!newline || peek(i) != '\'') break;
    token = quoted(TokenKind::text, i, '\'', true);
  }
  at_ = start;
  return take(TokenKind::text, token.end(), token.terminated);
}

// $1, $tag$ .. $tag$, or a lone dollar. A tag is an identifier without `$`, or nothing.
Token Lexer::dollar() {
  std::size_t i = at_ + 1;
  if (is_digit(peek(i))) {
    while (is_digit(peek(i))) ++i;
    return take(TokenKind::parameter, i);
  }
  if (starts_word(peek(i))) {
    while (i < text_.size() && text_[i] != '$' && continues_word(text_[i])) ++i;
  }
  if (peek(i) != '$') return take(TokenKind::symbol, at_ + 1);
  const std::string_view tag = text_.substr(at_, i + 1 - at_);
  const std::size_t close = text_.find(tag, i + 1);
  const bool found = close != std::string_view::npos;
  return take(TokenKind::text, found ? close + tag.size() : text_.size(), found);
}

Token Lexer::line_comment() {
  return take(TokenKind::comment, text_.find_first_of(engine_ == Engine::postgres ? "\r\n" : "\n", at_));
}

Token Lexer::block_comment() {
  std::size_t depth = 1;
  for (std::size_t i = at_ + 2; i + 1 < text_.size(); ++i) {
    if (text_[i] == '*' && text_[i + 1] == '/') {
      ++i;
      if (--depth == 0) return take(TokenKind::comment, i + 1);
    } else if (engine_ == Engine::postgres && text_[i] == '/' && text_[i + 1] == '*') {
      ++i;
      ++depth;
    }
  }
  return take(TokenKind::comment, text_.size(), false);
}

// Digits, point, exponent. Stops before a letter that would open a string (1E'..'), and before the second
// point of 1..10.
Token Lexer::number() {
  std::size_t i = at_;
  const auto digits = [&] {
    while (is_digit(peek(i)) || (peek(i) == '_' && is_digit(peek(i + 1)))) ++i;
  };
  if (peek(i) == '0' && std::string_view("xXoObB").find(peek(i + 1)) != std::string_view::npos &&
      peek(i + 1) != '\0' && (is_digit(peek(i + 2)) || is_letter(peek(i + 2)) || peek(i + 2) == '_')) {
    i += 2;
    while (is_digit(peek(i)) || is_letter(peek(i)) || peek(i) == '_') ++i;
    return take(TokenKind::number, i);
  }
  digits();
  if (peek(i) == '.' && peek(i + 1) != '.') {
    ++i;
    digits();
  }
  if (peek(i) == 'e' || peek(i) == 'E') {
    const std::size_t sign = peek(i + 1) == '+' || peek(i + 1) == '-' ? 1U : 0U;
    if (is_digit(peek(i + 1 + sign))) {
      i += 1 + sign;
      digits();
    }
  }
  return take(TokenKind::number, i);
}

Token Lexer::word() {
  std::size_t end = at_ + 1;
  while (end < text_.size() && continues_word(text_[end])) ++end;
  return take(TokenKind::word, end);
}

std::string identifier_of(const Token& token) {
  std::string_view text = token.text;
  if (token.kind != TokenKind::quoted_word) return std::string(text);
  const std::size_t open = text.find_first_of("\"`[");
  const char close = text[open] == '[' ? ']' : text[open];
  text.remove_prefix(open + 1);
  if (token.terminated) text.remove_suffix(1);
  std::string name;
  name.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    name += text[i];
    if (text[i] == close && i + 1 < text.size() && text[i + 1] == close) ++i;
  }
  return name;
}

}  // namespace seedctl::sql

// SQL text as tokens with their places: the one lexer under the splitter, identifier search and whoever takes
// statements apart by hand.
//
// Streaming and linear: a token is a view into the text, nothing is copied and nothing recurses. It knows the
// engine's quoting (PostgreSQL: E'', U&"", dollar quotes, nested comments; SQLite: `..`, [..]) and no
// grammar, so that no server version is too new for it. It never throws: what does not end is a token that
// says so.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/engine.h"

namespace seedctl::sql {

enum class TokenKind {
  word,         // bare identifier or keyword, as written
  quoted_word,  // "..", U&".."; SQLite also `..` and [..]
  text,         // a string of any kind: '..', E'..', U&'..', N'..', B'..', X'..', $tag$..$tag$
  number,       // without a sign
  parameter,    // $1; SQLite also ?1, :name, @name, $name
  semicolon,
  open,     // (
  close,    // )
  symbol,   // any other byte of operators and punctuation, one at a time
  comment,  // -- to the end of the line (not included), or /* .. */
  end,      // the end of the text; empty
};

struct Token {
  TokenKind kind = TokenKind::end;
  std::size_t offset = 0;  // of text, in bytes of the lexer's text
  std::string_view text;   // as written, quotes included
  bool terminated = true;  // false: the closing quote or */ is missing; text runs to the end

  std::size_t end() const { return offset + text.size(); }
  // A bare word, whatever its case; `keyword` is in upper case. Never true for quoted words.
  bool is(std::string_view keyword) const;
  bool is_symbol(char c) const { return kind == TokenKind::symbol && text.front() == c; }
};

// Whether /* in a block comment opens another one, as in PostgreSQL.
bool comments_nest(base::Engine engine);

class Lexer {
 public:
  // `text` must outlive the lexer and its tokens. Starts at byte `offset`, which must be between two tokens.
  Lexer(std::string_view text, base::Engine engine, std::size_t offset = 0)
      : text_(text), engine_(engine), at_(offset) {}

  // The next token, comments included; kind `end` for ever after the last.
  Token next();
  // The next token that is no comment.
  Token next_code();
  // Goes on at another place between two tokens.
  void seek(std::size_t offset) { at_ = offset; }

 private:
  Token scan();
  Token scan_postgres();
  Token scan_sqlite();
  Token take(TokenKind kind, std::size_t end, bool terminated = true);
  Token quoted(TokenKind kind, std::size_t open, char close, bool backslashes);
  Token escape_string(std::size_t open);
  Token dollar();
  Token line_comment();
  Token block_comment();
  Token number();
  Token word();
  char peek(std::size_t at) const { return at < text_.size() ? text_[at] : '\0'; }

  std::string_view text_;
  base::Engine engine_;
  std::size_t at_ = 0;
};

// The name that an identifier token stands for: quotes removed and undoubled, bare words as written. (U&""
// escapes are left as they are.)
std::string identifier_of(const Token& token);

}  // namespace seedctl::sql

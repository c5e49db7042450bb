// PostgreSQL scripts as psql reads them: a `;` ends a statement unless it stands in parentheses (CREATE RULE
// .. DO (a; b)) or in an SQL-standard function body (BEGIN ATOMIC .. END); the data of COPY .. FROM stdin
// follows its statement.
//
// All state is a few counters, so that depth and length cost nothing. Tested against libpg_query's parser,
// which can't do the job itself: it knows one version's grammar and no psql.
#include <array>
#include <cstdint>

#include <fmt/format.h>

#include "base/text.h"
#include "sql/script.h"

namespace seedctl::sql {
namespace {

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

class PostgresSplitter {
 public:
  explicit PostgresSplitter(const Script& script)
      : script_(script), lexer_(script.text, base::Engine::postgres, script.start) {}

  std::vector<Statement> run() {
    for (Token token = lexer_.next(); token.kind != TokenKind::end; token = lexer_.next()) {
      script_.require_terminated(token);
      if (token.kind == TokenKind::comment) continue;
      if (token.is_symbol('\\')) {
        psql_command(token.offset);
      } else if (token.kind == TokenKind::semicolon && parentheses_ == 0 && blocks_ == 0) {
        finish(token.end());
      } else {
        add(token);
      }
    }
    finish(script_.text.size());
    return std::move(statements_);
  }

 private:
  void add(const Token& token) {
    if (tokens_ == 0) begin_ = token.offset;
    if (tokens_ < leading_.size()) leading_[tokens_] = token;
    ++tokens_;
    if (token.kind == TokenKind::open) ++parentheses_;
    if (token.kind == TokenKind::close && parentheses_ > 0) --parentheses_;
    if (token.kind == TokenKind::word) add_word(token);
    end_ = token.end();
    previous_ = token;
  }

  void add_word(const Token& token) {
    if (blocks_ > 0) {
      // After AS and after a point, reserved words are names.
      const bool name = previous_.is("AS") || previous_.is_symbol('.');
      if (!name && token.is("CASE")) ++blocks_;
      if (!name && token.is("END")) --blocks_;
    } else if (parentheses_ == 0 && token.is("ATOMIC") && previous_.is("BEGIN") && creates_routine()) {
      blocks_ = 1;
      block_begin_ = previous_.offset;
    } else if (parentheses_ == 0 && token.is("STDIN") && previous_.is("FROM") && leading_[0].is("COPY")) {
      is_copy_ = true;
    }
  }

  bool creates_routine() const {
    const std::size_t kind = leading_[1].is("OR") && leading_[2].is("REPLACE") ? 3 : 1;
    return leading_[0].is("CREATE") && (leading_[kind].is("FUNCTION") || leading_[kind].is("PROCEDURE"));
  }

  void finish(std::size_t after) {
    if (blocks_ > 0) {
      script_.fail(block_begin_, "unterminated BEGIN ATOMIC", "the body of the function needs an END");
    }
    if (tokens_ > 0) {
      statements_.push_back(script_.statement(begin_, end_));
      if (is_copy_) read_copy_data(after);
    }
    leading_ = {};
    previous_ = {};
    tokens_ = 0;
    is_copy_ = false;
  }

  // The lines behind the one where the statement ends, up to a line `\.`.
  void read_copy_data(std::size_t after) {
    const std::string_view text = script_.text;
    const std::size_t newline = std::min(text.find('\n', after), text.size());
    const std::string_view rest = base::trim(text.substr(after, newline - after));
    if (!rest.empty() && !rest.starts_with("--")) {
      script_.fail(after, "something follows COPY ... FROM stdin on its line",
                   "the data starts on the next line");
    }
    const std::size_t data = std::min(newline + 1, text.size());
    std::size_t line = data;
    while (line < text.size()) {
      const std::size_t line_end = std::min(text.find('\n', line), text.size());
      std::string_view content = text.substr(line, line_end - line);
      if (content.ends_with('\r')) content.remove_suffix(1);
      if (content == "\\.") {
        statements_.back().is_copy = true;
        statements_.back().copy_data = text.substr(data, line - data);
        lexer_.seek(line_end);
        return;
      }
      line = line_end + 1;
    }
    script_.fail(begin_, "unterminated COPY data",
                 "close the data with a line that holds \\. and nothing else");
  }

  // Today's pg_dump guards its output with \restrict and \unrestrict lines, which mean nothing to a server.
  void psql_command(std::size_t offset) {
    const std::string_view text = script_.text;
    std::size_t end = offset + 1;
    while (end < text.size() && is_letter(text[end])) ++end;
    if (end == offset + 1 && end < text.size()) ++end;
    const std::string_view name = text.substr(offset, end - offset);
    if (tokens_ == 0 && (name == "\\restrict" || name == "\\unrestrict")) {
      lexer_.seek(std::min(text.find('\n', end), text.size()));
      return;
    }
    if (name == "\\.") script_.fail(offset, "\\. without COPY ... FROM stdin before it");
    script_.fail(offset, fmt::format("psql command {} is not understood", base::printable(base::trim(name))),
                 "migrations hold SQL only; of psql's commands, \\restrict and \\unrestrict are skipped");
  }

  const Script& script_;
  Lexer lexer_;
  std::vector<Statement> statements_;

  // The statement being read.
  std::array<Token, 4> leading_;  // CREATE OR REPLACE FUNCTION
  Token previous_;
  std::size_t tokens_ = 0;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  std::size_t parentheses_ = 0;
  std::size_t blocks_ = 0;  // BEGIN ATOMIC and CASE that await their END
  std::size_t block_begin_ = 0;
  bool is_copy_ = false;
};

}  // namespace

std::vector<Statement> split_postgres(const Script& script) { return PostgresSplitter(script).run(); }

}  // namespace seedctl::sql

// The one error type of seedctl: what failed, in words, plus where it is and what to do next.
//
// Thrown for whatever ends the command; expected outcomes are values. Caught once, in main, which turns the
// code into the process's exit status. No message may hold a password: drivers redact before they throw.
#pragma once

#include <cstdint>
#include <exception>
#include <optional>
#include <string>
#include <string_view>

namespace seedctl::base {

enum class ErrorCode {
  usage,        // the command line is wrong
  config,       // seedctl.yaml, .env or a URL is wrong
  profile,      // a seed profile is wrong, or infeasible for the schema
  migration,    // a migration file is wrong, found before contacting the database
  database,     // the server could not be reached, or went away
  sql,          // the database refused a statement
  io,           // a file could not be read or written
  failed,       // the operation failed for another reason (history disagrees, pending migrations, ...)
  check,        // checked and found wanting
  lock,         // no lock in time
  interrupted,  // a signal ended the command; the exit status is then the signal's
  refused,      // a protected database, a missing confirmation, rows that belong to people
  internal,     // a bug of seedctl
};

// The process's exit status for an error: 1 failed, 2 input wrong, 3 found wanting, 4 no lock, 5 refused.
int exit_code(ErrorCode code);

// The name used in JSON documents, such as "profile".
const char* code_name(ErrorCode code);

// A place in a text file. Lines and columns count from 1; 0 means unknown. Columns count code points.
struct SourcePosition {
  std::string file;
  std::uint32_t line = 0;
  std::uint32_t column = 0;

  // "seeds/dev.yaml:31:14", without the parts that are unknown.
  std::string str() const;
  bool operator==(const SourcePosition&) const = default;
};

class Error : public std::exception {
 public:
  Error(ErrorCode code, std::string message) : code_(code), message_(std::move(message)) {}
  Error(ErrorCode code, SourcePosition position, std::string message)
      : code_(code), message_(std::move(message)), position_(std::move(position)) {}

  const char* what() const noexcept override { return message_.c_str(); }
  ErrorCode code() const { return code_; }
  const std::string& message() const { return message_; }
  const std::optional<SourcePosition>& position() const { return position_; }

  // Lines to show below the message, ready to print: the source line and a caret under the column.
  std::string excerpt;
  // Five characters for SQL errors of PostgreSQL; SQLite's result code name ("SQLITE_CONSTRAINT_UNIQUE").
  std::string sqlstate;
  // The server's own further words.
  std::string detail;
  // What to do next, one sentence.
  std::string hint;
  // For ErrorCode::sql: offset into the statement sent, in code points from 0.
  std::optional<std::uint64_t> statement_offset;

  Error& at(SourcePosition position) {
    position_ = std::move(position);
    return *this;
  }
  // Rewrites every text of the error.
  void redact_with(std::string (*redact)(std::string_view)) {
    for (std::string* text : {&message_, &excerpt, &detail, &hint}) *text = redact(*text);
    if (position_) position_->file = redact(position_->file);
  }
  Error& with_hint(std::string text) {
    hint = std::move(text);
    return *this;
  }

 private:
  ErrorCode code_;
  std::string message_;
  std::optional<SourcePosition> position_;
};

// "source line\n      ^" for a position, or "" where the line cannot be shown. `text` is the whole file.
// Tabs are kept, long lines are cut around the caret.
std::string excerpt_of(std::string_view text, const SourcePosition& position);

}  // namespace seedctl::base

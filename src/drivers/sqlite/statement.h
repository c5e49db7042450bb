// One prepared statement of SQLite's own interface.
//
// Not SQLiteCpp's, which drops whatever follows the first statement without a word and copies or demands
// terminated text. Every call is checked and throws base::Error.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/value.h"
#include "drivers/sqlite/session.h"

namespace seedctl::drivers::sqlite {

class Statement {
 public:
  // Prepares exactly one statement; comments and white space may surround it. Empty text is a statement that
  // does nothing. Throws `sql` where a second statement follows.
  Statement(std::shared_ptr<Session> session, std::string_view sql);

  // Parameters count from 1. Text and bytes are not copied: they must live until the statement has run.
  void bind_null(int index);
  void bind_integer(int index, std::int64_t value);
  void bind_real(int index, double value);
  void bind_text(int index, std::string_view text);
  void bind_bytes(int index, std::string_view bytes);

  // The n of each "$n" in the statement, by the index that SQLite gave it. Throws `sql` for another kind of
  // parameter.
  int parameter_count() const;
  std::size_t parameter_number(int index) const;

  // True where a row is there to be read.
  bool step();
  // Makes the statement ready to run again; its parameters stay bound.
  void reset() noexcept;

  int column_count() const;
  sqlite3_stmt* raw() const { return statement_.get(); }
  const std::string& sql() const { return sql_; }
  Session& session() { return *session_; }

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  };
  void check(int code);

  std::shared_ptr<Session> session_;
  std::string sql_;
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

}  // namespace seedctl::drivers::sqlite

// Prepared statements: see the header.
//
// The text behind the first statement is judged by reading it, never by preparing it: preparing a PRAGMA runs
// it.
#include "drivers/sqlite/statement.h"

#include <charconv>
#include <limits>

#include "drivers/sqlite/errors.h"

namespace seedctl::drivers::sqlite {
namespace {

// Offset of the first byte that is neither white space, comment nor ';', or npos.
std::size_t find_content(std::string_view text) {
  std::size_t i = 0;
  while (i < text.size()) {
    const std::string_view rest = text.substr(i);
    if (std::string_view(" \t\r\n\f;").find(rest.front()) != std::string_view::npos) {
      ++i;
    } else if (rest.starts_with("--")) {
      const std::size_t end = rest.find('\n');
      i = end == std::string_view::npos ? text.size() : i + end + 1;
    } else if (rest.starts_with("/*")) {
      const std::size_t end = rest.find("*/", 2);
      i = end == std::string_view::npos ? text.size() : i + end + 2;
    } else {
      return i;
    }
  }
  return std::string_view::npos;
}

}  // namespace

Statement::Statement(std::shared_ptr<Session> session, std::string_view sql)
    : session_(std::move(session)), sql_(sql) {
  if (sql_.size() > static_cast<std::size_t>(std::numeric_limits<int>::max()) - 1)
    throw base::Error(base::ErrorCode::sql, "the statement is longer than SQLite can read");
  if (sql_.find('\0') != std::string::npos)
    throw base::Error(base::ErrorCode::sql, "the statement holds a NUL character");
  sqlite3_stmt* statement = nullptr;
  const char* tail = nullptr;
  // The terminating NUL is counted, which saves SQLite a copy of the text.
  const int code = sqlite3_prepare_v2(session_->handle(), sql_.c_str(), static_cast<int>(sql_.size()) + 1,
                                      &statement, &tail);
  statement_.reset(statement);
  check(code);
  const auto used = static_cast<std::size_t>(tail - sql_.c_str());
  if (statement_ != nullptr && find_content(std::string_view(sql_).substr(used)) != std::string_view::npos)
    throw base::Error(base::ErrorCode::sql, "more than one statement where one was expected");
}

void Statement::check(int code) {
  if (code != SQLITE_OK) throw last_error(session_->handle(), code, sql_);
}

void Statement::bind_null(int index) { check(sqlite3_bind_null(raw(), index)); }
void Statement::bind_integer(int index, std::int64_t value) {
  check(sqlite3_bind_int64(raw(), index, value));
}
void Statement::bind_real(int index, double value) { check(sqlite3_bind_double(raw(), index, value)); }

void Statement::bind_text(int index, std::string_view text) {
  // A null pointer would be bound as NULL, also for empty text.
  const char* data = text.data() == nullptr ? "" : text.data();
  check(sqlite3_bind_text64(raw(), index, data, text.size(), SQLITE_STATIC, SQLITE_UTF8));
}

void Statement::bind_bytes(int index, std::string_view bytes) {
  if (bytes.empty()) {
    check(sqlite3_bind_zeroblob(raw(), index, 0));
  } else {
    check(sqlite3_bind_blob64(raw(), index, bytes.data(), bytes.size(), SQLITE_STATIC));
  }
}

int Statement::parameter_count() const { return sqlite3_bind_parameter_count(raw()); }

std::size_t Statement::parameter_number(int index) const {
  const char* name = sqlite3_bind_parameter_name(raw(), index);
  const std::string_view text = name == nullptr ? "?" : name;
  std::size_t number = 0;
  const auto [end, error] = std::from_chars(text.data() + 1, text.data() + text.size(), number);
  if (text.front() != '$' || error != std::errc{} || end != text.data() + text.size() || number == 0) {
    throw base::Error(base::ErrorCode::sql, "the statement has a parameter " + std::string(text) +
                                                "; parameters are written $1, $2, ...");
  }
  return number;
}

bool Statement::step() {
  if (statement_ == nullptr) return false;
  const int code = sqlite3_step(raw());
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  base::Error error = last_error(session_->handle(), code, sql_);
  reset();
  throw error;
}

void Statement::reset() noexcept { sqlite3_reset(raw()); }

int Statement::column_count() const { return sqlite3_column_count(raw()); }

}  // namespace seedctl::drivers::sqlite

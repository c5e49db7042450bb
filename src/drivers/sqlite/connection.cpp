// Statements and transactions of SQLite.
//
// SQLite ends a transaction by itself on a full disk and on I/O errors; what ran next would commit on its
// own. So nothing runs between such an end and the caller's rollback().
#include "drivers/sqlite/connection.h"

#include <fmt/format.h>

#include "drivers/sqlite/errors.h"
#include "drivers/sqlite/file_lock.h"
#include "drivers/sqlite/reader.h"
#include "drivers/sqlite/statement.h"
#include "drivers/sqlite/values.h"
#include "drivers/sqlite/writer.h"

namespace seedctl::drivers::sqlite {
namespace {

using base::Error;
using base::ErrorCode;

// Binds $1, $2, ... by their number: a $n may appear several times, and SQLite numbers by first appearance.
void bind_all(Statement& statement, std::span<const base::Value> parameters,
              std::vector<std::string>& scratch) {
  scratch.resize(parameters.size());
  std::size_t used = 0;
  for (int index = 1; index <= statement.parameter_count(); ++index) {
    const std::size_t number = statement.parameter_number(index);
    if (number > parameters.size())
      throw Error(ErrorCode::sql, fmt::format("the statement's parameter ${} has no value", number));
    bind_value(statement, index, parameters[number - 1], scratch[number - 1]);
    used = std::max(used, number);
  }
  if (used < parameters.size()) {
    throw Error(ErrorCode::sql, fmt::format("{} values were given for a statement of {} parameters",
                                            parameters.size(), used));
  }
}

std::string hex_text(const void* bytes, int size) {
  const auto* data = static_cast<const unsigned char*>(bytes);
  std::string out = "\\x";
  for (int i = 0; i < size; ++i) out += fmt::format("{:02x}", data[i]);
  return out;
}

std::optional<std::string> row_text(sqlite3_stmt* statement, int index) {
  switch (sqlite3_column_type(statement, index)) {
    case SQLITE_NULL:
      return std::nullopt;
    case SQLITE_BLOB:
      return hex_text(sqlite3_column_blob(statement, index), sqlite3_column_bytes(statement, index));
    default: {
      const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement, index));
      return std::string(text, static_cast<std::size_t>(sqlite3_column_bytes(statement, index)));
    }
  }
}

db::Row row_of(const Statement& statement) {
  db::Row row;
  for (int i = 0; i < statement.column_count(); ++i) row.push_back(row_text(statement.raw(), i));
  return row;
}

}  // namespace

SqliteConnection::SqliteConnection(std::shared_ptr<Session> session, std::string display_name, bool memory)
    : session_(std::move(session)), display_name_(std::move(display_name)), memory_(memory) {}

std::string SqliteConnection::server_version() { return sqlite3_libversion(); }

void SqliteConnection::refuse_after_end() const {
  if (!session_->managed || !session_->ended) return;
  throw Error(ErrorCode::sql, "the transaction is gone: a statement or an error ended it")
      .with_hint(
          "nothing more runs until it is rolled back; a script must not commit or roll back by itself");
}

std::uint64_t SqliteConnection::execute(std::string_view sql) { return execute(sql, {}); }

std::uint64_t SqliteConnection::execute(std::string_view sql, std::span<const base::Value> parameters) {
  refuse_after_end();
  Statement statement(session_, sql);
  if (statement.raw() == nullptr) return 0;
  std::vector<std::string> scratch;
  bind_all(statement, parameters, scratch);
  // sqlite3_changes() keeps the count of the last INSERT, UPDATE or DELETE; the total tells whether this was
  // one.
  const auto before = sqlite3_total_changes64(session_->handle());
  while (statement.step()) {
  }
  const bool changed = sqlite3_total_changes64(session_->handle()) != before;
  return changed ? static_cast<std::uint64_t>(sqlite3_changes64(session_->handle())) : 0;
}

std::vector<db::Row> SqliteConnection::query(std::string_view sql, std::span<const base::Value> parameters) {
  refuse_after_end();
  Statement statement(session_, sql);
  std::vector<db::Row> rows;
  if (statement.raw() == nullptr) return rows;
  std::vector<std::string> scratch;
  bind_all(statement, parameters, scratch);
  while (statement.step()) rows.push_back(row_of(statement));
  return rows;
}

std::vector<db::Row> SqliteConnection::first_rows(std::string_view select, std::size_t most) {
  refuse_after_end();
  Statement statement(session_, select);
  std::vector<db::Row> rows;
  while (rows.size() < most && statement.step()) rows.push_back(row_of(statement));
  return rows;
}

std::unique_ptr<db::BatchReader> SqliteConnection::read(std::string_view select,
                                                        std::span<const db::ColumnInfo> columns) {
  refuse_after_end();
  return std::make_unique<Reader>(session_, select, columns);
}

std::unique_ptr<db::BulkWriter> SqliteConnection::bulk_writer(const db::TableName& table,
                                                              std::span<const db::ColumnInfo> columns) {
  refuse_after_end();
  return std::make_unique<Writer>(session_, table, columns);
}

void SqliteConnection::run(std::string_view sql) {
  Statement statement(session_, sql);
  while (statement.step()) {
  }
}

void SqliteConnection::begin(Access access) {
  if (session_->managed || in_transaction())
    throw Error(ErrorCode::internal, "a transaction is already open");
  // SQLite would begin, and fail at the first write; it also opens a write-protected file read-only without a
  // word.
  if (access == Access::write && sqlite3_db_readonly(session_->handle(), "main") == 1) {
    Error error(ErrorCode::database, display_name_ + " can only be read");
    error.sqlstate = code_name(SQLITE_READONLY);
    error.hint = hint_for(SQLITE_READONLY);
    throw error;
  }
  run(access == Access::write ? "BEGIN IMMEDIATE" : "BEGIN");
  session_->managed = true;
  session_->ended = false;
  if (access == Access::write) return;
  try {
    run("SELECT 1 FROM sqlite_master LIMIT 1");  // a deferred transaction has its snapshot only once it reads
  } catch (const Error&) {
    rollback();
    throw;
  }
}

void SqliteConnection::commit() {
  if (!session_->managed) throw Error(ErrorCode::internal, "no transaction is open");
  refuse_after_end();
  if (!in_transaction()) throw Error(ErrorCode::sql, "the transaction is gone: there is nothing to commit");
  session_->committing = true;
  try {
    run("COMMIT");
  } catch (const Error&) {
    session_->committing =
        false;  // where the file was busy the transaction lives on: the caller rolls it back
    throw;
  }
  session_->committing = false;
  if (in_transaction()) throw Error(ErrorCode::sql, "SQLite did not commit the transaction");
  session_->managed = false;
}

void SqliteConnection::rollback() noexcept {
  if (in_transaction()) sqlite3_exec(session_->handle(), "ROLLBACK", nullptr, nullptr, nullptr);
  session_->managed = false;
  session_->ended = false;
}

bool SqliteConnection::in_transaction() const { return sqlite3_get_autocommit(session_->handle()) == 0; }

std::unique_ptr<db::SessionLock> SqliteConnection::try_lock(std::string_view /*name*/) {
  if (memory_) return std::make_unique<MemoryLock>();
  return FileLock::try_acquire(lock_file_of(*session_));
}

std::string SqliteConnection::lock_holder(std::string_view /*name*/) {
  return memory_ ? std::string{} : flock_holder(lock_file_of(*session_));
}

}  // namespace seedctl::drivers::sqlite

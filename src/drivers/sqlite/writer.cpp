// Bulk inserts: see the header.
#include "drivers/sqlite/writer.h"

#include <fmt/format.h>

#include <algorithm>

#include "drivers/names.h"
#include "drivers/sqlite/errors.h"
#include "drivers/sqlite/values.h"

namespace seedctl::drivers::sqlite {
namespace {

constexpr std::size_t kRowsPerStatement = 50;  // beyond it statements get larger, not faster

std::string insert_text(const db::TableName& table, std::span<const db::ColumnInfo> columns,
                        std::size_t rows) {
  std::string names;
  std::string row = "(";
  for (const db::ColumnInfo& column : columns) {
    names += (names.empty() ? "" : ", ") + quote_name(column.name);
    row += row.size() == 1 ? "?" : ", ?";
  }
  row += ")";
  std::string out = "INSERT INTO " + quote_name(table) + " (" + names + ") VALUES " + row;
  for (std::size_t i = 1; i < rows; ++i) out += ", " + row;
  return out;
}

bool has_indexes(const std::shared_ptr<Session>& session, const db::TableName& table) {
  Statement statement(session, table.schema.empty() ? "SELECT 1 FROM pragma_index_list(?1)"
                                                    : "SELECT 1 FROM pragma_index_list(?1, ?2)");
  statement.bind_text(1, table.name);
  if (!table.schema.empty()) statement.bind_text(2, table.schema);
  return statement.step();
}

std::size_t choose_rows(const std::shared_ptr<Session>& session, const db::TableName& table,
                        std::size_t width) {
  if (width == 0) throw base::Error(base::ErrorCode::internal, "rows without columns cannot be written");
  if (has_indexes(session, table)) return 1;
  const int limit = sqlite3_limit(session->handle(), SQLITE_LIMIT_VARIABLE_NUMBER, -1);
  return std::clamp<std::size_t>(static_cast<std::size_t>(limit) / width, 1, kRowsPerStatement);
}

}  // namespace

Writer::Writer(const std::shared_ptr<Session>& session, const db::TableName& table,
               std::span<const db::ColumnInfo> columns)
    : width_(columns.size()),
      rows_per_statement_(choose_rows(session, table, columns.size())),
      one_(session, insert_text(table, columns, 1)),
      scratch_(columns.size() * rows_per_statement_) {
  if (rows_per_statement_ > 1)
    many_ = std::make_unique<Statement>(session, insert_text(table, columns, rows_per_statement_));
}

void Writer::insert(Statement& statement, std::span<const base::ColumnBatch> columns, std::size_t first,
                    std::size_t count) {
  std::size_t cell = 0;
  try {
    for (std::size_t row = first; row < first + count; ++row) {
      for (const base::ColumnBatch& column : columns) {
        bind_cell(statement, static_cast<int>(cell) + 1, column, row, scratch_[cell]);
        ++cell;
      }
    }
    statement.step();
    statement.reset();
  } catch (base::Error& error) {
    const std::uint64_t from = written_ + 1;
    error.detail =
        count == 1 ? fmt::format("row {} of the rows being written", from)
                   : fmt::format("one of the rows {} to {} of those being written", from, written_ + count);
    throw;
  }
  written_ += count;
}

void Writer::write(std::span<const base::ColumnBatch> columns) {
  if (columns.size() != width_)
    throw base::Error(base::ErrorCode::internal, "a batch has the wrong number of columns");
  Session& session = one_.session();
  if (session.managed && session.ended)
    throw base::Error(base::ErrorCode::sql, "the transaction is gone: a statement or an error ended it");
  const std::size_t rows = columns.front().size();
  std::size_t row = 0;
  while (many_ && rows - row >= rows_per_statement_) {
    insert(*many_, columns, row, rows_per_statement_);
    row += rows_per_statement_;
  }
  for (; row < rows; ++row) insert(one_, columns, row, 1);
}

}  // namespace seedctl::drivers::sqlite

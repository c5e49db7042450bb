// Appends rows to a SQLite table with prepared INSERT statements.
//
// Many rows go into one statement where the table has no index, which is 1.7 times as fast; with indexes in
// place a statement of several rows keeps a journal of its own and loses to one row at a time. Rows are in
// the table when write() returns; bound text is never copied.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "db/connection.h"
#include "drivers/sqlite/statement.h"

namespace seedctl::drivers::sqlite {

class Writer final : public db::BulkWriter {
 public:
  Writer(const std::shared_ptr<Session>& session, const db::TableName& table,
         std::span<const db::ColumnInfo> columns);
  void write(std::span<const base::ColumnBatch> columns) override;
  std::uint64_t finish() override { return written_; }

 private:
  void insert(Statement& statement, std::span<const base::ColumnBatch> columns, std::size_t first,
              std::size_t count);

  std::size_t width_;
  std::size_t rows_per_statement_;
  std::unique_ptr<Statement> many_;  // null where one row at a time is faster
  Statement one_;
  std::vector<std::string> scratch_;  // texts made for the cells of one statement
  std::uint64_t written_ = 0;
};

}  // namespace seedctl::drivers::sqlite

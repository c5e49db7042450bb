// Streams a SELECT of PostgreSQL in batches, through a cursor of the transaction.
//
// Other statements may run between two batches; the cursor keeps the snapshot that it was opened with.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "db/connection.h"
#include "drivers/postgres/session.h"

namespace seedctl::drivers::postgres {

class Reader final : public db::BatchReader {
 public:
  Reader(std::shared_ptr<Session> session, std::string_view select, std::span<const db::ColumnInfo> columns);
  ~Reader() override;
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  bool next(std::vector<base::ColumnBatch>& out) override;

 private:
  void close() noexcept;

  std::shared_ptr<Session> session_;
  std::vector<db::ColumnInfo> columns_;
  std::vector<bool> padded_;  // of the columns: char(n)
  std::string cursor_;
  bool open_ = false;
};

}  // namespace seedctl::drivers::postgres

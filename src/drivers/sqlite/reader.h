// Streams a SELECT of SQLite in batches: the statement stays open and is stepped on.
//
// Other statements may run in between; rows that they write to the tables being read may or may not be seen.
#pragma once

#include <memory>
#include <vector>

#include "db/connection.h"
#include "drivers/sqlite/statement.h"

namespace seedctl::drivers::sqlite {

class Reader final : public db::BatchReader {
 public:
  Reader(std::shared_ptr<Session> session, std::string_view select, std::span<const db::ColumnInfo> columns);
  bool next(std::vector<base::ColumnBatch>& out) override;

 private:
  Statement statement_;
  std::vector<db::ColumnInfo> columns_;
  bool done_ = false;
};

}  // namespace seedctl::drivers::sqlite

// Appends rows to a PostgreSQL table with COPY in its text format.
//
// Rows are gathered in a buffer, and each full buffer is one COPY statement from its beginning to its end. So
// other statements, readers and writers may use the connection in between, and the server's queue of
// foreign-key checks stays as short as a buffer; the price is a round trip per buffer. Rows are in the table
// once their buffer was sent, at finish() at the latest; an error may belong to any row of the buffer.
#pragma once

#include <memory>
#include <string>

#include "db/connection.h"
#include "drivers/postgres/session.h"

namespace seedctl::drivers::postgres {

class Writer final : public db::BulkWriter {
 public:
  Writer(std::shared_ptr<Session> session, const db::TableName& table,
         std::span<const db::ColumnInfo> columns);
  void write(std::span<const base::ColumnBatch> columns) override;
  std::uint64_t finish() override;

 private:
  void send();

  std::shared_ptr<Session> session_;
  std::size_t width_;
  std::string statement_;
  std::string buffer_;
  std::uint64_t buffered_ = 0;
  std::uint64_t written_ = 0;
};

}  // namespace seedctl::drivers::postgres

// COPY by the buffer: see the header.
#include "drivers/postgres/writer.h"

#include <fmt/format.h>

#include "drivers/names.h"
#include "drivers/postgres/values.h"

namespace seedctl::drivers::postgres {
namespace {

// Some thousand rows: the round trip per buffer is lost in the time that the server takes for them.
constexpr std::size_t kBufferBytes = 256 * 1024;

std::string copy_text(const db::TableName& table, std::span<const db::ColumnInfo> columns) {
  std::string names;
  for (const db::ColumnInfo& column : columns) names += (names.empty() ? "" : ", ") + quote_name(column.name);
  return "COPY " + quote_name(table) + " (" + names + ") FROM STDIN";
}

}  // namespace

Writer::Writer(std::shared_ptr<Session> session, const db::TableName& table,
               std::span<const db::ColumnInfo> columns)
    : session_(std::move(session)), width_(columns.size()), statement_(copy_text(table, columns)) {
  if (width_ == 0) throw base::Error(base::ErrorCode::internal, "rows without columns cannot be written");
}

void Writer::write(std::span<const base::ColumnBatch> columns) {
  if (columns.size() != width_)
    throw base::Error(base::ErrorCode::internal, "a batch has the wrong number of columns");
  const std::size_t rows = columns.front().size();
  for (std::size_t row = 0; row < rows; ++row) {
    for (std::size_t i = 0; i < width_; ++i) {
      if (i > 0) buffer_ += '\t';
      append_copy_cell(columns[i], row, buffer_);
    }
    buffer_ += '\n';
    ++buffered_;
    if (buffer_.size() >= kBufferBytes) send();
  }
}

void Writer::send() {
  if (buffered_ == 0) return;
  try {
    session_->copy_in({statement_}, buffer_);
  } catch (base::Error& error) {
    if (!error.detail.empty()) error.detail += '\n';
    error.detail +=
        fmt::format("one of the rows {} to {} of those being written", written_ + 1, written_ + buffered_);
    throw;
  }
  written_ += buffered_;
  buffered_ = 0;
  buffer_.clear();
}

std::uint64_t Writer::finish() {
  send();
  return written_;
}

}  // namespace seedctl::drivers::postgres

// Reading in batches: see the header. A statement that has ended is not stepped again, which would start it
// anew.
#include "drivers/sqlite/reader.h"

#include <fmt/format.h>

#include "drivers/sqlite/values.h"

namespace seedctl::drivers::sqlite {

Reader::Reader(std::shared_ptr<Session> session, std::string_view select,
               std::span<const db::ColumnInfo> columns)
    : statement_(std::move(session), select), columns_(columns.begin(), columns.end()) {
  const int count = statement_.raw() == nullptr ? 0 : statement_.column_count();
  if (count != static_cast<int>(columns_.size())) {
    throw base::Error(base::ErrorCode::internal,
                      fmt::format("a query of {} columns is read as {}", count, columns_.size()));
  }
}

bool Reader::next(std::vector<base::ColumnBatch>& out) {
  out.resize(columns_.size());
  for (std::size_t i = 0; i < columns_.size(); ++i) out[i].reset(columns_[i].type.kind);
  std::size_t rows = 0;
  while (!done_ && rows < base::kBatchRows) {
    if (!statement_.step()) {
      done_ = true;
      statement_.reset();  // lets go of the read lock
      break;
    }
    for (std::size_t i = 0; i < columns_.size(); ++i)
      read_cell(sqlite3_column_value(statement_.raw(), static_cast<int>(i)), columns_[i].type.kind, out[i]);
    ++rows;
  }
  return rows > 0;
}

}  // namespace seedctl::drivers::sqlite

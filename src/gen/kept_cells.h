// The cells of a column of a table with few rows, kept once they were asked for often: what children read of
// their parents, which would otherwise be made again for every child. A cell is the same whenever it is made,
// so that nothing depends on whether it was kept.
//
// For any number of threads: one makes the cells while the others go on without.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>

#include "base/column_batch.h"

namespace seedctl::gen {

class Table;

class KeptCells {
 public:
  // The table outlives it, and may be unfinished until the first call.
  KeptCells(const Table& table, std::size_t column) : table_(table), column_(column) {}

  // The clean cells of all rows in their order, for a caller who is about to read so many; nullptr before as
  // many were read as there are rows, and always of tables with many rows or rows per parent.
  const base::ColumnBatch* cells_before(std::size_t reads) const;

 private:
  const Table& table_;
  std::size_t column_;
  mutable std::atomic<std::uint64_t> reads_ = 0;
  mutable std::atomic_flag making_;
  mutable base::ColumnBatch cells_;
  mutable std::atomic<const base::ColumnBatch*> made_ = nullptr;
};

}  // namespace seedctl::gen

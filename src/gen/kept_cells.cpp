#include "gen/kept_cells.h"

#include <vector>

#include "gen/table.h"

namespace seedctl::gen {

namespace {

// Of numbers that is 64 KiB.
constexpr std::uint64_t kMostRows = 4096;

}  // namespace

const base::ColumnBatch* KeptCells::cells_before(std::size_t reads) const {
  if (const base::ColumnBatch* made = made_.load(std::memory_order_acquire)) return made;
  if (table_.per() || table_.rows() > kMostRows) return nullptr;
  if (reads_.fetch_add(reads, std::memory_order_relaxed) < table_.rows()) return nullptr;
  if (making_.test_and_set(std::memory_order_relaxed)) return nullptr;
  std::vector<RowId> rows(static_cast<std::size_t>(table_.rows()));
  table_.rows_from(0, rows);
  std::vector<base::ColumnBatch> cells;
  table_.fill_clean(rows, std::span(&column_, 1), cells);
  cells_ = std::move(cells[column_]);
  made_.store(&cells_, std::memory_order_release);
  return &cells_;
}

}  // namespace seedctl::gen

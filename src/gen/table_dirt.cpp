// Dirt laid over the clean cells of a batch.
#include <utility>

#include "gen/scratch.h"
#include "gen/table.h"

namespace seedctl::gen {

std::vector<std::optional<base::Value>> Table::previous_cells(std::size_t column,
                                                              std::span<const RowId> rows) const {
  std::vector<std::optional<base::Value>> found(rows.size());
  Scratch scratch;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    // The first child's number follows on that of another parent's last slot.
    const bool is_first = rows[i].number <= 1 || rows[i].ordinal == 1;
    const auto before = is_first ? std::nullopt : row_numbered(rows[i].number - 1);
    if (!before) continue;
    scratch->rows.push_back(*before);
    scratch->places.push_back(i);
  }
  if (scratch->rows.empty()) return found;
  const std::size_t wanted[] = {column};
  fill_clean(scratch->rows, wanted, scratch->cells);
  for (std::size_t i = 0; i < scratch->places.size(); ++i)
    found[scratch->places[i]] = scratch->cells[column].value_at(i);
  return found;
}

std::vector<Table::DirtyCell> Table::dirty_cells(std::size_t column, std::span<const RowId> rows,
                                                 const base::ColumnBatch& clean) const {
  const Dirt& dirt = *columns_[column].dirt;
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < rows.size(); ++i)
    if (dirt.hit(rows[i])) places.push_back(i);
  std::vector<std::optional<base::Value>> previous(places.size());
  if (dirt.reads_previous()) {
    std::vector<RowId> hit;
    for (const std::size_t place : places) hit.push_back(rows[place]);
    previous = previous_cells(column, hit);
  }
  std::vector<DirtyCell> cells;
  for (std::size_t i = 0; i < places.size(); ++i) {
    if (auto cell = dirt.spoil(rows[places[i]], clean.value_at(places[i]), previous[i]))
      cells.push_back({places[i], *std::move(cell)});
  }
  return cells;
}

void Table::put_dirt(std::size_t index, std::span<const RowId> rows, base::ColumnBatch& cells) const {
  const std::vector<DirtyCell> dirty = dirty_cells(index, rows, cells);
  if (dirty.empty()) return;
  base::ColumnBatch merged(cells.kind());
  std::size_t next = 0;
  for (const DirtyCell& one : dirty) {
    for (; next < one.place; ++next) merged.append_from(cells, next);
    merged.append(one.cell.value);
    ++next;
  }
  for (; next < rows.size(); ++next) merged.append_from(cells, next);
  std::swap(cells, merged);
}

}  // namespace seedctl::gen

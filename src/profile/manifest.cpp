// Most rows are clean: asking each for a hit is a few hashes, and only the hit ones are made.
#include "profile/manifest.h"

#include <algorithm>
#include <span>

#include "base/column_batch.h"

namespace seedctl::profile {
namespace {

struct Found {
  std::size_t place;  // among the rows that were hit
  std::size_t column;
  gen::Dirt::Cell cell;
};

bool is_hit(const gen::Table& table, const std::vector<std::size_t>& columns, const gen::RowId& row) {
  return std::any_of(columns.begin(), columns.end(),
                     [&](std::size_t column) { return table.columns()[column].dirt->hit(row); });
}

}  // namespace

std::vector<std::size_t> dirty_columns(const ResolvedTable& table) {
  std::vector<std::size_t> columns;
  for (std::size_t i = 0; i < table.columns.size(); ++i)
    if (table.data->columns()[i].dirt) columns.push_back(i);
  return columns;
}

void visit_dirty_cells(const ResolvedTable& table, const std::function<void(const DirtyCell&)>& visit) {
  const std::vector<std::size_t> columns = dirty_columns(table);
  if (columns.empty()) return;
  std::vector<std::size_t> wanted = columns;
  wanted.insert(wanted.end(), table.key.begin(), table.key.end());
  std::vector<gen::RowId> rows(base::kBatchRows), hit;
  std::vector<base::ColumnBatch> cells;
  std::vector<Found> found;
  for (std::uint64_t place = 0;;) {
    const std::size_t count = table.data->rows_from(place, rows);
    if (count == 0) return;
    place += count;
    hit.clear();
    for (const gen::RowId& row : std::span(rows).first(count))
      if (is_hit(*table.data, columns, row)) hit.push_back(row);
    if (hit.empty()) continue;
    table.data->fill_clean(hit, wanted, cells);
    found.clear();
    for (const std::size_t column : columns)
      for (auto& dirty : table.data->dirty_cells(column, hit, cells[column]))
        found.push_back({dirty.place, column, std::move(dirty.cell)});
    std::stable_sort(found.begin(), found.end(),
                     [](const Found& a, const Found& b) { return a.place < b.place; });
    for (Found& one : found) {
      DirtyCell cell{.row = hit[one.place],
                     .key = {},
                     .column = one.column,
                     .stored = std::move(one.cell.value),
                     .clean = cells[one.column].value_at(one.place),
                     .kind = one.cell.kind};
      for (const std::size_t part : table.key) cell.key.push_back(cells[part].value_at(one.place));
      visit(cell);
    }
  }
}

}  // namespace seedctl::profile

// The rows picked are found by their numbers and filled in one call. Cells of a table with few rows are kept
// after a while: they are the same whenever they are made.
#include "gen/parent_cells.h"

#include <algorithm>

#include "gen/kept_cells.h"
#include "gen/scratch.h"
#include "gen/table.h"

namespace seedctl::gen {

namespace {

class ParentCellGenerator final : public Generator {
 public:
  explicit ParentCellGenerator(ParentCells cells) : cells_(std::move(cells)), wanted_{cells_.column} {
    if (cells_.own_column.empty()) kept_.emplace(*cells_.table, cells_.column);
  }

  void fill(const FillRequest& request, base::ColumnBatch& out) const override {
    const base::ColumnBatch& picks = request.cells[cells_.picks];
    const std::size_t first = out.size();
    if (cells_.table->counts_rows(cells_.column)) {
      copy_numbers(picks, out);
    } else {
      fill_cells(picks, out);
    }
    if (!cells_.null_where) return;
    const base::ColumnBatch& reference = request.cells[*cells_.null_where];
    for (std::size_t i = 0; i < reference.size(); ++i)
      if (reference.is_null(i)) out.set_null(first + i);
  }

  std::vector<std::size_t> inputs() const override {
    if (!cells_.null_where) return {cells_.picks};
    return {cells_.picks, *cells_.null_where};
  }
  std::string_view own_table_column() const override { return cells_.own_column; }
  std::optional<PickedCell> picked() const override {
    return PickedCell{cells_.table, cells_.column, cells_.picks};
  }
  std::optional<std::uint64_t> capacity() const override {
    return cells_.rows == 0 ? cells_.table->rows() : cells_.rows;
  }

 private:
  static void copy_numbers(const base::ColumnBatch& picks, base::ColumnBatch& out) {
    const std::size_t first = out.size();
    std::copy_n(picks.integers().begin(), picks.size(), out.append_integers(picks.size()));
    if (!picks.has_nulls()) return;
    for (std::size_t i = 0; i < picks.size(); ++i)
      if (picks.is_null(i)) out.set_null(first + i);
  }

  void fill_cells(const base::ColumnBatch& picks, base::ColumnBatch& out) const {
    if (const base::ColumnBatch* all = kept_ ? kept_->cells_before(picks.size()) : nullptr)
      return copy_cells(picks, *all, out);
    Scratch scratch;
    find_rows(picks, scratch->rows, scratch->places);
    cells_.table->fill_clean(scratch->rows, wanted_, scratch->cells);
    const base::ColumnBatch& made = scratch->cells[cells_.column];
    if (!picks.has_nulls()) return out.append_all_from(made, scratch->places);
    for (std::size_t i = 0; i < picks.size(); ++i) {
      if (picks.is_null(i)) {
        out.append_null();
      } else {
        out.append_from(made, scratch->places[i]);
      }
    }
  }

  // A plain table's row has the number of its place.
  static void copy_cells(const base::ColumnBatch& picks, const base::ColumnBatch& all,
                         base::ColumnBatch& out) {
    if (!picks.has_nulls()) {
      Scratch scratch;
      scratch->places.reserve(picks.size());
      for (const std::int64_t number : picks.integers())
        scratch->places.push_back(static_cast<std::size_t>(number - 1));
      return out.append_all_from(all, scratch->places);
    }
    for (std::size_t i = 0; i < picks.size(); ++i) {
      if (picks.is_null(i)) {
        out.append_null();
      } else {
        out.append_from(all, static_cast<std::size_t>(picks.integer_at(i) - 1));
      }
    }
  }

  // The rows picked, and for each cell which of them it is: neighbours often share one.
  void find_rows(const base::ColumnBatch& picks, std::vector<RowId>& rows,
                 std::vector<std::size_t>& places) const {
    std::int64_t last = 0;
    places.reserve(picks.size());
    rows.reserve(picks.size());
    for (std::size_t i = 0; i < picks.size(); ++i) {
      if (!picks.is_null(i) && picks.integer_at(i) != last) {
        last = picks.integer_at(i);
        rows.push_back(cells_.table->row_numbered(static_cast<std::uint64_t>(last)).value());
      }
      places.push_back(rows.empty() ? 0 : rows.size() - 1);
    }
  }

  ParentCells cells_;
  std::vector<std::size_t> wanted_;
  std::optional<KeptCells> kept_;  // not of the own table, where a cell may need another one of its column
};

}  // namespace

std::unique_ptr<Generator> parent_cells(ParentCells cells) {
  return std::make_unique<ParentCellGenerator>(std::move(cells));
}

}  // namespace seedctl::gen

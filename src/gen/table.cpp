// Filling cells: the order of columns within a row, NULLs, and what fixed rows say instead.
//
// Addresses are in table_rows.cpp, dirt in table_dirt.cpp.
#include "gen/table.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/error.h"
#include "base/hash.h"
#include "gen/hash_ring.h"

namespace seedctl::gen {

namespace {

// Depth-first, so that the path to a column met again is the cycle to name.
class FillOrder {
 public:
  FillOrder(std::span<const Column> columns, const std::vector<std::vector<std::size_t>>& edges)
      : columns_(columns), edges_(edges), state_(columns.size(), State::unseen) {}

  std::vector<std::size_t> all() {
    for (std::size_t i = 0; i < columns_.size(); ++i) visit(i);
    return order_;
  }

 private:
  enum class State { unseen, open, done };

  void visit(std::size_t index) {
    if (state_[index] == State::done) return;
    path_.push_back(index);
    if (state_[index] == State::open) fail_with_cycle();
    state_[index] = State::open;
    for (const std::size_t input : edges_[index]) visit(input);
    state_[index] = State::done;
    path_.pop_back();
    order_.push_back(index);
  }

  [[noreturn]] void fail_with_cycle() const {
    std::string names;
    for (auto at = std::find(path_.begin(), path_.end(), path_.back()); at != path_.end(); ++at) {
      names += fmt::format("{}{}", names.empty() ? "" : " -> ", columns_[*at].name);
    }
    base::Error error(base::ErrorCode::profile,
                      fmt::format("columns depend on each other in a circle: {}", names));
    for (auto at = std::find(path_.begin(), path_.end(), path_.back()); at != path_.end(); ++at) {
      if (!error.position() && columns_[*at].position) error.at(*columns_[*at].position);
    }
    throw error;
  }

  std::span<const Column> columns_;
  const std::vector<std::vector<std::size_t>>& edges_;
  std::vector<State> state_;
  std::vector<std::size_t> path_;
  std::vector<std::size_t> order_;
};

}  // namespace

const base::Value* FixedRow::cell(std::size_t column) const {
  if (column < cells.size() && cells[column]) return &*cells[column];
  const auto found = hidden.find(column);
  return found == hidden.end() ? nullptr : &found->second;
}

void Table::set_ring(std::shared_ptr<const HashRing> ring) { ring_ = std::move(ring); }

std::size_t Table::add_column(Column column) {
  columns_.push_back(std::move(column));
  return columns_.size() - 1;
}

void Table::set_generator(std::size_t column, std::unique_ptr<Generator> generator,
                          std::optional<Randomness> randomness) {
  columns_[column].generator = std::move(generator);
  columns_[column].randomness = randomness;
}

void Table::add_fixed(FixedRow row) {
  if (per_) {
    throw base::Error(
        base::ErrorCode::profile,
        fmt::format("table {} has rows per {}, it can't have fixed rows", name_, per_->parent->name()));
  }
  if (row.name.empty()) row.name = fmt::format("#{}", fixed_.size() + 1);
  fixed_tokens_.push_back(base::hash64(row.name) | std::uint64_t{1} << 63);  // see RowId::is_fixed
  fixed_.push_back(std::move(row));
}

void Table::finish() {
  if (fixed_.size() > rows_) {
    throw base::Error(base::ErrorCode::profile, fmt::format("table {} has {} fixed rows, but only {} rows",
                                                            name_, fixed_.size(), rows_));
  }
  std::vector<std::vector<std::size_t>> edges;
  inputs_.clear();
  counts_rows_.clear();
  for (const Column& column : columns_) {
    const std::size_t index = inputs_.size();
    const bool given = std::any_of(fixed_.begin(), fixed_.end(),
                                   [&](const FixedRow& row) { return row.cell(index) != nullptr; });
    counts_rows_.push_back(column.generator->counts_rows() && column.type.kind == base::TypeKind::integer &&
                                   column.nulls.never() && !given
                               ? 1
                               : 0);
    inputs_.push_back(column.generator->inputs());
    edges.push_back(inputs_.back());
    // Cells of other rows need no order within the row, but a circle through them would recurse row by row.
    const std::string_view other = column.generator->own_table_column();
    for (std::size_t i = 0; i < columns_.size() && !other.empty(); ++i)
      if (columns_[i].named && columns_[i].name == other) edges.back().push_back(i);
  }
  fill_order_ = FillOrder(columns_, edges).all();
}

std::optional<std::size_t> Table::column_index(std::string_view name) const {
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    if (columns_[i].stored && columns_[i].name == name) return i;
  }
  return std::nullopt;
}

void Table::fill(std::span<const RowId> rows, std::span<const std::size_t> wanted,
                 std::vector<base::ColumnBatch>& cells) const {
  fill_clean(rows, wanted, cells);
  // Last, so that what is made of a cell is made of the clean one.
  for (std::size_t index = 0; index < columns_.size(); ++index) {
    if (!columns_[index].dirt || std::find(wanted.begin(), wanted.end(), index) == wanted.end()) continue;
    put_dirt(index, rows, cells[index]);
  }
}

void Table::fill_clean(std::span<const RowId> rows, std::span<const std::size_t> wanted,
                       std::vector<base::ColumnBatch>& cells) const {
  std::vector<char> needed(columns_.size(), 0);
  for (const std::size_t index : wanted) needed[index] = 1;
  for (auto index = fill_order_.rbegin(); index != fill_order_.rend(); ++index) {
    if (needed[*index] == 0) continue;
    for (const std::size_t input : inputs_[*index]) needed[input] = 1;
  }
  cells.resize(columns_.size());
  for (std::size_t index = 0; index < columns_.size(); ++index) {
    if (needed[index] == 0) cells[index].clear();
  }
  for (const std::size_t index : fill_order_) {
    if (needed[index] != 0) fill_column(index, rows, cells);
  }
}

void Table::fill_column(std::size_t index, std::span<const RowId> rows,
                        std::vector<base::ColumnBatch>& cells) const {
  const Column& column = columns_[index];
  base::ColumnBatch& out = cells[index];
  out.reset(column.type.kind);
  column.generator->fill({rows, cells}, out);
  if (out.size() != rows.size()) {
    throw base::Error(base::ErrorCode::internal, fmt::format("{}.{}: {} cells made for {} rows", name_,
                                                             column.name, out.size(), rows.size()));
  }
  if (!column.nulls.never()) {
    for (std::size_t i = 0; i < rows.size(); ++i) {
      if (column.nulls.hit(column.null_key, rows[i])) out.set_null(i);
    }
  }
  if (!fixed_.empty()) put_fixed_cells(index, rows, out);
}

void Table::put_fixed_cells(std::size_t index, std::span<const RowId> rows, base::ColumnBatch& cells) const {
  const auto literal = [&](const RowId& row) -> const base::Value* {
    if (!row.is_fixed()) return nullptr;
    return fixed_[row.number - 1].cell(index);
  };
  if (std::none_of(rows.begin(), rows.end(), literal)) return;
  base::ColumnBatch merged(cells.kind());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (const base::Value* value = literal(rows[i])) {
      merged.append(*value);
    } else {
      merged.append_from(cells, i);
    }
  }
  std::swap(cells, merged);
}

}  // namespace seedctl::gen

// A batch of one row, all its columns, hidden ones included, and then questions to each generator.
#include "profile/explain.h"

#include <algorithm>
#include <numeric>

#include "profile/fixed_references.h"
#include "profile/row_address.h"

namespace seedctl::profile {
namespace {

class RowExplainer {
 public:
  RowExplainer(const ResolvedTable& table, const gen::RowId& row)
      : table_(table), data_(*table.data), row_(row) {
    std::vector<std::size_t> all(data_.columns().size());
    std::iota(all.begin(), all.end(), std::size_t{0});
    data_.fill_clean({&row_, 1}, all, clean_);
  }

  ExplainedCell cell(std::size_t index) const {
    const gen::Column& column = data_.columns()[index];
    ExplainedCell cell;
    const std::size_t stored = table_.columns.size();
    cell.column = index < stored ? table_.columns[index] : table_.virtual_columns[index - stored];
    cell.stored = index < stored;
    cell.position = cell.column.position;
    cell.value = clean_[index].value_at(0);
    if (const gen::FixedRow* fixed = fixed_row(); fixed != nullptr && fixed->cell(index) != nullptr) {
      cell.origin = ExplainedCell::Origin::fixed;
      cell.position = fixed->position.value_or(cell.position);
      cell.refers_to = reference_by_value(column, cell.value);
      return cell;
    }
    if (!column.nulls.never() && column.nulls.hit(column.null_key, row_)) {
      cell.origin = ExplainedCell::Origin::null;
    } else {
      add_making(column, cell);
    }
    if (column.dirt) add_dirt(index, cell);
    return cell;
  }

 private:
  const gen::FixedRow* fixed_row() const {
    return row_.is_fixed() ? &data_.fixed()[row_.number - 1] : nullptr;
  }

  static RowReference reference_to(const gen::Table& table, std::uint64_t number) {
    return {table.name(), row_address(table, table.row_numbered(number).value()), number};
  }

  void add_making(const gen::Column& column, ExplainedCell& cell) const {
    auto taken = column.generator->taken_case({{&row_, 1}, clean_}, 0);
    const auto randomness = taken ? taken->randomness : column.randomness;
    if (randomness) {
      cell.key = randomness->key;
      if (!randomness->dealt) cell.draw = gen::draw(randomness->key, row_.token);
    }
    if (taken) cell.cases = std::move(taken->names);
    const auto picked = column.generator->picked();
    for (const std::size_t input : taken ? taken->inputs : column.generator->inputs()) {
      if (picked && input == picked->picks) continue;
      cell.inputs.push_back({data_.columns()[input].name, clean_[input].value_at(0)});
    }
    if (!picked || clean_[picked->picks].is_null(0)) return;
    cell.refers_to =
        reference_to(*picked->table, static_cast<std::uint64_t>(clean_[picked->picks].integer_at(0)));
  }

  // What a fixed row says was not picked.
  static std::optional<RowReference> reference_by_value(const gen::Column& column, const base::Value& value) {
    const auto picked = column.generator->picked();
    if (!picked || base::is_null(value)) return std::nullopt;
    const auto number = number_of_row_with(*picked->table, picked->column, value);
    if (!number) return std::nullopt;
    return reference_to(*picked->table, *number);
  }

  void add_dirt(std::size_t index, ExplainedCell& cell) const {
    auto dirty = data_.dirty_cells(index, {&row_, 1}, clean_[index]);
    if (dirty.empty()) return;
    cell.origin = ExplainedCell::Origin::dirty;
    cell.clean = std::move(cell.value);
    cell.value = std::move(dirty.front().cell.value);
    cell.dirt = dirty.front().cell.kind;
  }

  const ResolvedTable& table_;
  const gen::Table& data_;
  gen::RowId row_;
  std::vector<base::ColumnBatch> clean_;
};

}  // namespace

ExplainedRow explain_row(const ResolvedTable& table, const gen::RowId& row) {
  const RowExplainer explainer(table, row);
  ExplainedRow explained;
  explained.table = table.name;
  explained.address = row_address(*table.data, row);
  explained.rows = table.data->rows();
  if (const auto& per = table.data->per(); per && !per->calendar) {
    explained.parent = {per->parent->name(),
                        row_address(*per->parent, *per->parent->row_numbered(row.parent)), row.parent};
  }
  const std::size_t columns = table.columns.size() + table.virtual_columns.size();
  for (std::size_t i = 0; i < columns; ++i) explained.cells.push_back(explainer.cell(i));
  return explained;
}

std::vector<RowReference> referred_rows(const ExplainedRow& row) {
  std::vector<RowReference> rows;
  const auto add = [&](const std::optional<RowReference>& reference) {
    if (!reference) return;
    const bool known = std::any_of(rows.begin(), rows.end(), [&](const RowReference& other) {
      return other.table == reference->table && other.number == reference->number;
    });
    if (!known) rows.push_back(*reference);
  };
  add(row.parent);
  for (const ExplainedCell& cell : row.cells) add(cell.refers_to);
  return rows;
}

}  // namespace seedctl::profile

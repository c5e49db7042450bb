// A fixed row takes the place of the generated row of its number; whatever it says is final, so it is checked
// in full.
#include "profile/fixed_rows.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/text.h"
#include "gen/generators/arguments.h"
#include "profile/facts.h"
#include "profile/feasibility.h"
#include "profile/file_rows.h"
#include "profile/notation.h"

namespace seedctl::profile {
namespace {

using base::Node;
using base::NodeEntry;

std::string cell_name(const TablePlan& plan, const std::string& column) {
  return fmt::format("{}.{}", base::printable(plan.table->name), base::printable(column));
}

std::size_t column_of(const TablePlan& plan, const NodeEntry& cell) {
  if (const auto index = plan.index_of(cell.key)) return *index;
  const schema::Column* column = plan.table->column(cell.key);
  if (column == nullptr) {
    std::vector<std::string> names = {"as"};
    for (const schema::Column& other : plan.table->columns) names.push_back(other.name);
    fail(cell.position, fmt::format("no column \"{}\" in table \"{}\"{}", base::printable(cell.key),
                                    base::printable(plan.table->name), base::did_you_mean(cell.key, names)));
  }
  if (column->generated == schema::Column::Generated::computed) {
    fail(cell.position, fmt::format("{} is computed by the database", cell_name(plan, cell.key)),
         "leave it out");
  }
  fail(cell.position, fmt::format("{} is left to the database", cell_name(plan, cell.key)),
       "name it under `columns` too, so that every row has a value");
}

base::Value read_cell(const TablePlan& plan, const ColumnPlan& column, const NodeEntry& cell) {
  if (cell.value.kind == Node::Kind::null) {
    const std::string rule = not_null_rule(plan, *column.column);
    if (!rule.empty()) {
      fail(cell.value.position, fmt::format("{} cannot be NULL: {}", cell_name(plan, cell.key), rule));
    }
    return base::Null{};
  }
  base::Value value = gen::value_of(cell.value, column.column->type);
  for (const sql::CheckFact* fact : facts_about(*plan.table, cell.key)) {
    if (obeys(value, column.column->type, *fact)) continue;
    base::fail_at(cell.value, fmt::format("{}: \"{}\" breaks {}", cell_name(plan, cell.key),
                                          base::printable(cell.value.text), describe(*fact)));
  }
  return value;
}

// Values that a unique column takes for the same have the same text.
std::string unique_text(const ColumnPlan& column, const base::Value& value) {
  const std::string text = base::to_text(value);
  return column.ignores_case ? base::lower_ascii(text) : text;
}

// Values already given in the unique columns, and where.
using Taken = std::map<std::pair<std::size_t, std::string>, base::SourcePosition>;

// In a column of row numbers a fixed value must not be the number of a row that is generated.
void check_number(const TablePlan& plan, const ColumnPlan& column, const NodeEntry& cell,
                  const base::Value& value, std::size_t place) {
  const auto* number = std::get_if<std::int64_t>(&value);
  const bool counts_rows = column.form.is("sequence") && column.form.value.kind == Node::Kind::null;
  if (number == nullptr || !counts_rows || *number < 1) return;
  const auto asked = static_cast<std::uint64_t>(*number);
  if (asked == place || asked > plan.rows) return;
  // Rows of a file have the numbers that it gives them.
  if (plan.entry->from && asked <= plan.entry->fixed.size()) return;
  base::fail_at(
      cell.value,
      fmt::format("{}: {} is the number of another row of this table, which has rows 1 to {}",
                  cell_name(plan, cell.key), asked, plan.rows),
      fmt::format("leave it out to get {}, the row's place among the fixed ones, or take one above {}", place,
                  plan.rows));
}

// "generated row 7", "the fixed row at line 3, column 9, where it is generated".
std::string row_name(const TablePlan& plan, std::uint64_t place) {
  if (place >= plan.entry->fixed.size()) return fmt::format("generated row {}", place + 1);
  const base::SourcePosition& at = plan.entry->fixed[place].node.position;
  return fmt::format("the fixed row at {}:{}, where it is generated", at.line, at.column);
}

}  // namespace

std::vector<gen::FixedRow> read_fixed_rows(const TablePlan& plan) {
  std::vector<gen::FixedRow> rows;
  Taken taken;
  for (const FixedEntry& entry : plan.entry->fixed) {
    gen::FixedRow row;
    row.name = entry.name;
    row.position = entry.node.position;
    row.cells.resize(plan.columns.size());
    for (const NodeEntry& cell : entry.node.entries) {
      if (cell.key == "as") continue;
      const std::size_t index = column_of(plan, cell);
      const ColumnPlan& column = plan.columns[index];
      base::Value value = read_cell(plan, column, cell);
      check_number(plan, column, cell, value, rows.size() + 1);
      if (column.unique && !base::is_null(value)) {
        const auto [at, fresh] = taken.try_emplace({index, unique_text(column, value)}, cell.value.position);
        if (!fresh) {
          base::fail_at(cell.value,
                        fmt::format("{}: two {} have \"{}\", but it must be unique: {}",
                                    cell_name(plan, cell.key), plan.entry->from ? "rows" : "fixed rows",
                                    base::printable(cell.value.text), column.unique_rule));
        }
      }
      row.cells[index] = std::move(value);
    }
    rows.push_back(std::move(row));
  }
  if (plan.entry->from) name_file_rows(plan, rows);
  return rows;
}

void check_fixed_collisions(const TablePlan& plan, const gen::Table& table) {
  std::map<std::size_t, std::map<std::string, std::size_t>> given;  // column -> canonical value -> fixed row
  for (std::size_t place = 0; place < table.fixed().size(); ++place) {
    const auto& cells = table.fixed()[place].cells;
    for (std::size_t column = 0; column < cells.size(); ++column) {
      if (!plan.columns[column].unique || !cells[column] || base::is_null(*cells[column])) continue;
      given[column][unique_text(plan.columns[column], *cells[column])] = place;
    }
  }
  if (given.empty()) return;
  std::vector<std::size_t> wanted;
  for (const auto& [column, values] : given) wanted.push_back(column);
  std::vector<gen::RowId> rows(base::kBatchRows);
  std::vector<base::ColumnBatch> cells;
  const std::uint64_t end = std::min(table.rows(), kMaxCollisionRows);
  for (std::uint64_t first = 0; first < end;) {
    const std::size_t count = table.rows_from(first, rows);
    if (count == 0) break;
    table.fill(std::span(rows).first(count), wanted, cells);
    for (const auto& [column, values] : given) {
      for (std::size_t i = 0; i < count; ++i) {
        const std::uint64_t place = first + i;
        const bool fixed = place < table.fixed().size();
        if (cells[column].is_null(i) || (fixed && table.fixed()[place].cells[column])) continue;
        const auto found = values.find(unique_text(plan.columns[column], cells[column].value_at(i)));
        if (found == values.end()) continue;
        const FixedEntry& entry = plan.entry->fixed[found->second];
        const std::string& name = plan.columns[column].column->name;
        const Node* node = entry.node.find(name);
        fail(node == nullptr ? entry.node.position : node->position,
             fmt::format("{}: \"{}\" is also the value of {}, but it must be unique: {}",
                         cell_name(plan, name), base::printable(found->first), row_name(plan, place),
                         plan.columns[column].unique_rule));
      }
    }
    first += count;
  }
}

}  // namespace seedctl::profile

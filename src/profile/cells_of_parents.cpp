// Names are found in the plan, since the columns of the table that is built are not there yet; those of
// other tables in the tables, which are finished.
#include "profile/cells_of_parents.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/text.h"
#include "gen/generators/pick_policy.h"
#include "gen/parent_cells.h"
#include "profile/external_parents.h"
#include "profile/fixed_references.h"
#include "profile/notation.h"

namespace seedctl::profile {

const ColumnPlan& CellsOfParents::reference_named(std::string_view reference) const {
  if (const ColumnPlan* column = plan_.column(reference)) return *column;
  std::vector<std::string> names;
  for (const ColumnPlan& sibling : plan_.columns)
    if (sibling.form.is("ref")) names.push_back(sibling.column->name);
  throw base::Error(base::ErrorCode::profile,
                    fmt::format("column \"{}\" does not exist{}", base::printable(reference),
                                base::did_you_mean(reference, names)))
      .with_hint("the cell of another table goes by the column that refers to it, such as user_id.name");
}

const gen::Table& CellsOfParents::parent_of(const ColumnPlan& reference) const {
  const std::string name = referred_table(plan_, reference);
  if (is_late(plan_, reference)) {
    throw base::Error(base::ErrorCode::profile,
                      fmt::format("{} cannot be read through: {} refers back to {}, and is made after it",
                                  base::printable(reference.column->name), base::printable(name),
                                  base::printable(table_.name())));
  }
  const auto found = tables_.find(name);
  const gen::Table* parent = name == table_.name() ? &table_ : nullptr;
  if (found != tables_.end()) parent = found->second;
  if (parent == nullptr && external_ != nullptr) parent = external_->parent_of(plan_, reference);
  if (!reference.form.is("ref") || parent == nullptr) {
    throw base::Error(base::ErrorCode::profile,
                      fmt::format("column {} does not refer to a row of another table",
                                  base::printable(reference.column->name)));
  }
  return *parent;
}

gen::SiblingColumn CellsOfParents::column_of(const gen::Table& parent, std::string_view cell) const {
  std::vector<std::string> names;
  if (&parent == &table_) {  // its columns are not there yet
    if (const auto index = plan_.index_of(cell)) return {*index, plan_.columns[*index].column->type};
    for (const ColumnPlan& sibling : plan_.columns) names.push_back(sibling.column->name);
  }
  for (std::size_t i = 0; i < parent.columns().size(); ++i) {
    const gen::Column& column = parent.columns()[i];
    if (!column.named) continue;
    if (column.name == cell) return {i, column.type};
    names.push_back(column.name);
  }
  throw base::Error(base::ErrorCode::profile,
                    fmt::format("table {} has no column \"{}\"{}", base::printable(parent.name()),
                                base::printable(cell), base::did_you_mean(cell, names)));
}

CellsOfParents::Cell CellsOfParents::cell_of(std::string_view reference, std::string_view cell) const {
  const ColumnPlan& column = reference_named(reference);
  const gen::Table& parent = parent_of(column);
  return {&column, &parent, column_of(parent, cell)};
}

gen::SiblingColumn CellsOfParents::find(std::string_view reference, std::string_view cell) const {
  return {plan_.columns.size(), cell_of(reference, cell).target.type};
}

gen::SiblingColumn CellsOfParents::provide(std::string_view reference, std::string_view cell,
                                           const ContextOf& context_of) {
  const Cell found = cell_of(reference, cell);
  cells_read_.emplace(found.parent->name(), cell);
  cells_read_.emplace(table_.name(), reference);
  const ColumnPlan& column = *found.reference;
  const std::size_t own = plan_.index_of(reference).value();
  const std::size_t index = hidden_.provide(fmt::format("{}.{}", reference, cell), found.target.type, [&] {
    const gen::BuildContext context = context_of(column);
    const gen::Arguments arguments{"ref", column.form.value, column.form.column, context};
    const std::size_t picks = gen::picks_of(arguments, *found.parent);
    read_references_.push_back({own, picks, found.parent, gen::referenced_column(arguments, *found.parent)});
    return gen::parent_cells({.table = found.parent,
                              .column = found.target.index,
                              .picks = picks,
                              .null_where = column.form.nulls.never() ? std::nullopt : std::optional(own),
                              .own_column = found.parent == &table_ ? std::string(cell) : ""});
  });
  return {index, found.target.type};
}

void CellsOfParents::settle_fixed_picks(std::vector<gen::FixedRow>& rows) const {
  for (const ReadReference& read : read_references_) {
    const NumberOf number_of = read.parent == &table_ ? own_numbers(read, rows) : other_numbers(read);
    for (std::size_t place = 0; place < rows.size(); ++place) {
      const auto& given = rows[place].cells[read.column];
      if (!given) continue;
      if (base::is_null(*given)) {
        rows[place].hidden[read.picks] = base::Null{};
      } else if (const auto number = number_of(*given)) {
        rows[place].hidden[read.picks] = static_cast<std::int64_t>(*number);
      } else if (read.parent == &table_ || read.parent->ring() != nullptr) {
        refuse_unknown(read, place, *given);
      }
    }
  }
}

// Of rows that the profile does not make, a part of a key tells nothing.
CellsOfParents::NumberOf CellsOfParents::other_numbers(const ReadReference& read) {
  const auto keys = std::count_if(read.parent->columns().begin(), read.parent->columns().end(),
                                  [](const gen::Column& column) { return column.stored; });
  const bool is_part = read.parent->ring() != nullptr && keys > 1;
  return [&read, is_part](const base::Value& value) -> std::optional<std::uint64_t> {
    if (is_part) return std::nullopt;
    return number_of_row_with(*read.parent, read.parent_column, value);
  };
}

// A table that is being built cannot be searched: only what fixed rows give is known of its keys, and those
// that count rows.
CellsOfParents::NumberOf CellsOfParents::own_numbers(const ReadReference& read,
                                                     const std::vector<gen::FixedRow>& rows) const {
  std::map<std::string, std::uint64_t> given;
  for (std::size_t place = 0; place < rows.size(); ++place)
    if (const auto& key = rows[place].cells[read.parent_column])
      given.try_emplace(base::to_text(*key), place + 1);
  const gen::Generator& keys = *table_.columns()[read.parent_column].generator;
  const std::uint64_t last = keys.counts_rows() ? table_.rows() : 0;
  return [&rows, &read, given = std::move(given),
          last](const base::Value& value) -> std::optional<std::uint64_t> {
    if (const auto found = given.find(base::to_text(value)); found != given.end()) return found->second;
    const auto* number = std::get_if<std::int64_t>(&value);
    if (number == nullptr || *number < 1 || static_cast<std::uint64_t>(*number) > last) return std::nullopt;
    const auto place = static_cast<std::size_t>(*number - 1);
    const bool has_another_key = place < rows.size() && rows[place].cells[read.parent_column].has_value();
    return has_another_key ? std::nullopt : std::optional(static_cast<std::uint64_t>(*number));
  };
}

void CellsOfParents::refuse_unknown(const ReadReference& read, std::size_t place,
                                    const base::Value& value) const {
  const std::string& column = plan_.columns[read.column].column->name;
  const bool own = read.parent == &table_;  // its columns are not there yet
  const std::string key = base::printable(own ? plan_.columns[read.parent_column].column->name
                                              : read.parent->columns()[read.parent_column].name);
  const base::Node& row = plan_.entry->fixed[place].node;
  const base::Node* cell = row.find(column);
  fail(cell == nullptr ? row.position : cell->position,
       fmt::format("{}.{}: no row is known to have {} \"{}\", whose cells an expression reads",
                   base::printable(table_.name()), base::printable(column), key,
                   base::printable(base::to_text(value))),
       own ? fmt::format("give {} in the fixed row that is meant", key)
           : fmt::format("make {} in the profile, or leave the value out",
                         base::printable(read.parent->name())));
}

}  // namespace seedctl::profile

// What an expression reads of the rows that its row refers to: `bike_id.price` is a hidden column of the
// table, filled through the hidden column that says which bike was picked.
//
// Owns the table's hidden columns while it is built, and remembers which references are read through, so
// that fixed rows that give one of these columns themselves have their picks settled too.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "gen/hidden_columns.h"
#include "gen/table.h"
#include "profile/plan.h"
#include "profile/table_builder.h"

namespace seedctl::profile {

class CellsOfParents {
 public:
  // What the generator of a column of the plan is built with, in earnest.
  using ContextOf = std::function<gen::BuildContext(const ColumnPlan&)>;

  // `table` is the one that is built from the plan; all of them outlive this, and `external` may be nullptr.
  // `first` is where its hidden columns begin.
  CellsOfParents(const TablePlan& plan, const BuiltTables& tables, ExternalParents* external,
                 const gen::Table& table, std::size_t first)
      : plan_(plan), tables_(tables), external_(external), table_(table), hidden_(first) {}

  gen::HiddenColumns& hidden() { return hidden_; }

  // "bike_id", "price": the type of the prices of the bikes picked. The index is none of the table's: it is
  // for generators that are only tried. Throws an error without a position: who asks knows it.
  gen::SiblingColumn find(std::string_view reference, std::string_view cell) const;
  // The same, with the index of the hidden column that holds them.
  gen::SiblingColumn provide(std::string_view reference, std::string_view cell, const ContextOf& context_of);

  // The table that a column of the plan refers to; throws an error without a position where it is none.
  const gen::Table& parent_of(const ColumnPlan& reference) const;
  // Columns that were provided, and the references that they were read through: table and column.
  const std::set<std::pair<std::string, std::string>>& cells_read() const { return cells_read_; }

  // Where a fixed row says itself what it refers to, expressions read cells of that row. `rows`: all fixed
  // rows of the table, whose columns are there already. Throws ErrorCode::profile for a row of the own table
  // that cannot be told before it is made, and for one of the database's that is not among those read.
  void settle_fixed_picks(std::vector<gen::FixedRow>& rows) const;

 private:
  // A reference that expressions read cells through.
  struct ReadReference {
    std::size_t column, picks;
    const gen::Table* parent;
    std::size_t parent_column;
  };
  // A cell of the row that a reference of the plan picks.
  struct Cell {
    const ColumnPlan* reference;
    const gen::Table* parent;
    gen::SiblingColumn target;
  };
  // The number of the row that has this key.
  using NumberOf = std::function<std::optional<std::uint64_t>(const base::Value& key)>;
  static NumberOf other_numbers(const ReadReference& read);
  NumberOf own_numbers(const ReadReference& read, const std::vector<gen::FixedRow>& rows) const;
  [[noreturn]] void refuse_unknown(const ReadReference& read, std::size_t place,
                                   const base::Value& value) const;

  Cell cell_of(std::string_view reference, std::string_view cell) const;
  const ColumnPlan& reference_named(std::string_view reference) const;
  gen::SiblingColumn column_of(const gen::Table& parent, std::string_view cell) const;

  const TablePlan& plan_;
  const BuiltTables& tables_;
  ExternalParents* external_;
  const gen::Table& table_;
  gen::HiddenColumns hidden_;
  std::vector<ReadReference> read_references_;
  std::set<std::pair<std::string, std::string>> cells_read_;
};

}  // namespace seedctl::profile

// A table between profile and data: what each column will be, before a generator is built.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "gen/locale.h"
#include "gen/product_space.h"
#include "profile/cardinality.h"
#include "profile/column_form.h"
#include "profile/document.h"
#include "profile/inference.h"
#include "profile/resolve.h"
#include "schema/model.h"

namespace seedctl::profile {

// More rows than any database holds; keeps products of counts below 2^63.
inline constexpr std::uint64_t kMaxRows = 1'000'000'000'000;
// Rows of a table that others have rows `per`: their children are counted at plan time, a few seconds
// at most.
inline constexpr std::uint64_t kMaxParentRows = 200'000'000;

class ExternalParents;

// What holds for all tables of a run.
struct Settings {
  std::uint64_t seed = 0;
  base::Date as_of;
  std::optional<base::Date> until;  // the last day of all rows per day
  base::Date inferred_until;        // the last day that inferred columns draw: see first_of_days()
  const gen::Locale* locale = nullptr;
  double scale = 1.0;
  std::set<std::string> made;           // names of the tables that the profile makes
  ExternalParents* external = nullptr;  // the others; nullptr while there are none
};

struct ColumnPlan {
  const schema::Column* column = nullptr;
  // What `column` points to where the table has no such column; its type is settled by the builder.
  std::shared_ptr<schema::Column> virtual_column;
  base::LogicalType type;  // the column's, its length narrowed by a CHECK
  base::Node node;
  std::string reason;  // "" = the profile says so
  base::SourcePosition position;
  ColumnForm form;
  std::vector<Inferred> alternatives;      // for inferred columns, further ones, best first
  bool unique = false;                     // its values must never repeat
  bool ignores_case = false;               // nor differ in case only
  std::string unique_rule;                 // why: "UNIQUE (email)"
  std::string product_name;                // of the columns that it is unique together with; "" = none
  std::optional<gen::ProductDigit> digit;  // its part in them, the key left out
  bool given = false;                      // the table's file has all of its cells

  bool inferred() const { return !reason.empty(); }
  bool is_virtual() const { return virtual_column != nullptr; }
};

struct TablePlan {
  const TableEntry* entry = nullptr;
  const schema::Table* table = nullptr;
  const gen::Locale* locale = nullptr;  // the table's own, or the profile's
  std::uint64_t rows = 0;               // of a plain table
  std::optional<PerPlan> per;
  // Tables that are built after it though it refers to them, since they refer to it in a circle: fill_order()
  // decides.
  std::set<std::string> late;
  std::vector<std::string> junction;  // columns that refer to the parents of {per: [a, b]}; else none
  // In the schema's order, those that the database fills left out; behind them the virtual ones, as written.
  std::vector<ColumnPlan> columns;
  // Columns of other tables that this one's expressions read: table and column.
  std::set<std::pair<std::string, std::string>> parent_cells;

  ColumnPlan* column(std::string_view name);
  const ColumnPlan* column(std::string_view name) const;
  std::optional<std::size_t> index_of(std::string_view name) const;
};

// A count of rows as written, times the scale, at least 1 where it was; throws at the node where it is more
// than kMaxRows.
std::uint64_t scaled_rows(const base::Node& node, std::string_view what, double scale);

// What the counts of a table's children are drawn by.
gen::Key cardinality_key(const std::string& table, const Settings& settings);

// Checks the names of tables and columns, reads rows and columns, infers what is left out.
TablePlan plan_table(const TableEntry& entry, const schema::Schema& schema, const Settings& settings);

// Makes an inferred column the next alternative; false where there is none.
bool take_alternative(ColumnPlan& column);

// Parents first, following foreign keys, `per` and references. Where tables refer to one another in a circle
// one of the references has to wait for its parent (TablePlan::late): one that may be NULL where there is
// one. Throws for a circle that none can leave, naming it.
std::vector<std::size_t> fill_order(std::vector<TablePlan>& plans);

// The table that a column refers to by its generator, or "": {ref: user}, or the parent of its foreign key
// for a bare ref.
std::string referred_table(const TablePlan& plan, const ColumnPlan& column);
// Whether the column refers to a table that is built later.
bool is_late(const TablePlan& plan, const ColumnPlan& column);
// In a table with rows `per` parent: whether the column refers to the row's own parent.
bool refers_to_own_parent(const TablePlan& plan, const ColumnPlan& column);
// The foreign key that the column follows to that table; nullptr where there is none.
const schema::ForeignKey* followed_key(const schema::Table& table, const std::string& column,
                                       const std::string& parent);

}  // namespace seedctl::profile

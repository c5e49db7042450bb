// The contract of a generator: fills a batch of cells of one column, each a pure function of the column's
// key, the row's address and the cells of the row that it declares as inputs.
//
// Generators are immutable after construction and may be used from any number of threads.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/column_batch.h"
#include "base/node.h"
#include "base/value.h"
#include "gen/expression/expression.h"
#include "gen/product_space.h"
#include "gen/random.h"
#include "gen/rate.h"
#include "gen/row.h"

namespace seedctl::gen {

class HiddenColumns;
class Locale;
class Table;

// What a generator is given to fill: the rows, and this table's cells for those rows. `cells` is indexed by
// column of the table; only the generator's inputs() are filled.
struct FillRequest {
  std::span<const RowId> rows;
  std::span<const base::ColumnBatch> cells;
};

// The least and the largest value that a generator can make.
struct ValueRange {
  base::Value low, high;
};

// For a cell that is one of another row's: the table of that row, which of its columns, and the hidden column
// of the own table that holds the row's number.
struct PickedCell {
  const Table* table;
  std::size_t column;
  std::size_t picks;
};

// Where a column's randomness comes from. `dealt`: a permutation of the rows' numbers, so that no value comes
// twice; else the first draw of a cell is draw(key, token).
struct Randomness {
  Key key = 0;
  bool dealt = false;
};

// Which of several generators made a cell, where a column's generator has several. The names are of the way
// there, outermost first; the last one is "nulls" where the case's own share of NULLs decides.
struct TakenCase {
  std::vector<std::string> names;
  std::vector<std::size_t> inputs;  // what was read on the way there
  std::optional<Randomness> randomness = {};
};

class Generator {
 public:
  virtual ~Generator() = default;
  // Appends one value per row to `out` (already reset to the column's kind).
  virtual void fill(const FillRequest& request, base::ColumnBatch& out) const = 0;
  // Columns of the same table that must be filled before, by index.
  virtual std::vector<std::size_t> inputs() const { return {}; }
  // A column of the same table whose cells of other rows this generator reads (a reference to the own table);
  // "" = none.
  virtual std::string_view own_table_column() const { return {}; }
  // How many distinct values there can be; nullopt = not bounded, or not known.
  virtual std::optional<std::uint64_t> capacity() const { return std::nullopt; }
  // For generators of ordered values that know their ends; held against CHECKs.
  virtual std::optional<ValueRange> range() const { return std::nullopt; }
  // The largest value that it can make, where that is known.
  virtual std::optional<base::Value> most() const {
    const auto ends = range();
    return ends ? std::optional(ends->high) : std::nullopt;
  }
  // Whether each value is the number of its row, so that the row can be told from the value.
  virtual bool counts_rows() const { return false; }
  // Whose cell this is, where it is one of another row.
  virtual std::optional<PickedCell> picked() const { return std::nullopt; }
  // The generators within it, in the order in which they are written.
  virtual std::vector<const Generator*> parts() const { return {}; }
  // Which case made the i-th cell of a batch; nullopt for a generator that has no cases.
  virtual std::optional<TakenCase> taken_case(const FillRequest&, std::size_t) const { return std::nullopt; }
};

// A generator written within another one's arguments, for some rows of its column.
struct NestedGenerator {
  std::unique_ptr<Generator> generator;
  Rate nulls = {};
  Key null_key = 0;
  std::optional<Randomness> randomness = {};
  base::LogicalType type = {};  // of what it makes
};

// What a part of a document or an array is built as.
struct PartOf {
  std::string column;                     // whose name it has: persons and addresses are told apart by it
  std::optional<base::LogicalType> type;  // else what the part makes by itself
  bool unique = false;                    // no value twice for rows of different numbers, up to its capacity
};

struct SiblingColumn {
  std::size_t index;
  base::LogicalType type;
};

// What a generator may know while it is built. All of it is plan-time data; nothing of it is consulted while
// filling.
struct BuildContext {
  std::uint64_t seed = 0;
  std::string table;
  std::string column;
  base::LogicalType type;
  bool nullable = false;
  // The generator must never make a value twice for rows numbered 1..number_bound; it throws a profile error
  // at the node with the largest count that works where it can't. Decided here, not by retrying. number_bound
  // is the table's, always given: sequences are checked against it too. 0 = there are no rows.
  bool unique = false;
  std::uint64_t number_bound = 0;
  // In a table with rows per parent: sequences count its rows one by one, instead of giving their numbers.
  bool dense = false;
  // Given where the column is unique only together with others. For choice, between, boolean without a share,
  // and references to rows of other tables; `unique` is then false.
  std::optional<ProductDigit> digit;
  base::Date as_of;
  const Locale* locale = nullptr;
  // Columns of this table by name; nullopt where there is no such column.
  std::function<std::optional<SiblingColumn>(std::string_view)> sibling;
  // Names for "did you mean".
  std::vector<std::string> sibling_names;
  // The parent's table by name, and its key column that this column refers to. Parents are built before their
  // children; a table's own name gives itself, unfinished (its columns are not to be looked at yet). nullptr
  // where the profile makes no such table.
  std::function<const Table*(std::string_view)> parent;
  // Names for "did you mean"; may be left empty.
  std::vector<std::string> parent_names;
  // Compiles the text of an expression over this row's columns, assigned to a type; throws a profile error at
  // its place. Given by the profile layer, which knows the language.
  std::function<ExpressionPtr(const base::Node& text, const base::LogicalType& wanted)> expression;
  // The type that such an expression has by itself, and whether it has one value in all rows.
  std::function<base::LogicalType(const base::Node& text)> expression_type;
  std::function<bool(const base::Node& text)> expression_is_constant;
  // Builds what is written within this generator's arguments as a column is. Its draws are keyed by the name,
  // which must be its own there. Given by the profile layer, which can read columns.
  std::function<NestedGenerator(const base::Node& written, const std::string& name)> nested;
  // The same for a part of a value, which has a type of its own.
  std::function<NestedGenerator(const base::Node& written, const std::string& name, const PartOf& part)>
      nested_part;
  // The values that a column of this table can have, NULL among them where it can be; nullopt where nobody
  // can list them.
  std::function<std::optional<std::vector<base::Value>>(std::string_view column)> possible_values;
  // Where columns are put that are computed and not stored; nullptr while a generator is only tried.
  HiddenColumns* hidden = nullptr;
  // For a foreign key column: the table and column it refers to ("" where it is none).
  std::string referenced_table;
  std::string referenced_column;
  // For columns of one composite foreign key, the key that they share, so that they pick one parent row.
  std::string reference_group;
  // The column of that group that says how the row is picked; nullptr = this one does.
  const base::Node* group_policy = nullptr;

  // The version that the catalog gives the generator: what a builder draws with is keyed by it.
  std::uint32_t generator_version = 1;

  // Of a nested generator, the names of what it stands in, outermost first: part of its key.
  std::vector<std::string> within;

  // Told what the cells are drawn with by each generator that draws; may be empty.
  std::function<void(const Randomness&)> on_randomness;
  Key draws_with(Key drawn, bool dealt = false) const {
    if (on_randomness) on_randomness({drawn, dealt});
    return drawn;
  }

  // The column's own key, for a generator that draws with it.
  Key key() const {
    Key own = column_key(seed, table, column, generator_version);
    for (const std::string& name : within) own = sub_key(own, name);
    return draws_with(own, unique);
  }
};

}  // namespace seedctl::gen

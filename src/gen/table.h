// A table as data: how many rows, their addresses, and a generator per column. Everything that is needed to
// make any cell of any row alone, or all rows in order, with no database and no memory that grows with the
// rows.
//
// Immutable after the last finish(); shared by threads.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/column_batch.h"
#include "base/datetime.h"
#include "base/error.h"
#include "gen/cardinality.h"
#include "gen/dirt.h"
#include "gen/generator.h"
#include "gen/rate.h"
#include "gen/row.h"

namespace seedctl::gen {

struct Column {
  std::string name;
  base::LogicalType type;
  bool stored = true;  // false: computed for other columns only
  bool named = true;   // false: the profile does not know it
  bool nullable = true;
  std::unique_ptr<Generator> generator;
  Key null_key = 0;
  Rate nulls;
  std::optional<Dirt> dirt;                      // of stored columns
  std::optional<base::SourcePosition> position;  // where the profile says what it is
  std::optional<Randomness> randomness = {};     // nullopt: nothing is drawn
};

// Rows that a table may have at most: numbers are keys of 63 bits, and permutations need room beside them.
inline constexpr std::uint64_t kMaxRows = std::uint64_t{1} << 62;

// A row that people know: its number is its place in the list (from 1), so that it stands first in the table
// and takes the place of the generated row of that number; its draws are keyed by its name.
struct FixedRow {
  std::string name;  // "" = "#<place>"
  // By column index; nullopt = generated.
  std::vector<std::optional<base::Value>> cells;
  // Of columns that are not stored: which row a literal reference means.
  std::map<std::size_t, base::Value> hidden = {};
  std::optional<base::SourcePosition> position = {};  // in the profile

  const base::Value* cell(std::size_t column) const;
};

// Whose children the rows are, and how many each has.
struct PerParent {
  const Table* parent = nullptr;
  CardinalityPtr cardinality;
  // Of a table with rows per day: the calendar, which then is the parent, and the day of its first row.
  std::shared_ptr<const Table> calendar = nullptr;
  std::optional<base::Date> first_day = {};

  // Of the numbering: slots below each parent.
  std::uint32_t max() const { return cardinality->max(); }
};

class HashRing;

class Table {
 public:
  // A plain table of `rows` rows, fixed ones included. Profile error (no position) beyond kMaxRows.
  Table(std::string name, std::uint64_t rows);
  // A table with rows per row of a parent, which is finished and outlives it. Fixed rows are not possible
  // here. Takes time in proportion to the parent's rows, and 16 bytes for every 1024 of them.
  Table(std::string name, PerParent per);
  Table(const Table&) = delete;
  Table& operator=(const Table&) = delete;

  std::size_t add_column(Column column);
  // Of a column that is there; finish() must follow.
  void set_generator(std::size_t column, std::unique_ptr<Generator> generator,
                     std::optional<Randomness> randomness);
  void add_fixed(FixedRow row);
  // Of a plain table whose rows are a database's: they are picked by their keys and not by their numbers.
  void set_ring(std::shared_ptr<const HashRing> ring);
  // Orders the columns by their inputs; throws a profile error (no position) naming a cycle, or more fixed
  // rows than rows.
  void finish();

  const std::string& name() const { return name_; }
  std::span<const Column> columns() const { return columns_; }
  // Of a stored column.
  std::optional<std::size_t> column_index(std::string_view name) const;
  std::span<const FixedRow> fixed() const { return fixed_; }
  const std::optional<PerParent>& per() const { return per_; }

  // nullptr = the rows are made here.
  const HashRing* ring() const { return ring_.get(); }

  // Whether the column's clean cell is the row's number in every row.
  bool counts_rows(std::size_t column) const { return counts_rows_[column] != 0; }

  // How many rows there are, and the largest number a row may have (the same, but for `per` tables).
  std::uint64_t rows() const { return rows_; }
  std::uint64_t number_bound() const { return number_bound_; }

  // The row at a place in [0, rows()): constant time for plain tables; by checkpointed prefix sums for `per`
  // tables, which costs the same at any depth of nesting.
  RowId row_at(std::uint64_t place) const;
  // The row with that number, or nullopt where there is none (a slot that is not used). Constant time for
  // each level of nesting: what remembers single rows remembers their numbers.
  std::optional<RowId> row_numbered(std::uint64_t number) const;
  // Rows at places first, first+1, ...: fills `out` and returns how many there were (fewer at the end).
  std::size_t rows_from(std::uint64_t first, std::span<RowId> out) const;

  // The place of a row of this table: the inverse of row_at.
  std::uint64_t place_of(const RowId& row) const;
  // Of many rows, which costs little more than for one where each comes soon after the one before it.
  void places_of(std::span<const RowId> rows, std::span<std::uint64_t> out) const;

  // A row drawn uniformly among those that there are, in constant time; a pure function of (key, token) and
  // the rows. When a plain table grows only the minimal share of draws moves, to new rows; a `per` table
  // draws a parent that way and then one of its children. There must be rows.
  RowId pick(Key key, std::uint64_t token) const;

  // Fills the wanted columns (indexes) for any rows, as they are stored: cells[i] is reset and filled for
  // each wanted i and for what they depend on; the others are left empty. `cells` is resized to the number of
  // columns.
  void fill(std::span<const RowId> rows, std::span<const std::size_t> wanted,
            std::vector<base::ColumnBatch>& cells) const;
  // The same without dirt: what other columns and other tables read.
  void fill_clean(std::span<const RowId> rows, std::span<const std::size_t> wanted,
                  std::vector<base::ColumnBatch>& cells) const;

  // A cell that is stored dirty, and the place of its row in the batch asked about.
  struct DirtyCell {
    std::size_t place;
    Dirt::Cell cell;
  };
  // The dirty cells of a column that has dirt among these rows, in their order; `clean` are its clean cells.
  std::vector<DirtyCell> dirty_cells(std::size_t column, std::span<const RowId> rows,
                                     const base::ColumnBatch& clean) const;
  // The clean cell of the row before each of these, which a duplicate repeats; nullopt where there is none.
  std::vector<std::optional<base::Value>> previous_cells(std::size_t column,
                                                         std::span<const RowId> rows) const;

 private:
  class Walk;
  // Before each block of parents, of `per` tables.
  struct Checkpoint {
    std::uint64_t rows;          // of this table
    std::uint64_t first_parent;  // number of the block's first
  };

  RowId plain_row(std::uint64_t place) const;
  std::uint32_t children_of(const RowId& parent) const;
  RowId child(const RowId& parent, std::uint32_t ordinal) const;
  void count_children();
  std::size_t children_from(std::uint64_t first, std::span<RowId> out) const;
  void fill_column(std::size_t index, std::span<const RowId> rows,
                   std::vector<base::ColumnBatch>& cells) const;
  void put_fixed_cells(std::size_t index, std::span<const RowId> rows, base::ColumnBatch& cells) const;
  void put_dirt(std::size_t index, std::span<const RowId> rows, base::ColumnBatch& cells) const;

  std::string name_;
  std::uint64_t rows_ = 0;
  std::uint64_t number_bound_ = 0;
  std::optional<PerParent> per_;
  std::uint32_t slots_ = 0;  // below each parent
  std::vector<Checkpoint> checkpoints_;
  std::vector<Column> columns_;
  std::vector<std::size_t> fill_order_;
  std::vector<std::vector<std::size_t>> inputs_;  // of each column
  std::vector<char> counts_rows_;                 // of each column
  std::vector<FixedRow> fixed_;
  std::vector<std::uint64_t> fixed_tokens_;
  std::shared_ptr<const HashRing> ring_;
};

}  // namespace seedctl::gen

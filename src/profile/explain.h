// Why a row is what it is: for each cell what made it, what that read, what it drew, and which row it refers
// to. Pure: the row is made anew, with no database.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "gen/dirt.h"
#include "profile/resolve.h"

namespace seedctl::profile {

// A cell that a generator read: "rent_start", or "bike_id.price" of the row that bike_id refers to.
struct CellInput {
  std::string name;
  base::Value value;
};

struct RowReference {
  std::string table;
  std::string address;       // as find_row() reads it
  std::uint64_t number = 0;  // of the row
};

struct ExplainedCell {
  enum class Origin {
    generated,
    fixed,  // the fixed row says it
    null,   // one of the column's `nulls`
    dirty,  // laid over the clean value
  };
  ResolvedColumn column;
  Origin origin = Origin::generated;
  bool stored = true;                // false: of a virtual column, which other columns read
  base::Value value;                 // as it is stored
  std::optional<base::Value> clean;  // of dirty cells
  std::optional<gen::DirtKind> dirt;
  base::SourcePosition position;  // of what made it: the column, the table of an inferred one, the fixed row
  std::optional<gen::Key> key;    // where the cell was drawn
  std::optional<std::uint64_t> draw;  // its first draw; nullopt where values are dealt out by row number
  std::vector<CellInput> inputs;
  std::vector<std::string> cases;  // that the row takes, of `match`: "case road", then those within it
  std::optional<RowReference> refers_to;
};

struct ExplainedRow {
  std::string table;
  std::string address;
  std::uint64_t rows = 0;              // of the table
  std::optional<RowReference> parent;  // in a table with rows per parent
  std::vector<ExplainedCell> cells;    // in the order of ResolvedTable::columns, virtual ones last
};

ExplainedRow explain_row(const ResolvedTable& table, const gen::RowId& row);

// The rows that it refers to, its parent first, each once.
std::vector<RowReference> referred_rows(const ExplainedRow& row);

}  // namespace seedctl::profile

// One table on its way through a run: what the comparison found, what is staged, and who owns what
// afterwards.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/digest.h"
#include "db/connection.h"
#include "profile/resolve.h"
#include "schema/model.h"
#include "seed/change.h"
#include "seed/plan.h"
#include "seed/recipe.h"
#include "seed/stage.h"
#include "state/ledger.h"
#include "state/record_spool.h"

namespace seedctl::seed {

// Keys that are listed in a message; the rest is counted.
inline constexpr std::size_t kMaxListed = 10;

// The highest number in each filled column that the engine could number itself.
class NumberedColumns {
 public:
  NumberedColumns(const schema::Table& live, std::span<const std::string> columns);
  void see(std::span<const base::ColumnBatch> cells, std::size_t row);
  struct Entry {
    const schema::Column* column;
    std::size_t index;
    std::optional<std::int64_t> highest;
  };
  const std::vector<Entry>& entries() const { return entries_; }

 private:
  std::vector<Entry> entries_;
};

struct TableWork {
  TableWork(const profile::ResolvedTable& resolved, const schema::Table& in_database,
            db::Connection& connection, const Recipe& recipe, std::size_t number_in_run);

  const profile::ResolvedTable& table;
  const schema::Table& live;
  const std::size_t number;           // among the tables of the run
  std::vector<std::string> columns;   // that the profile fills
  std::vector<std::string> key;       // of them
  std::vector<db::ColumnInfo> infos;  // of columns, with the live types
  CellGuard guard;

  std::optional<state::TableRecord> stored_record;  // as the ledger has it, trusted or not
  bool fresh_keys = true;  // the ledger's keys of this table are of no use: all owned keys are written anew
  bool still = true;       // nobody else writes the table during the run
  bool empty = false;      // nothing is stored, and nothing comes: bulk load, nothing staged

  std::uint64_t milliseconds = 0;  // spent on comparing, loading and reading back
  TableCounts counts;
  Stage updates, deletes;
  state::RecordSpool inserts;         // numbers of rows, in key order
  state::KeyRanges ranges;            // owned afterwards, where they are few
  state::RecordSpool gained, lost;    // key bytes, ascending; where it is not
  state::RecordSpool removed;         // key bytes of staged deletes, ascending
  std::vector<std::string> left_out;  // columns that triggers write: compared and digested without them
  std::vector<bool> is_left_out;      // of each column
  std::vector<bool> changed;          // columns that at least one update changes
  base::TableDigest content;          // of owned rows as they should be afterwards
  NumberedColumns numbered;

  std::uint64_t staying = 0;  // stored rows that are not seedctl's, as far as the comparison sees them
  std::uint64_t conflicts = 0;
  std::vector<std::string> listed_conflicts;  // "id = 501", at most kMaxListed
  std::uint64_t referenced = 0;               // removed rows that stay because a person's row refers to them

  bool writes() const { return counts.inserted + counts.updated + counts.deleted > 0; }
  void add_note(const std::string& note);
  // Before anything is compared. Key columns, and what the profile does not fill, are passed over.
  void leave_out(const std::vector<std::string>& names);
  // The change for the recipe; insert_rows is left to the caller.
  TableChange change() const;
};

// "id = 5" or "(a, b) = (1, x)", safe to print.
std::string key_text(std::span<const std::string> key, std::span<const base::ColumnBatch> cells,
                     std::span<const std::size_t> columns, std::size_t row);

}  // namespace seedctl::seed

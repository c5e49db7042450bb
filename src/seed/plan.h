// What seeding would do to each row, decided from three facts about its key. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "profile/resolve.h"

namespace seedctl::seed {

// Facts about one key, from three sorted streams: what the profile wants, what the table holds, what seedctl
// owns.
struct KeyFacts {
  bool wanted = false;
  bool stored = false;
  bool owned = false;
  bool same = false;  // wanted and stored: all generated cells are equal
};

enum class Action {
  nothing,  // a person's row, or a key that is gone and not wanted
  insert,
  update,
  unchanged,
  remove,    // ours, and the profile no longer makes it
  keep,      // a person's row stands at a wanted key, and stays (on_conflict: keep)
  conflict,  // the same, and the profile has not said what to do
  forget,    // ours, gone from the table and not wanted: only the ledger changes
};
Action decide(const KeyFacts& facts, profile::TableEntry::OnConflict on_conflict);

struct TableCounts {
  std::string table;
  std::uint64_t rows = 0;  // that seedctl owns afterwards
  std::uint64_t inserted = 0, updated = 0, deleted = 0, unchanged = 0, kept = 0;
  std::string digest;      // read back from the database; "" in a dry run that would change the table
  bool was_empty = false;  // there was no row before
  std::string recipe;      // how the rows get there: "loaded into the empty table"
  std::string note;        // "taken over from profile ci", "loaded with COPY", ...
};

}  // namespace seedctl::seed

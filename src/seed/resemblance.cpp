// Chance is measured, not guessed: each stored cell is also compared with what the profile wants in another
// row. Of a column with one value for all rows that says as much as its own row does, and so proves nothing.
#include "seed/resemblance.h"

#include <algorithm>
#include <functional>

#include "base/ordered_key.h"
#include "state/owned_rows.h"
#include "state/wanted_rows.h"

namespace seedctl::seed {

namespace {

struct ColumnCount {
  std::size_t column = 0;          // among the profile's
  std::uint64_t same = 0;          // rows where the cell is as wanted
  std::uint64_t as_elsewhere = 0;  // rows where it is as wanted in another row
};

class Resemblance {
 public:
  Resemblance(const TableWork& work, const state::TableRecord& record)
      : work_(work), wanted_(work.table, std::cref(work.guard)), owned_(record.rows) {
    for (std::size_t i = 0; i < work.columns.size(); ++i) {
      const auto is_key = std::find(work.table.key.begin(), work.table.key.end(), i) != work.table.key.end();
      const auto was_seeded = std::find(record.columns.begin(), record.columns.end(), work.columns[i]);
      if (!is_key && was_seeded != record.columns.end()) counts_.push_back({i, 0, 0});
    }
    more_ = wanted_.next();
  }

  void see(std::span<const base::ColumnBatch> cells, std::size_t row, bool again) {
    if (again && matched_) return;
    if (!again) {
      ++found_;
      matched_ = false;
    }
    std::vector<const base::ColumnBatch*> parts;
    for (const std::size_t column : work_.table.key) parts.push_back(&cells[column]);
    key_.clear();
    base::append_ordered_key(parts, row, key_);
    while (more_ && wanted_.key() < key_) more_ = wanted_.next();
    if (!more_ || wanted_.key() != key_) return;
    matched_ = count(cells, row, again);
    if (matched_) ++same_;
  }

  bool proves() const {
    if (found_ == 0 || 2 * found_ < owned_) return false;
    if (2 * same_ >= found_) return true;
    const auto proving = std::count_if(counts_.begin(), counts_.end(), [this](const ColumnCount& one) {
      return one.same > one.as_elsewhere && 2 * (one.same - one.as_elsewhere) >= found_;
    });
    return 2 * static_cast<std::size_t>(proving) > counts_.size();
  }

 private:
  // Whether all cells are as wanted. Columns are counted once per key.
  bool count(std::span<const base::ColumnBatch> cells, std::size_t row, bool again) {
    const std::size_t here = wanted_.row();
    const std::size_t elsewhere = here == 0 ? 1 : here - 1;
    bool all = true;
    for (ColumnCount& one : counts_) {
      const base::ColumnBatch& wanted = wanted_.cells()[one.column];
      const bool same = wanted.same(here, cells[one.column], row);
      all = all && same;
      if (again) continue;
      if (same) ++one.same;
      if (elsewhere < wanted.size() && wanted.same(elsewhere, cells[one.column], row)) ++one.as_elsewhere;
    }
    return all;
  }

  const TableWork& work_;
  state::WantedRows wanted_;
  bool more_ = false;
  std::vector<ColumnCount> counts_;
  std::uint64_t owned_;      // keys in the ledger
  std::uint64_t found_ = 0;  // of them in the table
  std::uint64_t same_ = 0;   // of those, with all columns that were seeded as the profile wants them
  bool matched_ = false;     // the key at hand has such a row
  std::string key_;
};

}  // namespace

bool holds_seeded_rows(const TableWork& work, const state::TableRecord& record, db::Connection& connection,
                       state::Ledger& ledger) {
  Resemblance seen(work, record);
  state::visit_owned_rows(connection, ledger, record, work.live, work.columns,
                          [&seen](std::span<const base::ColumnBatch> cells, std::size_t row, bool again) {
                            seen.see(cells, row, again);
                          });
  return seen.proves();
}

}  // namespace seedctl::seed

// Facts about the past, read before anything is compared.
#include "seed/ownership.h"

#include <algorithm>

#include "base/ordered_key.h"
#include "seed/key_sorter.h"
#include "seed/wanted_rows.h"

namespace seedctl::seed {

namespace {

// Where the numbering can tell, it is believed; else the identity is the engine's word.
bool has_same_identity(const TableWork& work, const state::TableRecord& record, Recipe& recipe) {
  if (!record.keys_in_table && record.key_columns.size() == 1 && !record.ranges.ranges().empty()) {
    const schema::Column* key = work.live.column(record.key_columns.front());
    if (key != nullptr) {
      const std::optional<bool> kept =
          recipe.keeps_its_numbers(work.live, *key, record.ranges.ranges().back().last, record.rows);
      if (kept) return *kept;
    }
  }
  return record.identity == work.live.identity;
}

// How the owned keys look in the table as it is now, against what the profile wants at them.
struct Resemblance {
  std::uint64_t owned = 0;  // keys in the ledger
  std::uint64_t found = 0;  // of them in the table
  std::uint64_t same = 0;   // of those, exactly as the profile wants the row
  // A few rows edited or deleted by hand take nothing away; rows of people under the same keys are others.
  bool proves() const { return found > 0 && 2 * found >= owned && 2 * same >= found; }
};

Resemblance compare_owned(const TableWork& work, const state::TableRecord& record, db::Connection& connection,
                          state::Ledger& ledger) {
  Resemblance seen{.owned = record.rows};
  WantedRows wanted(work.table, work.guard);
  bool more = wanted.next();
  bool matched = false;  // the key at hand has a row as it is wanted
  std::string key;
  state::visit_owned_rows(connection, ledger, record, work.live, work.columns,
                          [&](std::span<const base::ColumnBatch> cells, std::size_t row, bool again) {
                            if (!again) {
                              ++seen.found;
                              matched = false;
                            } else if (matched) {
                              return;
                            }
                            std::vector<const base::ColumnBatch*> parts;
                            for (const std::size_t column : work.table.key) parts.push_back(&cells[column]);
                            key.clear();
                            base::append_ordered_key(parts, row, key);
                            while (more && wanted.key() < key) more = wanted.next();
                            if (!more || wanted.key() != key) return;
                            for (std::size_t i = 0; i < cells.size(); ++i)
                              if (!wanted.cells()[i].same(wanted.row(), cells[i], row)) return;
                            matched = true;
                            ++seen.same;
                          });
  return seen;
}

bool is_same_table(const TableWork& work, const state::TableRecord& record, db::Connection& connection,
                   state::Ledger& ledger, Recipe& recipe) {
  if (has_same_identity(work, record, recipe)) return true;
  if (!state::can_find_owned_rows(record, work.live)) return false;
  const state::OwnedContent content = state::read_owned_content(connection, ledger, record, work.live);
  if (content.rows == record.rows && content.digest == record.digest) return true;
  return record.key_columns == work.key && compare_owned(work, record, connection, ledger).proves();
}

// The rows are ours by another key: they are found by that, and named by the new one.
state::OwnedKeys translate_keys(const TableWork& work, const state::TableRecord& record,
                                db::Connection& connection, state::Ledger& ledger) {
  std::vector<std::string> columns = work.key;
  for (const std::string& name : record.key_columns) {
    if (std::find(columns.begin(), columns.end(), name) == columns.end()) columns.push_back(name);
  }
  KeySorter sorter;
  std::string key;
  state::visit_owned_rows(connection, ledger, record, work.live, columns,
                          [&](std::span<const base::ColumnBatch> cells, std::size_t row, bool again) {
                            // One of several at the old key is ours, and nobody can tell which.
                            if (!again && !key.empty()) sorter.add(key, 0);
                            key.clear();
                            if (again) return;
                            std::vector<const base::ColumnBatch*> parts;
                            for (std::size_t i = 0; i < work.key.size(); ++i) {
                              if (cells[i].is_null(row) || cells[i].is_unreadable(row))
                                return;  // cannot be matched: stays, and is nobody's
                              parts.push_back(&cells[i]);
                            }
                            base::append_ordered_key(parts, row, key);
                          });
  if (!key.empty()) sorter.add(key, 0);
  sorter.finish();
  state::RecordSpool spool;
  std::uint64_t number = 0;
  while (sorter.next(key, number)) spool.append(key);
  return state::OwnedKeys(std::move(spool));
}

}  // namespace

state::OwnedKeys find_owned_keys(TableWork& work, const std::string& profile,
                                 const state::TableRecord* record, db::Connection& connection,
                                 state::Ledger& ledger, Recipe& recipe) {
  if (record == nullptr) return {};
  work.stored_record = *record;
  if (work.empty) {
    // Whatever was ours is gone; every row is loaded and owned anew.
    if (record->profile != profile) work.add_note("taken over from profile " + record->profile);
    return {};
  }
  if (!is_same_table(work, *record, connection, ledger, recipe)) {
    work.add_note("the table was made again since it was seeded: no row in it is seedctl's");
    return {};
  }
  if (record->profile != profile) work.add_note("taken over from profile " + record->profile);
  const auto has = [&work](const std::string& name) { return work.live.column(name) != nullptr; };
  if (record->key_columns != work.key) {
    if (!std::all_of(record->key_columns.begin(), record->key_columns.end(), has)) {
      work.add_note("the columns that rows were matched by are gone: no row in the table is seedctl's");
      return {};
    }
    return translate_keys(work, *record, connection, ledger);
  }
  work.fresh_keys = record->keys_in_table == work.table.sequential_key;
  return state::OwnedKeys(ledger, *record);
}

}  // namespace seedctl::seed

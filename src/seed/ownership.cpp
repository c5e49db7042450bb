// Facts about the past, read before anything is compared.
#include "seed/ownership.h"

#include <algorithm>

#include "base/ordered_key.h"
#include "schema/introspect.h"
#include "seed/resemblance.h"
#include "seed/trigger_columns.h"
#include "state/key_sorter.h"
#include "state/left_out.h"

namespace seedctl::seed {

namespace {

// Where the numbering can tell, it is believed; else the identity is the engine's word.
bool has_same_identity(const TableWork& work, const state::TableRecord& record, db::Connection& connection,
                       Recipe& recipe) {
  if (!record.keys_in_table && record.key_columns.size() == 1 && !record.ranges.ranges().empty()) {
    const schema::Column* key = work.live.column(record.key_columns.front());
    if (key != nullptr) {
      const std::optional<bool> kept =
          recipe.keeps_its_numbers(work.live, *key, record.ranges.ranges().back().last, record.rows);
      if (kept) return *kept;
    }
  }
  return record.identity == schema::table_identity(connection, {work.live.schema, work.live.name});
}

bool has_recorded_content(const TableWork& work, const state::TableRecord& record, db::Connection& connection,
                          state::Ledger& ledger) {
  if (!state::can_find_owned_rows(record, work.live)) return false;
  const state::OwnedContent content = state::read_owned_content(connection, ledger, record, work.live);
  return content.rows == record.rows && content.digest == record.digest;
}

bool is_same_table(const TableWork& work, const state::TableRecord& record, db::Connection& connection,
                   state::Ledger& ledger, Recipe& recipe) {
  if (has_same_identity(work, record, connection, recipe)) return true;
  if (has_recorded_content(work, record, connection, ledger)) return true;
  return record.key_columns == work.key && holds_seeded_rows(work, record, connection, ledger);
}

// The rows are ours by another key: they are found by that, and named by the new one.
state::OwnedKeys translate_keys(const TableWork& work, const state::TableRecord& record,
                                db::Connection& connection, state::Ledger& ledger) {
  std::vector<std::string> columns = work.key;
  for (const std::string& name : record.key_columns) {
    if (std::find(columns.begin(), columns.end(), name) == columns.end()) columns.push_back(name);
  }
  state::KeySorter sorter;
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
  if (const auto names = state::columns_left_out(*record); !names.empty() && recipe.has_triggers(work.live)) {
    work.leave_out(names);
    if (!work.left_out.empty()) work.add_note(left_to_triggers(work.left_out));
  }
  if (work.empty) {
    // Whatever was ours is gone; every row is loaded and owned anew.
    if (record->profile != profile) work.add_note("taken over from profile " + record->profile);
    return {};
  }
  const auto has = [&work](const std::string& name) { return work.live.column(name) != nullptr; };
  if (!std::all_of(record->key_columns.begin(), record->key_columns.end(), has)) {
    work.add_note("the columns that rows were matched by are gone: no row in the table is seedctl's");
    return {};
  }
  if (!is_same_table(work, *record, connection, ledger, recipe)) {
    work.add_note("the table was made again since it was seeded: no row in it is seedctl's");
    return {};
  }
  if (record->profile != profile) work.add_note("taken over from profile " + record->profile);
  if (record->key_columns != work.key) return translate_keys(work, *record, connection, ledger);
  if (record->table != work.table.name) {
    work.add_note("its rows were seeded as table " + record->table);
    return state::OwnedKeys(ledger, *record);  // and are owned anew, by the new name
  }
  work.fresh_keys = record->keys_in_table == work.table.key_in_ranges;
  return state::OwnedKeys(ledger, *record);
}

const state::TableRecord* find_renamed(const TableWork& work,
                                       const std::map<std::string, state::TableRecord>& records,
                                       const schema::Schema& live, db::Connection& connection,
                                       state::Ledger& ledger) {
  if (work.empty) return nullptr;
  const std::string identity = schema::table_identity(connection, {work.live.schema, work.live.name});
  for (const auto& [name, record] : records) {
    if (live.table(name) != nullptr || record.rows == 0 || !state::can_find_owned_rows(record, work.live))
      continue;
    if (record.identity == identity || has_recorded_content(work, record, connection, ledger)) return &record;
  }
  return nullptr;
}

}  // namespace seedctl::seed

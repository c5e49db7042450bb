// The digest in the ledger is of what the database gives back, not of what was sent: a trigger or a type that
// alters values is seen here, at once, and said.
#include "seed/settle.h"

#include <algorithm>

#include "schema/introspect.h"
#include "seed/trigger_columns.h"
#include "sql/dialect.h"
#include "state/owned_rows.h"

namespace seedctl::seed {

namespace {

// By name, so that columns in another order in the profile change nothing here either.
std::vector<std::string> digested_columns(const TableWork& work) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < work.columns.size(); ++i)
    if (!work.is_left_out[i]) names.push_back(work.columns[i]);
  std::sort(names.begin(), names.end());
  return names;
}

state::TableRecord record_of(const TableWork& work, const profile::ResolvedProfile& profile,
                             db::Connection& connection) {
  state::TableRecord record;
  record.table = work.table.name;
  record.profile = profile.name;
  record.as_of = profile.as_of.str();
  record.until = profile.until ? profile.until->str() : "";
  record.scale = profile.scale;
  record.specification = work.table.specification;
  record.fingerprint = work.table.fingerprint;
  record.rows = work.counts.rows;
  record.columns = digested_columns(work);
  record.key_columns = work.key;
  record.identity = schema::table_identity(connection, {work.live.schema, work.live.name});
  record.keys_in_table = !work.table.key_in_ranges;
  record.ranges = work.ranges;
  return record;
}

void send_keys(state::RecordSpool& keys, state::Ledger& ledger, const std::string& table,
               void (state::Ledger::*send)(std::string_view, std::string_view)) {
  std::string key;
  std::uint64_t sent = 0;
  keys.rewind();
  while (keys.next(key)) {
    (ledger.*send)(table, key);
    if (++sent % base::kBatchRows == 0) ledger.flush();
  }
  ledger.flush();
}

void write_keys(TableWork& work, state::Ledger& ledger) {
  const bool had_keys = work.stored_record && work.stored_record->keys_in_table;
  const bool renamed = work.stored_record && work.stored_record->table != work.table.name;
  if (renamed || (work.fresh_keys && had_keys)) ledger.remove(work.stored_record->table);
  if (work.table.key_in_ranges) return;
  if (work.fresh_keys) return ledger.replace_keys(work.table.name, work.gained);
  send_keys(work.lost, ledger, work.table.name, &state::Ledger::erase_key);
  send_keys(work.removed, ledger, work.table.name, &state::Ledger::erase_key);
  send_keys(work.gained, ledger, work.table.name, &state::Ledger::add_key);
}

// All rows of a table that was empty before are seedctl's, unless there are more than were loaded: no order
// and no keys are needed.
state::OwnedContent read_all(const TableWork& work, db::Connection& connection) {
  base::TableDigest digest(work.table.name, work.columns, work.left_out);
  const auto reader = connection.read("select " + sql::column_list(work.columns) + " from " +
                                          sql::qualified(work.live.schema, work.live.name),
                                      work.infos);
  std::vector<base::ColumnBatch> cells;
  for (const db::ColumnInfo& info : work.infos) cells.emplace_back(info.type.kind);
  while (reader->next(cells)) digest.add(cells);
  return {.rows = digest.rows(), .digest = digest.hex()};
}

state::OwnedContent read_back_content(TableWork& work, const state::TableRecord& record,
                                      db::Connection& connection, state::Ledger& ledger) {
  if (work.empty) {
    state::OwnedContent all = read_all(work, connection);
    if (all.rows <= record.rows) return all;
    const std::uint64_t more = all.rows - record.rows;
    work.add_note("triggers of other tables wrote " + std::to_string(more) + (more == 1 ? " row" : " rows") +
                  " into it, which " + (more == 1 ? "is" : "are") + " not seedctl's");
  }
  return state::read_owned_content(connection, ledger, record, work.live);
}

// What triggers write is left to them from now on. Returns whether the rest is as it was sent.
bool leave_to_triggers(TableWork& work, state::TableRecord& record, bool as_sent, db::Connection& connection,
                       state::Ledger& ledger) {
  std::vector<std::string> names = work.left_out;
  if (!as_sent) {
    for (std::string& name : columns_that_differ(work, record, connection, ledger))
      names.push_back(std::move(name));
  }
  for (std::string& name : columns_that_an_update_changes(work, connection)) names.push_back(std::move(name));
  const std::size_t before = work.left_out.size();
  work.leave_out(names);
  if (work.left_out.size() == before) return as_sent;
  work.add_note((as_sent ? "" : "what the database gives back is not what was written: ") +
                left_to_triggers(work.left_out));
  record.columns = digested_columns(work);
  const state::OwnedContent stored = state::read_owned_content(connection, ledger, record, work.live);
  record.digest = stored.digest;
  return stored.rows == record.rows && columns_that_differ(work, record, connection, ledger).empty();
}

}  // namespace

void settle(TableWork& work, const profile::ResolvedProfile& profile, db::Connection& connection,
            Recipe& recipe, state::Ledger& ledger, base::Progress& progress) {
  state::TableRecord record = record_of(work, profile, connection);
  write_keys(work, ledger);
  // Rows that stay for people's sake are owned too, but not part of what the profile makes.
  const bool read_back = work.writes() || work.referenced > 0;
  record.digest = work.content.hex();  // tells seedctl's row from people's where several have one key
  if (read_back) {
    const state::OwnedContent stored = read_back_content(work, record, connection, ledger);
    record.digest = stored.digest;
    bool as_sent = stored.rows == record.rows && (work.referenced > 0 || stored.digest == work.content.hex());
    if (work.writes() && work.referenced == 0 && recipe.has_triggers(work.live))
      as_sent = leave_to_triggers(work, record, as_sent, connection, ledger);
    if (!as_sent) {
      const std::string warning =
          "what the database gives back is not what was written: a trigger or a column's type changes it";
      work.add_note(warning);
      progress.warn(work.table.name + ": " + warning);
    }
  }
  work.counts.digest = record.digest;
  ledger.save(record);
  reserve_numbers(work, recipe);
}

void reserve_numbers(const TableWork& work, Recipe& recipe) {
  for (const NumberedColumns::Entry& entry : work.numbered.entries()) {
    if (entry.highest) recipe.reserve_numbers(work.live, *entry.column, *entry.highest, work.counts.rows);
  }
}

}  // namespace seedctl::seed

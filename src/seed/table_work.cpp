// Construction and naming; the steps of a run are in compare, references, load and settle.
#include "seed/table_work.h"

#include <algorithm>

#include "base/text.h"
#include "base/value.h"
#include "seed/conformance.h"
#include "state/owned_rows.h"

namespace seedctl::seed {

namespace {

std::vector<std::string> column_names(const profile::ResolvedTable& table) {
  std::vector<std::string> names;
  for (const profile::ResolvedColumn& column : table.columns) names.push_back(column.name);
  return names;
}

std::vector<std::string> key_names(const profile::ResolvedTable& table) {
  std::vector<std::string> names;
  for (const std::size_t index : table.key) names.push_back(table.columns[index].name);
  return names;
}

}  // namespace

NumberedColumns::NumberedColumns(const schema::Table& live, std::span<const std::string> columns) {
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const schema::Column* column = live.column(columns[i]);
    if (column == nullptr || column->type.kind != base::TypeKind::integer) continue;
    if (column->generated == schema::Column::Generated::auto_number ||
        column->generated == schema::Column::Generated::identity_always) {
      entries_.push_back({column, i, std::nullopt});
    }
  }
}

void NumberedColumns::see(std::span<const base::ColumnBatch> cells, std::size_t row) {
  for (Entry& entry : entries_) {
    if (cells[entry.index].is_null(row)) continue;
    const std::int64_t number = cells[entry.index].integer_at(row);
    entry.highest = std::max(entry.highest.value_or(number), number);
  }
}

TableWork::TableWork(const profile::ResolvedTable& resolved, const schema::Table& in_database,
                     db::Connection& connection, const Recipe& recipe, std::size_t number_in_run)
    : table(resolved),
      live(in_database),
      number(number_in_run),
      columns(column_names(resolved)),
      key(key_names(resolved)),
      infos(state::column_infos(in_database, columns)),
      guard(guard_cells(resolved, in_database, recipe)),
      updates(connection, recipe, "seedctl_update_" + std::to_string(number), in_database, columns, key),
      deletes(connection, recipe, "seedctl_delete_" + std::to_string(number), in_database, key, key),
      is_left_out(columns.size(), false),
      changed(columns.size(), false),
      content(resolved.name, columns),
      numbered(in_database, columns) {
  counts.table = resolved.name;
}

void TableWork::add_note(const std::string& note) {
  if (note.empty()) return;
  counts.note += (counts.note.empty() ? "" : "; ") + note;
}

void TableWork::leave_out(const std::vector<std::string>& names) {
  left_out.clear();
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const bool is_key = std::find(key.begin(), key.end(), columns[i]) != key.end();
    is_left_out[i] = !is_key && std::find(names.begin(), names.end(), columns[i]) != names.end();
    if (is_left_out[i]) left_out.push_back(columns[i]);
  }
  content = base::TableDigest(table.name, columns, left_out);
}

TableChange TableWork::change() const {
  TableChange change;
  change.live = &live;
  change.columns = columns;
  change.key = key;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (changed[i]) change.changed_columns.push_back(columns[i]);
  }
  change.inserts = counts.inserted;
  change.updates = counts.updated;
  change.deletes = counts.deleted;
  change.update_stage = updates.sql_name();
  change.delete_stage = deletes.sql_name();
  return change;
}

std::string key_text(std::span<const std::string> key, std::span<const base::ColumnBatch> cells,
                     std::span<const std::size_t> columns, std::size_t row) {
  std::vector<std::string> values;
  for (const std::size_t column : columns)
    values.push_back(base::printable(base::to_text(cells[column].value_at(row))));
  if (key.size() == 1) return key.front() + " = " + values.front();
  return "(" + base::join(key, ", ") + ") = (" + base::join(values, ", ") + ")";
}

}  // namespace seedctl::seed

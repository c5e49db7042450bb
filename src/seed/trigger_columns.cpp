// One pass over the rows beside the profile's, and one statement in a savepoint.
#include "seed/trigger_columns.h"

#include <algorithm>
#include <functional>

#include "base/error.h"
#include "base/ordered_key.h"
#include "base/text.h"
#include "sql/dialect.h"
#include "state/owned_rows.h"
#include "state/wanted_rows.h"

namespace seedctl::seed {

namespace {

constexpr const char* kSavepoint = "seedctl_trigger";

// The row with the least key, as text.
std::vector<db::Row> first_row(const TableWork& work, db::Connection& connection) {
  return connection.query("select " + sql::column_list(work.columns) + " from " +
                          sql::qualified(work.live.schema, work.live.name) + " order by " +
                          sql::column_list(work.key) + " limit 1");
}

// "update t set a = a, b = b where (k) = (the least key)"; "" where there is nothing to set.
std::string update_of_first_row(const TableWork& work) {
  std::vector<std::string> sets;
  for (std::size_t i = 0; i < work.columns.size(); ++i) {
    const schema::Column* column = work.live.column(work.columns[i]);
    const bool is_key = std::find(work.table.key.begin(), work.table.key.end(), i) != work.table.key.end();
    if (is_key || column == nullptr || column->generated != schema::Column::Generated::none) continue;
    const std::string name = sql::quote_identifier(work.columns[i]);
    sets.push_back(name + " = " + name);
  }
  if (sets.empty()) return {};
  const std::string table = sql::qualified(work.live.schema, work.live.name);
  const std::string key = sql::column_list(work.key);
  return "update " + table + " set " + base::join(sets, ", ") + " where (" + key + ") = (select " + key +
         " from " + table + " order by " + key + " limit 1)";
}

}  // namespace

std::vector<std::string> columns_that_differ(const TableWork& work, const state::TableRecord& record,
                                             db::Connection& connection, state::Ledger& ledger) {
  std::vector<bool> differs(work.columns.size(), false);
  state::WantedRows wanted(work.table, std::cref(work.guard));
  bool more = wanted.next();
  std::string key;
  const auto see = [&](std::span<const base::ColumnBatch> cells, std::size_t row, bool again) {
    if (again) return;
    std::vector<const base::ColumnBatch*> parts;
    for (const std::size_t column : work.table.key) parts.push_back(&cells[column]);
    key.clear();
    base::append_ordered_key(parts, row, key);
    while (more && wanted.key() < key) more = wanted.next();
    if (!more || wanted.key() != key) return;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      if (!differs[i] && !work.is_left_out[i])
        differs[i] = !wanted.cells()[i].same(wanted.row(), cells[i], row);
    }
  };
  state::visit_owned_rows(connection, ledger, record, work.live, work.columns, see);
  std::vector<std::string> names;
  for (std::size_t i = 0; i < differs.size(); ++i)
    if (differs[i]) names.push_back(work.columns[i]);
  return names;
}

std::vector<std::string> columns_that_an_update_changes(const TableWork& work, db::Connection& connection) {
  const std::string update = update_of_first_row(work);
  if (update.empty()) return {};
  std::vector<std::string> names;
  connection.execute(std::string("savepoint ") + kSavepoint);
  try {
    const std::vector<db::Row> before = first_row(work, connection);
    connection.execute(update);
    const std::vector<db::Row> after = first_row(work, connection);
    for (std::size_t i = 0; !before.empty() && !after.empty() && i < work.columns.size(); ++i)
      if (before[0][i] != after[0][i]) names.push_back(work.columns[i]);
  } catch (const base::Error& error) {
    // A trigger that allows no update has nothing to tell.
    if (error.code() != base::ErrorCode::sql) throw;
    names.clear();
  }
  connection.execute(std::string("rollback to savepoint ") + kSavepoint);
  connection.execute(std::string("release savepoint ") + kSavepoint);
  return names;
}

std::string left_to_triggers(const std::vector<std::string>& columns) {
  return base::join(columns, ", ") + (columns.size() == 1 ? " is" : " are") +
         " left to the table's triggers, and compared no more";
}

}  // namespace seedctl::seed

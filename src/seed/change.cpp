// Rows that trade UNIQUE values have no order of statements that works while the constraint stands; this is
// where such trades are seen coming.
#include "seed/change.h"

#include <algorithm>

#include "base/text.h"
#include "sql/dialect.h"

namespace seedctl::seed {

namespace {

bool contains(std::span<const std::string> names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

std::string TableChange::table() const { return sql::qualified(live->schema, live->name); }

bool TableChange::moves(const schema::ForeignKey& reference) const {
  return updates > 0 &&
         std::any_of(changed_columns.begin(), changed_columns.end(), [&reference](const std::string& name) {
           return contains(reference.parent_columns, name);
         });
}

std::string key_match(std::span<const std::string> key, const std::string& left, const std::string& right) {
  std::vector<std::string> parts;
  for (const std::string& column : key) {
    const std::string name = sql::quote_identifier(column);
    parts.push_back(left + "." + name + " = " + right + "." + name);
  }
  return base::join(parts, " and ");
}

std::string listed(const std::string& alias, std::span<const std::string> columns) {
  std::vector<std::string> parts;
  for (const std::string& column : columns) parts.push_back(alias + "." + sql::quote_identifier(column));
  return base::join(parts, ", ");
}

std::string row_text(std::span<const std::string> columns, const db::Row& row, std::size_t first) {
  std::vector<std::string> parts;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    parts.push_back(columns[i] + " = " + base::printable(row[first + i].value_or("NULL")));
  }
  return base::join(parts, ", ");
}

std::string update_sql(const TableChange& change) {
  std::vector<std::string> sets;
  for (const std::string& column : change.changed_columns) {
    const std::string name = sql::quote_identifier(column);
    sets.push_back(name + " = s." + name);
  }
  return "update " + change.table() + " as t set " + base::join(sets, ", ") + " from " + change.update_stage +
         " as s where " + key_match(change.key, "t", "s");
}

std::string delete_sql(const TableChange& change) {
  const std::string columns = sql::column_list(change.key);
  const std::string left = change.key.size() == 1 ? columns : "(" + columns + ")";
  return "delete from " + change.table() + " where " + left + " in (select " + columns + " from " +
         change.delete_stage + ")";
}

UniqueRisk unique_risk(const TableChange& change, const schema::UniqueKey& key, bool inserts_first) {
  // Rows of different match keys differ in every unique key that contains the match key.
  const auto in_key = [&key](const std::string& name) { return contains(key.columns, name); };
  if (key.special.empty() && std::all_of(change.key.begin(), change.key.end(), in_key))
    return UniqueRisk::none;

  const auto changes = [&change](const std::string& name) { return contains(change.changed_columns, name); };
  // What a partial or expression key depends on is not known by its columns alone.
  const bool touched = change.updates > 0 &&
                       (!key.special.empty() || std::any_of(key.columns.begin(), key.columns.end(), changes));
  if (inserts_first && change.inserts > 0 && (change.deletes > 0 || touched)) return UniqueRisk::certain;
  if (!touched) return UniqueRisk::none;

  const auto staged = [&change](const std::string& name) { return contains(change.columns, name); };
  const bool can_ask = key.special.empty() && std::all_of(key.columns.begin(), key.columns.end(), staged);
  return can_ask ? UniqueRisk::by_value : UniqueRisk::certain;
}

std::string collision_sql(const TableChange& change, const schema::UniqueKey& key, bool inserts_first) {
  std::string sql = "select 1 from " + change.update_stage + " as s join " + change.table() + " as t on " +
                    key_match(key.columns, "t", "s") + " where not (" + key_match(change.key, "t", "s") + ")";
  if (change.deletes > 0 && !inserts_first)
    sql += " and not exists (select 1 from " + change.delete_stage + " as x where " +
           key_match(change.key, "x", "t") + ")";
  return sql + " limit 1";
}

}  // namespace seedctl::seed

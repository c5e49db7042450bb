// What is to be written to one table, as sets: staged updates and deletes, and rows to insert. The statements
// that both engines understand are made here, as text.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "db/connection.h"
#include "schema/model.h"

namespace seedctl::seed {

struct TableChange {
  const schema::Table* live = nullptr;
  std::vector<std::string> columns;          // that the profile fills
  std::vector<std::string> key;              // that rows are matched by
  std::vector<std::string> changed_columns;  // in at least one staged update, in the order of `columns`
  std::uint64_t inserts = 0, updates = 0, deletes = 0;
  std::string update_stage;           // quoted; holds `columns`
  std::string delete_stage;           // quoted; holds `key`
  std::function<void()> insert_rows;  // loads them, in bulk

  // Whether an update changes a column that the foreign key of another row refers to.
  bool moves(const schema::ForeignKey& reference) const;
  bool any() const { return inserts + updates + deletes > 0; }
  std::string table() const;  // quoted and qualified
};

// left."a" = right."a" and left."b" = right."b"
std::string key_match(std::span<const std::string> key, const std::string& left, const std::string& right);

// alias."a", alias."b"
std::string listed(const std::string& alias, std::span<const std::string> columns);

// "a = 1, b = x" of a result row from its column `first` on, safe to print.
std::string row_text(std::span<const std::string> columns, const db::Row& row, std::size_t first);

std::string update_sql(const TableChange& change);
std::string delete_sql(const TableChange& change);

// How the values of a unique key of the table are touched by the change.
enum class UniqueRisk {
  none,      // no two rows can meet, whatever the order of the statements
  by_value,  // an update may take a value that another row still holds: ask the table (collision_sql)
  certain,   // cannot be decided cheaply, so it is treated as if rows met
};
// `inserts_first`: inserts run before updates and deletes (else after both).
UniqueRisk unique_risk(const TableChange& change, const schema::UniqueKey& key, bool inserts_first);

// One row where a staged update takes a value of the key that another stored row holds then, else none. With
// `inserts_first` deletes come after the updates, so that their rows hold theirs still.
std::string collision_sql(const TableChange& change, const schema::UniqueKey& key, bool inserts_first);

}  // namespace seedctl::seed

// The schema of a database as seedctl sees it: tables, columns with logical types, keys, checks. A plain
// value, the same for every engine, read from a live database or from the snapshot file.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/value.h"
#include "sql/check_facts.h"

namespace seedctl::schema {

struct Column {
  std::string name;
  base::LogicalType type;
  bool nullable = true;
  // The engine gives a value where an insert leaves the column out: a DEFAULT other than NULL, a number, a
  // computation.
  bool has_default = false;
  // none; identity_always (PostgreSQL: explicit values need OVERRIDING); auto_number (serial, identity by
  // default, SQLite's rowid alias): the engine numbers it, but takes what it is given; computed (GENERATED
  // ... STORED or VIRTUAL).
  enum class Generated { none, identity_always, auto_number, computed };
  Generated generated = Generated::none;

  // Live schemas only, not part of the snapshot:
  std::string declared_type;  // as the engine has it
  bool operator==(const Column&) const = default;
};

struct UniqueKey {
  std::string name;                  // live only
  std::vector<std::string> columns;  // in the key's order
  bool primary = false;
  // Why seedctl cannot treat it as a plain UNIQUE over columns ("" = it can): "partial", "on an expression",
  // "ignores case", "NULLS NOT DISTINCT". Of a key on expressions `columns` are those that it names. One over
  // lower(column) or upper(column) is the column's own that ignores case.
  std::string special;
  bool is_constraint = false;  // live only: a constraint rather than a bare index
};

struct ForeignKey {
  std::string name;  // live only
  std::vector<std::string> columns;
  std::string parent;  // table
  std::vector<std::string> parent_columns;
  enum class Action { no_action, restrict, cascade, set_null, set_default };
  Action on_delete = Action::no_action;
  bool deferrable = false;
  // Live only: the parent's schema where it is another one than the table's.
  std::string parent_schema;
};

struct Check {
  std::string name;        // live only
  std::string expression;  // live only: the engine's text
  std::vector<sql::CheckFact> facts;
};

struct Table {
  std::string schema;  // live only
  std::string name;
  std::vector<Column> columns;           // in the table's order
  std::vector<UniqueKey> unique_keys;    // the primary key first, then by columns
  std::vector<ForeignKey> foreign_keys;  // by columns
  std::vector<Check> checks;
  // Live only: numbers that the engine gives out can be moved past a reserve (PostgreSQL sequences, SQLite
  // AUTOINCREMENT).
  bool can_reserve_numbers = false;
  // Live only: why rows cannot be loaded ("" = they can): "a foreign table", "a virtual table", "a table that
  // others inherit from". Such tables are no part of the snapshot. Views are only named, below.
  std::string not_loadable;

  const Column* column(std::string_view name) const;
  const UniqueKey* primary_key() const;
};

struct Schema {
  std::vector<Table> tables;       // by name
  std::vector<std::string> views;  // live only: names, so that a profile that names one hears why not
  const Table* table(std::string_view name) const;
  std::vector<std::string> table_names() const;
};

}  // namespace seedctl::schema

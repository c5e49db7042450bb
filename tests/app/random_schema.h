// Schemas that nobody thought of: tables, keys, references and CHECKs drawn by rapidcheck, as SQL that both
// engines read.
#pragma once

#include <rapidcheck.h>

#include <string>
#include <vector>

#include "base/engine.h"

namespace seedctl::test {

struct RandomColumn {
  std::string name, type, rules;  // "age", "integer", " not null unique"
  bool nullable = true;
};

// Of columns, by their names, to a table's key.
struct RandomReference {
  std::vector<std::string> columns;
  std::string parent;
  std::vector<std::string> parent_columns;
};

struct RandomTable {
  std::string name;
  std::vector<RandomColumn> columns;
  std::vector<std::string> key;        // the primary key
  std::vector<std::string> key_types;  // of its columns
  bool numbered = false;               // the key is one number that the engine gives out
  std::vector<std::string> rules;      // "unique (a, b)", "check (a < b)"
  std::vector<RandomReference> references;
  int rows = 1;
};

struct RandomSchema {
  std::vector<RandomTable> tables;

  // One statement per table, and on PostgreSQL one per reference, since the tables may refer to one another.
  std::vector<std::string> statements(base::Engine engine) const;
  // Whether its columns are of the same types on both engines: SQLite has no arrays.
  bool is_alike_everywhere() const;
  // A profile that says nothing but the rows.
  std::string profile() const;
};

RandomSchema random_schema();

}  // namespace seedctl::test

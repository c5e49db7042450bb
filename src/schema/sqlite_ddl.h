// What SQLite keeps only as the text of a CREATE statement: CHECK constraints, AUTOINCREMENT, deferrable
// foreign keys, the expressions of an index. Read from the stored text's tokens; CHECK, REFERENCES and
// AUTOINCREMENT are reserved in SQLite, so that a bare one is always the keyword.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace seedctl::schema {

struct SqliteTableText {
  struct NamedCheck {
    std::string name;  // "" where it has none
    std::string expression;
  };
  std::vector<NamedCheck> checks;
  bool autoincrement = false;
  std::vector<bool> deferrable;  // per REFERENCES clause, in the order written
};

SqliteTableText read_sqlite_table(std::string_view create_table);

// The parts of an index's key: {"lower(email)", "city"} of `create index i on t (lower(email), city)`.
std::vector<std::string> sqlite_index_parts(std::string_view create_index);

// An SQLite expression as libpg_query reads it: column names quoted as the table has them, other
// double-quoted words as the strings that SQLite takes them for, `==` as `=`, comments left out.
std::string as_postgres_expression(std::string_view expression, const std::vector<std::string>& columns);

}  // namespace seedctl::schema

// The names of seedctl's own tables in a target database.
#pragma once

#include <string>
#include <vector>

#include "db/connection.h"

namespace seedctl::state {

struct OwnTables {
  std::string schema;  // "" = the connection's default
  std::string history = "seedctl_migrations";
  std::string ledger = "seedctl_seeds";

  db::TableName history_table() const { return {schema, history}; }
  db::TableName ledger_table() const { return {schema, ledger}; }
  db::TableName keys_table() const { return {schema, ledger + "_keys"}; }  // owned keys that are no ranges
  db::TableName values_table() const {
    return {schema, ledger + "_values"};
  }  // name, value: the format, the last profile
  // All names, for introspection to leave out.
  std::vector<std::string> all() const { return {history, ledger, ledger + "_keys", ledger + "_values"}; }
};

}  // namespace seedctl::state

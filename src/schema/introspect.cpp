// Chooses the engine's catalog reader. Reads inside one transaction where none is open, so that a table
// dropped meanwhile is seen whole or not at all on engines with snapshots.
#include "schema/introspect.h"

#include <algorithm>
#include <optional>
#include <tuple>

#include "schema/introspect_engines.h"

namespace seedctl::schema {
namespace {

void put_in_order(Table& table) {
  std::sort(table.unique_keys.begin(), table.unique_keys.end(), [](const UniqueKey& a, const UniqueKey& b) {
    return std::tuple(!a.primary, a.columns, a.special, a.name) <
           std::tuple(!b.primary, b.columns, b.special, b.name);
  });
  std::sort(table.foreign_keys.begin(), table.foreign_keys.end(),
            [](const ForeignKey& a, const ForeignKey& b) {
              return std::tie(a.columns, a.parent, a.parent_columns, a.name) <
                     std::tie(b.columns, b.parent, b.parent_columns, b.name);
            });
}

}  // namespace

Schema introspect(db::Connection& connection, const std::string& name,
                  const std::vector<std::string>& own_tables) {
  std::optional<db::Transaction> snapshot;
  if (!connection.in_transaction()) snapshot.emplace(connection, db::Connection::Access::read);
  const bool sqlite = connection.engine() == base::Engine::sqlite;
  const std::string of = sqlite || !name.empty() ? name : connection.default_schema();
  Schema schema = sqlite ? introspect_sqlite(connection) : introspect_postgres(connection, of);
  schema.views = sqlite ? views_in_sqlite(connection) : views_in_postgres(connection, of);
  if (snapshot) snapshot->commit();

  std::erase_if(schema.tables, [&](const Table& table) {
    return std::find(own_tables.begin(), own_tables.end(), table.name) != own_tables.end();
  });
  for (Table& table : schema.tables) put_in_order(table);
  std::sort(schema.tables.begin(), schema.tables.end(),
            [](const Table& a, const Table& b) { return a.name < b.name; });
  return schema;
}

bool table_exists(db::Connection& connection, const db::TableName& table) {
  return connection.engine() == base::Engine::sqlite ? table_exists_in_sqlite(connection, table)
                                                     : table_exists_in_postgres(connection, table);
}

std::string table_identity(db::Connection& connection, const db::TableName& table) {
  return connection.engine() == base::Engine::sqlite ? identity_in_sqlite(connection, table)
                                                     : identity_in_postgres(connection, table);
}

bool namespace_exists(db::Connection& connection, const std::string& name) {
  return connection.engine() == base::Engine::sqlite || namespace_exists_in_postgres(connection, name);
}

std::vector<std::string> column_names(db::Connection& connection, const db::TableName& table) {
  return connection.engine() == base::Engine::sqlite ? column_names_in_sqlite(connection, table)
                                                     : column_names_in_postgres(connection, table);
}

bool is_empty_database(db::Connection& connection, const std::vector<std::string>& own_tables) {
  return connection.engine() == base::Engine::sqlite ? is_empty_sqlite(connection, own_tables)
                                                     : is_empty_postgres(connection, own_tables);
}

}  // namespace seedctl::schema

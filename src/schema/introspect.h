// Reads a live database's schema. Only reads; leaves out seedctl's own tables, extensions' tables and system
// tables.
#pragma once

#include <string>
#include <vector>

#include "db/connection.h"
#include "schema/model.h"

namespace seedctl::schema {

// Tables of the schema `name` ("" = the connection's default). `own_tables`: names that are seedctl's.
Schema introspect(db::Connection& connection, const std::string& name,
                  const std::vector<std::string>& own_tables);

// Whether a table of that name is there, in the given or the default schema.
bool table_exists(db::Connection& connection, const db::TableName& table);

// What stays equal only while the table is still the one that it was, with the rows that it had: another one
// means nothing, since some engines change it for no such reason. Not equal after the table was dropped and
// made again, or truncated. "" where there is no such table.
std::string table_identity(db::Connection& connection, const db::TableName& table);

// Whether the database has a namespace (PostgreSQL: a schema) of that name. SQLite has none to choose from,
// and any name will do there.
bool namespace_exists(db::Connection& connection, const std::string& name);

// The names of its columns, in their order; none where there is no such table.
std::vector<std::string> column_names(db::Connection& connection, const db::TableName& table);

// Whether the database holds anything of its user's: tables, views, sequences or types outside system
// schemas, not counting seedctl's own and what belongs to extensions.
bool is_empty_database(db::Connection& connection, const std::vector<std::string>& own_tables);

}  // namespace seedctl::schema

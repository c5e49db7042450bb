// One reader of the catalog per engine; introspect.cpp chooses among them and brings what they give into one
// order.
#pragma once

#include <string>
#include <vector>

#include "db/connection.h"
#include "schema/model.h"

namespace seedctl::schema {

Schema introspect_sqlite(db::Connection& connection);
Schema introspect_postgres(db::Connection& connection, const std::string& schema_name);

std::vector<std::string> views_in_sqlite(db::Connection& connection);
std::vector<std::string> views_in_postgres(db::Connection& connection, const std::string& schema_name);

bool table_exists_in_sqlite(db::Connection& connection, const db::TableName& table);
bool table_exists_in_postgres(db::Connection& connection, const db::TableName& table);
bool namespace_exists_in_postgres(db::Connection& connection, const std::string& name);

std::string identity_in_sqlite(db::Connection& connection, const db::TableName& table);
std::string identity_in_postgres(db::Connection& connection, const db::TableName& table);

std::vector<std::string> column_names_in_sqlite(db::Connection& connection, const db::TableName& table);
std::vector<std::string> column_names_in_postgres(db::Connection& connection, const db::TableName& table);

bool is_empty_sqlite(db::Connection& connection, const std::vector<std::string>& own_tables);
bool is_empty_postgres(db::Connection& connection, const std::vector<std::string>& own_tables);

// UniqueKey::special, in the words that both engines share.
inline constexpr const char* kPartialKey = "partial";
inline constexpr const char* kExpressionKey = "on an expression";
inline constexpr const char* kCaseKey = "ignores case";
inline constexpr const char* kNullsKey = "NULLS NOT DISTINCT";

// A cell of a catalog query; NULL reads as "".
inline const std::string& cell(const db::Row& row, std::size_t i) {
  static const std::string empty;
  return row.at(i) ? *row[i] : empty;
}

}  // namespace seedctl::schema

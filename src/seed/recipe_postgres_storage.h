// What a column of PostgreSQL makes of the values that it is given. Reads the catalog where the declared type
// alone does not tell.
#pragma once

#include <string>

#include "db/connection.h"
#include "schema/model.h"
#include "seed/cell_guard.h"

namespace seedctl::seed::postgres_storage {

// Why the live column would not give back values of that type as they were ("" = it does).
std::string cannot_store(db::Connection& connection, const base::LogicalType& type,
                         const schema::Column& live);

// What it cuts off values that it stores.
ColumnLimits limits_of(db::Connection& connection, const schema::Column& live);

}  // namespace seedctl::seed::postgres_storage

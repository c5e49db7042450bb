// Values on their way into and out of SQLite's five storage classes.
//
// Stored: booleans as 0/1, decimals as text (NUMERIC affinity makes a number of it where that loses nothing),
// dates, times, timestamps, intervals and uuids as canonical text. Read: whatever storage class holds a value
// of the type.
#pragma once

#include <string>

#include "base/column_batch.h"
#include "db/connection.h"
#include "drivers/sqlite/statement.h"

namespace seedctl::drivers::sqlite {

// Binds a value; `scratch` holds its text where it has to be made, and must live until the statement has run.
void bind_value(Statement& statement, int index, const base::Value& value, std::string& scratch);

// The same for row `row` of a batch. Internal error for an unreadable cell.
void bind_cell(Statement& statement, int index, const base::ColumnBatch& batch, std::size_t row,
               std::string& scratch);

// Appends a stored value as one of the kind; as unreadable where it is none. The value may be "unprotected",
// as sqlite3_column_value() gives it: a session belongs to one thread at a time.
void read_cell(sqlite3_value* cell, base::TypeKind kind, base::ColumnBatch& out);

}  // namespace seedctl::drivers::sqlite

// Loads generated rows in bulk: all of an empty table, or the places that the comparison found missing.
#pragma once

#include "base/progress.h"
#include "db/connection.h"
#include "seed/table_work.h"

namespace seedctl::seed {

// An error of the database gets the table and the rows at hand added to its message.
void load_rows(TableWork& work, db::Connection& connection, base::Progress& progress);

// What load_rows() would refuse before it sends a row: the guard's cells, where the comparison has not made
// them.
void rehearse_load(TableWork& work, db::Connection& connection, base::Progress& progress);

// The same error with "rent: " before and `rest` behind its message.
base::Error with_table(const base::Error& error, const std::string& table, const std::string& rest);

}  // namespace seedctl::seed

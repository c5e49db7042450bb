// Rows of a file (`from:`): fixed rows that are told apart by their key, never by their place, so that a line
// put in between changes no other row.
#pragma once

#include <vector>

#include "gen/table.h"
#include "profile/plan.h"

namespace seedctl::profile {

// Refuses a file that does not give its table's key, and columns that it leaves out and whose values depend
// on the row's number, which is the line's place. After uniqueness is settled.
void check_file_columns(const TablePlan& plan);

// Gives each row the name of its key: its draws are keyed by that. Throws for two rows with one key, or with
// the same values in the columns of another unique key.
void name_file_rows(const TablePlan& plan, std::vector<gen::FixedRow>& rows);

}  // namespace seedctl::profile

// UNIQUE values that the profile's rows need while rows that stay as they are hold them: rows of people, and
// rows that are kept because people's rows refer to them.
#pragma once

#include <memory>
#include <vector>

#include "db/connection.h"
#include "seed/table_work.h"

namespace seedctl::seed {

// Looks, through every unique key that can be asked about, for stored rows that are not staged to change or
// go and hold what a staged update or a row to insert needs. Throws ErrorCode::refused, naming both rows, the
// key and the value. What it can't ask about (keys that are partial or on an expression, values that the
// database fills in) is left to the database. Reads only; the rows to insert are staged for the question.
void refuse_held_values(const std::vector<std::unique_ptr<TableWork>>& works, db::Connection& connection,
                        const Recipe& recipe);

}  // namespace seedctl::seed

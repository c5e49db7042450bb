// Rows of people that refer to rows about to be deleted, or to values about to change: the run stops, or the
// rows that are referred to stay as they are, whatever ON DELETE and ON UPDATE say.
#pragma once

#include <memory>
#include <vector>

#include "db/connection.h"
#include "schema/model.h"
#include "seed/table_work.h"

namespace seedctl::seed {

// Looks, through every foreign key, for rows that refer to staged deletes, or to values that staged updates
// change and no other staged update takes over, and that are not themselves staged to be deleted or to refer
// elsewhere. (Foreign keys of other schemas are asked about updates here, about deletes by the recipe.)
// Without `keep`, throws ErrorCode::refused naming both sides. With it, takes the rows that are referred to
// out of the stages (children first, so that their own parents stay too), and gives their keys back to
// seedctl. `work` is in the order parents first.
// `left_out`: tables of the profile that this run does not look at, whose rows are no people's.
void protect_references(std::vector<std::unique_ptr<TableWork>>& work, const schema::Schema& live,
                        db::Connection& connection, Recipe& recipe, bool keep,
                        const std::vector<std::string>& left_out);

}  // namespace seedctl::seed

// Rows of people that refer to rows about to be deleted: the run stops, or those rows stay, whatever ON
// DELETE says.
#pragma once

#include <memory>
#include <vector>

#include "db/connection.h"
#include "schema/model.h"
#include "seed/table_work.h"

namespace seedctl::seed {

// Looks, through every foreign key of the schema, for rows that refer to staged deletes and are not
// themselves staged to be deleted or to refer elsewhere. Without `keep`, throws ErrorCode::refused naming
// both sides. With it, takes the rows that are referred to out of the stages (children first, so that their
// own parents stay too), and gives their keys back to seedctl. `work` is in the order parents first.
void protect_references(std::vector<std::unique_ptr<TableWork>>& work, const schema::Schema& live,
                        db::Connection& connection, bool keep);

}  // namespace seedctl::seed

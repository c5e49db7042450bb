// CHECKs that are not understood are left to the database: the plan names them, and where one of them fails
// the error says where the profile fills its columns, and what to do.
#pragma once

#include <memory>
#include <vector>

#include "base/engine.h"
#include "base/error.h"
#include "seed/recipe.h"
#include "seed/table_work.h"

namespace seedctl::seed {

// A note for each CHECK of the table that nothing is known of, where rows are written.
void note_unread_checks(TableWork& work);

// The error of a broken CHECK, or of a row that no partition takes, placed in the profile; any other as it
// is.
base::Error placed_in_profile(base::Error error, const std::vector<std::unique_ptr<TableWork>>& works,
                              const Recipe& recipe, base::Engine engine);

}  // namespace seedctl::seed

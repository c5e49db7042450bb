// After the changes: reads back what is stored, and brings the ledger and the engine's own numbering up to
// it.
#pragma once

#include "base/progress.h"
#include "db/connection.h"
#include "profile/resolve.h"
#include "seed/recipe.h"
#include "seed/table_work.h"
#include "state/ledger.h"

namespace seedctl::seed {

// Fills counts.digest. Where nothing changed, nothing is read again and nothing is written.
void settle(TableWork& work, const profile::ResolvedProfile& profile, db::Connection& connection,
            Recipe& recipe, state::Ledger& ledger, base::Progress& progress);

// Keeps the numbers that the engine gives out away from those of the rows that were compared and loaded.
void reserve_numbers(const TableWork& work, Recipe& recipe);

}  // namespace seedctl::seed

// Compares a table with what the profile makes of it: three sorted streams (wanted, stored, owned), one
// decision per key. Counts, stages what is to change, and collects who owns what afterwards. Changes nothing
// in the table.
#pragma once

#include "base/progress.h"
#include "db/connection.h"
#include "seed/table_work.h"
#include "state/owned_rows.h"

namespace seedctl::seed {

void compare(TableWork& work, db::Connection& connection, state::OwnedKeys owned, base::Progress& progress);

}  // namespace seedctl::seed

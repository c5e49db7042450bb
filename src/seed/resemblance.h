// Whether a table that may have been made again still holds the rows that were seeded: a proof by content,
// for when neither the engine nor the digest can tell.
#pragma once

#include "db/connection.h"
#include "seed/table_work.h"
#include "state/ledger.h"

namespace seedctl::seed {

// Rows of people under the same keys must never pass for seedctl's, while a few rows that were edited or
// deleted by hand, or one column that was renamed or filled anew by a migration, should take nothing away.
// True where at least half of the owned keys are there, and either at least half of those rows, or more than
// half of the columns that were seeded, hold what the profile wants. A column counts where it does so in half
// of the rows more than chance explains. The record's key must be the profile's, and in the table.
bool holds_seeded_rows(const TableWork& work, const state::TableRecord& record, db::Connection& connection,
                       state::Ledger& ledger);

}  // namespace seedctl::seed

// Which columns the triggers of a table write, so that what seedctl wrote there does not last: an
// `updated_at` that is set with every update would never be what a profile says. Seen in what they did, not
// in their text: they may do it in any language, and in other tables' names.
#pragma once

#include <string>
#include <vector>

#include "db/connection.h"
#include "seed/table_work.h"
#include "state/ledger.h"

namespace seedctl::seed {

// Columns, not left out yet, that hold something else than was written in a row that is seedctl's.
std::vector<std::string> columns_that_differ(const TableWork& work, const state::TableRecord& record,
                                             db::Connection& connection, state::Ledger& ledger);

// Columns that change when a row is updated to what it is: tried on one row and undone. So they are known
// from the first load on, whatever has been updated yet, and the digest is the same on every engine and after
// every history. A trigger that looks for a change first stays unseen until there is one.
std::vector<std::string> columns_that_an_update_changes(const TableWork& work, db::Connection& connection);

// "updated_at is left to the table's triggers, and compared no more".
std::string left_to_triggers(const std::vector<std::string>& columns);

}  // namespace seedctl::seed

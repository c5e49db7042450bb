// Known dirt: whether the dirty cells that a table holds are those of the manifest, and no others.
#pragma once

#include "check/check.h"
#include "db/connection.h"
#include "profile/resolve.h"
#include "schema/model.h"
#include "state/ledger.h"

namespace seedctl::check {

// Adds an outcome for each dirty column of a table that this profile seeded as it is now. Compares the rows
// that are seedctl's with what the profile makes, key by key, in memory that does not grow with them.
//
// A listed cell that does not hold its dirty value is missing; a cell that is not listed, and differs from
// the clean value as one of the column's ways to be dirty would have it, is one too many. Other edits are for
// the digest to find. Columns that triggers write are left out.
void check_dirt(db::Connection& connection, const profile::ResolvedTable& table,
                const state::TableRecord& record, state::Ledger& ledger, const schema::Schema& live,
                CheckResult& result);

}  // namespace seedctl::check

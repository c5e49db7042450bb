// Whether the rows that seedctl made are still what it made.
#pragma once

#include "check/check.h"
#include "db/connection.h"
#include "profile/resolve.h"
#include "schema/model.h"
#include "state/ledger.h"

namespace seedctl::check {

// Of a table of the profile: an outcome whether this profile seeded it as it is now, the digest of what it
// holds where any profile seeded it, and an outcome for that digest where it was this one. A cell that was
// changed by hand, or a row that was deleted, changes the digest. The owned rows are read once.
void check_seeded(db::Connection& connection, const profile::ResolvedTable& table,
                  const state::TableRecord* record, state::Ledger& ledger, const schema::Schema& live,
                  CheckResult& result);

}  // namespace seedctl::check

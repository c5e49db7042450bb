// Whether the rows that seedctl made are still what it made.
#pragma once

#include "check/check.h"
#include "db/connection.h"
#include "profile/resolve.h"
#include "schema/model.h"
#include "state/names.h"

namespace seedctl::check {

// One outcome per table of the profile that the ledger knows as seeded by it. A cell that was changed by
// hand, or a row that was deleted, changes the digest.
std::vector<Outcome> check_seeded(db::Connection& connection, const profile::ResolvedProfile& profile,
                                  const schema::Schema& live, const state::OwnTables& names);

}  // namespace seedctl::check

// Which stored rows are seedctl's, in the terms of the profile that is about to be applied.
//
// The ledger's keys count only while they mean the table that was seeded. A table that was dropped and made
// again, or truncated, owns nothing, unless its content proves that it was rebuilt or restored: by the
// recorded digest, or as seed/resemblance.h says; a profile that matches rows by other columns finds its rows
// through the old key once.
#pragma once

#include <map>
#include <string>

#include "db/connection.h"
#include "seed/table_work.h"
#include "state/ledger.h"
#include "state/owned_rows.h"

namespace seedctl::seed {

// The owned keys, ascending, as bytes of the profile's match key. Fills work.stored_record and
// work.fresh_keys, and notes what people should know. Reads only.
state::OwnedKeys find_owned_keys(TableWork& work, const std::string& profile,
                                 const state::TableRecord* record, db::Connection& connection,
                                 state::Ledger& ledger, Recipe& recipe);

// The record of rows that stand in this table but were seeded under another name: of a table that is gone,
// and proven by the engine's word or by the recorded digest. nullptr where there is none.
const state::TableRecord* find_renamed(const TableWork& work,
                                       const std::map<std::string, state::TableRecord>& records,
                                       const schema::Schema& live, db::Connection& connection,
                                       state::Ledger& ledger);

}  // namespace seedctl::seed

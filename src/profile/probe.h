// The first rows of a table, made and held against its CHECKs: what arguments alone do not show is found
// before a write.
#pragma once

#include "gen/table.h"
#include "profile/plan.h"

namespace seedctl::profile {

// Enough to meet what is broken often; the database has the last word on the rest.
inline constexpr std::size_t kProbedRows = 200;

// Throws ErrorCode::profile at the column whose cell breaks a CHECK that we understand.
void probe(const TablePlan& plan, const gen::Table& table);

}  // namespace seedctl::profile

// Rows that people know: read, held against the schema, and kept apart from the rows that are generated.
#pragma once

#include <vector>

#include "gen/table.h"
#include "profile/plan.h"

namespace seedctl::profile {

// The rows with their cells by the plan's columns. Throws ErrorCode::profile at the cell that is wrong:
// unknown or computed columns, values that are none of the type, NULL where there must be none, CHECKs,
// values that two fixed rows share in a unique column, and numbers that belong to generated rows.
std::vector<gen::FixedRow> read_fixed_rows(const TablePlan& plan);

// Refuses a fixed value of a unique column that a generated row has too. Makes the column's cells: only up to
// kMaxCollisionRows rows; beyond, the database finds it.
void check_fixed_collisions(const TablePlan& plan, const gen::Table& table);
inline constexpr std::uint64_t kMaxCollisionRows = 1'000'000;  // a few tenths of a second at plan time

}  // namespace seedctl::profile

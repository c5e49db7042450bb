// A column's `dirty`: read, and held against what the column can store.
#pragma once

#include <cstdint>
#include <optional>

#include "gen/dirt.h"
#include "profile/plan.h"

namespace seedctl::profile {

// nullopt where the column has none. Throws ErrorCode::profile at the part that is wrong: dirt that breaks
// the column's type, NOT NULL, a CHECK, a unique key or a foreign key could not be stored. After uniqueness
// is settled.
std::optional<gen::Dirt> read_dirt(const TablePlan& plan, const ColumnPlan& column, std::uint64_t seed);

}  // namespace seedctl::profile

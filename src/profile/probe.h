// The first rows of a table, made and held against its CHECKs: what arguments alone do not show is found
// before a write.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "gen/table.h"
#include "profile/plan.h"

namespace seedctl::profile {

// Enough to meet what is broken often; the database has the last word on the rest.
inline constexpr std::uint64_t kProbedRows = 200;

// How many rows of each table are tried where `most` may be in all: small tables whole, the large ones in
// equal shares, and kProbedRows of each at least. `rows`: how many each has.
std::vector<std::uint64_t> shares_of_trial(std::span<const std::uint64_t> rows, std::uint64_t most);

// Makes the first `most` rows. Throws ErrorCode::profile at the column whose cell breaks a CHECK that we
// understand, and whatever a generator throws. Returns how many rows that were.
std::uint64_t probe(const TablePlan& plan, const gen::Table& table, std::uint64_t most = kProbedRows);

}  // namespace seedctl::profile

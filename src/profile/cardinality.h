// How many rows a table has below each row of its parent, as `rows` and `total` say it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "gen/table.h"
#include "profile/document.h"

namespace seedctl::profile {

// Children of one parent. Numbers of a `per` table are spaced by it.
inline constexpr std::uint64_t kMaxPerParent = 1'000'000'000;

struct PerPlan {
  std::string parent;
  // nullptr for a total until its parents are known: settle_total().
  gen::CardinalityPtr cardinality;
  std::optional<std::uint64_t> total;  // scaled
  std::string specification;           // what it says, in one canonical text

  std::uint32_t max() const { return cardinality->max(); }
};

// `key` is what counts are drawn by. Throws ErrorCode::profile at what cannot be; does not look at `per`.
PerPlan read_cardinality(const TableEntry& entry, gen::Key key, double scale);

// Shares the total out over the parent's rows; throws where they can't take it, and for a parent whose own
// rows are per row of another.
void settle_total(PerPlan& plan, const TableEntry& entry, gen::Key key, const gen::Table& parent);

}  // namespace seedctl::profile

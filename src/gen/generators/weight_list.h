// Weights as profiles write them: relative numbers, or percentages that sum to 100.
#pragma once

#include <span>
#include <vector>

#include "base/decimal.h"
#include "base/node.h"
#include "gen/generators/arguments.h"

namespace seedctl::gen {

// In whole numbers, exactly in proportion, as AliasTable takes them. Throws at what is no weight; at the
// generator where percentages do not sum to 100, or no weight is above 0.
std::vector<base::uint128> read_weights(const Arguments& arguments, std::span<const base::Node* const> nodes);

}  // namespace seedctl::gen

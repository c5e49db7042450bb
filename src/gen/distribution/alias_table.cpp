// Columns that hold too little are topped up by one that holds too much, until all hold the same.
#include "gen/distribution/alias_table.h"

#include <algorithm>

namespace seedctl::gen {

using base::uint128;

namespace {

// part / total as a fraction of 2^64, rounded down; part < total. Long division by bits, as the product needs
// 192.
std::uint64_t share(uint128 part, uint128 total) {
  std::uint64_t quotient = 0;
  for (int bit = 0; bit < 64; ++bit) {
    part <<= 1;
    quotient <<= 1;
    if (part < total) continue;
    part -= total;
    quotient |= 1;
  }
  return quotient;
}

}  // namespace

AliasTable::AliasTable(const std::vector<uint128>& weights)
    : DistributionOf(weights.size()), threshold_(weights.size()), alias_(weights.size()) {
  uint128 total = 0;
  for (const uint128 weight : weights) total += weight;
  // Each column holds `total` units; value i has weight x n of them to place.
  std::vector<uint128> left;
  std::vector<std::size_t> small, large;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    left.push_back(weights[i] * weights.size());
    alias_[i] = i;
    (left[i] < total ? small : large).push_back(i);
  }
  while (!small.empty() && !large.empty()) {
    const std::size_t poor = small.back(), rich = large.back();
    small.pop_back();
    threshold_[poor] = share(left[poor], total);
    alias_[poor] = rich;
    left[rich] -= total - left[poor];
    if (left[rich] >= total) continue;
    large.pop_back();
    small.push_back(rich);
  }
}

double AliasTable::below(std::uint64_t rank) const {
  double columns = 0;
  for (std::size_t i = 0; i < threshold_.size(); ++i) {
    const double own = static_cast<double>(threshold_[i]) * 0x1.0p-64;
    if (i < rank) columns += own;
    if (alias_[i] < rank) columns += 1.0 - own;
  }
  return columns / static_cast<double>(threshold_.size());
}

std::vector<uint128> whole_weights(const std::vector<double>& weights) {
  constexpr double kLargest = 0x1.0p50;
  const double largest = *std::max_element(weights.begin(), weights.end());
  std::vector<uint128> whole;
  whole.reserve(weights.size());
  for (const double weight : weights) {
    const auto rounded = static_cast<std::uint64_t>(weight / largest * kLargest);
    // However small, what may come comes sometimes.
    whole.push_back(weight > 0 && rounded == 0 ? 1 : rounded);
  }
  return whole;
}

}  // namespace seedctl::gen

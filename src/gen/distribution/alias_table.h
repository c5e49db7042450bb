// Ranks as often as a list of weights says, at full precision.
//
// The alias table (Walker 1977; Vose, IEEE TSE 17, 1991), made in whole numbers: two draws and no search a
// rank, and thresholds of 64 bits, so that the rarest weight still occurs as often as it should.
#pragma once

#include <cstdint>
#include <vector>

#include "base/decimal.h"
#include "gen/distribution/distribution.h"

namespace seedctl::gen {

class AliasTable final : public DistributionOf<AliasTable> {
 public:
  // At least one weight is positive. Each weight times their number, and the sum of all, are below 2^127.
  explicit AliasTable(const std::vector<base::uint128>& weights);

  std::uint64_t rank(Key key, std::uint64_t token) const override {
    return at(draw(key, token, 0), draw(key, token, 1));
  }
  // From two draws of the caller's: where a cell needs more than one rank.
  std::uint64_t at(std::uint64_t column_bits, std::uint64_t alias_bits) const {
    const auto column = static_cast<std::size_t>(gen::below(column_bits, threshold_.size()));
    return alias_bits < threshold_[column] ? column : alias_[column];
  }
  double below(std::uint64_t rank) const override;

 private:
  // Column i yields i where a 64-bit draw is below threshold_[i] (or alias_[i] is i), else alias_[i].
  std::vector<std::uint64_t> threshold_;
  std::vector<std::uint64_t> alias_;
};

// Weights that are no whole numbers, in proportion to the largest, to 50 bits; none is negative, one
// positive.
std::vector<base::uint128> whole_weights(const std::vector<double>& weights);

}  // namespace seedctl::gen

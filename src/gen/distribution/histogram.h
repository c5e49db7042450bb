// Stretches of ranks, each as often as its weight says, its ranks alike.
#pragma once

#include <vector>

#include "gen/distribution/alias_table.h"

namespace seedctl::gen {

class Histogram final : public DistributionOf<Histogram> {
 public:
  struct Bin {
    std::uint64_t first;
    std::uint64_t count;  // at least 1
  };
  // Bins in ascending order without overlaps; a weight each, as AliasTable takes them.
  Histogram(std::vector<Bin> bins, const std::vector<base::uint128>& weights);
  std::uint64_t rank(Key key, std::uint64_t token) const override;
  double below(std::uint64_t rank) const override;

 private:
  std::vector<Bin> bins_;
  AliasTable bin_;
};

}  // namespace seedctl::gen

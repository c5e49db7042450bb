// Every rank as likely as every other.
#pragma once

#include "gen/distribution/distribution.h"

namespace seedctl::gen {

class Uniform final : public DistributionOf<Uniform> {
 public:
  using DistributionOf::DistributionOf;
  std::uint64_t rank(Key key, std::uint64_t token) const override {
    return gen::below(draw(key, token), count());
  }
  double below(std::uint64_t rank) const override {
    return static_cast<double>(rank) / static_cast<double>(count());
  }
};

}  // namespace seedctl::gen

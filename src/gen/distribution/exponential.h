// The exponential distribution on steps: waiting times, ages of things that come and go.
//
// On whole steps it is the geometric distribution, and `mean` is exactly the mean rank (of the untruncated
// distribution); on fine steps the difference to the continuous one vanishes.
#pragma once

#include <cstdint>

#include "gen/distribution/distribution.h"

namespace seedctl::gen {

class Exponential final : public DistributionOf<Exponential> {
 public:
  // mean > 0, in steps from rank 0.
  Exponential(double mean, std::uint64_t count);
  std::uint64_t rank(Key key, std::uint64_t token) const override;
  double below(std::uint64_t rank) const override;

 private:
  double decay_;   // steps in which the probability falls by e
  double beyond_;  // probability of the ranks that are cut off
};

}  // namespace seedctl::gen

// The lognormal distribution, of sizes, prices and durations: its logarithm is normal.
#pragma once

#include <cstdint>

#include "gen/distribution/normal.h"

namespace seedctl::gen {

// Rank 0 lies `first` steps from the distribution's zero, which may be negative; half of the untruncated
// values are below `median` steps. Each rank gets what the distribution has half a step around it.
class Lognormal final : public DistributionOf<Lognormal> {
 public:
  // median > 0, sigma > 0; the interval comes within NormalBetween::kFarthest of the median.
  Lognormal(double median, double sigma, double first, std::uint64_t count);
  std::uint64_t rank(Key key, std::uint64_t token) const override;
  double below(std::uint64_t rank) const override;

  // Of a size in steps from zero, in standard deviations of the logarithm; what is not positive is infinitely
  // far down.
  static double z_of(double size, double median, double sigma);

 private:
  double median_;
  double sigma_;
  double first_;
  NormalBetween between_;
};

}  // namespace seedctl::gen

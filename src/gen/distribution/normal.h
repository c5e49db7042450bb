// The normal distribution: its quantile and its probability, and ranks drawn from it.
//
// Quantile: algorithm AS 241 (Wichura, Applied Statistics 37, 1988), about 16 digits. Probability: the series
// and the continued fraction of Marsaglia (Journal of Statistical Software 11, 2004) and Laplace.
#pragma once

#include <cstdint>

#include "gen/distribution/distribution.h"

namespace seedctl::gen {

// The z that a standard normal variable is below with this probability; 0 < probability <= 0.5, so z <= 0.
double normal_quantile(double probability);
// The probability that a standard normal variable is below z.
double normal_below(double z);

// A standard normal variable between two ends, from one draw.
class NormalBetween {
 public:
  // low < high, and neither side's share below 2^-1000: see kFarthest.
  NormalBetween(double low, double high);
  double operator()(std::uint64_t bits) const;
  // The share of the interval that lies below z, which lies in it.
  double share_below(double z) const;

  // How many standard deviations away an interval may begin: farther out nothing of the distribution is left.
  static constexpr double kFarthest = 30.0;

 private:
  double below_;  // probability below the interval, within it, above it
  double above_;
  double mass_;
};

// Ranks around `mean`, in steps from rank 0 (it may lie outside 0..count-1); each rank gets what the normal
// distribution has half a step around it.
class Normal final : public DistributionOf<Normal> {
 public:
  // sd > 0; 0..count-1 comes within NormalBetween::kFarthest standard deviations of the mean.
  Normal(double mean, double sd, std::uint64_t count);
  std::uint64_t rank(Key key, std::uint64_t token) const override;
  double below(std::uint64_t rank) const override;

 private:
  double mean_;
  double sd_;
  NormalBetween between_;
};

}  // namespace seedctl::gen

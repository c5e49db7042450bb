// Geometric: each rank's probability is mean / (mean + 1) times that of the rank before.
#include "gen/distribution/exponential.h"

#include "gen/distribution/elementary.h"

namespace seedctl::gen {

Exponential::Exponential(double mean, std::uint64_t count)
    : DistributionOf(count),
      // 1 / log(1 + 1/mean), written so that large means keep their precision.
      decay_(mean / log1p_ratio(1.0 / mean)),
      beyond_(portable_exp(-static_cast<double>(count) / decay_)) {}

std::uint64_t Exponential::rank(Key key, std::uint64_t token) const {
  const double above = Tails(draw(key, token)).above * (1.0 - beyond_) + beyond_;
  return rank_at(-decay_ * portable_log(above), count());
}

double Exponential::below(std::uint64_t rank) const {
  if (rank >= count()) return 1.0;
  return (1.0 - portable_exp(-static_cast<double>(rank) / decay_)) / (1.0 - beyond_);
}

}  // namespace seedctl::gen

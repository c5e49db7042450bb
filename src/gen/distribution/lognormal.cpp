// A normal draw, between the logarithms of the ends.
#include "gen/distribution/lognormal.h"

#include "gen/distribution/elementary.h"

namespace seedctl::gen {

namespace {

// Far enough below everything that its probability is 0.
constexpr double kNowhere = -100.0;

}  // namespace

double Lognormal::z_of(double size, double median, double sigma) {
  return size <= 0.0 ? kNowhere : (portable_log(size) - portable_log(median)) / sigma;
}

Lognormal::Lognormal(double median, double sigma, double first, std::uint64_t count)
    : DistributionOf(count),
      median_(median),
      sigma_(sigma),
      first_(first),
      between_(z_of(first - 0.5, median, sigma),
               z_of(first + static_cast<double>(count) - 0.5, median, sigma)) {}

std::uint64_t Lognormal::rank(Key key, std::uint64_t token) const {
  const double size = median_ * portable_exp(sigma_ * between_(draw(key, token)));
  return rank_at(size - first_ + 0.5, count());
}

double Lognormal::below(std::uint64_t rank) const {
  if (rank == 0) return 0.0;
  if (rank >= count()) return 1.0;
  return between_.share_below(z_of(first_ + static_cast<double>(rank) - 0.5, median_, sigma_));
}

}  // namespace seedctl::gen

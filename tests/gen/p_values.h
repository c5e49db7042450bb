// Whether p-values of chi-square tests over many seeds are uniform, as they are where what is tested is
// exactly what was promised: stricter than any one test, and blind to no small bias.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>
#include <vector>

#include "gen/distribution/distribution.h"

namespace seedctl::test {

// The upper share of the chi-square distribution: the incomplete gamma function Q(freedom / 2, statistic / 2)
// by its series, or far out by its continued fraction.
inline double chi_square_p(double statistic, double freedom) {
  const double a = freedom / 2, x = statistic / 2;
  if (x <= 0) return 1;
  const double factor = std::exp(a * std::log(x) - x - std::lgamma(a));
  if (x < a + 1) {
    double term = 1 / a, sum = term;
    for (double n = a + 1; term > sum * 1e-15; ++n) sum += term *= x / n;
    return 1 - sum * factor;
  }
  double fraction = 0;
  for (int n = 500; n > 0; --n) fraction = n * (n - a) / (2 * n + 1 + x - a - fraction);
  return factor / (x + 1 - a - fraction);
}

inline constexpr std::size_t kSeeds = 200;

// One p-value a seed: `bin_of(key, token)` tells the bin of a draw, `shares` what each bin should get.
inline std::vector<double> p_values_of_bins(const std::vector<double>& shares,
                                            const std::function<std::size_t(gen::Key, std::uint64_t)>& bin_of,
                                            std::uint64_t draws) {
  std::vector<double> found;
  for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
    const gen::Key key = gen::column_key(seed, "t", "c", 1);
    std::vector<std::uint64_t> counts(shares.size());
    for (std::uint64_t i = 1; i <= draws; ++i) ++counts[bin_of(key, i)];
    double statistic = 0;
    for (std::size_t i = 0; i < shares.size(); ++i) {
      const double wanted = shares[i] * static_cast<double>(draws);
      const double difference = static_cast<double>(counts[i]) - wanted;
      statistic += difference * difference / wanted;
    }
    found.push_back(chi_square_p(statistic, static_cast<double>(shares.size() - 1)));
  }
  return found;
}

// The same for ranks. `expected` gives the probability of all ranks below one; ranks are put together until a
// bin is expected to hold enough draws.
inline std::vector<double> p_values(const gen::Distribution& distribution,
                                    const std::function<double(std::uint64_t)>& expected,
                                    std::uint64_t draws = 20'000) {
  constexpr double kLeastExpected = 50;
  std::vector<std::size_t> bins(distribution.count());
  std::vector<double> shares;
  double begun = 0;
  for (std::uint64_t rank = 0; rank < distribution.count(); ++rank) {
    const double end = expected(rank + 1);
    bins[rank] = shares.size();
    if ((end - begun) * static_cast<double>(draws) < kLeastExpected) continue;
    shares.push_back(end - begun);
    begun = end;
  }
  if (begun < 1) {  // what is left over joins the last bin
    shares.back() += 1 - begun;
    for (auto& bin : bins) bin = std::min(bin, shares.size() - 1);
  }
  return p_values_of_bins(
      shares, [&](gen::Key key, std::uint64_t token) { return bins[distribution.rank(key, token)]; }, draws);
}

// Kolmogorov and Smirnov's statistic against the uniform distribution, times sqrt(n).
inline double ks_of_uniform(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const auto n = static_cast<double>(values.size());
  double farthest = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    farthest = std::max(
        {farthest, values[i] - static_cast<double>(i) / n, static_cast<double>(i + 1) / n - values[i]});
  }
  return farthest * std::sqrt(n);
}

// What uniform values exceed once in a thousand times.
inline constexpr double kUniformPValues = 1.95;

}  // namespace seedctl::test

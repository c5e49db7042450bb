// Whether counts look drawn from the distribution that was promised. Seeds are fixed, so that nothing is
// flaky.
#pragma once

#include <cmath>
#include <cstdint>
#include <vector>

namespace seedctl::test {

// The chi-square statistic in standard deviations from its mean; a fair generator stays within a few.
inline double chi_square_deviation(const std::vector<std::uint64_t>& counts,
                                   const std::vector<double>& expected) {
  double statistic = 0;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    const double difference = static_cast<double>(counts[i]) - expected[i];
    statistic += difference * difference / expected[i];
  }
  const double freedom = static_cast<double>(counts.size() - 1);
  return (statistic - freedom) / std::sqrt(2 * freedom);
}

inline double uniform_deviation(const std::vector<std::uint64_t>& counts) {
  double total = 0;
  for (const auto count : counts) total += static_cast<double>(count);
  return chi_square_deviation(counts,
                              std::vector<double>(counts.size(), total / static_cast<double>(counts.size())));
}

inline constexpr double kFair = 4.0;  // standard deviations

}  // namespace seedctl::test

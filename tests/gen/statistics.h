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

// Pearson's, of two equally long series.
inline double correlation(const std::vector<double>& a, const std::vector<double>& b) {
  const auto n = static_cast<double>(a.size());
  double mean_a = 0, mean_b = 0, both = 0, square_a = 0, square_b = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    mean_a += a[i] / n;
    mean_b += b[i] / n;
  }
  for (std::size_t i = 0; i < a.size(); ++i) {
    both += (a[i] - mean_a) * (b[i] - mean_b);
    square_a += (a[i] - mean_a) * (a[i] - mean_a);
    square_b += (b[i] - mean_b) * (b[i] - mean_b);
  }
  return both / std::sqrt(square_a * square_b);
}

inline constexpr double kFair = 4.0;  // standard deviations

}  // namespace seedctl::test

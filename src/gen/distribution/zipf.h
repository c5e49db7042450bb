// Zipf's distribution: number k comes with probability proportional to 1 / k^exponent.
//
// Rejection-inversion (Hormann and Derflinger, "Rejection-inversion to generate variates from monotone
// discrete distributions", ACM TOMACS 6, 1996): constant time and memory for any count, about 1.1 draws a
// number. The draw's index is the retry counter, so that a number still depends on (key, token) alone.
#pragma once

#include <cstdint>

#include "gen/distribution/distribution.h"

namespace seedctl::gen {

// Rank r is the number first + r. Where ranks stand for parents, scatter them by a Permutation: rank 0 is the
// most frequent.
class Zipf final : public DistributionOf<Zipf> {
 public:
  // exponent > 0, first >= 1, first + count <= kMaxNumber.
  Zipf(double exponent, std::uint64_t first, std::uint64_t count);
  std::uint64_t rank(Key key, std::uint64_t token) const override;
  double below(std::uint64_t rank) const override;

  // Numbers are counted in doubles.
  static constexpr std::uint64_t kMaxNumber = std::uint64_t{1} << 52;

 private:
  double area_up_to(double x) const;  // under x^-exponent, from 1
  double end_of_area(double area) const;
  double height(double x) const;

  double exponent_;
  double first_;
  double from_ = 0, to_ = 0;  // areas that are drawn between
  double surely_ = 0;         // a number so close above the point drawn is accepted unseen
};

// The exponent of Zipf(exponent, 1, max) with this mean; 1 < mean < (max + 1) / 2, where the exponent is 0.
// Means very close to either end give an exponent close to the end of 0.001..60.
double zipf_exponent_of_mean(double mean, std::uint64_t max);

}  // namespace seedctl::gen

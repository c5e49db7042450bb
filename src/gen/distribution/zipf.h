// Zipf's distribution: number k comes with probability proportional to 1 / k^exponent.
//
// Rejection-inversion (Hormann and Derflinger, "Rejection-inversion to generate variates from monotone
// discrete distributions", ACM TOMACS 6, 1996): constant time and memory for any count, about 1.1 draws a
// number. The draw's index is the retry counter, so that a number still depends on (key, token) alone. The
// first numbers, which most draws give, are looked up instead of computed: same numbers, no elementary
// function.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "gen/distribution/distribution.h"

namespace seedctl::gen {

// Rank r is the number first + r. Where ranks stand for parents, scatter them by a Permutation: rank 0 is the
// most frequent.
class Zipf final : public Distribution {
 public:
  // exponent > 0, first >= 1, first + count <= kMaxNumber.
  Zipf(double exponent, std::uint64_t first, std::uint64_t count);
  std::uint64_t rank(Key key, std::uint64_t token) const override;
  void ranks(Key key, std::span<const RowId> rows, std::span<std::uint64_t> out) const override;
  double below(std::uint64_t rank) const override;

  // Numbers are counted in doubles.
  static constexpr std::uint64_t kMaxNumber = std::uint64_t{1} << 52;

 private:
  // Draws are 53 bits, counted so that a larger one gives a larger number. Of a rank in the head: draws below
  // `end` that reach it give it, and those below `accepted` do not count.
  struct Bar {
    std::uint64_t end, accepted;
  };
  void tabulate_head();
  static std::uint64_t bits_of(std::uint64_t drawn) { return kMostBits - (drawn >> 11); }
  double area_of(std::uint64_t bits) const {
    return to_ + static_cast<double>(kMostBits - bits) * 0x1.0p-53 * (from_ - to_);
  }
  std::uint64_t first_bits_at(double area) const;
  std::size_t rank_in_head(std::uint64_t bits) const;
  static constexpr std::uint64_t kMostBits = (std::uint64_t{1} << 53) - 1;

  double area_up_to(double x) const;  // under x^-exponent, from 1
  double end_of_area(double area) const;
  double height(double x) const;

  double exponent_;
  double first_;
  double from_ = 0, to_ = 0;  // areas that are drawn between
  double surely_ = 0;         // a number so close above the point drawn is accepted unseen
  std::vector<Bar> head_;     // of the first ranks
  // Of equal parts of all draws: the first rank that ends behind the part's beginning.
  std::vector<std::uint16_t> guide_;
};

// The exponent of Zipf(exponent, 1, max) with this mean; 1 < mean < (max + 1) / 2, where the exponent is 0.
// Means very close to either end give an exponent close to the end of 0.001..60.
double zipf_exponent_of_mean(double mean, std::uint64_t max);

}  // namespace seedctl::gen

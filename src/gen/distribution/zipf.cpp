// The area under the curve is drawn from uniformly; a point in the hat above a number's bar draws again.
#include "gen/distribution/zipf.h"

#include <algorithm>
#include <array>

#include "gen/distribution/elementary.h"

namespace seedctl::gen {

namespace {

// So many rejections in a row come once in 10^20 draws at worst; the number drawn last then stands.
constexpr std::uint64_t kMostDraws = 64;

// Ranks that are looked up, and parts of the draws, 2^kPartBits of them: 96 KiB together. There are more
// parts than ranks, so that few searches take a step.
constexpr std::uint64_t kHeadRanks = 4096;
constexpr int kPartBits = 14;
constexpr int kPartShift = 53 - kPartBits;

// Rows whose draws are looked up together.
constexpr std::size_t kRun = 256;

// Terms summed one by one before a sum goes on as an integral.
constexpr double kSummedTerms = 64;

// The area under x^-exponent from 1: (x^(1-s) - 1) / (1 - s), which is log(x) at s = 1.
double area_under(double exponent, double x) {
  const double log = portable_log(x);
  return log * expm1_ratio((1.0 - exponent) * log);
}

// The sum of k^-exponent for k from 1 to last: term by term, then by the formula of Euler and Maclaurin.
double power_sum(double exponent, double last) {
  double sum = 0;
  const double summed = std::min(last, kSummedTerms);
  for (int k = 1; k <= static_cast<int>(summed); ++k) sum += portable_pow(k, -exponent);
  if (last <= kSummedTerms) return sum;
  const double at_summed = portable_pow(summed, -exponent), at_last = portable_pow(last, -exponent);
  const double slopes = exponent * (at_summed / summed - at_last / last);
  return sum + area_under(exponent, last) - area_under(exponent, summed) + (at_last - at_summed) / 2 +
         slopes / 12;
}

}  // namespace

Zipf::Zipf(double exponent, std::uint64_t first, std::uint64_t count)
    : Distribution(count), exponent_(exponent), first_(static_cast<double>(first)) {
  const double last = first_ + static_cast<double>(count - 1);
  from_ = area_up_to(first_ + 0.5) - height(first_);
  to_ = area_up_to(last + 0.5);
  surely_ = 2.0 - end_of_area(area_up_to(2.5) - height(2.0));
  tabulate_head();
}

void Zipf::tabulate_head() {
  const auto ranks = static_cast<std::size_t>(std::min(count(), kHeadRanks));
  head_.reserve(ranks);
  for (std::size_t rank = 0; rank < ranks; ++rank) {
    const double number = first_ + static_cast<double>(rank), end = area_up_to(number + 0.5);
    // What rounding leaves behind the last number's end is its own.
    head_.push_back(
        {rank + 1 == count() ? kMostBits + 1 : first_bits_at(end), first_bits_at(end - height(number))});
  }
  guide_.reserve(std::size_t{1} << kPartBits);
  for (std::uint64_t part = 0, rank = 0; part < std::uint64_t{1} << kPartBits; ++part) {
    while (rank + 1 < ranks && head_[rank].end <= part << kPartShift) ++rank;
    guide_.push_back(static_cast<std::uint16_t>(rank));
  }
}

// The smallest draw whose area is not below this one; kMostBits + 1 where there is none.
std::uint64_t Zipf::first_bits_at(double area) const {
  if (area_of(kMostBits) < area) return kMostBits + 1;
  // Close to where the area divides the whole; how close decides only how long the search is.
  constexpr std::uint64_t kUsuallyWithin = 64;
  const double share = std::clamp((area - from_) / (to_ - from_), 0.0, 1.0);
  const std::uint64_t guess = std::min(static_cast<std::uint64_t>(share * 0x1.0p53), kMostBits);
  std::uint64_t low = guess - std::min(guess, kUsuallyWithin),
                high = std::min(guess + kUsuallyWithin, kMostBits);
  if (area_of(low) >= area) low = 0;
  if (area_of(high) < area) high = kMostBits;
  while (low < high) {
    const std::uint64_t middle = low + (high - low) / 2;
    if (area_of(middle) < area) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

// Of draws below the end of the head.
inline std::size_t Zipf::rank_in_head(std::uint64_t bits) const {
  std::size_t rank = guide_[static_cast<std::size_t>(bits >> kPartShift)];
  rank += head_[rank].end <= bits ? 1 : 0;
  while (head_[rank].end <= bits) ++rank;
  return rank;
}

// In steps without branches that nobody can predict: first all draws, then all lookups, and last the rows
// whose first draw does not count or lies beyond the head.
void Zipf::ranks(Key key, std::span<const RowId> rows, std::span<std::uint64_t> out) const {
  const std::uint64_t head_end = head_.back().end;
  std::array<std::size_t, kRun> others;
  for (std::size_t at = 0; at < rows.size(); at += kRun) {
    const std::span run = rows.subspan(at, std::min(kRun, rows.size() - at));
    std::size_t other_count = 0;
    for (std::size_t i = 0; i < run.size(); ++i)
      out[at + i] = bits_of(draw_of_spread(key, run[i].spread_token));
    for (std::size_t i = 0; i < run.size(); ++i) {
      const bool beyond = out[at + i] >= head_end;
      const std::uint64_t bits = beyond ? 0 : out[at + i];
      const std::size_t rank_drawn = rank_in_head(bits);
      out[at + i] = rank_drawn;
      others[other_count] = i;
      other_count += beyond || bits < head_[rank_drawn].accepted ? 1 : 0;
    }
    for (std::size_t i = 0; i < other_count; ++i) out[at + others[i]] = rank(key, run[others[i]].token);
  }
}

std::uint64_t Zipf::rank(Key key, std::uint64_t token) const {
  std::uint64_t drawn = 0;
  for (std::uint64_t j = 0; j < kMostDraws; ++j) {
    const std::uint64_t bits = bits_of(draw(key, token, j));
    if (bits < head_.back().end) {
      drawn = rank_in_head(bits);
      if (bits >= head_[drawn].accepted) break;
      continue;
    }
    const double area = area_of(bits), x = end_of_area(area);
    drawn = rank_at(x - first_ + 0.5, count());
    const double number = first_ + static_cast<double>(drawn);
    if (number - x <= surely_ || area >= area_up_to(number + 0.5) - height(number)) break;
  }
  return drawn;
}

double Zipf::below(std::uint64_t rank) const {
  const double before = power_sum(exponent_, first_ - 1);
  return (power_sum(exponent_, first_ + static_cast<double>(rank) - 1) - before) /
         (power_sum(exponent_, first_ + static_cast<double>(count()) - 1) - before);
}

double Zipf::area_up_to(double x) const { return area_under(exponent_, x); }

double Zipf::end_of_area(double area) const {
  // Rounding may lead just outside of where the curve has an area.
  const double t = std::max(area * (1.0 - exponent_), -1.0 + 0x1.0p-52);
  return portable_exp(area * log1p_ratio(t));
}

double Zipf::height(double x) const { return portable_pow(x, -exponent_); }

double zipf_exponent_of_mean(double mean, std::uint64_t max) {
  const auto last = static_cast<double>(max);
  double low = 0.001, high = 60.0;
  constexpr int kHalvings = 60;
  for (int i = 0; i < kHalvings; ++i) {
    const double middle = (low + high) / 2;
    const double mean_there = power_sum(middle - 1.0, last) / power_sum(middle, last);
    (mean_there > mean ? low : high) = middle;
  }
  return (low + high) / 2;
}

}  // namespace seedctl::gen

// The area under the curve is drawn from uniformly; a point in the hat above a number's bar draws again.
#include "gen/distribution/zipf.h"

#include <algorithm>

#include "gen/distribution/elementary.h"

namespace seedctl::gen {

namespace {

// So many rejections in a row come once in 10^20 draws at worst; the number drawn last then stands.
constexpr std::uint64_t kMostDraws = 64;

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
    : DistributionOf(count), exponent_(exponent), first_(static_cast<double>(first)) {
  const double last = first_ + static_cast<double>(count - 1);
  from_ = area_up_to(first_ + 0.5) - height(first_);
  to_ = area_up_to(last + 0.5);
  surely_ = 2.0 - end_of_area(area_up_to(2.5) - height(2.0));
}

std::uint64_t Zipf::rank(Key key, std::uint64_t token) const {
  std::uint64_t drawn = 0;
  for (std::uint64_t j = 0; j < kMostDraws; ++j) {
    const double area = to_ + unit(draw(key, token, j)) * (from_ - to_);
    const double x = end_of_area(area);
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

// Polynomials of AS 241 as its author gives them, coefficients from the constant term up.
#include "gen/distribution/normal.h"

#include <array>
#include <cmath>

#include "gen/distribution/elementary.h"

namespace seedctl::gen {

namespace {

using Coefficients = std::array<double, 8>;

struct Ratio {
  Coefficients above, under;

  double operator()(double r) const {
    double numerator = above[7], denominator = under[7];
    for (std::size_t i = 7; i-- > 0;) {
      numerator = numerator * r + above[i];
      denominator = denominator * r + under[i];
    }
    return numerator / denominator;
  }
};

// |p - 0.5| <= 0.425
constexpr Ratio kCentre{
    {3.3871328727963666080, 133.14166789178437745, 1971.5909503065514427, 13731.693765509461125,
     45921.953931549871457, 67265.770927008700853, 33430.575583588128105, 2509.0809287301226727},
    {1.0, 42.313330701600911252, 687.18700749205790830, 5394.1960214247511077, 21213.794301586595867,
     39307.895800092710610, 28729.085735721942674, 5226.4952788528545610}};
// sqrt(-log p) <= 5
constexpr Ratio kTail{
    {1.42343711074968357734, 4.63033784615654529590, 5.76949722146069140550, 3.64784832476320460504,
     1.27045825245236838258, 0.241780725177450611770, 0.0227238449892691845833, 7.74545014278341407640e-4},
    {1.0, 2.05319162663775882187, 1.67638483018380384940, 0.689767334985100004550, 0.148103976427480074590,
     0.0151986665636164571966, 5.47593808499534494600e-4, 1.05075007164441684324e-9}};
// beyond
constexpr Ratio kFarTail{{6.65790464350110377720, 5.46378491116411436990, 1.78482653991729133580,
                          0.296560571828504891230, 0.0265321895265761230930, 1.24266094738807843860e-3,
                          2.71155556874348757815e-5, 2.01033439929228813265e-7},
                         {1.0, 0.599832206555887937690, 0.136929880922735805310, 0.0148753612908506148525,
                          7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7,
                          2.04426310338993978564e-15}};

constexpr double kOneOverSqrt2Pi = 0.39894228040143267794;

double density(double z) { return kOneOverSqrt2Pi * portable_exp(-0.5 * z * z); }

}  // namespace

double normal_quantile(double probability) {
  const double q = probability - 0.5;
  if (q >= -0.425) return q * kCentre(0.180625 - q * q);
  const double r = std::sqrt(-portable_log(probability));
  return r <= 5.0 ? -kTail(r - 1.6) : -kFarTail(r - 5.0);
}

double normal_below(double z) {
  constexpr double kSeriesUpTo = 2.0;
  constexpr int kFractionTerms = 100;  // ample beyond kSeriesUpTo
  const double x = z < 0 ? -z : z;
  if (x < kSeriesUpTo) {
    double sum = x, term = x;
    for (int i = 3; term > 1e-18; i += 2) {
      term *= x * x / i;
      sum += term;
    }
    return z < 0 ? 0.5 - sum * density(x) : 0.5 + sum * density(x);
  }
  double fraction = x;
  for (int i = kFractionTerms; i > 0; --i) fraction = x + i / fraction;
  const double beyond = density(x) / fraction;
  return z < 0 ? beyond : 1.0 - beyond;
}

NormalBetween::NormalBetween(double low, double high)
    : below_(normal_below(low)),
      above_(normal_below(-high)),
      // Of the two ways to write it the one that subtracts small numbers.
      mass_(low > 0 ? normal_below(-low) - above_ : normal_below(high) - below_) {}

double NormalBetween::operator()(std::uint64_t bits) const {
  const Tails draw(bits);
  const double below = below_ + draw.below * mass_, above = above_ + draw.above * mass_;
  return below < above ? normal_quantile(below) : -normal_quantile(above);
}

double NormalBetween::share_below(double z) const {
  const double share = (normal_below(z) - below_) / mass_;
  const double rest = (normal_below(-z) - above_) / mass_;
  return z > 0 ? 1.0 - rest : share;
}

Normal::Normal(double mean, double sd, std::uint64_t count)
    : DistributionOf(count),
      mean_(mean),
      sd_(sd),
      between_((-0.5 - mean) / sd, (static_cast<double>(count) - 0.5 - mean) / sd) {}

std::uint64_t Normal::rank(Key key, std::uint64_t token) const {
  return rank_at(mean_ + sd_ * between_(draw(key, token)) + 0.5, count());
}

double Normal::below(std::uint64_t rank) const {
  if (rank == 0) return 0.0;
  return rank >= count() ? 1.0 : between_.share_below((static_cast<double>(rank) - 0.5 - mean_) / sd_);
}

}  // namespace seedctl::gen

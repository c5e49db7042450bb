// Argument reduction by bits, then a series: nothing that a library or a processor could round otherwise.
#include "gen/distribution/elementary.h"

#include <bit>
#include <cstdint>
#include <limits>

namespace seedctl::gen {

namespace {

constexpr int kMantissaBits = 52;
constexpr std::int64_t kBias = 1023;
constexpr std::uint64_t kMantissaMask = (std::uint64_t{1} << kMantissaBits) - 1;

// ln 2 in two parts: the first has 32 zero bits at its end, so that times an exponent it is exact.
constexpr double kLn2High = 0x1.62e42feep-1;
constexpr double kLn2Low = 0x1.a39ef35793c76p-33;
constexpr double kLog2E = 0x1.71547652b82fep+0;
constexpr double kSqrt2 = 0x1.6a09e667f3bcdp+0;

// The results of exp are normal doubles between these.
constexpr double kLeastExponent = -708.0;
constexpr double kLargestExponent = 709.0;

// atanh(s) / s = 1 + s^2/3 + s^4/5 + ...; for |s| <= 0.2 what is left out is below 2^-54.
double atanh_ratio(double s) {
  constexpr int kLastTerm = 23;
  const double square = s * s;
  double sum = 1.0 / kLastTerm;
  for (int term = kLastTerm - 2; term >= 1; term -= 2) sum = sum * square + 1.0 / term;
  return sum;
}

// (exp(t) - 1) / t = 1 + t/2 (1 + t/3 (1 + ...)); for |t| <= 0.5 what is left out is below 2^-54.
double expm1_series(double t) {
  constexpr int kLastTerm = 15;
  double sum = 1.0;
  for (int term = kLastTerm; term >= 2; --term) sum = 1.0 + sum * t / term;
  return sum;
}

}  // namespace

double portable_log(double x) {
  const auto bits = std::bit_cast<std::uint64_t>(x);
  auto exponent = static_cast<std::int64_t>(bits >> kMantissaBits) - kBias;
  auto mantissa =
      std::bit_cast<double>((bits & kMantissaMask) | (static_cast<std::uint64_t>(kBias) << kMantissaBits));
  if (mantissa > kSqrt2) {
    mantissa *= 0.5;
    ++exponent;
  }
  const double s = (mantissa - 1.0) / (mantissa + 1.0);
  const auto power = static_cast<double>(exponent);
  return power * kLn2High + (power * kLn2Low + 2.0 * s * atanh_ratio(s));
}

double portable_exp(double x) {
  if (x < kLeastExponent) return 0.0;
  if (x > kLargestExponent) return std::numeric_limits<double>::max();
  const auto power = static_cast<std::int64_t>(x * kLog2E + (x < 0 ? -0.5 : 0.5));
  const double rest = (x - static_cast<double>(power) * kLn2High) - static_cast<double>(power) * kLn2Low;
  const auto scale = std::bit_cast<double>(static_cast<std::uint64_t>(power + kBias) << kMantissaBits);
  return scale + scale * (rest * expm1_series(rest));
}

double portable_pow(double base, double exponent) { return portable_exp(exponent * portable_log(base)); }

double power_of_ten(int exponent) {
  double power = 1.0;
  for (int i = 0; i < exponent; ++i) power *= 10.0;
  return power;
}

double log1p_ratio(double t) {
  if (t < -0.3 || t > 0.4) return portable_log(1.0 + t) / t;
  return 2.0 / (2.0 + t) * atanh_ratio(t / (2.0 + t));
}

double expm1_ratio(double t) {
  if (t < -0.5 || t > 0.5) return (portable_exp(t) - 1.0) / t;
  return expm1_series(t);
}

}  // namespace seedctl::gen

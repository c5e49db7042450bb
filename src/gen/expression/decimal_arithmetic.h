// Arithmetic of exact decimals with the results and the scales of PostgreSQL's numeric. Results of more than
// 38 digits are a Fault; nothing is ever rounded that PostgreSQL would keep.
//
// Inline where both coefficients fit in 64 bits, which money and counts do: one multiplication or one
// hardware division a row.
#pragma once

#include <algorithm>
#include <array>
#include <bit>

#include "base/decimal.h"

namespace seedctl::gen {

using base::Decimal;
using base::int128;
using base::uint128;

namespace decimal {

[[noreturn]] void too_long();
[[noreturn]] void division_by_zero();

inline constexpr auto kPowers = [] {
  std::array<uint128, Decimal::kMaxDigits + 1> powers{};
  powers[0] = 1;
  for (std::size_t i = 1; i < powers.size(); ++i) powers[i] = powers[i - 1] * 10;
  return powers;
}();
// The largest power of ten in 64 bits.
inline constexpr int kMostPower64 = 19;

constexpr uint128 power_of_ten(int exponent) { return kPowers[static_cast<std::size_t>(exponent)]; }
inline bool fits64(int128 value) { return static_cast<std::int64_t>(value) == value; }
inline bool fits64(uint128 value) { return static_cast<std::uint64_t>(value) == value; }
inline uint128 magnitude(int128 value) {
  return value < 0 ? uint128{0} - static_cast<uint128>(value) : static_cast<uint128>(value);
}
inline Decimal checked(int128 coefficient, int scale) {
  if (scale > Decimal::kMaxDigits || magnitude(coefficient) >= power_of_ten(Decimal::kMaxDigits)) too_long();
  return {coefficient, static_cast<std::uint8_t>(scale)};
}

// a / b without the library's call where 64 bits do.
inline uint128 quotient(uint128 a, uint128 b) {
  if (fits64(a) && fits64(b)) return static_cast<std::uint64_t>(a) / static_cast<std::uint64_t>(b);
  return a / b;
}

// a / 10^exponent, exponent at most kMostPower64, of numbers of 63 bits by a multiplication (Granlund and
// Montgomery, "Division by invariant integers using multiplication", PLDI 1994): a factor of 64 bits is exact
// for those.
struct Reciprocal {
  std::uint64_t factor;
  int shift;
};
inline constexpr auto kReciprocals = [] {
  std::array<Reciprocal, kMostPower64 + 1> reciprocals{};
  for (std::size_t i = 0; i < reciprocals.size(); ++i) {
    const auto power = static_cast<std::uint64_t>(kPowers[i]);
    const int shift = 63 + static_cast<int>(std::bit_width(power - 1));
    const uint128 one = shift == 127 ? ~uint128{0} >> 1 : (uint128{1} << shift) - 1;
    reciprocals[i] = {static_cast<std::uint64_t>(one / power + 1), shift};
  }
  return reciprocals;
}();
inline std::uint64_t quotient_by_power(std::uint64_t a, int exponent) {
  const Reciprocal& by = kReciprocals[static_cast<std::size_t>(exponent)];
  return static_cast<std::uint64_t>((uint128{a} * by.factor) >> by.shift);
}

// a / b to the nearest whole number, halves away from zero.
inline uint128 rounded_quotient(uint128 a, uint128 b) {
  const uint128 whole = quotient(a, b);
  const uint128 rest = a - whole * b;
  return whole + (rest >= b - rest ? 1 : 0);
}

inline int128 with_sign(uint128 value, bool negative) {
  return negative ? -static_cast<int128>(value) : static_cast<int128>(value);
}

// The coefficient at a larger scale.
inline int128 scaled_up(int128 coefficient, int digits) {
  int128 result = 0;
  if (digits > Decimal::kMaxDigits ||
      __builtin_mul_overflow(coefficient, static_cast<int128>(power_of_ten(digits)), &result))
    too_long();
  return result;
}

// round_to() for every size and scale.
Decimal round_long(const Decimal& a, int scale);

// At `scale` digits after the point, halves away from zero.
inline Decimal round_to(const Decimal& a, int scale) {
  if (scale == a.scale) return a;
  const int cut = a.scale - scale;
  const uint128 value = magnitude(a.coefficient);
  // Room for the half that is added, below 2^63.
  if (cut < 0 || cut >= kMostPower64 || value >= (std::uint64_t{1} << 62)) return round_long(a, scale);
  const std::uint64_t half = static_cast<std::uint64_t>(power_of_ten(cut)) / 2;
  return {with_sign(quotient_by_power(static_cast<std::uint64_t>(value) + half, cut), a.coefficient < 0),
          static_cast<std::uint8_t>(scale)};
}

inline Decimal add(const Decimal& a, const Decimal& b) {
  if (a.scale == b.scale) return checked(a.coefficient + b.coefficient, a.scale);
  const int scale = std::max(a.scale, b.scale);
  const Decimal x = round_to(a, scale);
  const Decimal y = round_to(b, scale);
  return checked(x.coefficient + y.coefficient, scale);
}

inline Decimal negative(const Decimal& a) { return {-a.coefficient, a.scale}; }
inline Decimal subtract(const Decimal& a, const Decimal& b) { return add(a, negative(b)); }

inline Decimal multiply(const Decimal& a, const Decimal& b) {
  const int scale = a.scale + b.scale;
  if (fits64(a.coefficient) && fits64(b.coefficient) && scale <= Decimal::kMaxDigits)
    return {int128{static_cast<std::int64_t>(a.coefficient)} * static_cast<std::int64_t>(b.coefficient),
            static_cast<std::uint8_t>(scale)};
  int128 product = 0;
  if (__builtin_mul_overflow(a.coefficient, b.coefficient, &product)) too_long();
  return checked(product, scale);
}

// Digits of a number; 1 of 0.
inline int digits_of(uint128 value) {
  if (fits64(value)) {
    const auto small = static_cast<std::uint64_t>(value);
    const int estimate =
        (static_cast<int>(std::bit_width(small | 1)) * 1233) >> 12;  // log10(2) is 1233/4096 from below
    return estimate +
           (small >= static_cast<std::uint64_t>(power_of_ten(std::min(estimate, kMostPower64))) ? 1 : 0);
  }
  int digits = kMostPower64 + 1;
  while (digits < Decimal::kMaxDigits + 1 && value >= power_of_ten(std::min(digits, Decimal::kMaxDigits))) {
    if (digits == Decimal::kMaxDigits) return digits + 1;
    ++digits;
  }
  return digits;
}

// PostgreSQL keeps numbers in groups of four digits and derives scales of quotients and roots from the place
// and the value of the first group.
inline constexpr int kGroupDigits = 4;
inline constexpr int kLeastSignificantDigits = 16;

struct LeadingGroup {
  int weight = 0;  // of the group, in groups; 0 holds the ones
  std::uint32_t value = 0;
};

inline LeadingGroup leading_group(const Decimal& a) {
  const uint128 value = magnitude(a.coefficient);
  if (value == 0) return {};
  const int exponent = digits_of(value) - 1 - a.scale;
  const int weight =
      exponent >= 0 ? exponent / kGroupDigits : -((kGroupDigits - 1 - exponent) / kGroupDigits);
  const int cut = a.scale + weight * kGroupDigits;
  if (cut == 0) return {weight, static_cast<std::uint32_t>(value)};
  const uint128 group = cut >= 0 ? quotient(value, power_of_ten(cut)) : value * power_of_ten(-cut);
  return {weight, static_cast<std::uint32_t>(group)};
}

inline int quotient_scale(const Decimal& a, const Decimal& b) {
  const LeadingGroup x = leading_group(a);
  const LeadingGroup y = leading_group(b);
  const int weight = x.weight - y.weight - (x.value <= y.value ? 1 : 0);
  return std::max({kLeastSignificantDigits - weight * kGroupDigits, int{a.scale}, int{b.scale}});
}

// |a| / |b| at a scale where the direct way does not fit: digit by digit.
uint128 long_division(uint128 a, uint128 b, int digits);

// At the scale given, which is not below a's.
inline Decimal divide_to(const Decimal& a, const Decimal& b, int scale) {
  if (b.coefficient == 0) division_by_zero();
  const int digits = scale + b.scale - a.scale;
  const uint128 x = magnitude(a.coefficient);
  const uint128 y = magnitude(b.coefficient);
  const bool negative_result = (a.coefficient < 0) != (b.coefficient < 0);
  // By 10, 100, ... there is nothing to divide.
  const int zeros = digits_of(y) - 1;
  if (fits64(x) && y == power_of_ten(zeros) && digits >= zeros && digits - zeros <= kMostPower64) {
    const uint128 shifted =
        uint128{static_cast<std::uint64_t>(x)} * static_cast<std::uint64_t>(power_of_ten(digits - zeros));
    return checked(with_sign(shifted, negative_result), scale);
  }
  uint128 dividend = 0;
  if (fits64(x) && digits <= kMostPower64) {
    dividend = uint128{static_cast<std::uint64_t>(x)} * static_cast<std::uint64_t>(power_of_ten(digits));
    return checked(with_sign(rounded_quotient(dividend, y), negative_result), scale);
  }
  if (digits <= Decimal::kMaxDigits && !__builtin_mul_overflow(x, power_of_ten(digits), &dividend))
    return checked(with_sign(rounded_quotient(dividend, y), negative_result), scale);
  return checked(with_sign(long_division(x, y, digits), negative_result), scale);
}

inline Decimal divide(const Decimal& a, const Decimal& b) {
  if (b.coefficient == 0) division_by_zero();
  return divide_to(a, b, quotient_scale(a, b));
}

Decimal remainder(const Decimal& a, const Decimal& b);
Decimal whole_quotient(const Decimal& a, const Decimal& b);
Decimal round_before_point(const Decimal& a, std::int64_t places);
// `places` may be negative: to tens, hundreds, ...
inline Decimal round_places(const Decimal& a, std::int64_t places) {
  if (places < 0) return round_before_point(a, places);
  return round_to(a, static_cast<int>(std::min<std::int64_t>(places, Decimal::kMaxDigits + 1)));
}
Decimal truncate_places(const Decimal& a, std::int64_t places);
Decimal floor(const Decimal& a);
Decimal ceiling(const Decimal& a);
Decimal square_root(const Decimal& a);
// The exponent must be whole.
Decimal power(const Decimal& base, const Decimal& exponent);

}  // namespace decimal
}  // namespace seedctl::gen

// The rarer operations on decimals, and what does not fit the fast ways.
#include "gen/expression/decimal_arithmetic.h"

#include "gen/expression/node.h"

namespace seedctl::gen::decimal {

void too_long() { fail("22003", "a numeric result has more than 38 digits"); }
void division_by_zero() { fail("22012", "division by zero"); }

uint128 long_division(uint128 a, uint128 b, int digits) {
  if (b >= power_of_ten(Decimal::kMaxDigits - 1)) too_long();  // ten times a rest would not fit
  uint128 result = a / b;
  uint128 rest = a % b;
  for (int i = 0; i < digits; ++i) {
    rest *= 10;
    if (result >= power_of_ten(Decimal::kMaxDigits - 1)) too_long();
    result = result * 10 + rest / b;
    rest %= b;
  }
  return result + (rest >= b - rest ? 1 : 0);
}

Decimal remainder(const Decimal& a, const Decimal& b) {
  if (b.coefficient == 0) division_by_zero();
  const int scale = std::max(a.scale, b.scale);
  const Decimal x = round_to(a, scale);
  const Decimal y = round_to(b, scale);
  return {x.coefficient % y.coefficient, static_cast<std::uint8_t>(scale)};
}

Decimal whole_quotient(const Decimal& a, const Decimal& b) {
  if (b.coefficient == 0) division_by_zero();
  const int scale = std::max(a.scale, b.scale);
  return {round_to(a, scale).coefficient / round_to(b, scale).coefficient, 0};
}

Decimal round_long(const Decimal& a, int scale) {
  if (scale >= a.scale) return checked(scaled_up(a.coefficient, scale - a.scale), scale);
  const uint128 rounded = rounded_quotient(magnitude(a.coefficient), power_of_ten(a.scale - scale));
  return {with_sign(rounded, a.coefficient < 0), static_cast<std::uint8_t>(scale)};
}

Decimal round_before_point(const Decimal& a, std::int64_t places) {
  if (-places > Decimal::kMaxDigits) return {0, 0};
  const int cut = static_cast<int>(-places) + a.scale;
  if (cut > Decimal::kMaxDigits) return {0, 0};
  const uint128 kept = rounded_quotient(magnitude(a.coefficient), power_of_ten(cut));
  return checked(scaled_up(with_sign(kept, a.coefficient < 0), static_cast<int>(-places)), 0);
}

Decimal truncate_places(const Decimal& a, std::int64_t places) {
  if (places >= a.scale) return round_places(a, places);
  const std::int64_t cut = a.scale - places;
  if (cut > Decimal::kMaxDigits) return {0, static_cast<std::uint8_t>(std::max<std::int64_t>(places, 0))};
  const int128 kept = a.coefficient / static_cast<int128>(power_of_ten(static_cast<int>(cut)));
  if (places >= 0) return {kept, static_cast<std::uint8_t>(places)};
  return {kept * static_cast<int128>(power_of_ten(static_cast<int>(-places))), 0};
}

Decimal floor(const Decimal& a) {
  const Decimal whole = truncate_places(a, 0);
  return a.coefficient < 0 && whole != a ? Decimal{whole.coefficient - 1, 0} : whole;
}

Decimal ceiling(const Decimal& a) { return negative(floor(negative(a))); }

Decimal square_root(const Decimal& a) {
  if (a.coefficient < 0) fail("2201F", "cannot take square root of a negative number");
  const int weight = leading_group(a).weight;
  // Digits before the point of the root, less one: half of the operand's, in whole groups.
  const int half = (weight + 1) * kGroupDigits / 2 - 1;
  const int scale = std::max(kLeastSignificantDigits - half, int{a.scale});
  const int digits = 2 * scale - a.scale;
  uint128 square = 0;
  if (digits > Decimal::kMaxDigits ||
      __builtin_mul_overflow(magnitude(a.coefficient), power_of_ten(digits), &square))
    too_long();
  uint128 root = 0;
  for (uint128 bit = uint128{1} << 63; bit != 0; bit >>= 1) {
    const uint128 tried = root | bit;
    if (tried <= square / tried) root = tried;
  }
  if (square - root * root > root) ++root;
  return checked(static_cast<int128>(root), scale);
}

Decimal power(const Decimal& base, const Decimal& exponent) {
  const Decimal whole = exponent.normalized();
  if (whole.scale != 0 || !fits64(whole.coefficient))
    fail("0A000", "power() of numeric takes whole exponents only");
  const bool inverse = whole.coefficient < 0;
  if (inverse && base.coefficient == 0) fail("2201F", "zero raised to a negative power is undefined");
  const int scale = std::max(kLeastSignificantDigits, int{base.scale});
  const Decimal factor = base.normalized();
  Decimal result{1, 0};
  // Only 0, 1 and -1 have powers of any length.
  uint128 times = magnitude(whole.coefficient);
  if (magnitude(factor.coefficient) <= 1 && factor.scale == 0) times = times == 0 ? 0 : 2 - times % 2;
  for (; times > 0; --times) result = multiply(result, factor);
  return inverse ? divide_to({1, 0}, result, scale) : round_to(result, scale);
}

}  // namespace seedctl::gen::decimal

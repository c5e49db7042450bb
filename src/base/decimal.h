// Exact decimal numbers: coefficient / 10^scale, at most 38 digits. What NUMERIC columns hold.
//
// Pure values; no operation rounds unless it says so. Overflow throws base::Error (ErrorCode::failed).
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace seedctl::base {

__extension__ using int128 = __int128;
__extension__ using uint128 = unsigned __int128;

struct Decimal {
  static constexpr int kMaxDigits = 38;  // what 127 bits hold

  int128 coefficient = 0;
  std::uint8_t scale = 0;  // digits after the point, 0..38

  // "-12.50"; digits only, an optional sign, point and exponent. nullopt where it is no
  // such number or too long.
  static std::optional<Decimal> parse(std::string_view text);
  static Decimal of(std::int64_t value) { return {value, 0}; }

  // The shortest exact text at this scale: Decimal{1250, 2} is "12.50".
  std::string str() const;

  // The same number at another scale; rounds half away from zero (as PostgreSQL) where digits are lost.
  Decimal rescaled(int new_scale) const;
  // The same number without trailing zeros after the point.
  Decimal normalized() const;
  // Digits in the coefficient, at least 1.
  int digits() const;
  double to_double() const;
};

// Numeric comparison: 1.50 equals 1.5.
std::strong_ordering operator<=>(const Decimal& a, const Decimal& b);
inline bool operator==(const Decimal& a, const Decimal& b) { return (a <=> b) == 0; }

}  // namespace seedctl::base

// The order of two cells of one kind, as PostgreSQL's default operator classes have it: NaN equals itself and
// is above all numbers, text by its bytes (the C collation), an interval's month has 30 days of 24 hours.
#pragma once

#include <bit>
#include <cmath>
#include <compare>

#include "base/column_batch.h"
#include "gen/expression/decimal_arithmetic.h"

namespace seedctl::gen {

inline std::weak_ordering order(std::int64_t a, std::int64_t b) { return a <=> b; }
inline std::weak_ordering order(bool a, bool b) { return a <=> b; }
inline std::weak_ordering order(std::string_view a, std::string_view b) { return a <=> b; }
inline std::weak_ordering order(const base::Uuid& a, const base::Uuid& b) { return a <=> b; }

// Small numbers are brought to one scale; the general way divides.
inline std::weak_ordering order(const base::Decimal& a, const base::Decimal& b) {
  const int digits = a.scale - b.scale;
  constexpr int kMostDigits = 18;  // 64 bits times ten to that power is within 128
  if (decimal::fits64(a.coefficient) && decimal::fits64(b.coefficient) && digits <= kMostDigits &&
      digits >= -kMostDigits) {
    const auto scaled = [](base::int128 value, int power) {
      return power <= 0 ? value : value * static_cast<base::int128>(decimal::power_of_ten(power));
    };
    return scaled(a.coefficient, -digits) <=> scaled(b.coefficient, digits);
  }
  return a <=> b;
}

inline std::weak_ordering order(double a, double b) {
  if (a < b) return std::weak_ordering::less;
  if (a > b) return std::weak_ordering::greater;
  if (a == b) return std::weak_ordering::equivalent;
  return std::isnan(a) <=> std::isnan(b);
}

inline std::weak_ordering order(const base::Interval& a, const base::Interval& b) {
  constexpr base::int128 kDaysPerMonth = 30;
  const auto span = [](const base::Interval& value) {
    return (value.months * kDaysPerMonth + value.days) * base::kMicrosPerDay + value.micros;
  };
  return span(a) <=> span(b);
}

// Neither is NULL.
std::weak_ordering order_of_cells(const base::ColumnBatch& a, std::size_t i, const base::ColumnBatch& b,
                                  std::size_t j);

}  // namespace seedctl::gen

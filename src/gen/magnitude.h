// Counts of any size: exact below 2^64, then the leading bits and an exponent.
//
// Patterns make more texts than a machine word counts ([a-z]{40}); how much likelier one alternative is than
// another still needs their proportion. Whole-number arithmetic only, so that it is the same everywhere.
#pragma once

#include <cstdint>

#include "base/decimal.h"

namespace seedctl::gen {

struct Magnitude {
  std::uint64_t mantissa = 0;
  int exponent = 0;  // the count is mantissa * 2^exponent, the rest cut off

  bool is_exact() const { return exponent == 0; }
  // The count in units of 2^by, cut off; `by` is at least the exponent.
  std::uint64_t in_units_of(int by) const {
    const int shift = by - exponent;
    return shift >= 64 ? 0 : mantissa >> shift;
  }
};

inline Magnitude normalised(base::uint128 mantissa, int exponent) {
  while (mantissa >> 64 != 0) {
    mantissa >>= 1;
    ++exponent;
  }
  return {static_cast<std::uint64_t>(mantissa), exponent};
}

inline Magnitude operator*(Magnitude a, Magnitude b) {
  return normalised(static_cast<base::uint128>(a.mantissa) * b.mantissa, a.exponent + b.exponent);
}

inline Magnitude operator+(Magnitude a, Magnitude b) {
  if (a.exponent < b.exponent) return b + a;
  return normalised(static_cast<base::uint128>(a.mantissa) + b.in_units_of(a.exponent), a.exponent);
}

}  // namespace seedctl::gen

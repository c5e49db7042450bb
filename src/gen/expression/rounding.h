// Rounding of doubles to whole numbers, halves to even, as PostgreSQL's rint() does: without a call, which
// compilers for the oldest processors make of it.
#pragma once

#include <cmath>

namespace seedctl::gen {

inline double rounded_even(double value) {
  // Where a double has no digits after the point. Adding that much pushes them out, rounded.
  constexpr double kWhole = 0x1.0p52;
  const double size = std::fabs(value);
  if (!(size < kWhole)) return value;
  return std::copysign((size + kWhole) - kWhole, value);
}

}  // namespace seedctl::gen

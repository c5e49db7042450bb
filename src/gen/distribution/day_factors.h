// How much more happens on one day than on another: weekdays, months and growth, multiplied.
//
// For drawing dates (shaped_time.h) and for how many rows a day has.
#pragma once

#include <array>
#include <utility>
#include <vector>

#include "base/datetime.h"

namespace seedctl::gen {

// A density over days. All but the s-curve without a middle are anchored at `from` in absolute units, so that
// a later end changes nothing before it.
struct Growth {
  enum class Kind { none, linear, exponential, s_curve, keyframes };
  Kind kind = Kind::none;
  base::Date from;
  // linear: added each year to the 1 of the start; 0 = from nothing, in proportion to the time passed.
  // exponential: multiplied by each year.
  double yearly = 0;
  // s_curve: where half is reached, and how many days it takes from a tenth to nine tenths.
  double middle = 0, days = 1;  // `middle` since 1970-01-01
  // keyframes: days and densities, ascending; straight lines between, level before and after.
  std::vector<std::pair<base::Date, double>> keyframes{};

  // At noon of the day.
  double operator()(base::Date day) const;
};

struct DayFactors {
  std::array<double, 7> weekdays{1, 1, 1, 1, 1, 1, 1};                // from Monday
  std::array<double, 12> months{1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1};  // from January
  Growth growth;

  // Never negative.
  double operator()(base::Date day) const;
};

}  // namespace seedctl::gen

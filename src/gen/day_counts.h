// How many rows of a table belong to each day of a calendar: a count drawn for the day, times the day's
// factors. A pure function of the day, so that a later end of the calendar changes no day before it.
//
// The calendar is a plain table without columns: row N is the N-th day.
#pragma once

#include <memory>
#include <optional>

#include "base/datetime.h"
#include "gen/cardinality.h"
#include "gen/distribution/day_factors.h"
#include "gen/table.h"

namespace seedctl::gen {

// Both ends included; empty where the last day is before the first.
std::shared_ptr<const Table> calendar(base::Date first, base::Date last);

// A factor above all that a day can have, or nullopt where it grows without an end.
std::optional<double> largest_factor(const DayFactors& factors);

struct DayCounts {
  CardinalityPtr drawn;  // what a day of factor 1 has
  base::Date first;      // of the calendar
  DayFactors factors;
  double scale = 1.0;     // multiplies every count
  std::uint32_t max = 0;  // a day has no more; numbers are spaced by it
};
// Counts that are no whole numbers are rounded up as often as their fraction says, by a draw of `key`.
CardinalityPtr day_counts(Key key, DayCounts counts);

}  // namespace seedctl::gen

// How `hours`, `weekdays`, `months` and `growth` beside a generator of dates and times are written.
#pragma once

#include <memory>

#include "base/datetime.h"
#include "base/node.h"
#include "gen/distribution/day_factors.h"
#include "gen/distribution/distribution.h"
#include "gen/distribution/shaped_time.h"
#include "gen/generators/arguments.h"
#include "gen/generators/lattice.h"

namespace seedctl::gen {

// Whether the column has any of them.
bool has_shape(const Arguments& arguments);

// The distribution with the column's shapes, or itself where there are none. Refuses shapes that the column's
// type has no use for, and unique columns.
std::unique_ptr<Distribution> shaped(const Arguments& arguments, const Lattice& lattice,
                                     std::unique_ptr<Distribution> distribution);

// The share of a range belongs to all of it; hours that are not named have none.
HourShares read_hours(const base::Node& map);

// `weekdays`, `months` and `growth` of a map; what is missing changes nothing. `from` and `to` are the range
// that the growth is over.
DayFactors read_day_factors(const base::Node& map, base::Date from, base::Date to);

}  // namespace seedctl::gen

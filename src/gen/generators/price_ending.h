// `ending` beside a generator of numbers: what prices end with, {between: [5, 100], ending: 0.99}.
//
// An ending of n digits before the point repeats every 10^n, one that starts with the point (0.99 too) every
// 1. So the values stay countable: they are those endings in each period, and generators draw their ranks.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/decimal.h"
#include "gen/generators/arguments.h"

namespace seedctl::gen {

struct PriceEndings {
  int scale = 0;                       // digits after the point that they have
  base::int128 period = 1;             // in units of 10^-scale
  std::vector<base::int128> in_units;  // of 10^-scale, below the period, ascending, none twice
};

// nullopt where there is no `ending`. Refuses what is no number of 0 and above, and columns of times.
std::optional<PriceEndings> read_price_endings(const Arguments& arguments);

}  // namespace seedctl::gen

// A distribution over moments, bent by factors for days and shares for hours of the day.
//
// The distribution below and the factors decide how often each day comes; the shares decide the time of day
// (without them all seconds of a day are alike). One table with an entry a day: at most the 3.7 million days
// of the calendar.
#pragma once

#include <array>
#include <vector>

#include "base/datetime.h"
#include "gen/distribution/alias_table.h"
#include "gen/distribution/day_factors.h"
#include "gen/distribution/distribution.h"

namespace seedctl::gen {

using HourShares = std::array<double, 24>;  // of each hour, relative

// What the ranks are: steps of the day, from one within the first day on.
struct MomentGrid {
  base::Date first_day;
  std::uint64_t first_step = 0;          // of rank 0 in its day
  std::uint64_t steps_per_day = 86'400;  // 86,400 (seconds), or 1 (days)
};

class ShapedTime final : public DistributionOf<ShapedTime> {
 public:
  // `shares` are all alike where days are the steps. What is left must have a weight: see has_weight().
  ShapedTime(const Distribution& distribution, const MomentGrid& grid, const DayFactors& factors,
             const HourShares& shares);
  // Whether any rank has a weight above 0; the constructor must not be used otherwise.
  static bool has_weight(const Distribution& distribution, const MomentGrid& grid, const DayFactors& factors,
                         const HourShares& shares);

  std::uint64_t rank(Key key, std::uint64_t token) const override;
  double below(std::uint64_t rank) const override;

 private:
  // Part of a day whose steps are alike.
  struct Stretch {
    std::uint64_t first_step;
    std::uint64_t steps;
  };
  struct Day {
    std::vector<Stretch> stretches;
    AliasTable table;
  };
  struct Spans;  // of one kind of day: its stretches and their weights

  const Day& day_at(std::uint64_t day) const {
    return day == 0 ? first_ : day + 1 == days_.count() ? last_ : middle_;
  }
  static Spans spans_of(const MomentGrid& grid, const HourShares& shares, std::uint64_t begin,
                        std::uint64_t end);
  static std::vector<double> day_weights(const Distribution& distribution, const MomentGrid& grid,
                                         const DayFactors& factors, const HourShares& shares);
  static Day make_day(const Spans& spans);

  MomentGrid grid_;
  AliasTable days_;
  // Days may begin after midnight only at the start, and end before it only at the end.
  Day first_, middle_, last_;
};

}  // namespace seedctl::gen

// Days by an alias table of their weights, stretches of the day by another, then a step within.
#include "gen/distribution/shaped_time.h"

#include <algorithm>

namespace seedctl::gen {

struct ShapedTime::Spans {
  std::vector<Stretch> stretches;
  std::vector<double> weights;
  double share = 0;  // of the weight of a whole day
};

namespace {

std::uint64_t day_count(const MomentGrid& grid, std::uint64_t count) {
  return (grid.first_step + count - 1) / grid.steps_per_day + 1;
}

// The steps of a day that there are: from begin, to before end.
struct Within {
  std::uint64_t begin, end;
};

Within within_day(const MomentGrid& grid, std::uint64_t count, std::uint64_t day) {
  const std::uint64_t end = grid.first_step + count;  // counted from the first midnight
  return {day == 0 ? grid.first_step : 0, std::min(grid.steps_per_day, end - day * grid.steps_per_day)};
}

}  // namespace

ShapedTime::Spans ShapedTime::spans_of(const MomentGrid& grid, const HourShares& shares, std::uint64_t begin,
                                       std::uint64_t end) {
  Spans spans;
  if (grid.steps_per_day == 1) return {{{0, 1}}, {1.0}, 1.0};
  const std::uint64_t hour_steps = grid.steps_per_day / shares.size();
  double whole = 0, part = 0;
  for (std::size_t hour = 0; hour < shares.size(); ++hour) {
    whole += shares[hour];
    const std::uint64_t from = std::max(begin, hour * hour_steps),
                        to = std::min(end, (hour + 1) * hour_steps);
    if (from >= to || shares[hour] == 0.0) continue;
    spans.stretches.push_back({from, to - from});
    spans.weights.push_back(shares[hour] * static_cast<double>(to - from) / static_cast<double>(hour_steps));
    part += spans.weights.back();
  }
  spans.share = part / whole;
  return spans;
}

std::vector<double> ShapedTime::day_weights(const Distribution& distribution, const MomentGrid& grid,
                                            const DayFactors& factors, const HourShares& shares) {
  const std::uint64_t count = distribution.count(), days = day_count(grid, count);
  std::vector<double> weights(days);
  double before = 0;
  for (std::uint64_t day = 0; day < days; ++day) {
    const Within steps = within_day(grid, count, day);
    const double up_to = distribution.below(day * grid.steps_per_day + steps.end - grid.first_step);
    double weight =
        (up_to - before) * factors(base::Date{grid.first_day.days + static_cast<std::int32_t>(day)});
    before = up_to;
    if (steps.end - steps.begin < grid.steps_per_day) {
      // Part of a day has the share of its hours, not of its length.
      const double length =
          static_cast<double>(steps.end - steps.begin) / static_cast<double>(grid.steps_per_day);
      weight *= spans_of(grid, shares, steps.begin, steps.end).share / length;
    }
    weights[day] = std::max(weight, 0.0);
  }
  return weights;
}

bool ShapedTime::has_weight(const Distribution& distribution, const MomentGrid& grid,
                            const DayFactors& factors, const HourShares& shares) {
  const std::vector<double> weights = day_weights(distribution, grid, factors, shares);
  return std::any_of(weights.begin(), weights.end(), [](double weight) { return weight > 0.0; });
}

// A kind of day without a moment of weight is never drawn; its table is a stand-in.
ShapedTime::Day ShapedTime::make_day(const Spans& spans) {
  if (spans.stretches.empty()) return {{{0, 1}}, AliasTable({1})};
  return {spans.stretches, AliasTable(whole_weights(spans.weights))};
}

ShapedTime::ShapedTime(const Distribution& distribution, const MomentGrid& grid, const DayFactors& factors,
                       const HourShares& shares)
    : DistributionOf(distribution.count()),
      grid_(grid),
      days_(whole_weights(day_weights(distribution, grid, factors, shares))),
      first_(make_day(
          spans_of(grid, shares, within_day(grid, count(), 0).begin, within_day(grid, count(), 0).end))),
      middle_(make_day(spans_of(grid, shares, 0, grid.steps_per_day))),
      last_(make_day(spans_of(grid, shares, 0, within_day(grid, count(), days_.count() - 1).end))) {}

std::uint64_t ShapedTime::rank(Key key, std::uint64_t token) const {
  const std::uint64_t number = days_.rank(key, token);
  if (grid_.steps_per_day == 1) return number;
  const Day& day = day_at(number);
  const std::uint64_t stretch = day.table.at(draw(key, token, 2), draw(key, token, 3));
  const Stretch& steps = day.stretches[static_cast<std::size_t>(stretch)];
  const std::uint64_t step = steps.first_step + gen::below(draw(key, token, 4), steps.steps);
  return number * grid_.steps_per_day + step - grid_.first_step;
}

double ShapedTime::below(std::uint64_t rank) const {
  const std::uint64_t step = rank + grid_.first_step, number = step / grid_.steps_per_day;
  if (rank >= count()) return 1.0;
  const double whole = days_.below(number);
  const double own = days_.below(number + 1) - whole;
  const Day& day = day_at(number);
  double share = 0;
  for (std::size_t i = 0; i < day.stretches.size(); ++i) {
    const Stretch& stretch = day.stretches[i];
    const std::uint64_t at = step % grid_.steps_per_day;
    if (at <= stretch.first_step) continue;
    share += (day.table.below(i + 1) - day.table.below(i)) *
             static_cast<double>(std::min(at - stretch.first_step, stretch.steps)) /
             static_cast<double>(stretch.steps);
  }
  return whole + own * share;
}

}  // namespace seedctl::gen

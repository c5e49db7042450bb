// Plain functions of the day; powers and logistic curves without libm.
#include "gen/distribution/day_factors.h"

#include <algorithm>

#include "gen/distribution/elementary.h"

namespace seedctl::gen {

namespace {

constexpr double kDaysPerYear = 365.2425;
// The logistic curve goes from 0.1 to 0.9 in 2 log 9 units.
constexpr double kTenthToNineTenths = 4.394449154672439;

double between_keyframes(const std::vector<std::pair<base::Date, double>>& frames, double noon) {
  const auto day_of = [](const auto& frame) { return static_cast<double>(frame.first.days); };
  const auto next =
      std::find_if(frames.begin(), frames.end(), [&](const auto& frame) { return day_of(frame) > noon; });
  if (next == frames.begin()) return next->second;
  const auto before = next - 1;
  if (next == frames.end()) return before->second;
  const double share = (noon - day_of(*before)) / (day_of(*next) - day_of(*before));
  return before->second + share * (next->second - before->second);
}

}  // namespace

double Growth::operator()(base::Date day) const {
  const double noon = day.days + 0.5;
  const double years = (noon - from.days) / kDaysPerYear;
  switch (kind) {
    case Kind::none:
      return 1.0;
    case Kind::linear:
      return std::max(0.0, yearly == 0.0 ? years : 1.0 + yearly * years);
    case Kind::exponential:
      return portable_pow(yearly, years);
    case Kind::s_curve:
      return 1.0 / (1.0 + portable_exp((middle - noon) / days * kTenthToNineTenths));
    case Kind::keyframes:
      return between_keyframes(keyframes, noon);
  }
  return 1.0;
}

double DayFactors::operator()(base::Date day) const {
  // 1970-01-01 was a Thursday.
  const int weekday = ((day.days + 3) % 7 + 7) % 7;
  return weekdays[static_cast<std::size_t>(weekday)] * months[day.civil().month - 1] * growth(day);
}

}  // namespace seedctl::gen

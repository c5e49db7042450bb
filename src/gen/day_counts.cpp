// A wrapper around any other count of children.
#include "gen/day_counts.h"

#include <algorithm>

namespace seedctl::gen {

namespace {

class CountOfDay final : public Cardinality {
 public:
  CountOfDay(Key key, DayCounts counts) : key_(key), counts_(std::move(counts)) {}

  std::uint32_t count(const RowId& parent) const override {
    const base::Date day{counts_.first.days + static_cast<std::int32_t>(parent.number - 1)};
    const double wanted = counts_.drawn->count(parent) * (counts_.factors(day) * counts_.scale);
    if (wanted >= counts_.max) return counts_.max;
    const auto whole = static_cast<std::uint32_t>(wanted);
    return whole + (unit(draw(key_, parent.token)) < wanted - whole ? 1 : 0);
  }
  std::uint32_t max() const override { return counts_.max; }

 private:
  Key key_;
  DayCounts counts_;
};

std::optional<double> largest_growth(const Growth& growth) {
  double most = 1.0;
  switch (growth.kind) {
    case Growth::Kind::none:
    case Growth::Kind::s_curve:
      return 1.0;
    case Growth::Kind::linear:
      return std::nullopt;
    case Growth::Kind::exponential:
      return growth.yearly > 1.0 ? std::nullopt : std::optional(1.0);
    case Growth::Kind::keyframes:
      most = 0.0;
      for (const auto& [day, density] : growth.keyframes) most = std::max(most, density);
      return most;
  }
  return most;
}

}  // namespace

std::shared_ptr<const Table> calendar(base::Date first, base::Date last) {
  const std::int64_t days = std::int64_t{last.days} - first.days + 1;
  auto table = std::make_shared<Table>("day", static_cast<std::uint64_t>(std::max<std::int64_t>(days, 0)));
  table->finish();
  return table;
}

std::optional<double> largest_factor(const DayFactors& factors) {
  const auto growth = largest_growth(factors.growth);
  if (!growth) return std::nullopt;
  return *std::max_element(factors.weekdays.begin(), factors.weekdays.end()) *
         *std::max_element(factors.months.begin(), factors.months.end()) * *growth;
}

CardinalityPtr day_counts(Key key, DayCounts counts) {
  return std::make_shared<CountOfDay>(key, std::move(counts));
}

}  // namespace seedctl::gen

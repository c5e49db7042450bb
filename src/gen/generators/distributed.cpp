// The drawing is the distribution's, the writing the lattice's; what is here is between the two.
#include "gen/generators/distributed.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "gen/distribution/elementary.h"
#include "gen/generators/shape.h"

namespace seedctl::gen {

namespace {

using base::Node;
using base::TypeKind;

class Distributed final : public Generator {
 public:
  Distributed(const Lattice& lattice, const base::LogicalType& type, Key key,
              std::unique_ptr<Distribution> distribution)
      : values_(lattice, type), key_(key), distribution_(std::move(distribution)) {}

  void fill(const FillRequest& request, base::ColumnBatch& out) const override {
    values_.fill(request.rows, out, [this](std::span<const RowId> rows, std::span<std::uint64_t> ranks) {
      distribution_->ranks(key_, rows, ranks);
    });
  }

  std::optional<std::uint64_t> capacity() const override { return distribution_->count(); }

  std::optional<ValueRange> range() const override {
    return ValueRange{values_.value_at(0), values_.value_at(distribution_->count() - 1)};
  }

 private:
  LatticeValues values_;
  Key key_;
  std::unique_ptr<Distribution> distribution_;
};

bool is_timestamp(TypeKind kind) { return kind == TypeKind::timestamp || kind == TypeKind::timestamptz; }

// So many of the smallest steps from zero are the farthest natural end: the lattice must be countable.
constexpr double kFarthestEnd = 1e18;
// Of reals: what 15 digits hold.
constexpr double kFarthestReal = 1e15 - 1;

// The first and the last moment of the calendar, in seconds.
constexpr double kFirstSecond = -719'162.0 * 86'400;
constexpr double kLastSecond = 2'932'897.0 * 86'400 - 1;

// In units of the column's smallest step: whole numbers, 10^-scale, days, or seconds.
std::pair<double, double> limits_of(const base::LogicalType& type) {
  switch (type.kind) {
    case TypeKind::integer: {
      const double limit = type.bits > 0 && type.bits < 64 ? std::ldexp(1.0, type.bits - 1) : kFarthestEnd;
      return {-limit, limit == kFarthestEnd ? limit : limit - 1};
    }
    case TypeKind::decimal: {
      const bool small = type.precision > 0 && type.precision < 18;
      const double limit = small ? power_of_ten(type.precision) - 1 : kFarthestEnd;
      return {-limit, limit};
    }
    case TypeKind::real:
      return {-kFarthestReal, kFarthestReal};
    case TypeKind::date:
      return {-719'162.0, 2'932'896.0};
    case TypeKind::time:
      return {0.0, 86'399.0};
    default:
      return {kFirstSecond, kLastSecond};
  }
}

// Steps of limits_of in a unit of the profile.
double steps_in_unit(const base::LogicalType& type, int scale) {
  const bool seconds = type.kind == TypeKind::time || is_timestamp(type.kind);
  return seconds ? 1.0 / static_cast<double>(base::kMicrosPerSecond) : power_of_ten(scale);
}

std::string text_of(std::int64_t step, const base::LogicalType& type, int scale) {
  switch (type.kind) {
    case TypeKind::date:
      return base::Date{static_cast<std::int32_t>(step)}.str();
    case TypeKind::time:
      return base::Time{step * base::kMicrosPerSecond}.str();
    case TypeKind::timestamp:
    case TypeKind::timestamptz:
      return base::Timestamp{step * base::kMicrosPerSecond}.str();
    default:
      return base::Decimal{step, static_cast<std::uint8_t>(scale)}.str();
  }
}

}  // namespace

std::unique_ptr<Generator> make_distributed(const Arguments& arguments, const Lattice& lattice,
                                            std::unique_ptr<Distribution> distribution) {
  return std::make_unique<Distributed>(lattice, arguments.context.type, arguments.context.key(),
                                       shaped(arguments, lattice, std::move(distribution)));
}

DistributionArguments::DistributionArguments(const Arguments& arguments,
                                             std::initializer_list<std::string_view> keys)
    : arguments_(arguments) {
  arguments.require_value();
  arguments.allow_parameters({"hours", "weekdays", "months", "growth", "ending"});
  if (arguments.value.kind != Node::Kind::map) {
    arguments.fail(fmt::format("{} takes a map, not {}", arguments.generator, arguments.value.kind_text()),
                   fmt::format("`seedctl generators {}` shows an example", arguments.generator));
  }
  const std::vector<std::string> known(keys.begin(), keys.end());
  base::allow_keys(arguments.value, known, arguments.generator);
  arguments.require_kind({TypeKind::integer, TypeKind::decimal, TypeKind::real, TypeKind::date,
                          TypeKind::time, TypeKind::timestamp, TypeKind::timestamptz});
  arguments.refuse_unique("its values come as often as the distribution says");
}

const Node& DistributionArguments::required(std::string_view key) const {
  if (const Node* node = arguments_.value.find(key)) return *node;
  base::fail_at(arguments_.value, fmt::format("{} needs {}", arguments_.generator, key),
                fmt::format("`seedctl generators {}` shows an example", arguments_.generator));
}

double DistributionArguments::place(std::string_view key) const {
  const Node& node = required(key);
  const base::LogicalType& type = arguments_.context.type;
  if (type.kind == TypeKind::date) return std::get<base::Date>(value_of(node, type)).days;
  if (type.kind == TypeKind::time) {
    return static_cast<double>(std::get<base::Time>(value_of(node, type)).micros);
  }
  if (!is_timestamp(type.kind)) return number_of(node, key).to_double();
  if (node.is_scalar()) {
    if (const auto moment = base::Timestamp::parse(node.text)) return static_cast<double>(moment->micros);
  }
  base::fail_at(node, fmt::format("{} must be a date or a timestamp such as 2025-02-18 10:30:00", key));
}

double DistributionArguments::positive(const Node& node, std::string_view key) const {
  const double number = number_of(node, key).to_double();
  if (number > 0) return number;
  base::fail_at(node, fmt::format("{} must be above 0", key));
}

double DistributionArguments::factor(std::string_view key) const { return positive(required(key), key); }

double DistributionArguments::distance(std::string_view key) const {
  const Node& node = required(key);
  const TypeKind kind = arguments_.context.type.kind;
  const bool temporal = kind == TypeKind::date || kind == TypeKind::time || is_timestamp(kind);
  if (!temporal) return positive(node, key);
  const base::Interval span = span_of(node);
  if (span.months != 0) base::fail_at(node, "months and years differ in length: write weeks, days or less");
  const std::int64_t micros = span.days * base::kMicrosPerDay + span.micros;
  if (micros <= 0) base::fail_at(node, fmt::format("{} must be above 0", key));
  const std::int64_t unit = kind == TypeKind::date ? base::kMicrosPerDay : 1;
  return static_cast<double>(micros) / static_cast<double>(unit);
}

double DistributionArguments::origin() const {
  const TypeKind kind = arguments_.context.type.kind;
  if (kind != TypeKind::date && !is_timestamp(kind)) return 0.0;
  if (has("min")) return place("min");
  arguments_.fail(fmt::format("{} of dates needs min: it counts from there", arguments_.generator));
}

int DistributionArguments::scale_for(const Extent& extent) const {
  const base::LogicalType& type = arguments_.context.type;
  if (type.kind == TypeKind::decimal && type.precision > 0) return type.scale;
  if (type.kind != TypeKind::decimal && type.kind != TypeKind::real) return 0;
  constexpr double kFineness = 1000.0;
  double largest = extent.typical;
  for (const char* key : {"min", "max"}) {
    if (has(key)) largest = std::max(largest, std::abs(place(key)));
  }
  int scale = 0;
  double power = 1;
  while (extent.width * power < kFineness && largest * power * 10 < kFarthestReal) {
    power *= 10;
    ++scale;
  }
  return scale;
}

Node DistributionArguments::end_node(double natural, int scale) const {
  const base::LogicalType& type = arguments_.context.type;
  const auto [least, most] = limits_of(type);
  const double step = std::round(natural * steps_in_unit(type, scale));
  Node node;
  node.text = text_of(static_cast<std::int64_t>(std::clamp(step, least, most)), type, scale);
  node.kind = base::core_schema_kind(node.text);
  node.position = arguments_.node().position;
  return node;
}

Lattice DistributionArguments::lattice(const Extent& extent) const {
  const base::LogicalType& type = arguments_.context.type;
  const int scale = scale_for(extent);
  const auto [least, most] = limits_of(type);
  const double steps = steps_in_unit(type, scale);
  const char* nothing = "{}: nothing of the distribution lies {} {}";
  if (has("min") && place("min") > extent.high) {
    base::fail_at(required("min"), fmt::format(fmt::runtime(nothing), "min", "above", required("min").text));
  }
  if (has("max") && place("max") < extent.least_max) {
    base::fail_at(required("max"), fmt::format(fmt::runtime(nothing), "max", "below", required("max").text));
  }
  if (extent.high * steps < least || extent.least_max * steps > most) {
    arguments_.fail(fmt::format("column {} of type {} holds nothing of the distribution",
                                arguments_.context.column, type.str()));
  }
  const Node low = end_node(extent.low, scale), high = end_node(extent.high, scale);
  const Node* min = arguments_.value.find("min");
  const Node* max = arguments_.value.find("max");
  return lattice_of(arguments_, {min != nullptr ? *min : low, max != nullptr ? *max : high, scale});
}

}  // namespace seedctl::gen

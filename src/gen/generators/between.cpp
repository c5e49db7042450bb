// between: uniform between two bounds, both included, for numbers, dates, times and timestamps.
//
// Every type is drawn as an index on a lattice of equal steps from the lower bound: whole numbers, the
// column's smallest decimal, days, seconds. So the number of values is known, unique values can be dealt out,
// and no floating-point rounding is involved: a real is its exact decimal, divided once.
#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "gen/generators/arguments.h"
#include "gen/generators/builders.h"
#include "gen/ranks.h"

namespace seedctl::gen {

namespace {

using base::int128;
using base::Node;
using base::TypeKind;

// Digits that every decimal number survives a double (float) with, so that equal text means equal value.
constexpr int kDoubleDigits = 15;
constexpr int kFloatDigits = 6;
// Digits after the point that a real gets where its bounds ask for fewer.
constexpr int kRealScale = 6;

// The values: first, first + unit, ..., `count` of them.
struct Lattice {
  int128 first = 0;
  std::int64_t unit = 1;
  std::uint64_t count = 1;
  int scale = 0;  // of decimals and reals: values are in units of 10^-scale
};

double power_of_ten(int exponent) {
  double power = 1;  // exact up to 10^22
  for (int i = 0; i < exponent; ++i) power *= 10;
  return power;
}

class Between final : public Generator {
 public:
  Between(const Lattice& lattice, const BuildContext& context)
      : lattice_(lattice),
        kind_(context.type.kind),
        float_(context.type.bits == 32),
        ranks_(context, lattice.count) {}

  void fill(const FillRequest& request, base::ColumnBatch& out) const override {
    if (kind_ == TypeKind::decimal) {
      const auto scale = static_cast<std::uint8_t>(lattice_.scale);
      for (const RowId& row : request.rows) out.append_decimal({lattice_.first + ranks_(row), scale});
    } else if (kind_ == TypeKind::real) {
      const double divisor = power_of_ten(lattice_.scale);
      for (const RowId& row : request.rows) {
        const double value =
            static_cast<double>(static_cast<std::int64_t>(lattice_.first + ranks_(row))) / divisor;
        out.append_real(float_ ? static_cast<double>(static_cast<float>(value)) : value);
      }
    } else {
      for (const RowId& row : request.rows) {
        out.append_integer(static_cast<std::int64_t>(lattice_.first + int128{lattice_.unit} * ranks_(row)));
      }
    }
  }

  std::optional<std::uint64_t> capacity() const override { return lattice_.count; }

 private:
  Lattice lattice_;
  TypeKind kind_;
  bool float_;
  Ranks ranks_;
};

struct Bounds {
  const Node& low;
  const Node& high;
};

// As many whole units as lie between first and last.
Lattice lattice_between(const Arguments& arguments, int128 first, int128 last, std::int64_t unit, int scale) {
  if (last < first) arguments.fail("the upper bound is below the lower one");
  const int128 steps = (last - first) / unit;
  if (steps >= static_cast<int128>(Permutation::kMaxSize)) {
    arguments.fail(fmt::format("the bounds are too far apart: between draws from at most {} values",
                               Permutation::kMaxSize));
  }
  return {first, unit, static_cast<std::uint64_t>(steps) + 1, scale};
}

base::Decimal decimal_of(const Node& node, int most_digits) {
  if (node.is_scalar() && node.kind != Node::Kind::null) {
    if (const auto number = base::Decimal::parse(node.text)) return number->normalized();
  }
  if (node.is_number() && node.text.find_first_of("iInN") == std::string::npos) {
    base::fail_at(node, fmt::format("bound {} is too long: between takes bounds of at most {} digits",
                                    base::printable(node.text), most_digits));
  }
  base::fail_at(node, fmt::format("a bound must be a number, not {}",
                                  node.is_scalar() ? fmt::format("\"{}\"", base::printable(node.text))
                                                   : std::string(node.kind_text())));
}

Lattice of_decimals(const Arguments& arguments, const Bounds& bounds) {
  const base::LogicalType& type = arguments.context.type;
  const base::Decimal low = decimal_of(bounds.low, base::Decimal::kMaxDigits),
                      high = decimal_of(bounds.high, base::Decimal::kMaxDigits);
  const int scale = type.precision > 0 ? type.scale : std::max(low.scale, high.scale);
  for (const auto& [node, number] : {std::pair(&bounds.low, low), std::pair(&bounds.high, high)}) {
    if (number.scale > scale || (type.precision > 0 && number.rescaled(scale).digits() > type.precision)) {
      base::fail_at(*node, fmt::format("{} does not fit column {} of type {}", number.str(),
                                       arguments.context.column, type.str()));
    }
  }
  return lattice_between(arguments, low.rescaled(scale).coefficient, high.rescaled(scale).coefficient, 1,
                         scale);
}

Lattice of_reals(const Arguments& arguments, const Bounds& bounds) {
  const int most_digits = arguments.context.type.bits == 32 ? kFloatDigits : kDoubleDigits;
  const base::Decimal low = decimal_of(bounds.low, kDoubleDigits),
                      high = decimal_of(bounds.high, kDoubleDigits);
  const int whole = std::max(low.digits() - low.scale, high.digits() - high.scale);
  const int written = std::max(low.scale, high.scale);
  const int scale = std::max(written, std::min(kRealScale, most_digits - std::max(whole, 0)));
  if (std::max(whole, 0) + scale > kDoubleDigits) {
    arguments.fail(
        fmt::format("bounds of a real can have {} digits together with those of the other", kDoubleDigits));
  }
  if (std::max(whole, 0) + scale > most_digits) {
    arguments.refuse_unique(
        fmt::format("a {} tells {} digits apart", arguments.context.type.str(), most_digits));
  }
  return lattice_between(arguments, low.rescaled(scale).coefficient, high.rescaled(scale).coefficient, 1,
                         scale);
}

// As a point in time: a date stands for its first second, or its last where it is the upper bound.
std::int64_t micros_of(const Node& node, bool upper) {
  if (node.is_scalar()) {
    if (const auto date = base::Date::parse(node.text)) {
      const std::int64_t day = base::Timestamp::at_midnight(*date).micros;
      return upper ? day + base::kMicrosPerDay - base::kMicrosPerSecond : day;
    }
    if (const auto timestamp = base::Timestamp::parse(node.text)) return timestamp->micros;
  }
  base::fail_at(node, "a bound must be a date or a timestamp such as 2025-02-18 or 2025-02-18 10:30:00");
}

// Rounded inwards to whole seconds.
Lattice of_seconds(const Arguments& arguments, std::int64_t low, std::int64_t high) {
  const auto second = base::kMicrosPerSecond;
  const std::int64_t into = ((low % second) + second) % second;
  const std::int64_t first = into == 0 ? low : low + second - into;
  if (high < low) arguments.fail("the upper bound is below the lower one");
  if (high < first) arguments.fail("there is no whole second between the bounds");
  return lattice_between(arguments, first, high, second, 0);
}

std::int64_t integer_of(const Arguments& arguments, const Node& node) {
  const auto value = value_of(node, arguments.context.type);
  return std::get<std::int64_t>(value);
}

Lattice lattice_of(const Arguments& arguments, const Bounds& bounds) {
  switch (arguments.context.type.kind) {
    case TypeKind::integer:
      return lattice_between(arguments, integer_of(arguments, bounds.low), integer_of(arguments, bounds.high),
                             1, 0);
    case TypeKind::decimal:
      return of_decimals(arguments, bounds);
    case TypeKind::real:
      return of_reals(arguments, bounds);
    case TypeKind::date:
      return lattice_between(arguments,
                             std::get<base::Date>(value_of(bounds.low, arguments.context.type)).days,
                             std::get<base::Date>(value_of(bounds.high, arguments.context.type)).days, 1, 0);
    case TypeKind::time:
      return of_seconds(arguments, std::get<base::Time>(value_of(bounds.low, arguments.context.type)).micros,
                        std::get<base::Time>(value_of(bounds.high, arguments.context.type)).micros);
    default:
      return of_seconds(arguments, micros_of(bounds.low, false), micros_of(bounds.high, true));
  }
}

}  // namespace

std::unique_ptr<Generator> build_between(const Node& value, const Node& column, const BuildContext& context) {
  const Arguments arguments{"between", value, column, context};
  arguments.require_value();
  arguments.allow_parameters({});
  if (value.kind != Node::Kind::list || value.items.size() != 2) {
    arguments.fail("between takes a list of two bounds", "for example: between: [18, 70]");
  }
  arguments.require_kind({TypeKind::integer, TypeKind::decimal, TypeKind::real, TypeKind::date,
                          TypeKind::time, TypeKind::timestamp, TypeKind::timestamptz});
  const Lattice lattice = lattice_of(arguments, {value.items[0], value.items[1]});
  arguments.require_capacity(lattice.count);
  return std::make_unique<Between>(lattice, context);
}

}  // namespace seedctl::gen

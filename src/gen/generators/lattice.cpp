// Bounds read as exact decimals, days and seconds, and ranks written as values.
#include "gen/generators/lattice.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "gen/distribution/elementary.h"
#include "gen/generators/price_ending.h"
#include "gen/permutation.h"

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

constexpr int128 kMostNumbers = int128{1} << 64;

// As many whole units as lie between first and last.
Lattice lattice_between(const Arguments& arguments, int128 first, int128 last, std::int64_t unit, int scale,
                        bool may_be_all = false) {
  if (last < first) arguments.fail("the upper bound is below the lower one");
  const int128 steps = (last - first) / unit;
  const bool far_apart = steps >= static_cast<int128>(Permutation::kMaxSize);
  if (far_apart && may_be_all && steps < kMostNumbers) {
    const bool by_rank = arguments.context.unique || arguments.context.digit;
    if (by_rank) return {first, unit * 2, static_cast<std::uint64_t>(steps / 2) + 1, scale};
    const int128 count = std::min<int128>(steps + 1, kMostNumbers - 1);
    return {first, unit, static_cast<std::uint64_t>(count), scale};
  }
  if (far_apart) {
    arguments.fail(fmt::format("the bounds are too far apart: {} draws from at most {} values",
                               arguments.generator, Permutation::kMaxSize));
  }
  return {first, unit, static_cast<std::uint64_t>(steps) + 1, scale};
}

base::Decimal decimal_of(const Arguments& arguments, const Node& node, int most_digits) {
  if (node.is_scalar() && node.kind != Node::Kind::null) {
    if (const auto number = base::Decimal::parse(node.text)) return number->normalized();
  }
  if (node.is_number() && node.text.find_first_of("iInN") == std::string::npos) {
    base::fail_at(node, fmt::format("bound {} is too long: {} takes bounds of at most {} digits",
                                    base::printable(node.text), arguments.generator, most_digits));
  }
  base::fail_at(node, fmt::format("a bound must be a number, not {}",
                                  node.is_scalar() ? fmt::format("\"{}\"", base::printable(node.text))
                                                   : std::string(node.kind_text())));
}

Lattice of_decimals(const Arguments& arguments, const Bounds& bounds) {
  const base::LogicalType& type = arguments.context.type;
  const base::Decimal low = decimal_of(arguments, bounds.low, base::Decimal::kMaxDigits),
                      high = decimal_of(arguments, bounds.high, base::Decimal::kMaxDigits);
  const int scale =
      type.precision > 0 ? type.scale : std::max({int{low.scale}, int{high.scale}, bounds.least_scale});
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
  const base::Decimal low = decimal_of(arguments, bounds.low, kDoubleDigits),
                      high = decimal_of(arguments, bounds.high, kDoubleDigits);
  const int whole = std::max(low.digits() - low.scale, high.digits() - high.scale);
  const int written = std::max({int{low.scale}, int{high.scale}, bounds.least_scale});
  const int usual = std::min(kRealScale, most_digits - std::max(whole, 0));
  const int scale = std::min(std::max(written, usual), bounds.most_scale);
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

// The values of a lattice of smallest steps that end as prices do.
Lattice with_endings(const Arguments& arguments, const Lattice& all, const PriceEndings& endings) {
  const Node& node = *arguments.parameter("ending");
  if (endings.scale > all.scale) {
    base::fail_at(node,
                  fmt::format("an ending of {} digits after the point does not fit column {} of type {}",
                              endings.scale, arguments.context.column, arguments.context.type.str()));
  }
  if (all.first < 0) base::fail_at(node, "with an ending the lower bound must be 0 or above");
  const int128 more = base::Decimal{1, 0}.rescaled(all.scale - endings.scale).coefficient;
  const int128 period = endings.period * more, last = all.first + int128{all.unit} * (all.count - 1);
  Lattice lattice{all.first / period * period, static_cast<std::int64_t>(period), 1, all.scale};
  for (const int128 ending : endings.in_units)
    lattice.endings.push_back(static_cast<std::int64_t>(ending * more));
  const auto below = [&](int128 value) {  // values of the lattice that are smaller
    const auto into = static_cast<std::int64_t>((value - lattice.first) % period);
    const auto passed = std::lower_bound(lattice.endings.begin(), lattice.endings.end(), into);
    return (value - lattice.first) / period * static_cast<int128>(lattice.endings.size()) +
           (passed - lattice.endings.begin());
  };
  lattice.skipped = static_cast<std::uint64_t>(below(all.first));
  lattice.count = static_cast<std::uint64_t>(below(last + 1)) - lattice.skipped;
  if (lattice.count == 0) base::fail_at(node, "nothing between the bounds ends so");
  return lattice;
}

// Braces read the lower bound first, with every compiler: of two that are wrong it is the one to blame.
struct Read {
  base::Value low, high;
};

Read read_both(const Arguments& arguments, const Bounds& bounds) {
  return Read{value_of(bounds.low, arguments.context.type), value_of(bounds.high, arguments.context.type)};
}

Lattice all_between(const Arguments& arguments, const Bounds& bounds) {
  switch (arguments.context.type.kind) {
    case TypeKind::integer: {
      const auto [low, high] = read_both(arguments, bounds);
      return lattice_between(arguments, std::get<std::int64_t>(low), std::get<std::int64_t>(high), 1, 0,
                             bounds.may_be_all);
    }
    case TypeKind::decimal:
      return of_decimals(arguments, bounds);
    case TypeKind::real:
      return of_reals(arguments, bounds);
    case TypeKind::date: {
      const auto [low, high] = read_both(arguments, bounds);
      return lattice_between(arguments, std::get<base::Date>(low).days, std::get<base::Date>(high).days, 1,
                             0);
    }
    case TypeKind::time: {
      const auto [low, high] = read_both(arguments, bounds);
      return of_seconds(arguments, std::get<base::Time>(low).micros, std::get<base::Time>(high).micros);
    }
    default: {
      const std::int64_t low = micros_of(bounds.low, false);
      return of_seconds(arguments, low, micros_of(bounds.high, true));
    }
  }
}

}  // namespace

Lattice lattice_of(const Arguments& arguments, const Bounds& bounds) {
  const auto endings = read_price_endings(arguments);
  if (!endings) return all_between(arguments, bounds);
  Bounds finer = bounds;
  finer.least_scale = std::max(bounds.least_scale, endings->scale);
  finer.may_be_all = false;
  return with_endings(arguments, all_between(arguments, finer), *endings);
}

base::int128 Lattice::at(std::uint64_t rank) const {
  if (endings.empty()) return first + int128{unit} * rank;
  const std::uint64_t place = rank + skipped;
  return first + int128{unit} * (place / endings.size()) + endings[place % endings.size()];
}

double Lattice::steps_to(double place) const {
  const double units = (place * power_of_ten(scale) - static_cast<double>(first)) / static_cast<double>(unit);
  if (endings.empty()) return units;
  return units * static_cast<double>(endings.size()) - static_cast<double>(skipped);
}

double Lattice::steps_in(double distance) const {
  const double units = distance * power_of_ten(scale) / static_cast<double>(unit);
  return endings.empty() ? units : units * static_cast<double>(endings.size());
}

LatticeValues::LatticeValues(Lattice lattice, const base::LogicalType& type)
    : lattice_(std::move(lattice)),
      kind_(type.kind),
      float_(type.bits == 32),
      divisor_(power_of_ten(std::min(lattice_.scale, kDoubleDigits))) {}

void LatticeValues::append(std::span<const std::uint64_t> ranks, base::ColumnBatch& out) const {
  // Asked once: most lattices have no endings, and their loops no divisions.
  if (lattice_.endings.empty()) {
    append_by(ranks, out, [first = lattice_.first, unit = lattice_.unit](std::uint64_t rank) {
      return first + int128{unit} * rank;
    });
  } else {
    append_by(ranks, out, [this](std::uint64_t rank) { return lattice_.at(rank); });
  }
}

template <class At>
void LatticeValues::append_by(std::span<const std::uint64_t> ranks, base::ColumnBatch& out,
                              const At& at) const {
  if (kind_ == TypeKind::decimal) {
    base::Decimal* const values = out.append_decimals(ranks.size());
    const auto scale = static_cast<std::uint8_t>(lattice_.scale);
    for (std::size_t i = 0; i < ranks.size(); ++i) values[i] = {at(ranks[i]), scale};
  } else if (kind_ == TypeKind::real) {
    double* const values = out.append_reals(ranks.size());
    for (std::size_t i = 0; i < ranks.size(); ++i) {
      values[i] = static_cast<double>(static_cast<std::int64_t>(at(ranks[i]))) / divisor_;
      if (float_) values[i] = static_cast<double>(static_cast<float>(values[i]));
    }
  } else {
    std::int64_t* const values = out.append_integers(ranks.size());
    for (std::size_t i = 0; i < ranks.size(); ++i) values[i] = static_cast<std::int64_t>(at(ranks[i]));
  }
}

base::Value LatticeValues::value_at(std::uint64_t rank) const {
  base::ColumnBatch cell(kind_);
  append(std::span(&rank, 1), cell);
  return cell.value_at(0);
}

}  // namespace seedctl::gen

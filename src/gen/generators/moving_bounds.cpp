// The steps between the bounds are counted in each row anew; where in them a cell lies is drawn as ever.
//
// Numbers are bounded as plain numerics, so that the bound of a whole number may have a fraction; what ends a
// day is known from the type that the expression has by itself.
#include "gen/generators/moving_bounds.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.h"
#include "gen/distribution/elementary.h"
#include "gen/expression/all_places.h"
#include "gen/permutation.h"
#include "gen/random.h"
#include "gen/scratch.h"

namespace seedctl::gen {

namespace {

using base::ColumnBatch;
using base::Decimal;
using base::int128;
using base::Node;
using base::TypeKind;

// Digits after the point of numbers whose type leaves them open.
constexpr int kOpenScale = 6;
// Digits that a double, or a float, tells apart.
constexpr int kDoubleDigits = 15;
constexpr int kFloatDigits = 6;

bool is_timestamp(TypeKind kind) { return kind == TypeKind::timestamp || kind == TypeKind::timestamptz; }
bool is_number(TypeKind kind) {
  return kind == TypeKind::integer || kind == TypeKind::decimal || kind == TypeKind::real;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80;
}

int128 divided(int128 value, int128 by, bool up) {
  const int128 down = value / by - (value % by < 0 ? 1 : 0);
  return up && value % by != 0 ? down + 1 : down;
}

// In units of 10^-scale, rounded up or down.
int128 units_of(const Decimal& number, int scale, bool up) {
  if (number.scale <= scale) return number.rescaled(scale).coefficient;
  int128 by = 1;
  for (int i = scale; i < number.scale; ++i) by *= 10;
  return divided(number.coefficient, by, up);
}

// What lies between two bounds: from first to last, in steps of a unit that depends on the column's type.
struct Steps {
  int128 first = 0, last = 0;
  int scale = 0;
};

class BetweenMovingBounds final : public Generator {
 public:
  struct Bound {
    ExpressionPtr expression;
    bool ends_its_day = false;
    std::optional<base::Value> written = {};  // the same in all rows
  };

  BetweenMovingBounds(Bound low, Bound high, const Arguments& arguments)
      : low_(std::move(low)),
        high_(std::move(high)),
        type_(arguments.context.type),
        nullable_(arguments.context.nullable),
        column_(arguments.context.column),
        key_(arguments.context.key()),
        position_(arguments.value.position) {
    low_.expression->collect_inputs(inputs_);
    high_.expression->collect_inputs(inputs_);
    std::sort(inputs_.begin(), inputs_.end());
    inputs_.erase(std::unique(inputs_.begin(), inputs_.end()), inputs_.end());
  }

  void fill(const FillRequest& request, ColumnBatch& out) const override {
    Scratch scratch;
    if (scratch->cells.size() < 2) scratch->cells.resize(2);
    ColumnBatch &low = scratch->cells[0], &high = scratch->cells[1];
    std::vector<std::uint32_t> own;
    const EvaluationRequest all{request.rows, request.cells, all_places(request.rows.size(), own)};
    low.reset(low_.expression->type().kind);
    high.reset(high_.expression->type().kind);
    low_.expression->evaluate(all, low);
    high_.expression->evaluate(all, high);
    for (std::size_t i = 0; i < request.rows.size(); ++i) {
      if (low.is_null(i) || high.is_null(i)) {
        if (!nullable_) fail_null(request.rows[i], low.is_null(i));
        out.append_null();
      } else {
        append(request.rows[i], steps_of(low, high, i, request.rows[i]), out);
      }
    }
  }

  std::vector<std::size_t> inputs() const override { return inputs_; }

  std::optional<base::Value> most() const override {
    const auto* moment = high_.written ? std::get_if<base::Timestamp>(&*high_.written) : nullptr;
    if (moment == nullptr || !high_.ends_its_day) return high_.written;
    return base::Timestamp{moment->micros + base::kMicrosPerDay - base::kMicrosPerSecond};
  }

 private:
  Steps steps_of(const ColumnBatch& low, const ColumnBatch& high, std::size_t i, const RowId& row) const {
    Steps steps;
    if (is_number(type_.kind)) {
      steps.scale = scale_of(low.decimal_at(i), high.decimal_at(i));
      steps.first = units_of(low.decimal_at(i), steps.scale, true);
      steps.last = units_of(high.decimal_at(i), steps.scale, false);
    } else if (type_.kind == TypeKind::date) {
      steps.first = low.integer_at(i);
      steps.last = high.integer_at(i);
    } else {
      const std::int64_t day_end = high_.ends_its_day ? base::kMicrosPerDay - base::kMicrosPerSecond : 0;
      steps.first = divided(low.integer_at(i), base::kMicrosPerSecond, true);
      steps.last = divided(int128{high.integer_at(i)} + day_end, base::kMicrosPerSecond, false);
    }
    if (steps.first > steps.last) fail_crossed(row, low, high, i);
    if (is_number(type_.kind)) {
      check_fit(row, steps.first, steps.scale);
      check_fit(row, steps.last, steps.scale);
    }
    return steps;
  }

  // Reals are as fine as the digits before the point leave them.
  int scale_of(const Decimal& low, const Decimal& high) const {
    if (type_.kind == TypeKind::integer) return 0;
    if (type_.kind == TypeKind::decimal) {
      return type_.precision > 0 ? type_.scale : std::min(kOpenScale, int{std::max(low.scale, high.scale)});
    }
    const int digits = type_.bits == 32 ? kFloatDigits : kDoubleDigits;
    const int whole = std::max(low.digits() - low.scale, high.digits() - high.scale);
    return std::clamp(digits - whole, 0, kOpenScale);
  }

  void append(const RowId& row, const Steps& steps, ColumnBatch& out) const {
    const int128 distance = steps.last - steps.first;
    if (distance >= static_cast<int128>(Permutation::kMaxSize)) fail_far_apart(row);
    const int128 step = steps.first + static_cast<int128>(below(draw(key_, row.token),
                                                                static_cast<std::uint64_t>(distance) + 1));
    if (type_.kind == TypeKind::decimal) {
      out.append_decimal({step, static_cast<std::uint8_t>(steps.scale)});
    } else if (type_.kind == TypeKind::real) {
      const double value = static_cast<double>(static_cast<std::int64_t>(step)) / power_of_ten(steps.scale);
      out.append_real(type_.bits == 32 ? static_cast<double>(static_cast<float>(value)) : value);
    } else {
      const bool seconds = type_.kind != TypeKind::integer && type_.kind != TypeKind::date;
      out.append_integer(static_cast<std::int64_t>(seconds ? step * base::kMicrosPerSecond : step));
    }
  }

  void check_fit(const RowId& row, int128 units, int scale) const {
    const int128 magnitude = units < 0 ? -units : units;
    bool fits = true;
    if (type_.kind == TypeKind::decimal && type_.precision > 0) {
      fits = Decimal{magnitude, 0}.digits() <= type_.precision;
    } else if (type_.kind == TypeKind::integer) {
      const int128 limit = int128{1} << ((type_.bits == 0 ? 64 : type_.bits) - 1);
      fits = units < limit && units >= -limit;
    } else if (type_.kind == TypeKind::real) {
      fits = Decimal{magnitude, 0}.digits() <= kDoubleDigits;
    }
    if (fits) return;
    fail(fmt::format("in row {} the bound {} is beyond column {} of type {}", row.number,
                     Decimal{units, static_cast<std::uint8_t>(scale)}.str(), base::printable(column_),
                     type_.str()));
  }

  static std::string shown(const ColumnBatch& cells, std::size_t i) {
    return base::to_text(cells.value_at(i));
  }

  [[noreturn]] void fail_crossed(const RowId& row, const ColumnBatch& low, const ColumnBatch& high,
                                 std::size_t i) const {
    fail(fmt::format("in row {} column {} has nothing between its bounds {} and {}", row.number,
                     base::printable(column_), shown(low, i),
                     shown(high, i) + (high_.ends_its_day ? " (to the end of the day)" : "")),
         "greatest(..) and least(..) keep bounds in order");
  }
  [[noreturn]] void fail_null(const RowId& row, bool low) const {
    fail(fmt::format("the {} bound is NULL in row {}, but column {} is NOT NULL", low ? "lower" : "upper",
                     row.number, base::printable(column_)),
         "coalesce(.., value) gives a value in its place");
  }
  [[noreturn]] void fail_far_apart(const RowId& row) const {
    fail(fmt::format("in row {} the bounds are too far apart: between draws from at most {} values",
                     row.number, Permutation::kMaxSize));
  }
  [[noreturn]] void fail(std::string message, std::string hint = {}) const {
    throw base::Error(base::ErrorCode::profile, position_, std::move(message)).with_hint(std::move(hint));
  }

  Bound low_, high_;
  std::vector<std::size_t> inputs_;
  base::LogicalType type_;
  bool nullable_;
  std::string column_;
  Key key_;
  base::SourcePosition position_;
};

base::LogicalType bound_type(const base::LogicalType& type) {
  base::LogicalType plain;
  plain.kind = is_number(type.kind) ? TypeKind::decimal : type.kind;
  return plain;
}

BetweenMovingBounds::Bound bound_of(const Arguments& arguments, const Node& node, bool upper) {
  const BuildContext& context = arguments.context;
  const base::LogicalType wanted = bound_type(context.type);
  const bool instant = is_timestamp(context.type.kind);
  if (is_expression(node, context.type)) {
    const bool date = instant && upper && context.expression_type(node).kind == TypeKind::date;
    return {context.expression(node, wanted), date};
  }
  const auto date = instant && node.is_scalar() ? base::Date::parse(node.text) : std::nullopt;
  base::Value value;
  if (date) {
    value = base::Timestamp::at_midnight(*date);
  } else if (context.type.kind == TypeKind::integer) {
    value = Decimal::of(std::get<std::int64_t>(value_of(node, context.type)));
  } else {
    value = value_of(node, is_number(context.type.kind) ? wanted : context.type);
  }
  return {constant(value, wanted), date && upper, value};
}

}  // namespace

bool is_expression(const Node& bound, const base::LogicalType& type) {
  if (bound.kind != Node::Kind::text) return false;
  const bool temporal = !is_number(type.kind);
  // 2025-02-30 and 25:00 are dates and times with a mistake in them.
  if (temporal && !bound.text.empty() && is_digit(bound.text.front())) return false;
  return std::any_of(bound.text.begin(), bound.text.end(), is_letter);
}

Node settled_bound(const Arguments& arguments, const Node& bound, bool upper) {
  const BuildContext& context = arguments.context;
  if (!is_expression(bound, context.type) || !context.expression_is_constant(bound)) return bound;
  const BetweenMovingBounds::Bound compiled = bound_of(arguments, bound, upper);
  const RowId row{};
  const std::uint32_t place = 0;
  ColumnBatch cell(compiled.expression->type().kind);
  compiled.expression->evaluate({{&row, 1}, {}, {&place, 1}}, cell);
  if (cell.is_null(0)) base::fail_at(bound, "the bound is NULL");
  Node settled = bound;
  settled.verbatim = false;
  if (compiled.ends_its_day)
    settled.text = base::Timestamp{cell.integer_at(0)}.date().str();
  else if (cell.kind() == TypeKind::decimal)
    settled.text = cell.decimal_at(0).normalized().str();
  else
    settled.text = base::to_text(cell.value_at(0));
  settled.kind = base::core_schema_kind(settled.text);
  return settled;
}

std::unique_ptr<Generator> between_moving_bounds(const Arguments& arguments, const Node& low,
                                                 const Node& high) {
  const char* reason = "its bounds differ from row to row";
  arguments.refuse_unique(reason);
  if (arguments.context.digit) arguments.fail(fmt::format("unique together with others: {}", reason));
  for (const char* shape : {"hours", "weekdays", "months", "growth", "ending"}) {
    if (const Node* node = arguments.parameter(shape))
      base::fail_at(*node, fmt::format("{} needs bounds that are the same in all rows", shape));
  }
  auto generator = std::make_unique<BetweenMovingBounds>(bound_of(arguments, low, false),
                                                         bound_of(arguments, high, true), arguments);
  const auto own = arguments.context.sibling(arguments.context.column);
  for (const std::size_t input : generator->inputs()) {
    if (own && input == own->index)
      arguments.fail(fmt::format("the bounds of column {} read the column itself", arguments.context.column));
  }
  return generator;
}

}  // namespace seedctl::gen

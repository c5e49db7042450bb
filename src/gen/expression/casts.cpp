// Casts: which there are, by the weakest context in which PostgreSQL applies them, and what makes them. A
// cast changes the kind first and then fits the value to the type's modifiers.
#include <charconv>
#include <cmath>
#include <limits>

#include "base/json.h"
#include "base/text.h"
#include "gen/expression/decimal_arithmetic.h"
#include "gen/expression/function_table.h"
#include "gen/expression/rounding.h"
#include "gen/expression/text_forms.h"

namespace seedctl::gen {
namespace {

using base::Interval;
using base::kMicrosPerDay;
using base::TypeKind;
using Maker = ExpressionPtr (*)(ExpressionPtr, base::LogicalType, const base::SourcePosition&);

template <int Bits>
[[noreturn]] void out_of_range() {
  fail("22003", std::string(type_name({TypeKind::integer, Bits})) + " out of range");
}

template <int Bits>
std::int64_t narrow(std::int64_t value) {
  if constexpr (Bits < 64) {
    constexpr std::int64_t kLimit = std::int64_t{1} << (Bits - 1);
    if (value < -kLimit || value >= kLimit) out_of_range<Bits>();
  }
  return value;
}

template <int Bits>
std::int64_t integer_of_real(double value) {
  const double whole = rounded_even(value);  // halves to even
  constexpr auto kLimit = static_cast<double>(std::uint64_t{1} << (Bits - 1));
  if (!(whole >= -kLimit && whole < kLimit)) out_of_range<Bits>();
  return static_cast<std::int64_t>(whole);
}

template <int Bits>
std::int64_t integer_of_decimal(const Decimal& value) {
  const int128 whole = decimal::round_to(value, 0).coefficient;
  if (!decimal::fits64(whole)) out_of_range<Bits>();
  return narrow<Bits>(static_cast<std::int64_t>(whole));
}

std::int64_t same(std::int64_t value) { return value; }
double real_of_integer(std::int64_t value) { return static_cast<double>(value); }
double float_of_integer(std::int64_t value) { return static_cast<double>(static_cast<float>(value)); }
Decimal decimal_of_integer(std::int64_t value) { return Decimal::of(value); }
double same_real(double value) { return value; }

double float_of_real(double value) {
  const auto narrowed = static_cast<float>(value);
  if (std::isinf(narrowed) && !std::isinf(value)) fail("22003", "value out of range: overflow");
  if (narrowed == 0 && value != 0) fail("22003", "value out of range: underflow");
  return narrowed;
}

// As PostgreSQL: the digits that the type is sure of, 15 or 6.
template <int Digits>
Decimal decimal_of_real(double value) {
  if (std::isnan(value) || std::isinf(value)) fail("22003", "a numeric value here is a finite number");
  std::array<char, 64> buffer{};
  const auto* end =
      std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::general, Digits)
          .ptr;
  return text_form::to_decimal({buffer.data(), static_cast<std::size_t>(end - buffer.data())});
}

double real_of_decimal(const Decimal& value) { return value.to_double(); }

double float_of_decimal(const Decimal& value) {
  const std::string text = value.str();
  float result = 0;
  std::from_chars(text.data(), text.data() + text.size(), result);
  return result;
}

bool boolean_of_integer(std::int64_t value) { return value != 0; }
std::int64_t integer_of_boolean(bool value) { return value ? 1 : 0; }

std::int64_t midnight_of_date(std::int64_t days) { return days * kMicrosPerDay; }
std::int64_t time_of_timestamp(std::int64_t micros) {
  const std::int64_t rest = micros % kMicrosPerDay;
  return rest < 0 ? rest + kMicrosPerDay : rest;
}
std::int64_t date_of_timestamp(std::int64_t micros) {
  return (micros - time_of_timestamp(micros)) / kMicrosPerDay;
}
Interval interval_of_time(std::int64_t micros) { return {0, 0, micros}; }
std::int64_t time_of_interval(const Interval& value) { return time_of_timestamp(value.micros); }

std::string_view same_text(std::string_view text) { return text; }
std::string_view checked_json(std::string_view text) {
  if (!base::is_json(text)) fail("22P02", "invalid input syntax for type json");
  return text;
}
void bytes_of_text(std::string& out, std::string_view text) {
  base::LogicalType type;
  type.kind = TypeKind::bytes;
  const auto value = base::from_text(text, type);
  if (!value) fail("22P02", "invalid input syntax for type bytea");
  out += std::get<base::Bytes>(*value).data;
}

struct Cast {
  Signature from, to;
  CastContext context;
  Maker make;
};

constexpr auto kImplicit = CastContext::implicit;
constexpr auto kAssignment = CastContext::assignment;
constexpr auto kExplicit = CastContext::explicit_only;

const Cast kCasts[] = {
    {kInt2, kInt4, kImplicit, &make_unary<&same>},
    {kInt2, kInt8, kImplicit, &make_unary<&same>},
    {kInt4, kInt8, kImplicit, &make_unary<&same>},
    {kInt4, kInt2, kAssignment, &make_unary<&narrow<16>>},
    {kInt8, kInt2, kAssignment, &make_unary<&narrow<16>>},
    {kInt8, kInt4, kAssignment, &make_unary<&narrow<32>>},
    {kInt2, kNumeric, kImplicit, &make_unary<&decimal_of_integer>},
    {kInt4, kNumeric, kImplicit, &make_unary<&decimal_of_integer>},
    {kInt8, kNumeric, kImplicit, &make_unary<&decimal_of_integer>},
    {kInt2, kFloat4, kImplicit, &make_unary<&float_of_integer>},
    {kInt4, kFloat4, kImplicit, &make_unary<&float_of_integer>},
    {kInt8, kFloat4, kImplicit, &make_unary<&float_of_integer>},
    {kInt2, kFloat8, kImplicit, &make_unary<&real_of_integer>},
    {kInt4, kFloat8, kImplicit, &make_unary<&real_of_integer>},
    {kInt8, kFloat8, kImplicit, &make_unary<&real_of_integer>},
    {kNumeric, kInt2, kAssignment, &make_unary<&integer_of_decimal<16>>},
    {kNumeric, kInt4, kAssignment, &make_unary<&integer_of_decimal<32>>},
    {kNumeric, kInt8, kAssignment, &make_unary<&integer_of_decimal<64>>},
    {kNumeric, kFloat4, kImplicit, &make_unary<&float_of_decimal>},
    {kNumeric, kFloat8, kImplicit, &make_unary<&real_of_decimal>},
    {kFloat4, kFloat8, kImplicit, &make_unary<&same_real>},
    {kFloat8, kFloat4, kAssignment, &make_unary<&float_of_real>},
    {kFloat4, kNumeric, kAssignment, &make_unary<&decimal_of_real<6>>},
    {kFloat8, kNumeric, kAssignment, &make_unary<&decimal_of_real<15>>},
    {kFloat4, kInt2, kAssignment, &make_unary<&integer_of_real<16>>},
    {kFloat4, kInt4, kAssignment, &make_unary<&integer_of_real<32>>},
    {kFloat4, kInt8, kAssignment, &make_unary<&integer_of_real<64>>},
    {kFloat8, kInt2, kAssignment, &make_unary<&integer_of_real<16>>},
    {kFloat8, kInt4, kAssignment, &make_unary<&integer_of_real<32>>},
    {kFloat8, kInt8, kAssignment, &make_unary<&integer_of_real<64>>},
    {kInt4, kBoolean, kExplicit, &make_unary<&boolean_of_integer>},
    {kBoolean, kInt4, kExplicit, &make_unary<&integer_of_boolean>},
    {kDate, kTimestamp, kImplicit, &make_unary<&midnight_of_date>},
    {kDate, kTimestamptz, kImplicit, &make_unary<&midnight_of_date>},
    {kTimestamp, kTimestamptz, kImplicit, &make_unary<&same>},
    {kTimestamptz, kTimestamp, kAssignment, &make_unary<&same>},
    {kTimestamp, kDate, kAssignment, &make_unary<&date_of_timestamp>},
    {kTimestamptz, kDate, kAssignment, &make_unary<&date_of_timestamp>},
    {kTimestamp, kTime, kAssignment, &make_unary<&time_of_timestamp>},
    {kTimestamptz, kTime, kAssignment, &make_unary<&time_of_timestamp>},
    {kTime, kInterval, kImplicit, &make_unary<&interval_of_time>},
    {kInterval, kTime, kAssignment, &make_unary<&time_of_interval>},
    {kBoolean, kText, kAssignment, &make_unary<&text_form::of_boolean>},
    {kInt2, kText, kAssignment, &make_unary<&text_form::of_integer>},
    {kInt4, kText, kAssignment, &make_unary<&text_form::of_integer>},
    {kInt8, kText, kAssignment, &make_unary<&text_form::of_integer>},
    {kNumeric, kText, kAssignment, &make_unary<&text_form::of_decimal>},
    {kFloat4, kText, kAssignment, &make_unary<&text_form::of_float>},
    {kFloat8, kText, kAssignment, &make_unary<&text_form::of_real>},
    {kBytes, kText, kAssignment, &make_unary<&text_form::of_bytes>},
    {kDate, kText, kAssignment, &make_unary<&text_form::of_date>},
    {kTime, kText, kAssignment, &make_unary<&text_form::of_time>},
    {kTimestamp, kText, kAssignment, &make_unary<&text_form::of_timestamp>},
    {kTimestamptz, kText, kAssignment, &make_unary<&text_form::of_timestamptz>},
    {kInterval, kText, kAssignment, &make_unary<&text_form::of_interval>},
    {kUuid, kText, kAssignment, &make_unary<&text_form::of_uuid>},
    {kEnumeration, kText, kAssignment, &make_unary<&same_text>},
    {kJson, kText, kAssignment, &make_unary<&same_text>},
    {kText, kBoolean, kExplicit, &make_unary<&text_form::to_boolean>},
    {kText, kInt2, kExplicit, &make_unary<&text_form::to_integer<16>>},
    {kText, kInt4, kExplicit, &make_unary<&text_form::to_integer<32>>},
    {kText, kInt8, kExplicit, &make_unary<&text_form::to_integer<64>>},
    {kText, kNumeric, kExplicit, &make_unary<&text_form::to_decimal>},
    {kText, kFloat4, kExplicit, &make_unary<&text_form::to_real<32>>},
    {kText, kFloat8, kExplicit, &make_unary<&text_form::to_real<64>>},
    {kText, kBytes, kExplicit, &make_unary<&bytes_of_text>},
    {kText, kDate, kExplicit, &make_unary<&text_form::to_date>},
    {kText, kTime, kExplicit, &make_unary<&text_form::to_time>},
    {kText, kTimestamp, kExplicit, &make_unary<&text_form::to_timestamp>},
    {kText, kTimestamptz, kExplicit, &make_unary<&text_form::to_timestamptz>},
    {kText, kInterval, kExplicit, &make_unary<&text_form::to_interval>},
    {kText, kUuid, kExplicit, &make_unary<&text_form::to_uuid>},
    {kText, kEnumeration, kExplicit, &make_unary<&same_text>},
    {kText, kJson, kExplicit, &make_unary<&checked_json>},
};

const Cast* find_cast(const Signature& from, const Signature& to) {
  for (const Cast& cast : kCasts) {
    if (cast.from == from && cast.to == to) return &cast;
  }
  return nullptr;
}

// numeric(precision, scale); a negative scale rounds before the point.
Decimal fit_decimal(const Decimal& value, std::int64_t precision, std::int64_t scale) {
  const Decimal rounded = decimal::round_places(value, scale);
  // Digits that the coefficient may have: a negative scale keeps its zeros.
  const std::int64_t digits = scale < 0 ? precision - scale : precision;
  if (digits < Decimal::kMaxDigits &&
      decimal::magnitude(rounded.coefficient) >= decimal::power_of_ten(static_cast<int>(digits)))
    fail("22003", "numeric field overflow");
  return rounded;
}

std::string_view cut_text(std::string_view text, std::int64_t length) {
  return text.substr(0, base::byte_offset_of(text, static_cast<std::size_t>(length)));
}

// An assignment drops spaces beyond the length, and nothing else.
std::string_view fit_text(std::string_view text, std::int64_t length) {
  const std::string_view kept = cut_text(text, length);
  if (text.find_first_not_of(' ', kept.size()) != std::string_view::npos)
    fail("22001", "value too long for type character varying(" + std::to_string(length) + ")");
  return kept;
}

ExpressionPtr integer_constant(std::int64_t value) { return constant(value, type_of(kInt8)); }

template <auto Fn>
ExpressionPtr make_fitting(std::vector<ExpressionPtr> operands, const base::LogicalType& type,
                           const base::SourcePosition& position) {
  auto node = std::make_shared<StrictNode<Fn>>(type, std::move(operands), position);
  const auto arguments = node->operands();
  return folded(std::move(node), arguments);
}

class LabelNode : public OperatorNode {
 public:
  using OperatorNode::OperatorNode;

  void evaluate(const EvaluationRequest& request, base::ColumnBatch& out) const override {
    ScratchBatch scratch(TypeKind::text);
    const Cells cells = operands()[0].evaluate(request, *scratch);
    for (std::size_t i = 0; i < request.selected.size(); ++i) {
      if (cells.is_null(i)) {
        out.append_null();
        continue;
      }
      const std::string_view label = cells.batch->text_at(cells.at(i));
      const auto& labels = type().labels;
      if (std::find(labels.begin(), labels.end(), label) == labels.end())
        fail_at_row({"22P02", "invalid input value for enum: \"" + std::string(label) + "\""}, position(),
                    request, i);
      out.append_text(label);
    }
  }
};

// The value of the right kind under the type's modifiers.
ExpressionPtr fitted(ExpressionPtr value, const base::LogicalType& to, const base::SourcePosition& position,
                     CastContext context) {
  if (to.kind == TypeKind::decimal && to.precision > 0) {
    const base::LogicalType from = value->type();
    if (from.precision == to.precision && from.scale == to.scale) return value;
    return make_fitting<&fit_decimal>(
        {std::move(value), integer_constant(to.precision), integer_constant(to.scale)}, to, position);
  }
  if (to.kind == TypeKind::text && to.length > 0) {
    if (value->type().length > 0 && value->type().length <= to.length) return value;
    std::vector<ExpressionPtr> operands{std::move(value), integer_constant(to.length)};
    return context == CastContext::explicit_only ? make_fitting<&cut_text>(std::move(operands), to, position)
                                                 : make_fitting<&fit_text>(std::move(operands), to, position);
  }
  if (to.kind == TypeKind::enumeration && value->type().labels != to.labels) {
    std::vector<ExpressionPtr> operands{std::move(value)};
    auto node = std::make_shared<LabelNode>(to, std::move(operands), position);
    const auto arguments = node->operands();
    return folded(std::move(node), arguments);
  }
  return value;
}

}  // namespace

std::optional<CastContext> cast_context(const Signature& from, const Signature& to) {
  if (from == to) return CastContext::implicit;
  const Cast* cast = find_cast(from, to);
  return cast == nullptr ? std::nullopt : std::optional(cast->context);
}

ExpressionPtr make_cast(ExpressionPtr operand, const base::LogicalType& to,
                        const base::SourcePosition& position, CastContext context) {
  const Signature from = signature_of(operand->type());
  const Signature wanted = signature_of(to);
  if (from == wanted) return fitted(std::move(operand), to, position, context);
  const Cast* cast = find_cast(from, wanted);
  if (cast == nullptr) {
    throw base::Error(base::ErrorCode::internal, "there is no cast from " + std::string(type_name(from)) +
                                                     " to " + std::string(type_name(wanted)));
  }
  return fitted(cast->make(std::move(operand), type_of(wanted), position), to, position, context);
}

}  // namespace seedctl::gen

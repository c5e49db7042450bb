// after: another date or timestamp column plus a span, uniform between two bounds, in whole seconds (dates:
// whole days).
#include <fmt/format.h>

#include "base/text.h"
#include "gen/generators/arguments.h"
#include "gen/generators/builders.h"
#include "gen/ranks.h"

namespace seedctl::gen {

namespace {

using base::Interval;
using base::Node;
using base::TypeKind;

// 9999-12-31: the last day that can be written.
constexpr std::int64_t kLastDay = 2'932'896;
// 0001-01-01.
constexpr std::int64_t kFirstDay = -719'162;

// Spans from low on, in equal steps; months only where there is one span.
struct Spans {
  Interval low;
  std::int64_t step = 0;  // microseconds
  std::uint64_t count = 1;
};

class After final : public Generator {
 public:
  After(const SiblingColumn& input, TypeKind kind, const Spans& spans, Key key, const Arguments& arguments)
      : input_(input.index),
        input_is_date_(input.type.kind == TypeKind::date),
        output_is_date_(kind == TypeKind::date),
        spans_(spans),
        ranks_(key, spans.count, false),
        column_(arguments.context.column),
        position_(arguments.node().position) {}

  void fill(const FillRequest& request, base::ColumnBatch& out) const override {
    const base::ColumnBatch& input = request.cells[input_];
    for (std::size_t i = 0; i < request.rows.size(); ++i) {
      if (input.is_null(i)) {
        out.append_null();
        continue;
      }
      const std::int64_t from = input.integer_at(i) * (input_is_date_ ? base::kMicrosPerDay : 1);
      const base::Timestamp to = base::Timestamp{from} + spans_.low;
      const std::int64_t micros =
          to.micros + static_cast<std::int64_t>(ranks_(request.rows[i])) * spans_.step;
      const std::int64_t day = base::Timestamp{micros}.date().days;
      if (day < kFirstDay || day > kLastDay) fail_beyond_calendar(request.rows[i]);
      out.append_integer(output_is_date_ ? day : micros);
    }
  }

  std::vector<std::size_t> inputs() const override { return {input_}; }

 private:
  [[noreturn]] void fail_beyond_calendar(const RowId& row) const {
    throw base::Error(base::ErrorCode::profile, position_,
                      fmt::format("column {} leaves the years 1 to 9999 in row {}", column_, row.number));
  }

  std::size_t input_;
  bool input_is_date_;
  bool output_is_date_;
  Spans spans_;
  Ranks ranks_;
  std::string column_;
  base::SourcePosition position_;
};

std::int64_t micros_of(const Interval& span) { return span.days * base::kMicrosPerDay + span.micros; }

Spans spans_between(const Node& node, const Interval& low, const Interval& high, bool dates) {
  const std::int64_t unit = dates ? base::kMicrosPerDay : base::kMicrosPerSecond;
  if (dates && (micros_of(low) % unit != 0 || micros_of(high) % unit != 0)) {
    base::fail_at(node, "a date moves by whole days", "for example: by: [1d, 14d]");
  }
  if (low == high) return {low, unit, 1};
  if (low.months != 0 || high.months != 0) {
    base::fail_at(node, "months and years differ in length: between two spans use weeks, days or less");
  }
  if (micros_of(high) < micros_of(low)) base::fail_at(node, "the longer span must come second");
  if (micros_of(low) % unit != 0) base::fail_at(node, "spans are drawn in whole seconds");
  return {low, unit, static_cast<std::uint64_t>((micros_of(high) - micros_of(low)) / unit) + 1};
}

Spans spans_of(const Node& by, bool dates) {
  if (by.is_scalar()) {
    const Interval span = span_of(by);
    return spans_between(by, span, span, dates);
  }
  if (by.kind != Node::Kind::list || by.items.size() != 2) {
    base::fail_at(by, "by takes a span or a list of two", "for example: by: [10m, 4h]");
  }
  return spans_between(by, span_of(by.items[0]), span_of(by.items[1]), dates);
}

}  // namespace

std::unique_ptr<Generator> build_after(const Node& value, const Node& column, const BuildContext& context) {
  const Arguments arguments{"after", value, column, context};
  arguments.require_value();
  arguments.allow_parameters({"by"});
  arguments.require_kind({TypeKind::date, TypeKind::timestamp, TypeKind::timestamptz});
  arguments.refuse_unique("its values follow those of another column");
  const SiblingColumn input = time_column(arguments, value);
  const Node* by = arguments.parameter("by");
  if (by == nullptr) {
    arguments.fail("after needs a span",
                   fmt::format("for example: {{after: {}, by: [10m, 4h]}}", value.text));
  }
  const Spans spans = spans_of(*by, context.type.kind == TypeKind::date);
  return std::make_unique<After>(input, context.type.kind, spans, context.key(), arguments);
}

}  // namespace seedctl::gen

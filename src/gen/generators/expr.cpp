// expr: an expression over the row's other cells, evaluated a batch at a time.
//
// What it makes must suit the column: NULL and text that is too long can only be found in the rows, and are
// refused there.
#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "gen/expression/all_places.h"
#include "gen/generators/arguments.h"
#include "gen/generators/builders.h"

namespace seedctl::gen {

namespace {

using base::TypeKind;

// Rows that an expression is evaluated for at a time: few enough that the results of its parts stay in the
// processor's first cache.
constexpr std::size_t kRun = 256;

class Computed final : public Generator {
 public:
  Computed(ExpressionPtr expression, const Arguments& arguments)
      : expression_(std::move(expression)),
        limit_(arguments.text_limit()),
        nullable_(arguments.context.nullable),
        column_(arguments.context.column),
        type_(arguments.context.type.str()),
        position_(arguments.value.position) {
    expression_->collect_inputs(inputs_);
    std::sort(inputs_.begin(), inputs_.end());
    inputs_.erase(std::unique(inputs_.begin(), inputs_.end()), inputs_.end());
  }

  void fill(const FillRequest& request, base::ColumnBatch& out) const override {
    std::vector<std::uint32_t> own;
    const std::size_t first = out.size();
    auto places = all_places(request.rows.size(), own);
    while (!places.empty()) {
      const std::size_t count = std::min(places.size(), kRun);
      expression_->evaluate({request.rows, request.cells, places.first(count)}, out);
      places = places.subspan(count);
    }
    if (!nullable_ && out.has_nulls()) refuse_nulls(request, out, first);
    if (limit_) refuse_long_text(request, out, first);
  }

  std::vector<std::size_t> inputs() const override { return inputs_; }

 private:
  void refuse_nulls(const FillRequest& request, const base::ColumnBatch& out, std::size_t first) const {
    for (std::size_t i = 0; i < request.rows.size(); ++i) {
      if (!out.is_null(first + i)) continue;
      fail(fmt::format("the expression is NULL in row {}, but column {} is NOT NULL", request.rows[i].number,
                       base::printable(column_)),
           "coalesce(.., value) gives a value in its place");
    }
  }

  void refuse_long_text(const FillRequest& request, const base::ColumnBatch& out, std::size_t first) const {
    for (std::size_t i = 0; i < request.rows.size(); ++i) {
      if (out.is_null(first + i)) continue;
      const std::string_view text = out.text_at(first + i);
      if (text.size() <= *limit_ || base::count_code_points(text) <= *limit_) continue;
      fail(
          fmt::format("the expression makes {} characters in row {}; column {} is {}",
                      base::count_code_points(text), request.rows[i].number, base::printable(column_), type_),
          "left(.., n) cuts it");
    }
  }

  [[noreturn]] void fail(std::string message, std::string hint) const {
    throw base::Error(base::ErrorCode::profile, position_, std::move(message)).with_hint(std::move(hint));
  }

  ExpressionPtr expression_;
  std::vector<std::size_t> inputs_;
  std::optional<std::size_t> limit_;
  bool nullable_;
  std::string column_, type_;
  base::SourcePosition position_;
};

}  // namespace

std::unique_ptr<Generator> build_expr(const base::Node& value, const base::Node& column,
                                      const BuildContext& context) {
  const Arguments arguments{"expr", value, column, context};
  arguments.require_value();
  arguments.allow_parameters({});
  if (!value.is_scalar()) arguments.fail(fmt::format("expr takes text, not {}", value.kind_text()));
  arguments.require_kind({TypeKind::boolean, TypeKind::integer, TypeKind::decimal, TypeKind::real,
                          TypeKind::text, TypeKind::date, TypeKind::time, TypeKind::timestamp,
                          TypeKind::timestamptz, TypeKind::interval, TypeKind::uuid});
  arguments.refuse_unique("an expression may have one value in several rows");
  auto generator = std::make_unique<Computed>(context.expression(value, context.type), arguments);
  const auto own = context.sibling(context.column);
  for (const std::size_t input : generator->inputs()) {
    if (own && input == own->index) {
      arguments.fail(fmt::format("the expression of column {} reads the column itself", context.column));
    }
  }
  return generator;
}

}  // namespace seedctl::gen

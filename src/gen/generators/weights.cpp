// weights: one of a map's keys, as often as its weight says.
//
// By an alias table in whole numbers, so that the rarest weight still occurs as often as it should.
#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "gen/distribution/alias_table.h"
#include "gen/generators/arguments.h"
#include "gen/generators/builders.h"

namespace seedctl::gen {

namespace {

using base::Decimal;
using base::Node;
using base::uint128;

// So that weights times values fits 128 bits with room: a hundred trillion with six digits after the point is
// plenty.
constexpr int kMaxWeightDigits = 20;

class Weights final : public Generator {
 public:
  Weights(base::ColumnBatch values, const std::vector<uint128>& weights, Key key)
      : values_(std::move(values)), table_(weights), key_(key) {}

  void fill(const FillRequest& request, base::ColumnBatch& out) const override {
    for (const RowId& row : request.rows) {
      out.append_from(values_, static_cast<std::size_t>(table_.rank(key_, row.token)));
    }
  }

  std::optional<std::uint64_t> capacity() const override { return values_.size(); }

 private:
  base::ColumnBatch values_;
  AliasTable table_;
  Key key_;
};

struct Weight {
  const Node& node;
  Decimal number;
  bool percent;
};

Weight weight_of(const Node& node) {
  std::string_view text = node.text;
  const bool percent = node.is_scalar() && text.ends_with('%');
  if (percent) text.remove_suffix(1);
  auto number = percent || node.is_number() ? Decimal::parse(text) : std::nullopt;
  if (!number || *number < Decimal::of(0)) {
    base::fail_at(node, "a weight must be a number such as 3 or a percentage such as 50%, not negative");
  }
  return {node, number->normalized(), percent};
}

// Percentages say what is meant, so that a sum other than 100 is a mistake; plain weights are relative.
void check_percentages(const Arguments& arguments, const std::vector<Weight>& weights) {
  Decimal sum;
  std::size_t percentages = 0;
  for (const Weight& weight : weights) {
    if (!weight.percent) continue;
    ++percentages;
    const int scale = std::max(sum.scale, weight.number.scale);
    sum = {sum.rescaled(scale).coefficient + weight.number.rescaled(scale).coefficient,
           static_cast<std::uint8_t>(scale)};
  }
  if (percentages == 0) return;
  if (percentages != weights.size()) {
    arguments.fail("weights are either all percentages or all plain numbers");
  }
  if (sum != Decimal::of(100)) {
    arguments.fail(fmt::format("the percentages sum to {}%, not to 100%", sum.normalized().str()));
  }
}

std::vector<uint128> whole_weights(const Arguments& arguments, const std::vector<Weight>& weights) {
  int scale = 0;
  for (const Weight& weight : weights) scale = std::max<int>(scale, weight.number.scale);
  std::vector<uint128> whole;
  bool any = false;
  for (const Weight& weight : weights) {
    if (weight.number.digits() - weight.number.scale + scale > kMaxWeightDigits) {
      base::fail_at(weight.node, fmt::format("weights can have {} digits in all", kMaxWeightDigits));
    }
    whole.push_back(static_cast<uint128>(weight.number.rescaled(scale).coefficient));
    any = any || whole.back() != 0;
  }
  if (!any) arguments.fail("at least one weight must be above 0");
  return whole;
}

}  // namespace

std::unique_ptr<Generator> build_weights(const Node& value, const Node& column, const BuildContext& context) {
  const Arguments arguments{"weights", value, column, context};
  arguments.require_value();
  arguments.allow_parameters({});
  arguments.refuse_unique("its values come as often as their weights say");
  if (value.kind != Node::Kind::map || value.entries.empty()) {
    arguments.fail("weights takes a map of values to weights",
                   "for example: weights: {road: 50%, mountain: 50%}");
  }
  base::ColumnBatch values(context.type.kind);
  std::vector<Weight> weights;
  for (const base::NodeEntry& entry : value.entries) {
    Node key;
    key.kind = base::core_schema_kind(entry.key);
    if (key.kind == Node::Kind::null) key.kind = Node::Kind::text;  // a key is never absent
    key.position = entry.position;
    key.text = entry.key;
    values.append(value_of(key, context.type));
    weights.push_back(weight_of(entry.value));
  }
  check_percentages(arguments, weights);
  return std::make_unique<Weights>(std::move(values), whole_weights(arguments, weights), context.key(1));
}

}  // namespace seedctl::gen

// Weights as exact decimals, brought to one scale.
#include "gen/generators/weight_list.h"

#include <fmt/format.h>

#include <algorithm>

namespace seedctl::gen {

namespace {

using base::Decimal;
using base::Node;
using base::uint128;

// So that weights times values fits 128 bits with room: a hundred trillion with six digits after the point is
// plenty.
constexpr int kMaxWeightDigits = 20;

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

}  // namespace

std::vector<uint128> read_weights(const Arguments& arguments, std::span<const Node* const> nodes) {
  std::vector<Weight> weights;
  for (const Node* node : nodes) weights.push_back(weight_of(*node));
  check_percentages(arguments, weights);
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

}  // namespace seedctl::gen

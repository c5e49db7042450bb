// Of endings that repeat at different distances, the shorter ones are written out up to the longest: beside
// 9.50, 0.99 is 0.99, 1.99, ... 9.99.
#include "gen/generators/price_ending.h"

#include <fmt/format.h>

#include <algorithm>

namespace seedctl::gen {

namespace {

using base::Decimal;
using base::int128;
using base::Node;

// More would be prices, and no endings of some.
constexpr int128 kMostEndings = 10'000;

struct Ending {
  Decimal value;
  int128 period = 1;
};

Ending read_ending(const Node& node) {
  Ending ending{number_of(node, "ending"), 1};
  if (ending.value.coefficient < 0 || node.text.find_first_of("eE+") != std::string::npos) {
    base::fail_at(node, "an ending is digits as they stand in a price, such as 0.99");
  }
  const std::size_t point = node.text.find('.');
  const std::string whole = node.text.substr(0, point);
  if (point != std::string::npos && (whole.empty() || whole == "0")) return ending;
  for (std::size_t i = 0; i < whole.size(); ++i) ending.period *= 10;
  if (ending.period > kMostEndings) base::fail_at(node, "an ending has at most four digits before the point");
  return ending;
}

}  // namespace

std::optional<PriceEndings> read_price_endings(const Arguments& arguments) {
  const Node* node = arguments.parameter("ending");
  if (node == nullptr) return std::nullopt;
  const base::TypeKind kind = arguments.context.type.kind;
  if (kind != base::TypeKind::integer && kind != base::TypeKind::decimal && kind != base::TypeKind::real) {
    base::fail_at(*node, fmt::format("ending is for numbers; column {} is {}", arguments.context.column,
                                     arguments.context.type.str()));
  }
  std::vector<Ending> written;
  if (node->kind == Node::Kind::list) {
    for (const Node& item : node->items) written.push_back(read_ending(item));
  } else {
    written.push_back(read_ending(*node));
  }
  if (written.empty())
    base::fail_at(*node, "ending takes a number or a list of them", "for example: ending: [0.99, 0.95]");
  PriceEndings endings;
  int128 longest = 1;
  for (const Ending& ending : written) {
    endings.scale = std::max<int>(endings.scale, ending.value.scale);
    longest = std::max(longest, ending.period);
  }
  const int128 one = Decimal{1, 0}.rescaled(endings.scale).coefficient;
  endings.period = longest * one;
  for (const Ending& ending : written) {
    const int128 first = ending.value.rescaled(endings.scale).coefficient;
    for (int128 at = first; at < endings.period; at += ending.period * one) endings.in_units.push_back(at);
  }
  std::sort(endings.in_units.begin(), endings.in_units.end());
  endings.in_units.erase(std::unique(endings.in_units.begin(), endings.in_units.end()),
                         endings.in_units.end());
  if (static_cast<int128>(endings.in_units.size()) > kMostEndings)
    base::fail_at(*node, "these are more endings than a price can be told by");
  return endings;
}

}  // namespace seedctl::gen

// histogram: stretches from..to, each as often as its weight says; numbers, dates and times.
#include "gen/distribution/histogram.h"

#include <fmt/format.h>

#include "gen/generators/builders.h"
#include "gen/generators/distributed.h"
#include "gen/generators/weight_list.h"

namespace seedctl::gen {

namespace {

using base::Node;
using base::TypeKind;

struct Stretch {
  const Node* from;
  const Node* to;
  const Node* weight;
};

std::vector<Stretch> read_stretches(const Arguments& arguments) {
  const char* example =
      "for example: histogram: [{from: 0, to: 10, weight: 5}, {from: 10, to: 100, weight: 1}]";
  if (arguments.value.kind != Node::Kind::list || arguments.value.items.empty()) {
    arguments.fail("histogram takes a list of stretches", example);
  }
  const std::string known[] = {"from", "to", "weight"};
  std::vector<Stretch> stretches;
  for (const Node& item : arguments.value.items) {
    if (item.kind != Node::Kind::map) base::fail_at(item, "expected {from, to, weight}", example);
    base::allow_keys(item, known, "a stretch of histogram");
    for (const std::string& key : known) {
      if (item.find(key) == nullptr) base::fail_at(item, fmt::format("this stretch has no {}", key), example);
    }
    stretches.push_back({item.find("from"), item.find("to"), item.find("weight")});
  }
  return stretches;
}

int written_scale(const Arguments& arguments, const std::vector<Stretch>& stretches) {
  const TypeKind kind = arguments.context.type.kind;
  int scale = 0;
  if (kind != TypeKind::decimal && kind != TypeKind::real) return scale;
  for (const Stretch& stretch : stretches) {
    scale = std::max<int>(scale, number_of(*stretch.from, "from").scale);
    scale = std::max<int>(scale, number_of(*stretch.to, "to").scale);
  }
  return scale;
}

}  // namespace

std::unique_ptr<Generator> build_histogram(const Node& value, const Node& column,
                                           const BuildContext& context) {
  const Arguments arguments{"histogram", value, column, context};
  arguments.require_value();
  arguments.allow_parameters({"hours", "weekdays", "months", "growth", "ending"});
  arguments.require_kind({TypeKind::integer, TypeKind::decimal, TypeKind::real, TypeKind::date,
                          TypeKind::time, TypeKind::timestamp, TypeKind::timestamptz});
  arguments.refuse_unique("its values come as often as their weights say");
  const std::vector<Stretch> stretches = read_stretches(arguments);
  const Node &low = *stretches.front().from, &high = *stretches.back().to;
  const Lattice lattice = lattice_of(arguments, {low, high, written_scale(arguments, stretches)});
  // Each blames its own node where the bounds are in the wrong order.
  const auto count_between = [&](const Node& from, const Node& to, const Node& blamed) {
    const Arguments part{"histogram", blamed, column, context};
    return lattice_of(part, {from, to, lattice.scale, lattice.scale}).count;
  };
  const auto rank_of = [&](const Node& node) { return lattice.count - count_between(node, high, node); };
  std::vector<Histogram::Bin> bins;
  std::vector<const Node*> weights;
  for (std::size_t i = 0; i < stretches.size(); ++i) {
    const std::uint64_t begin = rank_of(*stretches[i].from);
    std::uint64_t end = begin + count_between(*stretches[i].from, *stretches[i].to, *stretches[i].to);
    if (i + 1 < stretches.size()) {
      const std::uint64_t next = rank_of(*stretches[i + 1].from);
      if (rank_of(*stretches[i].to) == next) end = next;  // the border belongs to the upper one
      if (end > next)
        base::fail_at(*stretches[i + 1].from, "stretches must be in order and must not overlap");
    }
    if (end <= begin) base::fail_at(*stretches[i].to, "this stretch ends before it begins");
    bins.push_back({begin, end - begin});
    weights.push_back(stretches[i].weight);
  }
  return make_distributed(arguments, lattice,
                          std::make_unique<Histogram>(std::move(bins), read_weights(arguments, weights)));
}

}  // namespace seedctl::gen

// Every range of sizes is refused with the same words.
#include "gen/generators/size_range.h"

#include <fmt/format.h>

namespace seedctl::gen {

SizeRange read_size_range(const base::Node& node, std::string_view what, std::uint64_t most) {
  const auto bounded = [&](const base::Node& number) {
    const std::uint64_t size = base::as_count(number, what);
    if (size > most) base::fail_at(number, fmt::format("{} can be at most {}", what, most));
    return size;
  };
  if (node.kind != base::Node::Kind::list) {
    const std::uint64_t size = bounded(node);
    return {size, size};
  }
  if (node.items.size() != 2) {
    base::fail_at(node, fmt::format("{} takes a number, or a list of the least and the most", what),
                  fmt::format("for example: {}: [2, 5]", what));
  }
  const SizeRange range{bounded(node.items[0]), bounded(node.items[1])};
  if (range.high < range.low) base::fail_at(node, fmt::format("{}: the most is below the least", what));
  return range;
}

}  // namespace seedctl::gen

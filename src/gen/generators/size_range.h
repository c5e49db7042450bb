// How long or how many: a whole number, or a list of the least and the most, {text: {length: [50, 200]}}.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/node.h"
#include "gen/random.h"

namespace seedctl::gen {

struct SizeRange {
  std::uint64_t low = 0, high = 0;
  // One of them, each as likely.
  std::uint64_t drawn(std::uint64_t bits) const { return low + below(bits, high - low + 1); }
};

// Refuses ranges that are the wrong way round, and more than `most`. `what` names them: "length".
SizeRange read_size_range(const base::Node& node, std::string_view what, std::uint64_t most);

}  // namespace seedctl::gen

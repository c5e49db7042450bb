// How long a row stays in a state before a step, in whole seconds.
#pragma once

#include <cstdint>
#include <memory>

#include "base/node.h"
#include "gen/distribution/distribution.h"

namespace seedctl::gen {

struct Dwell {
  std::int64_t least = 0;
  std::shared_ptr<const Distribution> beyond;  // nullptr: always `least`

  // A span, a list of two, or {exponential: ...}, {normal: ...}, {lognormal: ...} of spans.
  static Dwell read(const base::Node& after);

  std::int64_t seconds(Key key, std::uint64_t token) const {
    return least + (beyond ? static_cast<std::int64_t>(beyond->rank(key, token)) : 0);
  }
};

}  // namespace seedctl::gen

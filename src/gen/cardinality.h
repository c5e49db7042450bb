// How many rows of a `per` table belong to a row of its parent: a pure function of the parent's address, so
// that any parent's children can be counted alone, and a new parent changes no other one's.
//
// Immutable; usable from any number of threads.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "gen/distribution/distribution.h"
#include "gen/random.h"
#include "gen/row.h"

namespace seedctl::gen {

class Cardinality {
 public:
  virtual ~Cardinality() = default;
  // At most max().
  virtual std::uint32_t count(const RowId& parent) const = 0;
  // Numbers of children are spaced by it: a larger one numbers the rows anew.
  virtual std::uint32_t max() const = 0;
};

using CardinalityPtr = std::shared_ptr<const Cardinality>;

// As many as the distribution's rank for the parent, from `low` on.
CardinalityPtr drawn_count(Key key, std::uint32_t low, std::shared_ptr<const Distribution> distribution);
// One of the counts, by its rank in the distribution (which has a rank for each).
CardinalityPtr listed_count(Key key, std::vector<std::uint32_t> counts,
                            std::shared_ptr<const Distribution> distribution);
// Uniform in low..high.
CardinalityPtr uniform_count(Key key, std::uint32_t low, std::uint32_t high);

// Exactly `total` children over parents numbered 1..parents without gaps, at most `max` each, as if each
// child chose its parent: a binomial tree over the parents, keyed by its nodes, walked down from the root.
// Takes time in proportion to the logarithm of the parents, and no memory. Another total, or other parents,
// share out anew. total <= parents * max; internal error otherwise.
CardinalityPtr total_count(Key key, std::uint64_t total, std::uint64_t parents, std::uint32_t max);

}  // namespace seedctl::gen

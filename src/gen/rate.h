// Exact, prefix-stable rates: which rows are NULL (later: dirty), without counting.
//
// A rate p = a/b picks, in each block of b consecutive rows, exactly a of them by a keyed permutation of the
// block; the first n rows hold n*p such rows to within one block's share, and more rows change nothing before
// them. In a table with rows `per` parent the blocks run over the parents, apart for each ordinal.
#pragma once

#include <cstdint>

#include "base/node.h"
#include "gen/random.h"
#include "gen/row.h"

namespace seedctl::gen {

struct Rate {
  std::uint32_t hits = 0;   // of
  std::uint32_t block = 1;  // rows; hits <= block

  // "5%", "0.1%", 0.05, 0, 1. Throws at the node for anything else or outside 0..1; at most six digits.
  static Rate from(const base::Node& node);
  bool never() const { return hits == 0; }
  bool hit(Key key, const RowId& row) const;
};

}  // namespace seedctl::gen

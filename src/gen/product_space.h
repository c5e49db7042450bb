// Rows that differ in several columns together: each column takes one digit of the number that a permutation
// of the product of their values deals out to the row. No two rows get the same digits throughout.
#pragma once

#include <cstdint>

#include "gen/permutation.h"
#include "gen/random.h"
#include "gen/row.h"

namespace seedctl::gen {

// One column's place in the product, as mixed radix: its rank is (number / stride) % its own count of values.
struct ProductDigit {
  Key key = 0;                // shared by the columns
  std::uint64_t product = 0;  // of all counts, at most Permutation::kMaxSize
  std::uint64_t stride = 1;   // the product of the counts of the columns before
  // Deals anew below each parent: in a table with rows `per` parent whose key holds the parent too.
  bool within_parent = false;
};

class ProductRank {
 public:
  explicit ProductRank(const ProductDigit& digit) : digit_(digit), permutation_(digit.key, digit.product) {}

  // Below `count`, the column's own count of values.
  std::uint64_t operator()(const RowId& row, std::uint64_t count) const {
    return (number_of(row) / digit_.stride) % count;
  }

 private:
  std::uint64_t number_of(const RowId& row) const {
    if (!digit_.within_parent) return permutation_(row.number - 1);
    return Permutation(draw(digit_.key, row.parent), digit_.product)(row.ordinal - 1);
  }

  ProductDigit digit_;
  Permutation permutation_;
};

}  // namespace seedctl::gen

// A keyed bijection on [0, n): any row's unique value can be made alone, with no memory and no retries over rows.
//
// A balanced Feistel network over (Z_m)^2 with m = ceil(sqrt(n)) and cycle walking (Black, Rogaway, CT-RSA 2002).
#pragma once

#include <cstdint>

#include "gen/random.h"

namespace seedctl::gen {

class Permutation {
 public:
  // n >= 1; n up to 2^63.
  Permutation(Key key, std::uint64_t n);
  // i < n. Distinct i give distinct results below n.
  std::uint64_t operator()(std::uint64_t i) const;
  std::uint64_t size() const { return n_; }

 private:
  Key key_;
  std::uint64_t n_;
  std::uint64_t side_;
};

}  // namespace seedctl::gen

// A keyed bijection on [0, n): any row's unique value can be made alone, with no memory and no retries over
// rows.
//
// A balanced Feistel network over (Z_m)^2 with m = ceil(sqrt(n)) and cycle walking (Black, Rogaway, CT-RSA
// 2002).
#pragma once

#include <array>
#include <cstdint>

#include "gen/random.h"

namespace seedctl::gen {

class Permutation {
 public:
  // Largest n: the square that the network works on, (m)^2 < n + 2 sqrt(n) + 1, must fit 64 bits.
  static constexpr std::uint64_t kMaxSize = std::uint64_t{1} << 63;

  // 1 <= n <= kMaxSize; internal error otherwise.
  Permutation(Key key, std::uint64_t n);
  // i < n, else internal error. Distinct i give distinct results below n.
  std::uint64_t operator()(std::uint64_t i) const;
  std::uint64_t size() const { return n_; }

 private:
  // Four rounds make a Feistel network indistinguishable from random for few queries; here every point of
  // small domains is queried, so there are twice as many.
  static constexpr std::size_t kRounds = 8;

  std::uint64_t n_;
  std::uint64_t side_ = 0;
  std::array<Key, kRounds> round_keys_{};
};

}  // namespace seedctl::gen

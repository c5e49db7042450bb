// The Feistel network and its cycle walk.
//
// Each round is invertible whatever its function is, so the network is a bijection on [0, m^2); following its
// cycle from a point below n until the next point below n is therefore a bijection on [0, n). As m^2 exceeds
// n by less than 2 sqrt(n) + 1, a walk takes barely more than one step.
#include "gen/permutation.h"

#include "base/error.h"

namespace seedctl::gen {

namespace {

// By bisection, as sqrt() of a 64-bit number as a double may be off by one either way.
std::uint64_t ceiling_of_root(std::uint64_t n) {
  std::uint64_t low = 1, high = std::uint64_t{1} << 32;
  while (low < high) {
    const std::uint64_t middle = low + (high - low) / 2;
    if (static_cast<base::uint128>(middle) * middle >= n) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return low;
}

}  // namespace

Permutation::Permutation(Key key, std::uint64_t n) : n_(n) {
  if (n == 0 || n > kMaxSize)
    throw base::Error(base::ErrorCode::internal, "permutation of an impossible size");
  side_ = ceiling_of_root(n);
  for (std::size_t round = 0; round < kRounds; ++round) round_keys_[round] = draw(key, round);
}

std::uint64_t Permutation::operator()(std::uint64_t i) const {
  if (i >= n_) throw base::Error(base::ErrorCode::internal, "permutation asked beyond its size");
  do {
    std::uint64_t left = i / side_, right = i % side_;
    for (const Key round_key : round_keys_) {
      std::uint64_t next = left + below(mix64(round_key + right * kGolden), side_);
      if (next >= side_) next -= side_;
      left = right;
      right = next;
    }
    i = left * side_ + right;
  } while (i >= n_);
  return i;
}

}  // namespace seedctl::gen

// A digest of cells that does not depend on who makes them first: both programs compute it from what they
// hold.
#pragma once

#include <cstdint>

namespace bench {

inline std::uint64_t mixed(std::uint64_t x) {
  x ^= x >> 32;
  x *= 0xd6e8feb86659fd93U;
  x ^= x >> 32;
  x *= 0xd6e8feb86659fd93U;
  return x ^ (x >> 32);
}

// Of a cell by its row's place and its column; digests of cells are added up.
inline std::uint64_t digest_of(std::uint64_t place, std::uint64_t column, std::uint64_t cell) {
  return mixed(mixed(place * 16 + column) ^ cell);
}

}  // namespace bench

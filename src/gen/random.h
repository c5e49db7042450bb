// Keyed counter randomness: every draw is a pure function of (key, token, j). No state, no sequence, no
// clock.
//
// key: of a column, from (seed, table name, column name, generator version); token: of a row; j: the draw
// within the cell. Mixing is by the finaliser of SplitMix64 (Steele, Lea, Flood, OOPSLA 2014, with Stafford's
// variant 13 constants), applied to each of the three inputs in turn, so that neighbouring rows and columns
// are independent.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/decimal.h"

namespace seedctl::gen {

using Key = std::uint64_t;

// Bijective on 64 bits.
constexpr std::uint64_t mix64(std::uint64_t x) {
  x ^= x >> 30;
  x *= 0xbf58476d1ce4e5b9U;
  x ^= x >> 27;
  x *= 0x94d049bb133111ebU;
  return x ^ (x >> 31);
}

Key column_key(std::uint64_t seed, std::string_view table, std::string_view column,
               std::uint32_t generator_version);
// A key for a named purpose below another key.
Key sub_key(Key key, std::string_view purpose);

// 2^64 divided by the golden ratio, odd: multiples of it are spread evenly and never repeat.
inline constexpr std::uint64_t kGolden = 0x9e3779b97f4a7c15U;

// The part of a draw that depends on the token alone: rows keep theirs, for all columns to share.
constexpr std::uint64_t spread(std::uint64_t token) { return mix64(token + kGolden); }
constexpr std::uint64_t draw_of_spread(Key key, std::uint64_t spread_token, std::uint64_t j = 0) {
  return mix64(mix64(spread_token ^ key) + j * kGolden);
}
constexpr std::uint64_t draw(Key key, std::uint64_t token, std::uint64_t j = 0) {
  return draw_of_spread(key, spread(token), j);
}

// Uniform in [0, n) from 64 uniform bits by multiply-high (Lemire 2019 without rejection: the bias is below n
// / 2^64).
inline std::uint64_t below(std::uint64_t bits, std::uint64_t n) {
  return static_cast<std::uint64_t>((static_cast<base::uint128>(bits) * n) >> 64);
}

// Uniform in [0, 1) with 53 bits.
constexpr double unit(std::uint64_t bits) { return static_cast<double>(bits >> 11) * 0x1.0p-53; }

}  // namespace seedctl::gen

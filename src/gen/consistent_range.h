// Consistent hashing to a range: which of n parents a row refers to, so that when n grows to m only the minimal share
// (m - n) / m of the rows moves, and each that moves goes to a new parent.
//
// JumpBackHash (Otmar Ertl, arXiv 2403.18682, 2024): constant expected time, no memory.
#pragma once

#include <cstdint>

#include "gen/random.h"

namespace seedctl::gen {

// Uniform in [0, n), n >= 1, n < 2^32; a pure function of (key, token, n).
std::uint64_t consistent_bucket(Key key, std::uint64_t token, std::uint64_t n);

}  // namespace seedctl::gen

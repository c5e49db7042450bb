// Consistent hashing to a range: which of n parents a row refers to, so that when n grows to m only the
// minimal share (m - n) / m of the rows moves, and each that moves goes to a new parent.
//
// JumpBackHash (Otmar Ertl, arXiv 2403.18682, 2024): constant expected time, no memory; here on 64-bit
// counter draws, so that n may be large and every level has draws of its own.
#pragma once

#include <cstdint>
#include <span>

#include "gen/random.h"
#include "gen/row.h"

namespace seedctl::gen {

inline constexpr std::uint64_t kMaxBuckets = std::uint64_t{1} << 63;  // levels are bits of one 64-bit draw

// Uniform in [0, n), 1 <= n <= kMaxBuckets (internal error otherwise); a pure function of (key, token, n).
std::uint64_t consistent_bucket(Key key, std::uint64_t token, std::uint64_t n);
// consistent_bucket() of each row's token, in less than half the time. `out` is as long as `rows`.
void consistent_buckets(Key key, std::span<const RowId> rows, std::uint64_t n, std::span<std::uint64_t> out);

}  // namespace seedctl::gen

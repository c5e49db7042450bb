// How the result is found, and why it is uniform and consistent.
//
// Call index i "active" with probability 1 / (i + 1), independently; the bucket is the largest active index
// below n. It is uniform, and growing n changes it only where a new index is active: to that index. What
// makes it fast is to look at the indexes from above, a level [2^r, 2^(r+1)) at a time:
//   - a level has an active index with probability 1/2: one bit of a draw that all levels share;
//   - if so, its largest is uniform in the level: r random bits;
//   - below an active index b the next one is uniform in [0, b), so that draws uniform in [0, 2^(r+1)), those
//   not below
//     b ignored, walk down through all active indexes of the level, until one falls below the level.
// Ignored draws need no special care: the first draw below n is the answer whichever were passed over.
#include "gen/consistent_range.h"

#include <algorithm>
#include <array>
#include <bit>

#include "base/error.h"

namespace seedctl::gen {

namespace {

// Rows whose first indexes are looked at together.
constexpr std::size_t kRun = 256;

void check(std::uint64_t n) {
  if (n == 0 || n > kMaxBuckets) throw base::Error(base::ErrorCode::internal, "a choice among no rows");
}

// What a row's draws come from.
std::uint64_t stream_of(Key key, std::uint64_t spread_token) { return mix64(spread_token ^ key); }

// The levels that begin below n: bits 0 .. floor(log2(n - 1)).
std::uint64_t levels_below(std::uint64_t n) { return n == 1 ? 0 : std::bit_floor(n - 1) * 2 - 1; }

// The draw of the level that begins at `bottom`.
std::uint64_t draw_of_level(std::uint64_t stream, std::uint64_t bottom) {
  return mix64(stream + (static_cast<std::uint64_t>(std::countr_zero(bottom)) + 1) * kGolden);
}

// The largest active index of the highest of these levels; 0 without a level.
std::uint64_t first_index(std::uint64_t stream, std::uint64_t levels) {
  const std::uint64_t bottom = std::bit_floor(levels | 1);
  const std::uint64_t index = bottom + (draw_of_level(stream, bottom) & (bottom - 1));
  return levels == 0 ? 0 : index;
}

std::uint64_t bucket(std::uint64_t stream, std::uint64_t levels, std::uint64_t n) {
  while (levels != 0) {
    const std::uint64_t bottom = std::bit_floor(levels);
    levels ^= bottom;
    const std::uint64_t level_stream = draw_of_level(stream, bottom);
    std::uint64_t index = bottom + (level_stream & (bottom - 1));
    for (std::uint64_t attempt = 1; index >= bottom; ++attempt) {
      if (index < n) return index;
      index = mix64(level_stream + attempt * kGolden) & (bottom * 2 - 1);
    }
  }
  return 0;
}

}  // namespace

std::uint64_t consistent_bucket(Key key, std::uint64_t token, std::uint64_t n) {
  check(n);
  const std::uint64_t stream = stream_of(key, spread(token));
  return bucket(stream, mix64(stream) & levels_below(n), n);
}

// Only at the highest level can an index lie beyond n, so that a row is done with its first index, with a
// later one of that level, or with the first of the next level that is active. All rows take each step
// together, which leaves no branch that nobody can predict.
void consistent_buckets(Key key, std::span<const RowId> rows, std::uint64_t n, std::span<std::uint64_t> out) {
  check(n);
  const std::uint64_t all_levels = levels_below(n), highest = std::bit_floor(all_levels | 1);
  std::array<std::uint64_t, kRun> streams;
  std::array<std::size_t, kRun> open;
  for (std::size_t at = 0; at < rows.size(); at += kRun) {
    const std::span run = rows.subspan(at, std::min(kRun, rows.size() - at));
    std::size_t open_count = 0;
    for (std::size_t i = 0; i < run.size(); ++i) {
      streams[i] = stream_of(key, run[i].spread_token);
      const std::uint64_t index = first_index(streams[i], mix64(streams[i]) & all_levels);
      out[at + i] = index;
      open[open_count] = i;
      open_count += index >= n ? 1 : 0;
    }
    for (std::uint64_t attempt = 1; open_count > 0; ++attempt) {
      std::size_t still_open = 0;
      for (std::size_t i = 0; i < open_count; ++i) {
        const std::size_t row = open[i];
        const std::uint64_t stream = streams[row];
        const std::uint64_t index =
            mix64(draw_of_level(stream, highest) + attempt * kGolden) & (highest * 2 - 1);
        const std::uint64_t lower = first_index(stream, mix64(stream) & all_levels & (highest - 1));
        out[at + row] = index < highest ? lower : index;
        open[still_open] = row;
        still_open += index >= n ? 1 : 0;
      }
      open_count = still_open;
    }
  }
}

}  // namespace seedctl::gen

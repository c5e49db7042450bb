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

#include <bit>

#include "base/error.h"

namespace seedctl::gen {

std::uint64_t consistent_bucket(Key key, std::uint64_t token, std::uint64_t n) {
  if (n == 0 || n > kMaxBuckets) throw base::Error(base::ErrorCode::internal, "a choice among no rows");
  if (n == 1) return 0;
  const std::uint64_t stream = mix64(mix64(token + kGolden) ^ key);
  // The levels that begin below n: bits 0 .. floor(log2(n - 1)).
  std::uint64_t levels = mix64(stream) & (std::bit_floor(n - 1) * 2 - 1);
  while (levels != 0) {
    const std::uint64_t bottom = std::bit_floor(levels);
    levels ^= bottom;
    const std::uint64_t level_stream =
        mix64(stream + (static_cast<std::uint64_t>(std::countr_zero(bottom)) + 1) * kGolden);
    std::uint64_t index = bottom + (level_stream & (bottom - 1));
    for (std::uint64_t attempt = 1; index >= bottom; ++attempt) {
      if (index < n) return index;
      index = mix64(level_stream + attempt * kGolden) & (bottom * 2 - 1);
    }
  }
  return 0;
}

}  // namespace seedctl::gen

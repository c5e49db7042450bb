// Rows that nobody numbers are picked evenly, and one more or less moves its own share alone.
#include "gen/hash_ring.h"

#include <algorithm>
#include <map>

#include "support/catch.h"

using namespace seedctl;

namespace {

constexpr gen::Key kKey = 0x5eed;
constexpr std::uint64_t kDraws = 100'000;

// The hashes of `count` keys.
std::vector<std::uint64_t> points(std::uint64_t count) {
  std::vector<std::uint64_t> all;
  for (std::uint64_t i = 1; i <= count; ++i) all.push_back(gen::mix64(i * gen::kGolden));
  std::sort(all.begin(), all.end());
  return all;
}

// The point that each draw picks.
std::vector<std::uint64_t> picked(const std::vector<std::uint64_t>& points) {
  const gen::HashRing ring(points);
  std::vector<std::uint64_t> all;
  for (std::uint64_t token = 1; token <= kDraws; ++token) all.push_back(points[ring.pick(kKey, token)]);
  return all;
}

}  // namespace

TEST_CASE("a ring picks the point that lies closest behind one of its probes") {
  for (const std::uint64_t count : {1, 2, 3, 100, 1000}) {
    const std::vector<std::uint64_t> all = points(count);
    const gen::HashRing ring(all);
    for (std::uint64_t token = 1; token <= 100; ++token) {
      std::uint64_t distance = 0, closest = 0;
      for (std::uint64_t probe = 0; probe < 21; ++probe)
        for (std::size_t i = 0; i < all.size(); ++i) {
          const std::uint64_t away = all[i] - gen::draw(kKey, token, probe);
          if ((probe > 0 || i > 0) && away >= distance) continue;
          distance = away;
          closest = i;
        }
      CHECK(ring.pick(kKey, token) == closest);
    }
  }
}

TEST_CASE("picks of a ring are pinned") {
  const gen::HashRing ring(points(1000));
  std::vector<std::size_t> first;
  for (std::uint64_t token = 1; token <= 8; ++token) first.push_back(ring.pick(kKey, token));
  CHECK(first == std::vector<std::size_t>{466, 50, 523, 977, 214, 433, 650, 707});
}

TEST_CASE("a point that comes takes its share and one that goes gives its share away") {
  for (const std::uint64_t count : {1, 2, 10, 1000}) {
    const std::vector<std::uint64_t> few = points(count), more = points(count + 1);
    const std::uint64_t added = *std::find_if(more.begin(), more.end(), [&](std::uint64_t point) {
      return !std::binary_search(few.begin(), few.end(), point);
    });
    const std::vector<std::uint64_t> before = picked(few), after = picked(more);
    std::uint64_t moved = 0, elsewhere = 0;
    for (std::size_t i = 0; i < before.size(); ++i) {
      moved += before[i] != after[i] ? 1 : 0;
      elsewhere += before[i] != after[i] && after[i] != added ? 1 : 0;
    }
    INFO(count << " points, " << moved << " moved");
    CHECK(elsewhere == 0);
    CHECK(moved > 0);
    CHECK(moved < 3 * kDraws / (count + 1));
  }
}

TEST_CASE("the points of a ring are picked about as often as one another") {
  for (const std::uint64_t count : {2, 10, 100, 1000}) {
    std::map<std::uint64_t, std::uint64_t> times;
    for (const std::uint64_t point : picked(points(count))) ++times[point];
    const double mean = static_cast<double>(kDraws) / static_cast<double>(count);
    std::uint64_t most = 0, near = 0;
    for (const auto& [point, number] : times) {
      most = std::max(most, number);
      near += static_cast<double>(number) > 0.7 * mean ? 1 : 0;
    }
    INFO(count << " points, the busiest has " << static_cast<double>(most) / mean << " of the mean, " << near
               << " near");
    CHECK(static_cast<double>(most) < 1.5 * mean);
    CHECK(near >= count * 85 / 100);
  }
}

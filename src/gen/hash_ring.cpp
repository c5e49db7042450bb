#include "gen/hash_ring.h"

#include <algorithm>
#include <bit>
#include <limits>

namespace seedctl::gen {

namespace {

// Part of what a draw is: another number would move children. With 21 the busiest of many rows has some 5%
// more than the mean.
constexpr std::uint64_t kProbes = 21;

}  // namespace

HashRing::HashRing(std::vector<std::uint64_t> points) : points_(std::move(points)) {
  const int bits = std::max(1, static_cast<int>(std::bit_width(points_.size())) - 1);
  shift_ = 64 - bits;
  const std::uint64_t stretches = std::uint64_t{1} << bits;
  starts_.reserve(stretches);
  std::size_t next = 0;
  for (std::uint64_t stretch = 0; stretch < stretches; ++stretch) {
    while (next < points_.size() && (points_[next] >> shift_) < stretch) ++next;
    starts_.push_back(static_cast<std::uint32_t>(next));
  }
}

std::size_t HashRing::behind(std::uint64_t place) const {
  std::size_t at = starts_[place >> shift_];
  while (at < points_.size() && points_[at] < place) ++at;
  return at == points_.size() ? 0 : at;
}

std::size_t HashRing::pick(Key key, std::uint64_t token) const {
  std::size_t closest = 0;
  std::uint64_t distance = std::numeric_limits<std::uint64_t>::max();
  for (std::uint64_t probe = 0; probe < kProbes; ++probe) {
    const std::uint64_t place = draw(key, token, probe);
    const std::size_t found = behind(place);
    const std::uint64_t away = points_[found] - place;  // modulo 2^64: round the ring
    if (away >= distance) continue;
    distance = away;
    closest = found;
  }
  return closest;
}

}  // namespace seedctl::gen

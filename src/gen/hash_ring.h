// Rows that nobody numbers, picked by the hashes of their keys: points on a ring of 64 bits.
//
// A draw probes the ring at several places and takes the point that lies closest behind one of them
// (multi-probe consistent hashing: Appleton, O'Reilly 2015, arXiv 1505.00062). So a row that comes takes only
// its share of the draws, one that goes gives only its own away, and each has about as many as the others,
// with 8 bytes for a row and no copies of its point.
//
// Immutable; usable from any number of threads.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "gen/random.h"

namespace seedctl::gen {

class HashRing {
 public:
  // Ascending.
  explicit HashRing(std::vector<std::uint64_t> points);

  const std::vector<std::uint64_t>& points() const { return points_; }
  // The place of a point among them, a pure function of (key, token, the points). There must be some.
  std::size_t pick(Key key, std::uint64_t token) const;

 private:
  // Of the first point at or behind that place of the ring, going round.
  std::size_t behind(std::uint64_t place) const;

  std::vector<std::uint64_t> points_;
  // As many stretches of the ring as there are points, about: the first point of each, so that a search looks
  // at one or two.
  std::vector<std::uint32_t> starts_;
  int shift_ = 63;
};

}  // namespace seedctl::gen

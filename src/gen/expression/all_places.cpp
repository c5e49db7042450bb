// Batches are of one size, so that their places are counted once.
#include "gen/expression/all_places.h"

#include <numeric>

#include "base/column_batch.h"

namespace seedctl::gen {

std::span<const std::uint32_t> all_places(std::size_t count, std::vector<std::uint32_t>& own) {
  static const std::vector<std::uint32_t> usual = [] {
    std::vector<std::uint32_t> places(base::kBatchRows);
    std::iota(places.begin(), places.end(), 0U);
    return places;
  }();
  if (count <= usual.size()) return std::span(usual).first(count);
  own.resize(count);
  std::iota(own.begin(), own.end(), 0U);
  return own;
}

}  // namespace seedctl::gen

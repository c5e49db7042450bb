// Two draws for the bin, one for the place in it.
#include "gen/distribution/histogram.h"

#include <algorithm>

namespace seedctl::gen {

Histogram::Histogram(std::vector<Bin> bins, const std::vector<base::uint128>& weights)
    : DistributionOf(bins.back().first + bins.back().count), bins_(std::move(bins)), bin_(weights) {}

std::uint64_t Histogram::rank(Key key, std::uint64_t token) const {
  const Bin& bin = bins_[static_cast<std::size_t>(bin_.rank(key, token))];
  return bin.first + gen::below(draw(key, token, 2), bin.count);
}

double Histogram::below(std::uint64_t rank) const {
  double sum = 0;
  for (std::size_t i = 0; i < bins_.size(); ++i) {
    if (rank <= bins_[i].first) break;
    const std::uint64_t inside = std::min(rank - bins_[i].first, bins_[i].count);
    sum += (bin_.below(i + 1) - bin_.below(i)) * static_cast<double>(inside) /
           static_cast<double>(bins_[i].count);
  }
  return sum;
}

}  // namespace seedctl::gen

// Counts of children: drawn from a distribution, or a total split down a binary tree.
//
// The tree's node over parents [low, high) knows how many children fall into it; its left half holds a
// power of two of parents, so that below the right edge all splits are even, and an even split of n is the
// number of ones in n random bits. Large uneven splits take the normal approximation, whose error is far
// below what so many children show.
#include "gen/cardinality.h"

#include <algorithm>
#include <bit>
#include <cmath>

#include "base/error.h"
#include "gen/distribution/normal.h"
#include "gen/distribution/uniform.h"

namespace seedctl::gen {

namespace {

class DrawnCount final : public Cardinality {
 public:
  DrawnCount(Key key, std::uint32_t low, std::shared_ptr<const Distribution> distribution)
      : key_(key), low_(low), distribution_(std::move(distribution)) {}
  std::uint32_t count(const RowId& parent) const override {
    return low_ + static_cast<std::uint32_t>(distribution_->rank(key_, parent.token));
  }
  std::uint32_t max() const override { return low_ + static_cast<std::uint32_t>(distribution_->count() - 1); }

 private:
  Key key_;
  std::uint32_t low_;
  std::shared_ptr<const Distribution> distribution_;
};

class ListedCount final : public Cardinality {
 public:
  ListedCount(Key key, std::vector<std::uint32_t> counts, std::shared_ptr<const Distribution> distribution)
      : key_(key), counts_(std::move(counts)), distribution_(std::move(distribution)) {}
  std::uint32_t count(const RowId& parent) const override {
    return counts_[static_cast<std::size_t>(distribution_->rank(key_, parent.token))];
  }
  std::uint32_t max() const override { return *std::max_element(counts_.begin(), counts_.end()); }

 private:
  Key key_;
  std::vector<std::uint32_t> counts_;
  std::shared_ptr<const Distribution> distribution_;
};

// Up to so many children choose one by one; more are approximated.
constexpr std::uint64_t kMaxSingleChoices = 4096;

// How many of n fair coins show heads.
std::uint64_t heads(Key key, std::uint64_t node, std::uint64_t n) {
  std::uint64_t count = 0;
  for (std::uint64_t word = 0; n > 0; ++word) {
    std::uint64_t bits = draw(key, node, word);
    const std::uint64_t taken = std::min<std::uint64_t>(n, 64);
    if (taken < 64) bits &= (std::uint64_t{1} << taken) - 1;
    count += static_cast<std::uint64_t>(std::popcount(bits));
    n -= taken;
  }
  return count;
}

// How many of n fall left, where left has `left` of `size` places.
std::uint64_t binomial(Key key, std::uint64_t node, std::uint64_t n, std::uint64_t left, std::uint64_t size) {
  if (n <= kMaxSingleChoices) {
    if (left * 2 == size) return heads(key, node, n);
    std::uint64_t count = 0;
    for (std::uint64_t i = 0; i < n; ++i) count += below(draw(key, node, i), size) < left ? 1 : 0;
    return count;
  }
  const double share = static_cast<double>(left) / static_cast<double>(size);
  const double mean = static_cast<double>(n) * share;
  const double deviation = std::sqrt(mean * (1 - share));
  const Tails tails(draw(key, node));
  const double z = tails.below < tails.above ? normal_quantile(tails.below) : -normal_quantile(tails.above);
  return rank_at(mean + z * deviation + 0.5, n + 1);
}

class TotalCount final : public Cardinality {
 public:
  TotalCount(Key key, std::uint64_t total, std::uint64_t parents, std::uint32_t max)
      : key_(key), total_(total), parents_(parents), max_(max) {}

  std::uint32_t count(const RowId& parent) const override {
    const std::uint64_t place = parent.number - 1;
    std::uint64_t low = 0, high = parents_, n = total_;
    while (high - low > 1 && n > 0) {
      const std::uint64_t size = high - low, left = std::bit_floor(size - 1), right = size - left;
      // A node is known by where its halves meet: no other node's do there.
      std::uint64_t in_left = binomial(key_, low + left, n, left, size);
      const std::uint64_t least = n > right * max_ ? n - right * max_ : 0;
      in_left = std::clamp(in_left, least, std::min(n, left * max_));
      const bool go_left = place < low + left;
      n = go_left ? in_left : n - in_left;
      (go_left ? high : low) = low + left;
    }
    return static_cast<std::uint32_t>(n);
  }
  std::uint32_t max() const override { return max_; }

 private:
  Key key_;
  std::uint64_t total_;
  std::uint64_t parents_;
  std::uint32_t max_;
};

}  // namespace

CardinalityPtr drawn_count(Key key, std::uint32_t low, std::shared_ptr<const Distribution> distribution) {
  return std::make_shared<DrawnCount>(key, low, std::move(distribution));
}

CardinalityPtr listed_count(Key key, std::vector<std::uint32_t> counts,
                            std::shared_ptr<const Distribution> distribution) {
  return std::make_shared<ListedCount>(key, std::move(counts), std::move(distribution));
}

CardinalityPtr uniform_count(Key key, std::uint32_t low, std::uint32_t high) {
  if (low > high) throw base::Error(base::ErrorCode::internal, "impossible rows per parent");
  return drawn_count(key, low, std::make_shared<Uniform>(std::uint64_t{high} - low + 1));
}

CardinalityPtr total_count(Key key, std::uint64_t total, std::uint64_t parents, std::uint32_t max) {
  // 2^62 rows at most: products of counts stay below 2^64 where they matter.
  if (max == 0 || parents == 0 || (total + max - 1) / max > parents ||
      parents > (std::uint64_t{1} << 62) / max) {
    throw base::Error(base::ErrorCode::internal, "a total that its parents cannot share");
  }
  return std::make_shared<TotalCount>(key, total, parents, max);
}

}  // namespace seedctl::gen

// Distributions over ranks 0..count-1, as pure functions of (key, token): what generators, references and
// counts of children draw from.
//
// A rank stands for a value of a lattice of equal steps, for a parent, or for a number of rows; the caller
// knows. What is computed is in the .cpp files, under the flags of this layer. Continuous distributions are
// truncated to the steps that there are, by their inverse on the clipped interval: nothing piles up at the
// ends, and nothing is drawn twice to get inside. No libm (elementary.h). Immutable, so usable from any
// number of threads.
#pragma once

#include <cstdint>
#include <span>

#include "gen/random.h"
#include "gen/row.h"

namespace seedctl::gen {

class Distribution {
 public:
  explicit Distribution(std::uint64_t count) : count_(count) {}
  Distribution(const Distribution&) = default;
  Distribution& operator=(const Distribution&) = default;
  virtual ~Distribution() = default;

  // The rank drawn for a token, below count().
  virtual std::uint64_t rank(Key key, std::uint64_t token) const = 0;
  // rank() of each row's token: one virtual call a batch. `out` is as long as `rows`.
  virtual void ranks(Key key, std::span<const RowId> rows, std::span<std::uint64_t> out) const = 0;
  // The probability that a rank lies below `rank`: 0 at 0, 1 at count(). For plans, not for filling.
  virtual double below(std::uint64_t rank) const = 0;

  std::uint64_t count() const { return count_; }

 private:
  std::uint64_t count_;
};

// Gives a distribution its loop: Self is final, so that rank() is called directly.
template <class Self>
class DistributionOf : public Distribution {
 public:
  using Distribution::Distribution;

  void ranks(Key key, std::span<const RowId> rows, std::span<std::uint64_t> out) const final {
    const Self& self = static_cast<const Self&>(*this);
    for (std::size_t i = 0; i < rows.size(); ++i) out[i] = self.rank(key, rows[i].token);
  }
};

// A draw as two probabilities that sum to 1, neither of them 0: each is precise where it is the small one.
struct Tails {
  double below;
  double above;

  explicit Tails(std::uint64_t bits)
      : below((static_cast<double>(bits >> 11) + 0.5) * 0x1.0p-53),
        above((static_cast<double>(~bits >> 11) + 0.5) * 0x1.0p-53) {}
};

// A position on the axis of ranks as the rank at or below it, kept within 0..count-1.
inline std::uint64_t rank_at(double position, std::uint64_t count) {
  if (!(position >= 0.0)) return 0;
  return position >= static_cast<double>(count - 1) ? count - 1 : static_cast<std::uint64_t>(position);
}

}  // namespace seedctl::gen

// Which of n values a row gets: drawn, or dealt out by a permutation where values must be unique.
//
// The one place where uniqueness is decided for generators with a countable value space; they decode the
// rank.
#pragma once

#include <cstdint>
#include <optional>

#include "gen/generator.h"
#include "gen/permutation.h"
#include "gen/product_space.h"
#include "gen/random.h"
#include "gen/row.h"

namespace seedctl::gen {

class Ranks {
 public:
  // Ranks in [0, count), count >= 1. Unique ranks need rows numbered 1..count (and count <=
  // Permutation::kMaxSize).
  Ranks(Key key, std::uint64_t count, bool unique) : key_(key), count_(count) {
    if (unique) permutation_.emplace(sub_key(key, "unique"), count);
  }

  // As the column needs them: drawn, unique, or as its digit of a product.
  Ranks(const BuildContext& context, std::uint64_t count)
      : Ranks(context.key(), count, context.unique && !context.digit) {
    if (!context.digit) return;
    digit_.emplace(*context.digit);
    context.draws_with(context.digit->key, true);
  }

  std::uint64_t operator()(const RowId& row) const {
    if (digit_) return (*digit_)(row, count_);
    return permutation_ ? (*permutation_)(row.number - 1)
                        : below(draw_of_spread(key_, row.spread_token), count_);
  }
  std::uint64_t count() const { return count_; }

 private:
  Key key_;
  std::uint64_t count_;
  std::optional<Permutation> permutation_;
  std::optional<ProductRank> digit_;
};

}  // namespace seedctl::gen

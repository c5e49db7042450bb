// The values between two bounds as equal steps from the lower one: whole numbers, the column's smallest
// decimal, days, seconds.
//
// So the number of values is known, generators draw ranks, and no floating-point rounding is involved: a real
// is its exact decimal, divided once.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "base/column_batch.h"
#include "base/decimal.h"
#include "base/node.h"
#include "gen/generators/arguments.h"
#include "gen/row.h"

namespace seedctl::gen {

// The values: first, first + unit, ..., `count` of them. With endings, of each unit those that end so.
struct Lattice {
  base::int128 first = 0;  // whole numbers, units of 10^-scale, days, or microseconds
  std::int64_t unit = 1;
  // At most Permutation::kMaxSize, but where Bounds::may_be_all.
  std::uint64_t count = 1;
  int scale = 0;  // of decimals and reals
  // What prices end with, ascending and below the unit: the values are then first + endings[0],
  // first + endings[1], ..., first + unit + endings[0], ... without the `skipped` ones below the lower bound.
  std::vector<std::int64_t> endings = {};
  std::uint64_t skipped = 0;

  base::int128 at(std::uint64_t rank) const;
  // Where a value lies in steps from the first one; how many steps a distance is. Both in the units of the
  // profile: numbers as they are, days, or microseconds.
  double steps_to(double place) const;
  double steps_in(double distance) const;
};

struct Bounds {
  const base::Node& low;
  const base::Node& high;
  // Digits after the point, of decimals without a scale of their own and of reals.
  int least_scale = 0;
  int most_scale = base::Decimal::kMaxDigits;
  // The bounds may be those of the column's type, 2^64 numbers: the last one is left out, being one more than
  // can be counted; values dealt out by rank are every other number.
  bool may_be_all = false;
};

// Both bounds are included. As a bound of a timestamp a date is its first second, or its last one where it is
// the upper bound. Throws at the bound that is no value of the column, or where nothing lies between.
Lattice lattice_of(const Arguments& arguments, const Bounds& bounds);

// Writes ranks as values of the column.
class LatticeValues {
 public:
  LatticeValues(Lattice lattice, const base::LogicalType& type);
  void append(std::span<const std::uint64_t> ranks, base::ColumnBatch& out) const;
  // Appends a value per row; `make(rows, ranks)` gives their ranks, some rows at a time.
  template <class Make>
  void fill(std::span<const RowId> rows, base::ColumnBatch& out, const Make& make) const {
    std::array<std::uint64_t, base::kBatchRows> ranks;
    for (std::size_t at = 0; at < rows.size(); at += ranks.size()) {
      const auto some = rows.subspan(at, std::min(ranks.size(), rows.size() - at));
      const auto made = std::span(ranks).first(some.size());
      make(some, made);
      append(made, out);
    }
  }
  base::Value value_at(std::uint64_t rank) const;
  const Lattice& lattice() const { return lattice_; }

 private:
  template <class At>
  void append_by(std::span<const std::uint64_t> ranks, base::ColumnBatch& out, const At& at) const;

  Lattice lattice_;
  base::TypeKind kind_;
  bool float_;
  double divisor_;
};

}  // namespace seedctl::gen

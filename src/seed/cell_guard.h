// Cells that a live column would change without a word, found before they are sent.
//
// Most columns keep every value of their logical type or refuse it; a few cut it: char(n) drops trailing
// spaces, timestamp(0) rounds fractions of a second, SQLite keeps 15 digits of a number. Such a cell would be
// different again in every run.
#pragma once

#include <span>
#include <vector>

#include "base/column_batch.h"
#include "profile/resolve.h"

namespace seedctl::seed {

struct ColumnLimits {
  static constexpr int kMicroseconds = 6;
  int second_digits = kMicroseconds;  // digits after the point of a second that are kept
  bool drops_trailing_spaces = false;
  int decimal_digits = base::Decimal::kMaxDigits;  // significant digits of a decimal that are kept
  bool keeps_all() const {
    return second_digits >= kMicroseconds && !drops_trailing_spaces &&
           decimal_digits >= base::Decimal::kMaxDigits;
  }
};

class CellGuard {
 public:
  // `limits`: of each column of the table, in order. The table must outlive this.
  CellGuard(const profile::ResolvedTable& table, std::vector<ColumnLimits> limits);

  // Whether there is a column that cuts anything.
  bool limits_any() const { return !limited_.empty(); }
  // Throws ErrorCode::refused, at the column's place in the profile, for the first cell that would be cut.
  void operator()(std::span<const base::ColumnBatch> cells) const;

 private:
  struct Limited {
    std::size_t column;
    ColumnLimits limits;
  };
  const profile::ResolvedTable& table_;
  std::vector<Limited> limited_;
};

}  // namespace seedctl::seed

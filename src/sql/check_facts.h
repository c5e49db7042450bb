// What a CHECK constraint says, as facts that a generator can obey: ranges, lists of values, lengths, order
// of columns.
//
// Parsed by libpg_query, whichever engine it came from, so that `age between 18 and 120` and
// `((age >= 18) AND (age <= 120))` give the same facts. Conjunctions are taken apart; what is not understood
// is kept as such, never guessed.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/value.h"

namespace seedctl::sql {

struct CheckFact {
  enum class Kind {
    range,   // column between low and high (either may be missing)
    values,  // column in (list)
    length,  // length(column) between min and max
    less,    // column < other (or <=)
    not_null,
    unknown,  // something else about these columns
  };
  Kind kind = Kind::unknown;
  std::string column;
  std::string other;                     // less
  std::optional<std::string> low, high;  // range: canonical text of the number, date or timestamp as written
  bool low_open = false, high_open = false;  // > instead of >=
  std::vector<std::string> values;           // values
  std::optional<std::uint64_t> min_length, max_length;
  bool or_equal = false;  // less: <=
  bool operator==(const CheckFact&) const = default;
};

// Facts of one CHECK expression ("age >= 18 and age <= 120"), merged per column, in a stable order. An
// expression that libpg_query cannot read, or that is too long (kMaxCheckBytes), gives one `unknown` fact
// without a column.
std::vector<CheckFact> check_facts(std::string_view expression);
inline constexpr std::size_t kMaxCheckBytes = 16 * 1024;  // deep trees overflow libpg_query's stack

}  // namespace seedctl::sql

// What a CHECK constraint says, as facts that a generator can obey: ranges, lists of values, lengths,
// patterns, order of columns.
//
// Parsed by libpg_query, whichever engine it came from, so that `age between 18 and 120` and
// `((age >= 18) AND (age <= 120))` give the same facts. Conjunctions are taken apart; what is not understood
// is kept as such, never guessed. Facts hold for rows where the column is not NULL, as CHECK itself does: `x
// IS NULL OR x > 0` is `x > 0`.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace seedctl::sql {

struct CheckFact {
  enum class Kind {
    range,   // column between low and high (either may be missing)
    values,  // column in (list)
    length,  // length(column) between min and max
    less,    // column < other (or <=)
    not_null,
    like,     // column like values[0], a pattern without backslashes
    matches,  // column ~ values[0], a regular expression
    // Something else about this column; without a column: about several, or nobody knows what. Where it has
    // bounds or values, those are a part that is enough: whatever lies in them obeys, others may too.
    unknown,
  };
  Kind kind = Kind::unknown;
  // As written; bare names in lower case, so that they are compared without regard to case where the engine
  // does.
  std::string column;
  std::string other;  // less
  // range: a number without trailing zeros ("18", "-0.5"), a date, a time, or a timestamp ("2025-02-18
  // 10:30:00"; midnight is written as the date alone, and still means midnight).
  std::optional<std::string> low, high;
  bool low_open = false, high_open = false;  // > instead of >=
  // values: numbers as in ranges, text as it is, true and false.
  std::vector<std::string> values;
  std::optional<std::uint64_t> min_length, max_length;
  bool or_equal = false;  // less: <=
  bool operator==(const CheckFact&) const = default;
};

// Longest expression that is parsed. Deep trees overflow libpg_query's stack: a chain of 50,000 operators
// did, and this many bytes hold a quarter of that at most.
inline constexpr std::size_t kMaxCheckBytes = 16 * 1024;

// Facts of one CHECK expression ("age >= 18 and age <= 120"; PostgreSQL's "CHECK ((age >= 18)) NOT VALID" is
// read too), merged per column, sorted by column and kind. An expression that libpg_query cannot read, or
// that is too long, gives one `unknown` fact without a column. Backquoted and bracketed names of SQLite are
// understood.
std::vector<CheckFact> check_facts(std::string_view expression);

// One fact per column and kind where facts can be combined (the narrower bound, the common values), in a
// stable order.
std::vector<CheckFact> merge_facts(std::vector<CheckFact> facts);

}  // namespace seedctl::sql

// Which columns must never repeat a value, so that every key of the table holds by construction.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "profile/plan.h"

namespace seedctl::profile {

// The words of schema::UniqueKey::special.
inline constexpr std::string_view kPartial = "partial";  // taken for one of all rows, which proves it
inline constexpr std::string_view kOnExpression = "on an expression";
inline constexpr std::string_view kIgnoresCase = "ignores case";
inline constexpr std::string_view kNullsNotDistinct = "NULLS NOT DISTINCT";

// "PRIMARY KEY (id)", "UNIQUE (a, b)"; a bare index is known by its name: "UNIQUE INDEX user_email (email)".
std::string rule_of(const schema::UniqueKey& key);

// Why the column's values must never repeat, alone or together with others': "UNIQUE (a, b)"; "" where they
// may.
std::string unique_rules(const TablePlan& plan, const ColumnPlan& column);

// More rows than any table is asked for: what holds for these is not counted.
inline constexpr std::uint64_t kAnyNumber = std::uint64_t{1} << 62;

// What only building a column's generator can tell.
struct Capabilities {
  // How many rows the generator, built so that it never repeats a value, can fill, up to kAnyNumber; 0 where
  // it always repeats.
  std::function<std::uint64_t(const ColumnPlan& column)> most_rows;
  // How many different values it can deal out by rank; nullopt where it cannot.
  std::function<std::optional<std::uint64_t>(const ColumnPlan& column)> distinct_values;
};

// Marks columns as unique: those of single-column keys, those that the profile says are, and of each
// composite key that nothing else makes distinct either one column or several that are unique together,
// whichever holds for the most rows. That is decided by the schema and the values that the columns have,
// never by `bound`, the table's largest row number, so that more rows change none of those that are there.
// Throws for a key that cannot be proven, by name, with the largest count that works.
void settle_uniqueness(TablePlan& plan, std::uint64_t bound, const Capabilities& can);

}  // namespace seedctl::profile

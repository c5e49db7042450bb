// Which columns must never repeat a value, so that every key of the table holds by construction.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "profile/plan.h"

namespace seedctl::profile {

// The words of schema::UniqueKey::special.
inline constexpr std::string_view kOnExpression = "on an expression";
inline constexpr std::string_view kIgnoresCase = "ignores case";
inline constexpr std::string_view kNullsNotDistinct = "NULLS NOT DISTINCT";

// "PRIMARY KEY (id)", "UNIQUE (a, b)"; a bare index is known by its name: "UNIQUE INDEX user_email (email)".
std::string rule_of(const schema::UniqueKey& key);

// What only building a column's generator can tell.
struct Capabilities {
  // Whether the generator, built so that it never repeats a value, can fill the table.
  std::function<bool(const ColumnPlan& column)> can_be_unique;
  // How many different values it can deal out by rank; nullopt where it cannot.
  std::function<std::optional<std::uint64_t>(const ColumnPlan& column)> distinct_values;
};

// Marks columns as unique: those of single-column keys, those that the profile says are, and of each
// composite key that nothing else makes distinct either one column or, where none has values enough, several
// that are unique together. Throws for a key that cannot be proven, by name. `bound` is the table's largest
// row number.
void settle_uniqueness(TablePlan& plan, std::uint64_t bound, const Capabilities& can);

}  // namespace seedctl::profile

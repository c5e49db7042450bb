// Which columns must never repeat a value, so that every key of the table holds by construction.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "profile/plan.h"

namespace seedctl::profile {

// Whether a column's generator, built so that it never repeats a value, can fill the table; false or why not.
using CanBeUnique = std::function<bool(const TablePlan& plan, const ColumnPlan& column)>;

// Marks columns as unique: those of single-column keys, those that the profile says are, and one of each
// composite key that nothing else makes distinct. Throws for a key that cannot be proven, by name. `bound` is
// the table's largest row number.
void settle_uniqueness(TablePlan& plan, std::uint64_t bound, const CanBeUnique& can_be_unique);

}  // namespace seedctl::profile

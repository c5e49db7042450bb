// Rows per day, as `per_day` says it: days are parents that no table holds.
#pragma once

#include "profile/cardinality.h"
#include "profile/plan.h"

namespace seedctl::profile {

// Reads {column, from, to, rows, max, hours, weekdays, months, growth}. Throws ErrorCode::profile at what
// cannot be.
PerPlan read_per_day(const TableEntry& entry, const schema::Table& table, const Settings& settings);

// The first day of all tables with rows per day, or nullopt where there is none: what the profile leaves out
// lies before it, so that a later end of the days redraws nothing.
std::optional<base::Date> first_of_days(const Document& document);

// The table's rows, below a calendar of their own.
gen::PerParent per_day(const PerPlan& plan);

}  // namespace seedctl::profile

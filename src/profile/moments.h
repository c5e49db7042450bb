// What comes after what: moments that the profile leaves out lie at or after those of the rows that their row
// refers to.
#pragma once

#include "profile/plan.h"
#include "profile/table_builder.h"

namespace seedctl::profile {

// For each inferred date and timestamp of which only the type is known, offers before its form one that
// begins at the moments of the parents' rows, and in a table with rows per day one on that day. Parents that
// are built later, and the own table, do not count.
void settle_moments(TablePlan& plan, const Settings& settings, const BuiltTables& tables);

}  // namespace seedctl::profile

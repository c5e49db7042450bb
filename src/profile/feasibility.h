// Whether what a profile asks of a column can be: held against NOT NULL and CHECKs before anything is made.
#pragma once

#include <string>

#include "gen/generator.h"
#include "profile/plan.h"

namespace seedctl::profile {

// Why the column must not be NULL ("NOT NULL", "it is part of the key", ...); "" where it may be.
std::string not_null_rule(const TablePlan& plan, const schema::Column& column);

// Throws ErrorCode::profile at the bound, value or rate that breaks a rule of the schema. `bound` is the
// table's largest row number. What depends on other columns, and what generators make of words, is left to
// the probe of the first rows.
void check_feasible(const TablePlan& plan, const ColumnPlan& column, std::uint64_t bound);

// Throws where the values of a column's generator reach beyond a CHECK's range.
void check_range(const TablePlan& plan, const ColumnPlan& column, const gen::Generator& generator);

}  // namespace seedctl::profile

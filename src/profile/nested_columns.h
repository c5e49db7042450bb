// Columns written within another one's arguments: a case of `match` is written as a column is, and makes some
// of the column's rows; a member of json or an element of an array makes a part of each.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "gen/generator.h"
#include "profile/plan.h"

namespace seedctl::profile {

// What stands directly within a column's form, in the order written: of `match` its cases, and `else` last.
// None for other generators. Throws ErrorCode::profile for what no such part can be: a reference, or one with
// a modifier that concerns the whole column.
std::vector<ColumnForm> nested_forms(const ColumnForm& form, const std::string& column);

// The same of what its values are put together of: members of json, and what an array holds.
std::vector<ColumnForm> part_forms(const ColumnForm& form, const std::string& column);

// The column as if the part were all of it.
ColumnPlan as_column(const ColumnPlan& column, ColumnForm part);

// Gives the context the means to build them; `context` is of the column itself, and otherwise complete.
void add_nested(const TablePlan& plan, gen::BuildContext& context);

}  // namespace seedctl::profile

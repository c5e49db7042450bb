// What a column's foreign key tells its generator: which column of which table it refers to, and which other
// columns pick the row together with it.
#pragma once

#include <string>

#include "gen/generator.h"
#include "profile/plan.h"

namespace seedctl::profile {

// Leaves the context as it is where the column has no foreign key that it follows. Throws ErrorCode::profile
// for a reference to another table than the foreign key's, and where columns of one foreign key say
// differently how to pick.
void add_reference(const TablePlan& plan, const ColumnPlan& column, const Settings& settings,
                   gen::BuildContext& context);

// In words, how the column finds the row that it refers to; "" where it refers to none.
std::string reference_policy(const TablePlan& plan, const ColumnPlan& column, const Settings& settings);

}  // namespace seedctl::profile

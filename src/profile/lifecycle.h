// A table's lifecycle against its schema: which columns it fills, and that they can hold what it makes.
#pragma once

#include <map>
#include <string>

#include "profile/plan.h"

namespace seedctl::profile {

struct LifecycleColumn {
  ColumnForm form;
  base::SourcePosition position;
};

// By column; none where the table has no lifecycle. Throws ErrorCode::profile for columns that are not there,
// are said elsewhere too, or cannot hold a state or NULL. Reads the plan's rows, not its columns.
std::map<std::string, LifecycleColumn> lifecycle_columns(const TablePlan& plan);

}  // namespace seedctl::profile

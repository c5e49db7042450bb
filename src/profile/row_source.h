// How many rows a table has and how they are numbered: in plain order, below another table's rows, or below
// days.
#pragma once

#include <memory>

#include "profile/table_builder.h"

namespace seedctl::profile {

// A table without columns. Settles a total that the parent's rows share. Throws ErrorCode::profile for more
// rows than can be numbered.
std::unique_ptr<gen::Table> make_rows(TablePlan& plan, const Settings& settings, const BuiltTables& tables);

}  // namespace seedctl::profile

// A plan becomes data: generators are built, keys proven, fixed rows put in.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "gen/table.h"
#include "profile/plan.h"

namespace seedctl::profile {

// The tables that are built already, by name: a child reads its parents' cells.
using BuiltTables = std::map<std::string, const gen::Table*>;

// Also settles the plan: inferred columns may become an alternative, columns become unique. Throws
// ErrorCode::profile for everything that cannot be.
//
// Columns that refer to tables built later are NULL until complete_table() fills them in, once all are built.
std::unique_ptr<gen::Table> build_table(TablePlan& plan, const Settings& settings, const BuiltTables& tables);
void complete_table(TablePlan& plan, gen::Table& table, const Settings& settings, const BuiltTables& tables);

}  // namespace seedctl::profile

// Columns of the profile that are in no table: others use them, nothing stores them. They are planned and
// generated like all columns, behind those of the table; what they lack is a type of the database's.
#pragma once

#include <vector>

#include "gen/table.h"
#include "profile/cells_of_parents.h"
#include "profile/document.h"
#include "profile/plan.h"

namespace seedctl::profile {

// Whether the column is written with virtual: true.
bool is_virtual_column(const ColumnEntry& entry);

// Its type is not settled yet: it may follow from other columns.
ColumnPlan plan_virtual_column(const ColumnEntry& entry);

// Gives each virtual column the type that stands beside it, else the one that its generator makes: bigint for
// whole numbers, numeric, date, timestamp, boolean, text, of an expression its own. Throws ErrorCode::profile
// where there is none.
void settle_virtual_types(TablePlan& plan, const Settings& settings, const CellsOfParents& parents);

// A virtual column that no column reads, of its table or of another one, is a mistake: throws.
void check_virtual_columns_are_read(const TablePlan& plan, const gen::Table& table,
                                    const std::vector<TablePlan>& plans);

}  // namespace seedctl::profile

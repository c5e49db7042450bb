// Fixed rows that refer to rows of other tables by value: whether those rows are there.
#pragma once

#include <cstdint>
#include <optional>

#include "gen/table.h"
#include "profile/plan.h"
#include "profile/table_builder.h"

namespace seedctl::profile {

// Refuses a value of a fixed row that breaks a foreign key of the schema to a table that the profile makes,
// which is `table` itself or one of `tables`. Makes the parent's cells where their rows cannot be told from
// the value: only up to kMaxCollisionRows rows; beyond, the database finds it.
void check_fixed_references(const TablePlan& plan, const gen::Table& table, const BuiltTables& tables);

// The number of the row of a finished table that has this value in a column; nullopt where none of the first
// kMaxCollisionRows rows has.
std::optional<std::uint64_t> number_of_row_with(const gen::Table& table, std::size_t column,
                                                const base::Value& value);

}  // namespace seedctl::profile

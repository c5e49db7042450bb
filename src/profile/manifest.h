// The manifest of known dirt: every dirty cell that a table of a profile has, and no other.
//
// Made from the rows' addresses alone, without a database: only rows that are hit have cells filled. Memory
// does not depend on the number of rows.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "gen/dirt.h"
#include "profile/resolve.h"

namespace seedctl::profile {

struct DirtyCell {
  gen::RowId row;
  std::vector<base::Value> key;  // of the row, in the order of ResolvedTable::key
  std::size_t column = 0;        // into ResolvedTable::columns
  base::Value stored;            // the dirty value
  base::Value clean;             // what would be there
  gen::DirtKind kind = gen::DirtKind::value;
};

// The columns that have dirt, indexes into ResolvedTable::columns.
std::vector<std::size_t> dirty_columns(const ResolvedTable& table);

// Row by row in the order of their places, in a row column by column.
void visit_dirty_cells(const ResolvedTable& table, const std::function<void(const DirtyCell&)>& visit);

}  // namespace seedctl::profile

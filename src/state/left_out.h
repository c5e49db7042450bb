// Columns that the profile fills and triggers of the table write over (`updated_at`): what is stored there is
// not seedctl's, so that it is in no comparison and in no digest.
#pragma once

#include <string>
#include <vector>

#include "state/ledger.h"

namespace seedctl::state {

// By name. Empty for a record whose specification cannot be read.
std::vector<std::string> columns_left_out(const TableRecord& record);

}  // namespace seedctl::state

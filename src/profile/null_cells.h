// Columns whose cells come from elsewhere: from a file, or from a table that is built later.
#pragma once

#include <memory>

#include "gen/generator.h"

namespace seedctl::profile {

// Makes NULL in every row, which something else then takes the place of.
std::unique_ptr<gen::Generator> null_cells();

}  // namespace seedctl::profile

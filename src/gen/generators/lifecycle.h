// The columns that a table's lifecycle fills: the name of the state as of `as_of`, and the moments at which
// states were reached, NULL for what has not happened by the end of that day.
#pragma once

#include "gen/catalog.h"

namespace seedctl::gen {

// No generator of the catalog: a table has one lifecycle, whose columns agree. Its value is the lifecycle as
// the profile writes it; `fills` beside it names the column.
const GeneratorInfo& lifecycle_generator();

}  // namespace seedctl::gen

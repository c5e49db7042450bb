// Whether the live tables can take what the profile makes, decided before anything is written.
#pragma once

#include "profile/resolve.h"
#include "schema/model.h"
#include "seed/recipe.h"

namespace seedctl::seed {

// Throws ErrorCode::failed for a table or column that is missing or of another kind, for a NOT NULL column
// without default that the profile does not fill; ErrorCode::refused, with the reason, for what the engine
// cannot load or store without loss, and for a table whose rows are hidden from this session. Returns the
// live table.
const schema::Table& require_storable(const profile::ResolvedTable& table, const schema::Schema& live,
                                      Recipe& recipe);

// For the cells of that table, which require_storable() has found.
CellGuard guard_cells(const profile::ResolvedTable& table, const schema::Table& live, const Recipe& recipe);

}  // namespace seedctl::seed

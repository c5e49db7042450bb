// The canonical text of everything that determines a table's cells: what the ledger keeps, and fingerprints
// are made of.
#pragma once

#include <map>
#include <string>

#include "gen/table.h"
#include "profile/plan.h"

namespace seedctl::profile {

// JSON, columns by name: the order in which a profile or a schema lists things does not matter.
// `fingerprints` are those of the parents, whose cells this table may read.
std::string specification(const TablePlan& plan, const gen::Table& table, const Settings& settings,
                          const std::map<std::string, std::string>& fingerprints);
// The same with the fingerprints of the parents that were built later, as they refer to this table too.
std::string with_late_parents(const std::string& specification,
                              const std::map<std::string, std::string>& fingerprints);

}  // namespace seedctl::profile

// Where the named fixed rows of a table stood when it was seeded, so that a move can be told of.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "state/ledger.h"

namespace seedctl::state {

// Name -> place in the list, from 1. Empty for a record whose specification cannot be read.
std::map<std::string, std::uint64_t> fixed_places(const TableRecord& record);

}  // namespace seedctl::state

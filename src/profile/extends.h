// A profile file with what it extends, as one tree: tables and columns merge by name, a column is replaced
// whole, a list is replaced, null removes.
#pragma once

#include <string>
#include <vector>

#include "base/node.h"

namespace seedctl::profile {

struct MergedProfile {
  base::Node root;  // a map without `extends`; "tables: {user: 100}" has become {user: {rows: 100}}
  std::vector<std::string> files;  // the profile's own first, its last base last
};

// Throws ErrorCode::profile for a missing profile, a circle of extends, keys that no profile has, and a null
// that removes nothing.
MergedProfile load_merged(const std::string& folder, const std::string& name);

}  // namespace seedctl::profile

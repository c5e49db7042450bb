// Which values a column can have, as far as the profile and the schema list them.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "base/value.h"
#include "profile/plan.h"

namespace seedctl::profile {

// Longer lists are not worth a case each.
inline constexpr std::size_t kMostListed = 1000;

// In the order in which they are written, NULL last where it can be; those that fixed rows give are among
// them. nullopt where nobody can list them. Throws ErrorCode::profile at a value that the column cannot have.
std::optional<std::vector<base::Value>> possible_values(const TablePlan& plan, std::string_view column);

}  // namespace seedctl::profile

// LIKE: whether a text matches a pattern of %, _ and backslashes.
#pragma once

#include <string_view>

namespace seedctl::gen {

// Fails (22025) where the pattern ends with a backslash, when a match comes that far.
bool is_like(std::string_view text, std::string_view pattern);

}  // namespace seedctl::gen

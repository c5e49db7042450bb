// The text of a pattern to its tree; the syntax is that of POSIX and Perl where they agree.
#pragma once

#include <string_view>

#include "gen/pattern.h"

namespace seedctl::gen {

// Throws PatternError. Nothing is counted yet.
PatternNode parse_pattern(std::string_view text);

}  // namespace seedctl::gen

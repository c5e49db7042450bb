// Whether a pattern can make a text in more than one way, as (a|ab)(c|bc) can make abc: numbering the ways
// would then number that text twice.
#pragma once

#include <string>

#include "gen/pattern.h"

namespace seedctl::gen {

// Why some text can be made in several ways, with one as an example; "" where none can.
std::string repetition_in(const PatternNode& root);

}  // namespace seedctl::gen

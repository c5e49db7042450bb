// JSON in one canonical form, so that the same document compares and hashes equal whichever engine kept it:
// as written, or re-serialised by a jsonb column.
#pragma once

#include <string>
#include <string_view>

namespace seedctl::base {

// No white space, object keys sorted by their bytes (of duplicates the last counts, as in jsonb), numbers
// exact without superfluous zeros (1.0 is 1, 100 is 1e2). Text that is no JSON, is nested deeper than we
// read, or holds a number that no double can approximate is returned as it is.
std::string canonical_json(std::string_view text);

bool is_json(std::string_view text);

}  // namespace seedctl::base

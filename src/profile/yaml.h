// YAML text to base::Node, with every guard that hostile input needs.
#pragma once

#include <string>
#include <string_view>

#include "base/node.h"

namespace seedctl::profile {

// Limits, each with its reason.
inline constexpr std::size_t kMaxYamlBytes = 4 << 20;    // the parser takes 90 bytes of memory a byte and 0.25 s a MiB
inline constexpr std::size_t kMaxYamlDepth = 64;         // deeper nesting is no profile; walkers recurse
inline constexpr std::size_t kMaxYamlNodes = 1'000'000;  // after aliases are expanded: bombs stop here

// Throws ErrorCode::profile (or the given code) with position and excerpt for syntax errors, duplicate keys, several
// documents, unknown aliases, aliases that contain themselves, tags, merge keys, invalid UTF-8, and beyond the limits.
// An empty text is a null node.
base::Node parse_yaml(std::string_view text, const std::string& file, base::ErrorCode code = base::ErrorCode::profile);

// Reads the file after checking that it is a regular file of at most kMaxYamlBytes.
base::Node parse_yaml_file(const std::string& path, base::ErrorCode code = base::ErrorCode::profile);

}  // namespace seedctl::profile

// YAML text to base::Node, with every guard that hostile input needs.
//
// The parser's events are read directly: what a tree of its own would hide (duplicate keys, the size of an
// expanded alias, a second document) is seen as it passes, and refused before it costs anything.
#pragma once

#include <string>
#include <string_view>

#include "base/node.h"

namespace seedctl::profile {

// Limits, each with its reason.
// Brackets that never close cost the parser 250 bytes of memory a byte, before the first event shows them.
inline constexpr std::size_t kMaxYamlBytes = 1 << 20;
// Deeper nesting is no profile, and what walks the tree recurses.
inline constexpr std::size_t kMaxYamlDepth = 64;
// After aliases are expanded, some 250 bytes each: bombs stop here.
inline constexpr std::size_t kMaxYamlNodes = 250'000;

// Throws ErrorCode::profile (or the given code) with position and excerpt for syntax errors, duplicate keys,
// several documents, unknown aliases, aliases that contain themselves, tags, merge keys, invalid UTF-8,
// control characters, and beyond the limits. An empty text is a null node. The position of an empty value is
// that of its key.
base::Node parse_yaml(std::string_view text, const std::string& file,
                      base::ErrorCode code = base::ErrorCode::profile);

// Reads the file after checking that it is a regular file of at most kMaxYamlBytes.
base::Node parse_yaml_file(const std::string& path, base::ErrorCode code = base::ErrorCode::profile);

// The text of such a file: at most kMaxYamlBytes + 1 bytes are ever read. Throws like parse_yaml_file.
std::string read_yaml_file(const std::string& path, base::ErrorCode code = base::ErrorCode::profile);

}  // namespace seedctl::profile

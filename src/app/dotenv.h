// `.env` files: KEY=value lines, for variables that the environment does not set.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace seedctl::app {

// Reads KEY=value lines: `export ` in front is allowed, '#' starts a comment line or, after white space, a
// comment; values may be in single quotes (literal) or double quotes (\n, \", \\ and \$ mean what they do in
// a shell). Nothing is expanded. Throws ErrorCode::config, positioned, for any other line; no message repeats
// a value.
std::map<std::string, std::string> parse_dotenv(std::string_view text, const std::string& file);

}  // namespace seedctl::app

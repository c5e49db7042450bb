// Percent-encoding as URLs use it. Private to this layer.
//
// Malformed escapes are told by nullopt and never quoted back: they may be part of a password.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace seedctl::db {

// nullopt for "%" without two hex digits, and for %00, which no name and no file can hold.
std::optional<std::string> percent_decode(std::string_view text);

// Encodes what would read as part of the URL's syntax, white space, control characters and, unless the text
// is UTF-8, every byte above 0x7f: the result is safe to print.
std::string percent_encode(std::string_view text);

}  // namespace seedctl::db

// The formats of seedctl's own tables in a database: each has a number, and what a newer seedctl wrote is
// left alone rather than misread.
#pragma once

#include <cstdint>
#include <string>

namespace seedctl::state {

// The number of a stored format. Throws ErrorCode::refused for one beyond `newest`, ErrorCode::failed for
// what is no number. `table` is for the message.
std::uint64_t known_format(const std::string& stored, std::uint64_t newest, const std::string& table);

}  // namespace seedctl::state

// Whether a person put something at a path, readable or not.
//
// std::filesystem::exists() says no where it was not allowed to look and where a link leads nowhere; a config
// that is passed over for that would silently unprotect what it protects. Here only "nothing of that name" is
// a no, and whoever reads the file then says what is wrong with it.
#pragma once

#include <filesystem>
#include <system_error>

namespace seedctl::app {

inline bool is_there(const std::filesystem::path& path) {
  std::error_code unreadable;
  return std::filesystem::symlink_status(path, unreadable).type() != std::filesystem::file_type::not_found;
}

}  // namespace seedctl::app

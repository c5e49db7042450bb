// Files of the repository that tests read: migrations, profiles, golden files.
#pragma once

#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>

namespace seedctl::test {

inline std::string source_file(const std::string& path) {
  return std::string(SEEDCTL_SOURCE_DIR) + "/" + path;
}

inline std::string read_source(const std::string& path) {
  std::ifstream in(source_file(path), std::ios::binary);
  if (!in) throw std::runtime_error("cannot read " + path);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

}  // namespace seedctl::test

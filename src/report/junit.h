// JUnit XML, as CI servers read it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace seedctl::report {

struct TestCase {
  std::string class_name;
  std::string name;
  std::uint64_t duration_ms = 0;
  bool passed = true;
  std::string failure;  // message, where not passed
};

// A whole document with one test suite; texts are escaped, characters that XML cannot hold are replaced.
std::string to_junit(const std::string& suite, const std::vector<TestCase>& cases);

}  // namespace seedctl::report

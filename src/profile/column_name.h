// The words of a column's or a table's name: what it suggests is told by them.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace seedctl::profile {

// Taken apart at '_' and at humps, in lower case; "ipv4" and "sha256" are words.
struct ColumnName {
  explicit ColumnName(std::string_view name);

  std::vector<std::string> parts;
  std::string whole;  // joined by '_'
  std::string last;
};

bool any_of(std::string_view word, std::initializer_list<std::string_view> list);

}  // namespace seedctl::profile

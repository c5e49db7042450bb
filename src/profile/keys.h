// The keys of a profile: the table from which the parser knows them and the JSON Schema is made.
#pragma once

#include <span>
#include <string>
#include <vector>

namespace seedctl::profile {

struct KeyInfo {
  const char* name;
  const char* type;  // for people, as of gen::ParameterInfo: "number of rows"
  const char* summary;
};

std::span<const KeyInfo> profile_keys();
std::span<const KeyInfo> table_keys();  // of a map in `tables`
std::span<const KeyInfo> check_keys();  // of an item of `checks`

std::vector<std::string> names_of(std::span<const KeyInfo> keys);

}  // namespace seedctl::profile

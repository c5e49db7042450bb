// What the types of keys and parameters ("list of two bounds") mean, as JSON Schema.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace seedctl::profile {

struct JsonForm {
  const char* type;    // as KeyInfo and gen::ParameterInfo name it
  const char* schema;  // a JSON object; {"form": "share"} in it stands for another one of these
};

std::span<const JsonForm> json_forms();

// What keys of a table must and must not stand together: lists of schemas, all of which hold. The second is
// of profiles that extend none.
const char* table_rules();
const char* whole_table_rules();

// "list-of-two-bounds": what a definition is called.
std::string form_name(std::string_view type);

}  // namespace seedctl::profile

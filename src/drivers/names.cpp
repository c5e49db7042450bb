// A quote within a name is doubled.
#include "drivers/names.h"

namespace seedctl::drivers {

std::string quote_name(std::string_view name) {
  if (name.find('\0') != std::string_view::npos)
    throw base::Error(base::ErrorCode::failed, "a name holds a NUL character");
  std::string out = "\"";
  for (const char c : name) {
    if (c == '"') out += c;
    out += c;
  }
  out += '"';
  return out;
}

std::string quote_name(const db::TableName& table) {
  if (table.schema.empty()) return quote_name(table.name);
  return quote_name(table.schema) + "." + quote_name(table.name);
}

}  // namespace seedctl::drivers

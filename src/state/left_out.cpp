// Nothing of its own is stored for them: the specification has all columns, the digest's list those that
// count.
#include "state/left_out.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace seedctl::state {

std::vector<std::string> columns_left_out(const TableRecord& record) {
  const nlohmann::json specification = nlohmann::json::parse(record.specification, nullptr, false);
  if (!specification.is_object()) return {};
  const auto columns = specification.find("columns");
  if (columns == specification.end() || !columns->is_array()) return {};
  std::vector<std::string> names;
  for (const nlohmann::json& column : *columns) {
    const auto name = column.is_object() ? column.find("name") : column.end();
    if (name == column.end() || !name->is_string()) continue;
    names.push_back(name->get<std::string>());
  }
  std::erase_if(names, [&record](const std::string& name) {
    return std::find(record.columns.begin(), record.columns.end(), name) != record.columns.end();
  });
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace seedctl::state

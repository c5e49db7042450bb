// The specification lists the fixed rows in their order, those without a name too.
#include "state/fixed_places.h"

#include <nlohmann/json.hpp>

namespace seedctl::state {

std::map<std::string, std::uint64_t> fixed_places(const TableRecord& record) {
  const nlohmann::json specification = nlohmann::json::parse(record.specification, nullptr, false);
  if (!specification.is_object()) return {};
  const auto rows = specification.find("fixed");
  if (rows == specification.end() || !rows->is_array()) return {};
  std::map<std::string, std::uint64_t> places;
  std::uint64_t place = 0;
  for (const nlohmann::json& row : *rows) {
    ++place;
    const auto name = row.is_object() ? row.find("name") : row.end();
    if (name == row.end() || !name->is_string() || name->get<std::string>().empty()) continue;
    places.emplace(name->get<std::string>(), place);
  }
  return places;
}

}  // namespace seedctl::state

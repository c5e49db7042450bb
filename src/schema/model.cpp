// Look-ups by name. Schemas have tens of tables and tables tens of columns, so that a scan is as good as an
// index.
#include "schema/model.h"

#include <algorithm>

namespace seedctl::schema {

const Column* Table::column(std::string_view wanted) const {
  const auto found =
      std::find_if(columns.begin(), columns.end(), [&](const Column& c) { return c.name == wanted; });
  return found == columns.end() ? nullptr : &*found;
}

const UniqueKey* Table::primary_key() const {
  const auto found =
      std::find_if(unique_keys.begin(), unique_keys.end(), [](const UniqueKey& k) { return k.primary; });
  return found == unique_keys.end() ? nullptr : &*found;
}

const Table* Schema::table(std::string_view name) const {
  const auto found =
      std::find_if(tables.begin(), tables.end(), [&](const Table& t) { return t.name == name; });
  return found == tables.end() ? nullptr : &*found;
}

std::vector<std::string> Schema::table_names() const {
  std::vector<std::string> names;
  names.reserve(tables.size());
  for (const Table& table : tables) names.push_back(table.name);
  return names;
}

}  // namespace seedctl::schema

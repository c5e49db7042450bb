// The names of tables, for completion: asked at each press of a key, so that it reads files and nothing else,
// and what cannot be read has no names.
#include <filesystem>
#include <set>

#include "app/session.h"
#include "app/use_cases.h"
#include "profile/document.h"

namespace seedctl::app {

std::vector<std::string> table_names(const Settings& settings) {
  std::set<std::string> names;
  if (const auto snapshot = read_snapshot(settings)) {
    for (const schema::Table& table : snapshot->tables) names.insert(table.name);
    return {names.begin(), names.end()};
  }
  std::error_code failed;
  for (const auto& file : std::filesystem::directory_iterator(settings.seeds, failed)) {
    if (file.path().extension() != ".yaml") continue;
    try {
      for (const auto& table : profile::load_profile(settings.seeds, file.path().stem().string()).tables)
        names.insert(table.name);
    } catch (const base::Error&) {
      // A profile that cannot be read says so when it is used.
    }
  }
  return {names.begin(), names.end()};
}

}  // namespace seedctl::app

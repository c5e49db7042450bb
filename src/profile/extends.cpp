// Merging works on trees, before anything is given a meaning, so that one rule serves every key.
#include "profile/extends.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>

#include "base/text.h"
#include "profile/document.h"
#include "profile/keys.h"
#include "profile/yaml.h"

namespace seedctl::profile {
namespace {

using base::Node;
using base::NodeEntry;

// A profile cannot hold so many keys that this matters; it bounds what a folder of hostile files can cost.
constexpr std::size_t kMaxExtends = 16;

[[noreturn]] void fail_unknown(const NodeEntry& entry, const std::vector<std::string>& known,
                               const char* what) {
  throw base::Error(base::ErrorCode::profile, entry.position,
                    fmt::format("unknown key \"{}\" in {}{}", base::printable(entry.key), what,
                                base::did_you_mean(entry.key, known)))
      .with_hint(fmt::format("the keys are {}", base::join(known, ", ")));
}

void check_map(const Node& node, const std::string& what, const std::string& hint) {
  if (node.kind == Node::Kind::map) return;
  base::fail_at(node, fmt::format("{} must be a map, not {}", what, node.kind_text()), hint);
}

std::vector<std::string> keys_of(const Node& map) {
  std::vector<std::string> keys;
  for (const NodeEntry& entry : map.entries) keys.push_back(entry.key);
  return keys;
}

[[noreturn]] void fail_nothing_to_remove(const NodeEntry& entry, const Node& below, const char* what,
                                         const char* hint) {
  const std::string suggestion = base::did_you_mean(entry.key, keys_of(below));
  throw base::Error(
      base::ErrorCode::profile, entry.position,
      fmt::format("{} \"{}\" is empty, and there is none to remove in what this profile extends{}", what,
                  base::printable(entry.key), suggestion))
      .with_hint(hint);
}

// Lays the entries of `above` over those of `below`. `merge(entry, under)` gives the value of an entry of
// `above`, where `under` is the value it covers, or nullptr; `missing(entry)` is told of a null that removes
// nothing.
template <typename Merge, typename Missing>
Node overlay(Node below, const Node& above, Merge merge, Missing missing) {
  std::map<std::string, std::size_t> places;
  for (std::size_t i = 0; i < below.entries.size(); ++i) places[below.entries[i].key] = i;
  std::vector<bool> removed(below.entries.size(), false);
  for (const NodeEntry& entry : above.entries) {
    const auto found = places.find(entry.key);
    const bool is_null = entry.value.kind == Node::Kind::null;
    if (found == places.end()) {
      if (is_null)
        missing(entry, below);
      else
        below.entries.push_back({entry.key, entry.position, merge(entry, nullptr)});
    } else if (is_null) {
      removed[found->second] = true;
    } else {
      NodeEntry& under = below.entries[found->second];
      Node merged = merge(entry, &under.value);
      under = {entry.key, entry.position, std::move(merged)};
    }
  }
  std::size_t kept = 0;
  for (std::size_t i = 0; i < below.entries.size(); ++i) {
    if (i < removed.size() && removed[i]) continue;
    if (kept != i) below.entries[kept] = std::move(below.entries[i]);
    ++kept;
  }
  below.entries.resize(kept);
  below.kind = Node::Kind::map;
  below.position = above.position;
  return below;
}

Node map_at(base::SourcePosition position) {
  Node map;
  map.kind = Node::Kind::map;
  map.position = std::move(position);
  return map;
}

Node empty_map(const Node* under) { return under == nullptr ? map_at({}) : *under; }

Node overlay_columns(const NodeEntry& entry, const Node* under) {
  check_map(entry.value, "columns", "write columns: {email: email}");
  return overlay(
      empty_map(under), entry.value, [](const NodeEntry& column, const Node*) { return column.value; },
      [](const NodeEntry& column, const Node& below) {
        fail_nothing_to_remove(
            column, below, "column",
            "write {value: null} to fill a column with NULL; leave it out to have it inferred");
      });
}

Node overlay_table(const NodeEntry& entry, const Node* under) {
  Node own = entry.value;
  if (own.is_scalar()) {
    Node rows = std::move(own);
    own = map_at(rows.position);
    own.entries.push_back({"rows", rows.position, std::move(rows)});
  }
  check_map(own, fmt::format("table \"{}\"", base::printable(entry.key)), "write {rows: 100}");
  const std::vector<std::string> known = names_of(table_keys());
  for (const NodeEntry& key : own.entries) {
    if (std::find(known.begin(), known.end(), key.key) == known.end()) fail_unknown(key, known, "a table");
  }
  return overlay(
      empty_map(under), own,
      [](const NodeEntry& key, const Node* value) {
        return key.key == "columns" ? overlay_columns(key, value) : key.value;
      },
      [](const NodeEntry& key, const Node& below) {
        if (key.key == "columns" || key.key == "fixed") return;
        fail_nothing_to_remove(key, below, "key", "give it a value, or leave it out");
      });
}

Node overlay_tables(const NodeEntry& entry, const Node* under) {
  check_map(entry.value, "tables", "write tables: {user: {rows: 100}}");
  return overlay(empty_map(under), entry.value, overlay_table, [](const NodeEntry& table, const Node& below) {
    fail_nothing_to_remove(table, below, "table", "give its number of rows: {rows: 100}");
  });
}

Node overlay_profile(Node below, const Node& own) {
  check_map(own, "a profile", "its first lines are like seed: 42 and tables: {user: 100}");
  const std::vector<std::string> known = names_of(profile_keys());
  for (const NodeEntry& key : own.entries) {
    if (std::find(known.begin(), known.end(), key.key) == known.end()) fail_unknown(key, known, "a profile");
  }
  return overlay(
      std::move(below), own,
      [](const NodeEntry& key, const Node* value) {
        return key.key == "tables" ? overlay_tables(key, value) : key.value;
      },
      [](const NodeEntry& key, const Node& under) {
        if (key.key == "tables" || key.key == "checks") return;
        fail_nothing_to_remove(key, under, "key", "give it a value, or leave it out");
      });
}

bool is_profile_name(const std::string& name) {
  return !name.empty() && name.front() != '.' &&
         name.find_first_of(std::string_view("/\\\0", 3)) == std::string::npos;
}

// Where the name was written, for errors about it.
struct Reference {
  std::string name;
  std::optional<base::SourcePosition> position;  // of `extends`; none for the command line
};

[[noreturn]] void fail_reference(const Reference& reference, const std::string& message,
                                 const std::string& hint) {
  base::Error error(base::ErrorCode::profile, message);
  if (reference.position) error.at(*reference.position);
  throw error.with_hint(hint);
}

// Without the folder's own trouble, which reads as if the profile were missing.
void require_folder(const std::string& folder) {
  const auto refuse = [&](const std::string& message) {
    throw base::Error(base::ErrorCode::profile, {folder, 0, 0}, message)
        .with_hint("name the folder of the profiles with --seeds, or `seeds` in seedctl.yaml");
  };
  std::error_code failed;
  const std::filesystem::file_status status = std::filesystem::status(folder, failed);
  if (status.type() == std::filesystem::file_type::not_found) refuse("there is no such folder of profiles");
  if (failed) refuse("the folder of profiles cannot be read: " + failed.message());
  if (status.type() != std::filesystem::file_type::directory) refuse("this is no folder of profiles");
  const std::filesystem::directory_iterator readable(folder, failed);
  if (failed) refuse("the folder of profiles cannot be read: " + failed.message());
}

std::string find_file(const std::string& folder, const Reference& reference) {
  const std::string shown = base::printable(reference.name);
  if (!is_profile_name(reference.name)) {
    fail_reference(reference, fmt::format("\"{}\" is no name of a profile", shown),
                   "a profile is named like its file, without folder and ending: dev for seeds/dev.yaml");
  }
  std::vector<std::string> found;
  for (const char* ending : {".yaml", ".yml"}) {
    const std::string path = (std::filesystem::path(folder) / (reference.name + ending)).string();
    std::error_code ignored;
    if (std::filesystem::exists(std::filesystem::symlink_status(path, ignored))) found.push_back(path);
  }
  if (found.size() == 1) return found.front();
  if (found.size() > 1) {
    fail_reference(reference,
                   fmt::format("profile \"{}\" is there twice: {} and {}", shown, found[0], found[1]),
                   "remove one of them");
  }
  require_folder(folder);
  const std::vector<std::string> names = profile_names(folder);
  const std::string there = names.empty()
                                ? fmt::format("there are no profiles in {}", folder)
                                : fmt::format("the profiles in {} are {}", folder, base::join(names, ", "));
  fail_reference(reference,
                 fmt::format("no profile \"{}\"{}", shown, base::did_you_mean(reference.name, names)), there);
}

Node load(const std::string& folder, const Reference& reference, std::vector<std::string>& chain,
          std::vector<std::string>& files) {
  const bool circle = std::find(chain.begin(), chain.end(), reference.name) != chain.end();
  chain.push_back(reference.name);
  if (circle) {
    fail_reference(reference, fmt::format("extends goes in a circle: {}", base::join(chain, " -> ")), "");
  }
  if (chain.size() > kMaxExtends) {
    fail_reference(reference, fmt::format("more than {} profiles extend one another", kMaxExtends), "");
  }
  const std::string path = find_file(folder, reference);
  files.push_back(path);
  Node own = parse_yaml_file(path);
  if (own.kind == Node::Kind::null) own.kind = Node::Kind::map;
  Node below = map_at({});
  if (const Node* extends = own.find("extends")) {
    if (extends->kind == Node::Kind::list)
      base::fail_at(*extends, "extends takes one profile's name, not a list");
    below = load(folder, {base::as_text(*extends, "extends"), extends->position}, chain, files);
    std::erase_if(own.entries, [](const NodeEntry& entry) { return entry.key == "extends"; });
  }
  return overlay_profile(std::move(below), own);
}

}  // namespace

MergedProfile load_merged(const std::string& folder, const std::string& name) {
  MergedProfile merged;
  std::vector<std::string> chain;
  merged.root = load(folder, {name, std::nullopt}, chain, merged.files);
  return merged;
}

std::vector<std::string> profile_names(const std::string& folder) {
  std::vector<std::string> names;
  std::error_code error;
  for (std::filesystem::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    const std::filesystem::path& path = it->path();
    if (path.extension() != ".yaml" && path.extension() != ".yml") continue;
    if (is_profile_name(path.stem().string())) names.push_back(path.stem().string());
  }
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

}  // namespace seedctl::profile

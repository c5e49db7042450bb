// Reads a folder of migrations: which file of each version is for this engine, then what is in it.
#include "migrate/folder.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <vector>

#include "base/text.h"
#include "migrate/file_name.h"
#include "migrate/section.h"

namespace seedctl::migrate {
namespace {

namespace fs = std::filesystem;
using base::Error;
using base::ErrorCode;

struct Candidate {
  FileName name;
  std::string path;  // as shown to people
};

std::string joined(const std::string& folder, const std::string& leaf) {
  return (fs::path(folder) / leaf).string();
}

// The SQL files of a folder by name, so that messages do not depend on the order of the file system.
std::vector<std::string> sql_files(const std::string& folder) {
  std::vector<std::string> names;
  std::error_code failed;
  for (fs::directory_iterator entry(folder, failed), end; !failed && entry != end; entry.increment(failed)) {
    const std::string name = entry->path().filename().string();
    if (is_sql_file(name)) names.push_back(name);
  }
  if (failed)
    throw Error(ErrorCode::migration, {folder, 0, 0}, "the folder cannot be read: " + failed.message());
  std::sort(names.begin(), names.end());
  return names;
}

void require_folder(const std::string& path) {
  std::error_code failed;
  const fs::file_status status = fs::status(path, failed);
  if (status.type() == fs::file_type::not_found)
    throw Error(ErrorCode::migration, {path, 0, 0}, "there is no such folder of migrations")
        .with_hint("name it with --migrations, or begin one with `seedctl new NAME`");
  if (failed)
    throw Error(ErrorCode::migration, {path, 0, 0},
                "the folder of migrations cannot be read: " + failed.message());
  if (status.type() != fs::file_type::directory)
    throw Error(ErrorCode::migration, {path, 0, 0}, "this is no folder of migrations")
        .with_hint("name the folder that holds the files");
}

void require_file(const std::string& path) {
  std::error_code failed;
  if (fs::is_regular_file(path, failed)) return;
  throw Error(ErrorCode::migration, {path, 0, 0}, "this is no regular file")
      .with_hint("remove it, or take .sql off its name");
}

// Of files that share a version (or a repeatable's name): the one for this engine. They must agree on their
// name, and no two may be for the same engine.
const Candidate& choose(const std::vector<Candidate>& files, const std::string& what, base::Engine engine) {
  for (std::size_t i = 0; i < files.size(); ++i)
    for (std::size_t j = i + 1; j < files.size(); ++j)
      if (files[i].name.engine == files[j].name.engine || files[i].name.name != files[j].name.name)
        throw Error(ErrorCode::migration, {files[j].path, 0, 0},
                    fmt::format("{} is there twice: also as {}", what, files[i].path))
            .with_hint("give one of them the next free version (`seedctl new` finds it)");
  const Candidate* generic = nullptr;
  for (const Candidate& file : files) {
    if (file.name.engine == base::engine_name(engine)) return file;
    if (file.name.engine.empty()) generic = &file;
  }
  if (generic != nullptr) return *generic;
  throw Error(ErrorCode::migration, {files.front().path, 0, 0},
              fmt::format("{} has no file for {}", what, base::engine_name(engine)))
      .with_hint(
          fmt::format("add one whose name ends in .{}.sql; it may hold only `-- migrate:up` and a comment",
                      base::engine_name(engine)));
}

void load_versioned(Folder& folder, base::Engine engine) {
  std::map<std::uint64_t, std::vector<Candidate>> by_version;
  for (const std::string& leaf : sql_files(folder.path)) {
    const std::string path = joined(folder.path, leaf);
    FileName name = parse_versioned_name(leaf, path);
    require_file(path);
    const std::uint64_t version = name.version;
    by_version[version].push_back({std::move(name), path});
  }
  for (const auto& [version, files] : by_version) {
    const std::string what = fmt::format("version {}", version);
    const Candidate& file = choose(files, what, engine);
    Sections sections = parse_versioned(read_migration_text(file.path), file.path, engine);
    folder.migrations.push_back({.version = version,
                                 .name = file.name.name,
                                 .file = file.path,
                                 .up = std::move(sections.up),
                                 .down = std::move(sections.down)});
  }
}

void load_repeatables(Folder& folder, base::Engine engine) {
  const std::string path = joined(folder.path, "repeatable");
  std::error_code failed;
  if (!fs::is_directory(path, failed)) return;
  std::map<std::string, std::vector<Candidate>> by_name;
  for (const std::string& leaf : sql_files(path)) {
    const std::string file = joined(path, leaf);
    FileName name = parse_repeatable_name(leaf, file);
    require_file(file);
    const std::string key = name.name;
    by_name[key].push_back({std::move(name), file});
  }
  for (const auto& [name, files] : by_name) {
    const std::string what = fmt::format("the repeatable migration \"{}\"", base::printable(name));
    const Candidate& file = choose(files, what, engine);
    folder.repeatables.push_back({.name = name,
                                  .file = file.path,
                                  .up = parse_repeatable(read_migration_text(file.path), file.path, engine)});
  }
}

}  // namespace

Folder load_folder(const std::string& path, base::Engine engine) {
  require_folder(path);
  Folder folder{.path = path, .migrations = {}, .repeatables = {}};
  load_versioned(folder, engine);
  load_repeatables(folder, engine);
  if (folder.migrations.empty() && folder.repeatables.empty())
    throw Error(ErrorCode::migration, {path, 0, 0}, "the folder holds no migrations")
        .with_hint("make the first one with `seedctl new NAME`");
  return folder;
}

}  // namespace seedctl::migrate

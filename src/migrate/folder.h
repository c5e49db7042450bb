// A folder of migration files, read and checked: NNNN_name.sql with `-- migrate:up` and `-- migrate:down`
// sections, NNNN_name.<engine>.sql in place of the generic file for that engine, repeatable/NAME.sql.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/engine.h"
#include "base/error.h"

namespace seedctl::migrate {

struct Section {
  std::string text;              // without the directive line
  std::uint32_t first_line = 0;  // of text in the file
  bool transaction = true;       // `transaction:false` on the directive line
  bool foreign_keys =
      true;  // `foreign_keys:off`: SQLite runs it unenforced and checks afterwards; others ignore it
  std::string checksum;       // SHA-256, blind to line endings, BOM and trailing white space
  std::string code_checksum;  // the same without comments and white space: tells a comment-only change apart
};

struct Migration {
  std::uint64_t version = 0;
  std::string name;  // "create_users"
  std::string file;  // as given to load_folder, "migrations/0001_create_users.sql"
  Section up;
  std::optional<Section> down;
};

struct Repeatable {
  std::string name;
  std::string file;
  Section up;
};

struct Folder {
  std::string path;
  std::vector<Migration> migrations;    // by version
  std::vector<Repeatable> repeatables;  // by name
};

// Throws ErrorCode::migration, positioned: a folder that is missing or no folder, unreadable or binary files,
// names that are no migration's, duplicate versions, a version without a file for the engine, missing or
// duplicate sections, text before the first section, unknown options, statements that a section of its kind
// cannot hold (transaction control; in a transactional one also what cannot run in a transaction), sections
// that can't be split. A folder without migrations is an error too, with a hint to `seedctl new`. A
// repeatable file needs no `-- migrate:up`.
Folder load_folder(const std::string& path, base::Engine engine);

// The file that `seedctl new NAME` makes: next version in the folder's own width and style (numbers or
// timestamps). Returns the path. `now` is the UTC time as YYYYMMDDHHMMSS, for folders that use timestamps.
std::string create_migration(const std::string& folder, const std::string& name, const std::string& now);

}  // namespace seedctl::migrate

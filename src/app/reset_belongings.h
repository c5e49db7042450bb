// What a database holds besides what the project's migrations make: a reset may destroy a project's own
// database only, and says which tables of people go with it.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "app/config.h"
#include "base/engine.h"
#include "db/connection.h"
#include "migrate/folder.h"

namespace seedctl::app {

// Something that a reset would destroy.
struct Belonging {
  std::string schema;  // SQLite: "main"
  std::string kind;    // "table", "view", "routine", ...
  std::string name;
  std::string shown;  // with its schema where there are several
};

// All of them on PostgreSQL: what stands in some schema and belongs to no extension.
std::vector<Belonging> belongings_of_postgres(db::Connection& connection);

// The names in the migrations, in lower case, read from the text alone: also in strings and in the bodies of
// functions, not in comments.
struct MigrationNames {
  std::set<std::string> words;  // every identifier
  std::set<std::string>
      schemas;  // that are made, that something is made in or moved to, or that a search path names
};
MigrationNames names_in(const migrate::Folder& folder, base::Engine engine);

// Throws ErrorCode::refused where the database holds something but no history of ours, and where something
// stands in schemas that are neither the project's nor named by its migrations.
void refuse_what_others_made(db::Connection& connection, const Settings& settings,
                             const migrate::Folder& folder);

// Tables in the project's schemas whose names occur nowhere in the migrations, sorted: made by people, or by
// SQL that puts names together.
std::vector<std::string> tables_no_migration_names(db::Connection& connection, const Settings& settings,
                                                   const migrate::Folder& folder);

}  // namespace seedctl::app

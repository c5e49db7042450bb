// seedctl.yaml, .env and the environment, made into settled choices. The environment comes in as a value.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "db/url.h"
#include "state/names.h"

namespace seedctl::app {

// Looks a variable up; nullopt where it is not set.
using Environment = std::function<std::optional<std::string>(const std::string&)>;

// What the command line says, before the config is read. Unset = nullopt.
struct GlobalOptions {
  std::optional<std::string> database;
  std::optional<std::string> env;
  std::optional<std::string> config;      // file
  std::optional<std::string> migrations;  // folder
  std::optional<std::string> seeds;       // folder
  bool yes = false;
};

struct Settings {
  std::string root;  // folder of the config (or the current one): what relative paths are relative to
  db::Url url;
  std::string url_source;  // "--database", "SEEDCTL_DATABASE_URL", "seedctl.yaml:3", "the default"
  std::string migrations;  // folders, as to be shown and opened
  std::string seeds;
  std::string snapshot;                  // path of schema.lock.json
  std::string schema;                    // PostgreSQL; "" = default
  base::SourcePosition schema_position;  // in the config
  state::OwnTables own;
  bool is_protected = false;
  std::string protected_why;  // "10.0.0.5:5432/app is not local"
  bool allow_seed = false;    // allow: [seed]
};

// Finds seedctl.yaml in the current folder or the ones above it, unless --config names it; reads .env beside
// it; picks the database in the documented order. Throws ErrorCode::config, positioned, for unknown keys,
// missing variables, bad URLs; ErrorCode::usage for an --env that is not there.
Settings load_settings(const GlobalOptions& options, const Environment& environment);

// The environments of the config, sorted; none where there is no config.
std::vector<std::string> environment_names(const GlobalOptions& options, const Environment& environment);

}  // namespace seedctl::app

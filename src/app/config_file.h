// seedctl.yaml as written: its shape is checked, `${VAR}` is replaced, nothing is decided yet.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "app/config.h"
#include "base/node.h"

namespace seedctl::app {

// Text that may have held ${VAR}. `missing` names the first variable that is not set; then `text` means
// nothing.
struct Expanded {
  std::string text;
  base::SourcePosition position;
  std::string missing;
};

struct EnvironmentEntry {
  base::SourcePosition position;
  std::optional<Expanded> url;
  bool is_protected = false;
  bool disposable = false;
  bool allow_seed = false;
};

struct ConfigFile {
  std::optional<Expanded> database;
  std::optional<Expanded> migrations;
  std::optional<Expanded> seeds;
  std::optional<Expanded> schema;
  std::optional<Expanded> history;
  std::optional<Expanded> ledger;
  std::map<std::string, EnvironmentEntry> environments;
};

// Throws ErrorCode::config, positioned, for unknown keys and wrong kinds. Unset variables are no error here:
// an environment that is not used may name some.
ConfigFile read_config(const std::string& path, const Environment& environment);

// The text, or an error that names the variable.
const std::string& required(const Expanded& value);

}  // namespace seedctl::app

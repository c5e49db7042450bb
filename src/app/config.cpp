// Every choice is made here once, so that commands never look at options or variables again.
#include "app/config.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <system_error>

#include "app/config_file.h"
#include "app/dotenv.h"
#include "app/file_presence.h"
#include "base/text.h"
#include "db/target.h"

namespace seedctl::app {
namespace {

namespace fs = std::filesystem;
using base::Error;
using base::ErrorCode;

constexpr const char* kConfigName = "seedctl.yaml";
// A .env larger than this is not one.
constexpr std::uintmax_t kMaxDotenvBytes = 1 << 20;

// The config's path, or "": --config, else seedctl.yaml in the current folder or the nearest one above it.
std::string find_config(const GlobalOptions& options) {
  if (options.config) {
    if (!is_there(*options.config))
      throw Error(ErrorCode::config, "the config " + base::printable(*options.config) + " does not exist");
    return *options.config;
  }
  if (is_there(kConfigName)) return kConfigName;
  std::error_code failed;
  fs::path folder = fs::current_path(failed);
  while (folder.has_relative_path()) {
    folder = folder.parent_path();
    if (is_there(folder / kConfigName)) return (folder / kConfigName).string();
  }
  return {};
}

std::map<std::string, std::string> read_dotenv(const std::string& root) {
  const std::string path = (fs::path(root) / ".env").string();
  if (!is_there(path)) return {};
  std::error_code failed;
  if (!fs::is_regular_file(path, failed))
    throw Error(ErrorCode::config,
                path + (failed ? " cannot be read: " + failed.message() : " is not a file"));
  if (fs::file_size(path, failed) > kMaxDotenvBytes)
    throw Error(ErrorCode::config, path + " is too large to be a .env file");
  std::ifstream file(path, std::ios::binary);
  if (!file) throw Error(ErrorCode::config, path + " cannot be read: " + std::strerror(errno));
  std::ostringstream text;
  text << file.rdbuf();
  return parse_dotenv(text.str(), path);
}

std::string below(const std::string& root, const std::string& path) {
  return root.empty() || fs::path(path).is_absolute() ? path
                                                      : (fs::path(root) / path).lexically_normal().string();
}

struct Chosen {
  std::string text;
  std::string source;
  std::string base_dir;  // of a relative SQLite path
  std::optional<base::SourcePosition> position;
};

Chosen choose_database(const GlobalOptions& options, const ConfigFile& config, const std::string& config_path,
                       const std::string& root, const Environment& process,
                       const std::map<std::string, std::string>& dotenv) {
  if (options.database) return {*options.database, "--database", {}, {}};
  if (options.env) {
    const auto found = config.environments.find(*options.env);
    if (found == config.environments.end()) {
      std::vector<std::string> names;
      for (const auto& [name, entry] : config.environments) names.push_back(name);
      Error error(ErrorCode::usage,
                  "there is no environment \"" + base::printable(*options.env) + "\"" +
                      (config_path.empty() ? "; there is no seedctl.yaml" : " in " + config_path) +
                      base::did_you_mean(*options.env, names));
      if (!names.empty()) error.hint = "it has: " + base::join(names, ", ");
      throw error;
    }
    if (!found->second.url)
      throw Error(ErrorCode::config, found->second.position,
                  "the environment " + *options.env + " has no url");
    return {required(*found->second.url), "environment " + *options.env, root, found->second.url->position};
  }
  const auto variable = [&](const char* name) -> std::optional<Chosen> {
    if (const auto value = process(name); value && !value->empty()) return Chosen{*value, name, {}, {}};
    if (const auto found = dotenv.find(name); found != dotenv.end() && !found->second.empty())
      return Chosen{found->second, std::string(name) + " in .env", root, {}};
    return std::nullopt;
  };
  if (const auto chosen = variable("SEEDCTL_DATABASE_URL")) return *chosen;
  if (config.database) return {required(*config.database), config_path, root, config.database->position};
  if (const auto chosen = variable("DATABASE_URL")) return *chosen;
  return {"sqlite:seedctl.db", "the default", root, {}};
}

// Protection is a property of the target, however it was named: what takes rights away holds for every target
// that may be the one meant, what gives them only for the very same.
void decide_protection(Settings& settings, const ConfigFile& config, const Environment& environment,
                       const Environment& process) {
  bool disposable = process("SEEDCTL_DISPOSABLE") == "1";
  for (const auto& [name, entry] : config.environments) {
    if (!entry.url || !entry.url->missing.empty()) continue;
    db::Url url;
    try {
      url = db::parse_url(entry.url->text, settings.root).with_environment(environment);
    } catch (const Error&) {
      continue;  // an environment that is not used may be wrong
    }
    if (entry.is_protected && db::may_be_same_target(url, settings.url)) {
      settings.is_protected = true;
      settings.protected_why = settings.url.target() + " is, or may be, the protected environment " + name;
    }
    if (!db::is_same_target(url, settings.url)) continue;
    disposable = disposable || entry.disposable;
    settings.allow_seed = settings.allow_seed || entry.allow_seed;
  }
  if (settings.is_protected || disposable || settings.url.is_local()) return;
  const auto service = settings.url.parameters.find("service");
  const bool by_service = service != settings.url.parameters.end() && !service->second.empty();
  settings.is_protected = true;
  settings.protected_why =
      settings.url.target() + (by_service ? " is named by a service file" : " is not on this machine");
}

}  // namespace

Settings load_settings(const GlobalOptions& options, const Environment& process) {
  Settings settings;
  const std::string config_path = find_config(options);
  settings.root = fs::path(config_path).parent_path().string();

  const std::map<std::string, std::string> dotenv = read_dotenv(settings.root);
  const Environment environment = [&](const std::string& name) -> std::optional<std::string> {
    if (auto value = process(name)) return value;
    const auto found = dotenv.find(name);
    return found == dotenv.end() ? std::nullopt : std::optional(found->second);
  };
  const ConfigFile config = config_path.empty() ? ConfigFile{} : read_config(config_path, environment);

  const Chosen chosen = choose_database(options, config, config_path, settings.root, process, dotenv);
  settings.url_source = chosen.source;
  try {
    settings.url = db::parse_url(chosen.text, chosen.base_dir);
  } catch (Error& error) {
    if (chosen.position && !error.position()) error.at(*chosen.position);
    if (error.hint.empty()) error.hint = "the URL comes from " + chosen.source;
    throw;
  }
  settings.url = settings.url.with_environment(environment);

  const auto folder = [&](const std::optional<std::string>& option, const std::optional<Expanded>& configured,
                          const char* name) {
    if (option) return *option;
    return below(settings.root, configured ? required(*configured) : name);
  };
  settings.migrations = folder(options.migrations, config.migrations, "migrations");
  settings.seeds = folder(options.seeds, config.seeds, "seeds");
  settings.snapshot = below(settings.root, "schema.lock.json");
  if (config.schema) {
    settings.schema = required(*config.schema);
    settings.schema_position = config.schema->position;
  }
  if (config.history) settings.own.history = required(*config.history);
  if (config.ledger) settings.own.ledger = required(*config.ledger);
  settings.own.schema = settings.url.engine == base::Engine::postgres ? settings.schema : "";
  if (settings.own.history.empty() || settings.own.ledger.empty() ||
      settings.own.history == settings.own.ledger)
    throw Error(ErrorCode::config, "tables.history and tables.ledger must be two different names");
  decide_protection(settings, config, environment, process);
  return settings;
}

std::vector<std::string> environment_names(const GlobalOptions& options, const Environment& environment) {
  const std::string path = find_config(options);
  std::vector<std::string> names;
  if (path.empty()) return names;
  for (const auto& [name, entry] : read_config(path, environment).environments) names.push_back(name);
  return names;
}

}  // namespace seedctl::app

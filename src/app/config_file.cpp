#include "app/config_file.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "profile/yaml.h"

namespace seedctl::app {
namespace {

using base::Error;
using base::ErrorCode;
using base::Node;

[[noreturn]] void fail(const Node& node, std::string message) {
  throw Error(ErrorCode::config, node.position, std::move(message));
}

// base/node.h's readers throw profile errors; here they are errors of the config.
void expect_keys(const Node& map, std::span<const std::string> known, std::string_view what) {
  if (map.kind != Node::Kind::map) fail(map, std::string(what) + " must be a map, not " + map.kind_text());
  for (const base::NodeEntry& entry : map.entries) {
    bool found = false;
    for (const std::string& key : known) found = found || key == entry.key;
    if (!found)
      throw Error(ErrorCode::config, entry.position,
                  "unknown key \"" + base::printable(entry.key) + "\" in " + std::string(what) +
                      base::did_you_mean(entry.key, known));
  }
}

bool flag(const Node& map, std::string_view key) {
  const Node* node = map.find(key);
  if (node == nullptr) return false;
  if (node->kind != Node::Kind::boolean) fail(*node, std::string(key) + " must be true or false");
  return node->text[0] == 't' || node->text[0] == 'T';
}

bool is_variable_name(std::string_view name) {
  const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  return !name.empty() && is_letter(name[0]) &&
         std::all_of(name.begin(), name.end(), [&](char c) { return is_letter(c) || is_digit(c); });
}

// ${VAR}, ${VAR:-default} and $$ for a dollar sign.
Expanded expand(const Node& node, std::string_view what, const Environment& environment) {
  if (!node.is_scalar() || node.kind == Node::Kind::null)
    fail(node, std::string(what) + " must be text, not " + node.kind_text());
  Expanded result{.text = {}, .position = node.position, .missing = {}};
  const std::string_view text = node.text;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text.substr(i).starts_with("$$")) {
      result.text += '$';
      ++i;
    } else if (text.substr(i).starts_with("${")) {
      const std::size_t end = text.find('}', i);
      if (end == std::string_view::npos) fail(node, std::string(what) + " has a ${ without its }");
      const std::string_view inside = text.substr(i + 2, end - i - 2);
      const std::size_t colon = inside.find(":-");
      const std::string name(inside.substr(0, colon));
      if (!is_variable_name(name))
        fail(node, std::string(what) + " has a ${...} that is neither ${VAR} nor ${VAR:-default}");
      std::optional<std::string> value = environment(name);
      if ((!value || value->empty()) && colon != std::string_view::npos)
        value = std::string(inside.substr(colon + 2));
      if (!value && result.missing.empty()) result.missing = name;
      result.text += value.value_or("");
      i = end;
    } else {
      result.text += text[i];
    }
  }
  return result;
}

EnvironmentEntry read_environment(const Node& node, const Environment& environment) {
  static const std::array<std::string, 4> kKeys{"url", "protected", "disposable", "allow"};
  expect_keys(node, kKeys, "an environment");
  EnvironmentEntry entry;
  entry.position = node.position;
  if (const Node* url = node.find("url")) entry.url = expand(*url, "url", environment);
  entry.is_protected = flag(node, "protected");
  entry.disposable = flag(node, "disposable");
  if (const Node* allow = node.find("allow")) {
    if (allow->kind != Node::Kind::list) fail(*allow, "allow must be a list");
    for (const Node& item : allow->items) {
      if (item.text != "seed") fail(item, "allow knows only `seed`");
      entry.allow_seed = true;
    }
  }
  return entry;
}

}  // namespace

ConfigFile read_config(const std::string& path, const Environment& environment) {
  static const std::array<std::string, 6> kKeys{"database", "migrations", "seeds",
                                                "schema",   "tables",     "environments"};
  static const std::array<std::string, 2> kTableKeys{"history", "ledger"};
  const Node root = profile::parse_yaml_file(path, ErrorCode::config);
  ConfigFile config;
  if (root.kind == Node::Kind::null) return config;
  expect_keys(root, kKeys, "the config");
  const auto text = [&](const Node& map, std::string_view key) -> std::optional<Expanded> {
    const Node* node = map.find(key);
    if (node == nullptr) return std::nullopt;
    return expand(*node, key, environment);
  };
  config.database = text(root, "database");
  config.migrations = text(root, "migrations");
  config.seeds = text(root, "seeds");
  config.schema = text(root, "schema");
  if (const Node* tables = root.find("tables")) {
    expect_keys(*tables, kTableKeys, "tables");
    config.history = text(*tables, "history");
    config.ledger = text(*tables, "ledger");
  }
  if (const Node* environments = root.find("environments")) {
    if (environments->kind != Node::Kind::map) fail(*environments, "environments must be a map of names");
    for (const base::NodeEntry& entry : environments->entries)
      config.environments[entry.key] = read_environment(entry.value, environment);
  }
  return config;
}

const std::string& required(const Expanded& value) {
  if (!value.missing.empty()) {
    Error error(ErrorCode::config, value.position, "the variable " + value.missing + " is not set");
    error.hint = "set it, or give a default: ${" + value.missing + ":-...}";
    throw error;
  }
  return value.text;
}

}  // namespace seedctl::app

// Profiles as an editor sees them: read as YAML 1.2, held against the JSON Schema by a validator.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>

#include "base/node.h"
#include "profile/json_schema.h"
#include "profile/yaml.h"
#include "support/temp_dir.h"

namespace seedctl::test {

// As an editor reads a scalar: YAML 1.2, in which 1_000 is text.
inline nlohmann::json plain(const base::Node& node) {
  if (node.quoted || node.kind == base::Node::Kind::text) return node.text;
  if (node.kind == base::Node::Kind::null) return nullptr;
  if (node.kind == base::Node::Kind::boolean) return node.text == "true";
  const auto number = nlohmann::json::parse(node.text, nullptr, false);
  return number.is_discarded() ? nlohmann::json(node.text) : number;
}

inline nlohmann::json tree(const base::Node& node) {
  if (node.kind == base::Node::Kind::list) {
    auto list = nlohmann::json::array();
    for (const base::Node& item : node.items) list.push_back(tree(item));
    return list;
  }
  if (node.kind != base::Node::Kind::map) return plain(node);
  auto map = nlohmann::json::object();
  for (const base::NodeEntry& entry : node.entries) map[entry.key] = tree(entry.value);
  return map;
}

class Validator {
 public:
  Validator() {
    const auto document = nlohmann::json::parse(profile::json_schema_text());
    valijson::SchemaParser(valijson::SchemaParser::kDraft7)
        .populateSchema(valijson::adapters::NlohmannJsonAdapter(document), schema_);
  }

  bool accepts(const std::string& yaml) {
    const TempDir folder;
    const auto profile = tree(profile::parse_yaml_file(folder.write_file("p.yaml", yaml)));
    valijson::Validator validator;
    return validator.validate(schema_, valijson::adapters::NlohmannJsonAdapter(profile), nullptr);
  }

 private:
  valijson::Schema schema_;
};

}  // namespace seedctl::test

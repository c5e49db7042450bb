// Every form is a definition of its own, so that the schema stays small enough to read.
#include "profile/json_schema.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "gen/catalog.h"
#include "gen/locale.h"
#include "profile/json_forms.h"
#include "profile/keys.h"

namespace seedctl::profile {
namespace {

using Json = nlohmann::ordered_json;

Json reference_to(std::string_view type) {
  return {{"$ref", fmt::format("#/definitions/{}", form_name(type))}};
}

// Beside $ref draft 7 reads nothing: what is said of a key stands around it.
Json described(Json schema, const std::string& summary) {
  return {{"description", summary}, {"allOf", Json::array({std::move(schema)})}};
}

// Replaces {"form": "share"} by the reference to it, wherever it stands.
Json resolved_forms(const Json& node) {
  if (node.is_object() && node.contains("form")) return reference_to(node["form"].get<std::string>());
  if (!node.is_structured()) return node;
  Json copy = node;
  for (auto& part : copy) part = resolved_forms(part);
  return copy;
}

Json closed_map(Json properties, Json required = Json::array()) {
  Json map{{"type", "object"}, {"additionalProperties", false}, {"properties", std::move(properties)}};
  if (!required.empty()) map["required"] = std::move(required);
  return map;
}

// `null` is there for profiles that extend another: it removes what that one says.
Json or_null(Json schema) { return {{"anyOf", Json::array({std::move(schema), {{"type", "null"}}})}}; }

Json map_of(std::span<const KeyInfo> keys) {
  Json properties = Json::object();
  for (const KeyInfo& key : keys)
    properties[key.name] = described(or_null(reference_to(key.type)), key.summary);
  return closed_map(std::move(properties));
}

// Of the generator's own key: {between: HERE}.
Json own_value(const gen::GeneratorInfo& generator) {
  Json inside = Json::object(), required = Json::array();
  const gen::ParameterInfo* value = nullptr;
  for (const gen::ParameterInfo& parameter : generator.parameters) {
    if (parameter.name.empty()) value = &parameter;
    if (!parameter.inside) continue;
    inside[parameter.name] = described(reference_to(parameter.type), parameter.summary);
    if (parameter.required) required.push_back(parameter.name);
  }
  if (value == nullptr) return {{"type", "null"}};
  const bool one_alone = value->type == "map of one key";
  Json schema =
      inside.empty() ? reference_to(value->type) : closed_map(std::move(inside), std::move(required));
  if (one_alone) schema["minProperties"] = schema["maxProperties"] = 1;
  return value->required ? schema : or_null(std::move(schema));
}

Json column_map(const gen::GeneratorInfo& generator) {
  Json properties{{generator.name, described(own_value(generator), generator.summary)}};
  Json required = Json::array({generator.name});
  for (const gen::ParameterInfo& parameter : generator.parameters) {
    if (parameter.inside || parameter.name.empty()) continue;
    properties[parameter.name] = described(reference_to(parameter.type), parameter.summary);
    if (parameter.required) required.push_back(parameter.name);
  }
  for (const gen::ParameterInfo& modifier : gen::column_modifiers())
    properties[modifier.name] = described(reference_to(modifier.type), modifier.summary);
  return closed_map(std::move(properties), std::move(required));
}

// A bare name, a bare list, or a map with one generator.
Json column() {
  Json names = Json::array(), forms = Json::array();
  for (const gen::GeneratorInfo& generator : gen::generators()) {
    bool bare = true;
    for (const gen::ParameterInfo& parameter : generator.parameters) bare = bare && !parameter.required;
    if (bare) names.push_back(generator.name);
    forms.push_back(column_map(generator));
  }
  forms.insert(forms.begin(), {Json{{"enum", std::move(names)}}, reference_to("list of values")});
  return {{"anyOf", std::move(forms)}};
}

Json map_of_named(Json value) { return {{"type", "object"}, {"additionalProperties", std::move(value)}}; }

}  // namespace

nlohmann::ordered_json json_schema() {
  Json definitions = Json::object();
  for (const JsonForm& form : json_forms())
    definitions[form_name(form.type)] = resolved_forms(Json::parse(form.schema));
  definitions[form_name("locale")] = {{"enum", gen::Locale::names()}};
  definitions["generated-column"] = column();
  definitions[form_name("map of columns")] = map_of_named(or_null(reference_to("generated column")));
  definitions["table-of-rows"] = map_of(table_keys());
  definitions["table-of-rows"]["allOf"] = resolved_forms(Json::parse(table_rules()));
  definitions["whole-table"] = {{"if", {{"type", "object"}}},
                                {"then", {{"allOf", resolved_forms(Json::parse(whole_table_rules()))}}}};
  definitions[form_name("map of tables")] = map_of_named(
      {{"anyOf",
        Json::array({reference_to("whole number"), reference_to("table of rows"), {{"type", "null"}}})}});
  definitions[form_name("list of checks")] = {{"type", "array"}, {"items", map_of(check_keys())}};

  Json schema{{"$schema", "http://json-schema.org/draft-07/schema#"},
              {"title", "seedctl seed profile"},
              {"description", "What rows a database gets: docs/profile.md"}};
  schema.update(map_of(profile_keys()));
  schema["if"] = {{"required", Json::array({"extends"})}};
  schema["else"] = {
      {"properties", {{"tables", {{"additionalProperties", {{"$ref", "#/definitions/whole-table"}}}}}}}};
  schema["definitions"] = std::move(definitions);
  return schema;
}

std::string json_schema_text() { return json_schema().dump(1) + "\n"; }

}  // namespace seedctl::profile

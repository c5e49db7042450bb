#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "base/error.h"
#include "base/text.h"
#include "cli/command.h"
#include "gen/catalog.h"
#include "gen/locale.h"
#include "profile/json_schema.h"

namespace seedctl::cli {
namespace {

nlohmann::ordered_json to_document(const gen::GeneratorInfo& info) {
  using Json = nlohmann::ordered_json;
  Json document{{"name", info.name}, {"group", info.group}, {"summary", info.summary}};
  document["parameters"] = Json::array();
  for (const gen::ParameterInfo& parameter : info.parameters)
    document["parameters"].push_back(
        Json{{"name", parameter.name.empty() ? Json(nullptr) : Json(parameter.name)},
             {"type", parameter.type},
             {"summary", parameter.summary},
             {"required", parameter.required}});
  document["example"] = info.example;
  return document;
}

// All of a group under its name, groups as the catalog first has them.
std::string overview() {
  std::vector<std::pair<std::string, std::string>> groups;
  for (const gen::GeneratorInfo& info : gen::generators()) {
    auto group = std::find_if(groups.begin(), groups.end(),
                              [&](const auto& known) { return known.first == info.group; });
    if (group == groups.end()) group = groups.insert(group, {info.group, ""});
    group->second += fmt::format("  {:<12} {}\n", info.name, info.summary);
  }
  std::string text;
  for (const auto& [group, lines] : groups) text += fmt::format("{}\n{}\n", group, lines);
  return text;
}

std::string describe(const gen::GeneratorInfo& info) {
  std::string text = fmt::format("{}: {}\n", info.name, info.summary);
  for (const gen::ParameterInfo& parameter : info.parameters)
    text += fmt::format("  {:<10} {}: {}{}\n", parameter.name.empty() ? "(value)" : parameter.name,
                        parameter.type, parameter.summary, parameter.required ? "" : " (optional)");
  return text + fmt::format("  {:<10} {}\n", "example", info.example);
}

int print_json_schema(Context& context, const std::vector<std::string>& names) {
  if (!names.empty())
    throw base::Error(base::ErrorCode::usage, "--json-schema is of all generators, not of " + names.front());
  context.print(profile::json_schema_text());
  context.document() = profile::json_schema();
  return 0;
}

}  // namespace

Runner declare_generators(Syntax& syntax) {
  const auto names = std::make_shared<std::vector<std::string>>();
  const auto json_schema = std::make_shared<bool>(false);
  syntax.positional("NAME", *names, 0, 1000, "generators to describe in full");
  syntax.example("seedctl generators");
  syntax.flag("--json-schema", *json_schema, "the JSON Schema of profiles, for editors");
  syntax.example("seedctl generators between weights");
  syntax.example("seedctl generators --json-schema > seeds/profile.schema.json");
  return [names, json_schema](Context& context) {
    if (*json_schema) return print_json_schema(context, *names);
    context.document()["generators"] = nlohmann::ordered_json::array();
    context.document()["locales"] = gen::Locale::names();
    if (names->empty()) {
      for (const gen::GeneratorInfo& info : gen::generators())
        context.document()["generators"].push_back(to_document(info));
      context.print(
          overview() +
          "`seedctl generators NAME` shows parameters and an example. Every column also takes `nulls: 5%` "
          "and `unique: true`; those of people, places and words a `locale`: " +
          base::join(gen::Locale::names(), ", ") + ".\n");
      return 0;
    }
    for (const std::string& name : *names) {
      const gen::GeneratorInfo* info = gen::find_generator(name);
      if (info == nullptr)
        throw base::Error(base::ErrorCode::usage, "unknown generator \"" + base::printable(name) + "\"" +
                                                      base::did_you_mean(name, gen::generator_names()))
            .with_hint("`seedctl generators` lists them");
      context.document()["generators"].push_back(to_document(*info));
      context.print(describe(*info));
    }
    return 0;
  };
}

}  // namespace seedctl::cli

// The generators that profiles can name: one row each, from which the parser, `seedctl generators` and the
// documentation are made. Adding a generator is one file and one row.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "gen/generator.h"

namespace seedctl::gen {

struct ParameterInfo {
  std::string name;  // "" = the generator's own value: {between: [1, 5]}
  std::string
      type;  // for people: "list of two bounds"; one of those that the profile's JSON Schema describes
  std::string summary;
  bool required = false;
  bool inside =
      false;  // a key of the generator's own map, {normal: {mean: 5}}; else one beside the generator
};

// Keys beside the generator's own that any column may have. They are the profile's business: generators pass
// them over.
std::span<const ParameterInfo> column_modifiers();

struct GeneratorInfo {
  std::string name;
  std::uint32_t version = 1;  // part of the column's key: a change of values takes a new version
  std::string group;          // "numbers", "text", "person", "place", "references", ... for the listing
  std::string summary;        // one line
  std::vector<ParameterInfo> parameters;
  std::string example;       // one column in YAML flow style: "age: {between: [18, 70]}"
  bool takes_value = false;  // may be written {name: value}; else only as a bare name
  // `value` is the node under the generator's key (null for the bare name); `column` the whole column map,
  // for the further parameters beside it. Throws base::Error (profile) at the offending node.
  std::unique_ptr<Generator> (*build)(const base::Node& value, const base::Node& column,
                                      const BuildContext& context);
};

std::span<const GeneratorInfo> generators();
// nullptr where there is none of that name.
const GeneratorInfo* find_generator(std::string_view name);
std::vector<std::string> generator_names();

}  // namespace seedctl::gen

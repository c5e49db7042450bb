// A column's node taken apart. What a generator's own arguments may be is for the generator to say.
#include "profile/column_form.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "profile/notation.h"

namespace seedctl::profile {
namespace {

using base::Node;
using base::NodeEntry;

bool is_modifier(std::string_view key) {
  const auto modifiers = gen::column_modifiers();
  return std::any_of(modifiers.begin(), modifiers.end(),
                     [&](const gen::ParameterInfo& modifier) { return modifier.name == key; });
}

// Beside the generator's key.
bool has_parameter(const gen::GeneratorInfo& generator, std::string_view key) {
  return std::any_of(generator.parameters.begin(), generator.parameters.end(),
                     [&](const gen::ParameterInfo& parameter) {
                       return !key.empty() && parameter.name == key && !parameter.inside;
                     });
}

std::vector<std::string> modifier_names() {
  std::vector<std::string> names;
  for (const gen::ParameterInfo& modifier : gen::column_modifiers()) names.push_back(modifier.name);
  return names;
}

const gen::GeneratorInfo& generator_named(const Node& node) {
  if (const gen::GeneratorInfo* found = gen::find_generator(node.text)) return *found;
  const std::string shown = base::printable(node.text);
  fail(
      node.position,
      fmt::format("unknown generator \"{}\"{}", shown, base::did_you_mean(node.text, gen::generator_names())),
      fmt::format("for a constant write {{value: {}}}", shown));
}

// The one entry whose key names a generator. A parameter of another generator may share a generator's name:
// it is then the parameter.
const NodeEntry& generator_entry(const Node& map, const std::string& column) {
  std::vector<const NodeEntry*> found;
  for (const NodeEntry& entry : map.entries) {
    if (gen::find_generator(entry.key) != nullptr) found.push_back(&entry);
  }
  if (found.size() > 1) {
    std::erase_if(found, [&](const NodeEntry* entry) {
      return std::any_of(found.begin(), found.end(), [&](const NodeEntry* other) {
        return other != entry && has_parameter(*gen::find_generator(other->key), entry->key);
      });
    });
  }
  if (found.size() == 1) return *found.front();
  if (found.size() > 1) {
    fail(found[1]->position, fmt::format("column \"{}\" has two generators: {} and {}",
                                         base::printable(column), found[0]->key, found[1]->key));
  }
  for (const NodeEntry& entry : map.entries) {
    if (is_modifier(entry.key)) continue;
    std::vector<std::string> known = gen::generator_names();
    for (std::string& name : modifier_names()) known.push_back(std::move(name));
    fail(entry.position,
         fmt::format("unknown generator \"{}\"{}", base::printable(entry.key),
                     base::did_you_mean(entry.key, known)),
         "`seedctl generators` lists them");
  }
  fail(map.position, fmt::format("column \"{}\" names no generator", base::printable(column)),
       "write {between: [1, 5], nulls: 5%}; `seedctl generators` lists the generators");
}

void check_other_keys(const Node& map, const NodeEntry& chosen, const gen::GeneratorInfo& generator) {
  for (const NodeEntry& entry : map.entries) {
    if (&entry == &chosen || is_modifier(entry.key) || has_parameter(generator, entry.key)) continue;
    std::vector<std::string> known = modifier_names();
    for (const gen::ParameterInfo& parameter : generator.parameters) {
      if (has_parameter(generator, parameter.name)) known.push_back(parameter.name);
    }
    fail(entry.position,
         fmt::format("unknown key \"{}\" beside {}{}", base::printable(entry.key), generator.name,
                     base::did_you_mean(entry.key, known)),
         fmt::format("what may stand there: {}", base::join(known, ", ")));
  }
}

void read_virtual(const Node& map, ColumnForm& form) {
  if (const Node* flag = map.find("virtual")) form.is_virtual = base::as_boolean(*flag, "virtual");
  const Node* type = map.find("type");
  if (type == nullptr) return;
  if (!form.is_virtual) {
    base::fail_at(*type, "only a virtual column says its type: the table's say it themselves",
                  "remove it, or add virtual: true");
  }
  form.type = *type;
}

ColumnForm read_map(const Node& map, const std::string& name) {
  const NodeEntry& chosen = generator_entry(map, name);
  ColumnForm form;
  form.generator = gen::find_generator(chosen.key);
  check_other_keys(map, chosen, *form.generator);
  if (!form.generator->takes_value && chosen.value.kind != Node::Kind::null) {
    fail(chosen.value.position, fmt::format("{} takes no value", form.generator->name),
         fmt::format("write {}: {}", base::printable(name), form.generator->name));
  }
  form.value = chosen.value;
  form.column = map;
  std::erase_if(form.column.entries, [](const NodeEntry& entry) { return is_modifier(entry.key); });
  if (const Node* nulls = map.find("nulls")) {
    form.nulls = gen::Rate::from(*nulls);
    form.nulls_position = nulls->position;
  }
  if (const Node* unique = map.find("unique")) {
    form.unique = base::as_boolean(*unique, "unique");
    form.unique_position = unique->position;
  }
  if (const Node* dirty = map.find("dirty")) form.dirty = *dirty;
  read_virtual(map, form);
  return form;
}

ColumnForm read_bare(const gen::GeneratorInfo& generator, const Node& node, Node value) {
  ColumnForm form;
  form.generator = &generator;
  form.value = std::move(value);
  form.value.position = node.position;
  form.column = node;
  return form;
}

}  // namespace

ColumnForm read_column(const Node& node, const std::string& name) {
  switch (node.kind) {
    case Node::Kind::map:
      return read_map(node, name);
    case Node::Kind::list:
      return read_bare(*gen::find_generator("choice"), node, node);
    case Node::Kind::text:
      return read_bare(generator_named(node), node, Node{});
    case Node::Kind::null:
      fail(node.position, fmt::format("column \"{}\" is empty", base::printable(name)),
           "write {value: null} to fill it with NULL; leave it out to have it inferred");
    default:
      break;
  }
  fail(node.position,
       fmt::format("column \"{}\" must name a generator, not be {}", base::printable(name), node.kind_text()),
       fmt::format("for a constant write {{value: {}}}", base::printable(node.text)));
}

}  // namespace seedctl::profile

// Columns as a profile would write them, made by inference, and back to one canonical text.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "base/node.h"

namespace seedctl::profile {

// A plain scalar: its kind is that of YAML's core schema. `words` are always text.
base::Node plain(std::string_view text);
base::Node words(std::string_view text);
base::Node list_of(std::vector<base::Node> items);
// {key: value}, with further keys by `with`.
base::Node call(std::string_view key, base::Node value);
base::Node with(base::Node map, std::string_view key, base::Node value);

// {between: [low, high]}
base::Node between(std::string_view low, std::string_view high);
// {choice: [...]}, the values as text.
base::Node choice_of(const std::vector<std::string>& values);

// The same node, its parts all at one place: what is inferred is reported where its table is.
base::Node placed_at(base::Node node, const base::SourcePosition& position);

// The node as JSON, scalars as written: equal texts mean the same to every generator. Order of keys is kept.
std::string canonical(const base::Node& node);
// The node in YAML's flow style, for people: {between: [18, 70], nulls: 5%}.
std::string flow(const base::Node& node);
// A JSON string.
std::string quoted_json(std::string_view text);

[[noreturn]] void fail(const base::SourcePosition& position, std::string message, std::string hint = {});

}  // namespace seedctl::profile

// A tree of positioned values: what a YAML profile is after parsing, before anything gives it a meaning.
//
// Plain data, free of any parser, so that generators can read their own arguments and point at them
// in errors.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace seedctl::base {

struct Node;
struct NodeEntry;

struct Node {
  enum class Kind { null, boolean, integer, real, text, list, map };

  Kind kind = Kind::null;
  SourcePosition position;
  std::string text;                // of a scalar, as written (quotes removed)
  bool quoted = false;             // '5' is text though it looks like a number
  bool verbatim = false;           // the text stands in the file as it is, after the quote if there is one
  std::vector<Node> items;         // list
  std::vector<NodeEntry> entries;  // map, in the order written; keys are unique

  bool is_scalar() const { return kind != Kind::list && kind != Kind::map; }
  bool is_number() const { return kind == Kind::integer || kind == Kind::real; }
  // The value of a key, or nullptr. Only for maps; linear, maps are small.
  const Node* find(std::string_view key) const;
  // "a list", "a map", "text", ...: for messages.
  const char* kind_text() const;
};

struct NodeEntry {
  std::string key;
  SourcePosition position;  // of the key
  Node value;
};

// Kind of a plain (unquoted) scalar under YAML 1.2's core schema: null, ~, true, false, 0o17,
// 0x1F, 1e3, .inf.
Node::Kind core_schema_kind(std::string_view plain);

// A profile error at the node's place.
[[noreturn]] void fail_at(const Node& node, std::string message, std::string hint = {});

// The place in the file of a byte of the node's text; the node's own where the text is not as it is written.
SourcePosition position_in(const Node& text, std::size_t offset);

// Readers that check kind and range and throw at the node's place. `what` names the thing: "rows", "rate".
std::int64_t as_integer(const Node& node, std::string_view what);
std::uint64_t as_count(const Node& node, std::string_view what);  // >= 0; 1_000_000 and 1e6 are read too
const std::string& as_text(const Node& node, std::string_view what);
bool as_boolean(const Node& node, std::string_view what);

// Throws at the first key that is not in `known`, with a suggestion.
void allow_keys(const Node& map, std::span<const std::string> known, std::string_view what);

}  // namespace seedctl::base

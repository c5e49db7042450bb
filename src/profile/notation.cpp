// Node building and the canonical text that fingerprints are made of.
#include "profile/notation.h"

#include <nlohmann/json.hpp>

#include "base/error.h"

namespace seedctl::profile {

using base::Node;

Node plain(std::string_view text) {
  Node node;
  node.kind = base::core_schema_kind(text);
  node.text = std::string(text);
  return node;
}

Node words(std::string_view text) {
  Node node;
  node.kind = Node::Kind::text;
  node.text = std::string(text);
  node.quoted = true;
  return node;
}

Node list_of(std::vector<Node> items) {
  Node node;
  node.kind = Node::Kind::list;
  node.items = std::move(items);
  return node;
}

Node call(std::string_view key, Node value) {
  Node node;
  node.kind = Node::Kind::map;
  node.entries.push_back({std::string(key), {}, std::move(value)});
  return node;
}

Node with(Node map, std::string_view key, Node value) {
  map.entries.push_back({std::string(key), {}, std::move(value)});
  return map;
}

Node between(std::string_view low, std::string_view high) {
  return call("between", list_of({plain(low), plain(high)}));
}

Node choice_of(const std::vector<std::string>& values) {
  std::vector<Node> items;
  for (const std::string& value : values) items.push_back(words(value));
  return call("choice", list_of(std::move(items)));
}

Node placed_at(Node node, const base::SourcePosition& position) {
  node.position = position;
  for (Node& item : node.items) item = placed_at(std::move(item), position);
  for (base::NodeEntry& entry : node.entries) {
    entry.position = position;
    entry.value = placed_at(std::move(entry.value), position);
  }
  return node;
}

namespace {

// Where YAML would read something else into the text it stands in quotes.
std::string plain_or_quoted(const std::string& text) {
  constexpr std::string_view kLeading = "-?!&*|>%@`'\"";
  const bool plain = !text.empty() && text.front() != ' ' && text.back() != ' ' &&
                     kLeading.find(text.front()) == std::string_view::npos &&
                     text.find_first_of(",[]{}:#\"\\\n\t") == std::string::npos;
  return plain ? text : quoted_json(text);
}

}  // namespace

std::string quoted_json(std::string_view text) {
  return nlohmann::json(std::string(text)).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::string canonical(const Node& node) {
  std::string out;
  switch (node.kind) {
    case Node::Kind::null:
      return "null";
    case Node::Kind::text:
      return quoted_json(node.text);
    case Node::Kind::boolean:
    case Node::Kind::integer:
    case Node::Kind::real:
      // Not as a JSON number: 1.50 and 1.5, or 0x1F and 31, need not mean the same to a generator.
      return "{\"plain\":" + quoted_json(node.text) + "}";
    case Node::Kind::list:
      for (const Node& item : node.items) out += (out.empty() ? "" : ",") + canonical(item);
      return "[" + out + "]";
    case Node::Kind::map:
      break;
  }
  for (const base::NodeEntry& entry : node.entries) {
    out += (out.empty() ? "" : ",") + quoted_json(entry.key) + ":" + canonical(entry.value);
  }
  return "{" + out + "}";
}

std::string flow(const Node& node) {
  std::string out;
  switch (node.kind) {
    case Node::Kind::list:
      for (const Node& item : node.items) out += (out.empty() ? "" : ", ") + flow(item);
      return "[" + out + "]";
    case Node::Kind::map:
      for (const base::NodeEntry& entry : node.entries) {
        if (!out.empty()) out += ", ";
        out.append(plain_or_quoted(entry.key)).append(": ").append(flow(entry.value));
      }
      return "{" + out + "}";
    case Node::Kind::null:
      return "null";
    case Node::Kind::text:
      return node.quoted && base::core_schema_kind(node.text) != Node::Kind::text
                 ? quoted_json(node.text)
                 : plain_or_quoted(node.text);
    default:
      return node.text;
  }
}

void fail(const base::SourcePosition& position, std::string message, std::string hint) {
  base::Error error(base::ErrorCode::profile, position, std::move(message));
  error.hint = std::move(hint);
  throw error;
}

}  // namespace seedctl::profile

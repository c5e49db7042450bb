// Just enough of YAML's flow style for tests to write columns as profiles do: {between: [1, 5], nulls: 5%}.
//
// The real parser is in a layer above. Positions are those of the text, line 1; quotes make text, `null` is
// null.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

#include "base/node.h"

namespace seedctl::test {

class FlowParser {
 public:
  static base::Node parse(std::string_view text) {
    FlowParser parser(text);
    base::Node node = parser.node();
    parser.skip();
    if (parser.at_ < text.size()) throw std::runtime_error("text after the node: " + std::string(text));
    return node;
  }

 private:
  explicit FlowParser(std::string_view text) : text_(text) {}

  void skip() {
    while (at_ < text_.size() && text_[at_] == ' ') ++at_;
  }
  bool take(char c) {
    skip();
    if (at_ >= text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }
  base::SourcePosition here() {
    skip();
    return {"test.yaml", 1, static_cast<std::uint32_t>(at_ + 1)};
  }

  base::Node node() {
    base::Node node;
    node.position = here();
    if (take('[')) {
      node.kind = base::Node::Kind::list;
      while (!take(']')) {
        node.items.push_back(this->node());
        take(',');
      }
    } else if (take('{')) {
      node.kind = base::Node::Kind::map;
      while (!take('}')) {
        base::NodeEntry entry;
        entry.position = here();
        entry.key = scalar(":").text;
        if (!take(':')) throw std::runtime_error("no colon: " + std::string(text_));
        entry.value = this->node();
        node.entries.push_back(entry);
        take(',');
      }
    } else {
      const auto position = node.position;
      node = scalar(",]}");
      node.position = position;
    }
    return node;
  }

  base::Node scalar(std::string_view ends) {
    base::Node node;
    skip();
    if (take('"')) {
      const auto end = text_.find('"', at_);
      node.kind = base::Node::Kind::text;
      node.quoted = true;
      node.text = std::string(text_.substr(at_, end - at_));
      at_ = end + 1;
      return node;
    }
    const auto begin = at_;
    while (at_ < text_.size() && ends.find(text_[at_]) == std::string_view::npos) ++at_;
    node.text = std::string(text_.substr(begin, at_ - begin));
    while (!node.text.empty() && node.text.back() == ' ') node.text.pop_back();
    node.kind = base::core_schema_kind(node.text);
    return node;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace seedctl::test

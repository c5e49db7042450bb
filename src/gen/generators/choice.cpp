// choice: one of a list of values, each as likely as the others.
#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "base/json.h"
#include "gen/generators/arguments.h"
#include "gen/generators/builders.h"
#include "gen/ranks.h"

namespace seedctl::gen {

namespace {

using base::Node;

class Choice final : public Generator {
 public:
  Choice(base::ColumnBatch values, const BuildContext& context)
      : values_(std::move(values)), ranks_(context, values_.size()) {}

  void fill(const FillRequest& request, base::ColumnBatch& out) const override {
    for (const RowId& row : request.rows) out.append_from(values_, static_cast<std::size_t>(ranks_(row)));
  }

  std::optional<std::uint64_t> capacity() const override { return values_.size(); }

 private:
  base::ColumnBatch values_;
  Ranks ranks_;
};

// By canonical texts, which equal values have in common, sorted: comparing each value with all before it
// takes minutes for a long list.
void refuse_repeated(const std::vector<Node>& items, const base::ColumnBatch& values) {
  std::vector<std::pair<std::string, std::size_t>> texts;
  texts.reserve(items.size());
  for (std::size_t i = 0; i < items.size(); ++i) {
    std::string text = base::to_text(values.value_at(i));
    if (values.kind() == base::TypeKind::json) text = base::canonical_json(text);
    if (values.kind() == base::TypeKind::real && text == "-0") text = "0";
    texts.emplace_back(std::move(text), i);
  }
  std::sort(texts.begin(), texts.end());
  std::size_t first = items.size(), again = items.size();  // the repetition that comes first in the list
  for (std::size_t i = 1; i < texts.size(); ++i) {
    if (texts[i].first != texts[i - 1].first || texts[i].second >= again) continue;
    first = texts[i - 1].second;
    again = texts[i].second;
  }
  if (again == items.size()) return;
  base::fail_at(items[again],
                fmt::format("unique: this value is in the list twice, first as number {}", first + 1));
}

}  // namespace

std::unique_ptr<Generator> build_choice(const Node& value, const Node& column, const BuildContext& context) {
  const Arguments arguments{"choice", value, column, context};
  arguments.require_value();
  arguments.allow_parameters({});
  if (value.kind != Node::Kind::list || value.items.empty()) {
    arguments.fail("choice takes a list of values", "for example: choice: [small, medium, large]");
  }
  base::ColumnBatch values(context.type.kind);
  for (const Node& item : value.items) values.append(value_of(item, context.type));
  if (context.unique) refuse_repeated(value.items, values);
  arguments.require_capacity(values.size());
  return std::make_unique<Choice>(std::move(values), context);
}

}  // namespace seedctl::gen

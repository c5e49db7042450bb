// choice: one of a list of values, each as likely as the others.
#include <fmt/format.h>

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

}  // namespace

std::unique_ptr<Generator> build_choice(const Node& value, const Node& column, const BuildContext& context) {
  const Arguments arguments{"choice", value, column, context};
  arguments.require_value();
  arguments.allow_parameters({});
  if (value.kind != Node::Kind::list || value.items.empty()) {
    arguments.fail("choice takes a list of values", "for example: choice: [small, medium, large]");
  }
  base::ColumnBatch values(context.type.kind);
  for (const Node& item : value.items) {
    values.append(value_of(item, context.type));
    if (!context.unique) continue;
    for (std::size_t i = 0; i + 1 < values.size(); ++i) {
      if (values.same(i, values, values.size() - 1)) {
        base::fail_at(item, "unique: this value is in the list twice");
      }
    }
  }
  arguments.require_capacity(values.size());
  return std::make_unique<Choice>(std::move(values), context);
}

}  // namespace seedctl::gen

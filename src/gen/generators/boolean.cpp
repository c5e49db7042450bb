// boolean: true or false, evenly or with a given share of true.
#include <fmt/format.h>

#include "gen/generators/arguments.h"
#include "gen/generators/builders.h"
#include "gen/ranks.h"
#include "gen/rate.h"

namespace seedctl::gen {

namespace {

using base::Node;

class Boolean final : public Generator {
 public:
  Boolean(Rate share, const BuildContext& context) : share_(share), ranks_(context, share.block) {}

  void fill(const FillRequest& request, base::ColumnBatch& out) const override {
    for (const RowId& row : request.rows) out.append_integer(ranks_(row) < share_.hits ? 1 : 0);
  }

  std::optional<std::uint64_t> capacity() const override {
    return share_.hits == 0 || share_.hits == share_.block ? 1 : 2;
  }

 private:
  Rate share_;
  Ranks ranks_;
};

}  // namespace

std::unique_ptr<Generator> build_boolean(const Node& value, const Node& column, const BuildContext& context) {
  const Arguments arguments{"boolean", value, column, context};
  arguments.allow_parameters({});
  arguments.require_kind({base::TypeKind::boolean});
  const bool even = value.kind == Node::Kind::null;
  const Rate share = even ? Rate{1, 2} : Rate::from(value);
  if (!even) arguments.refuse_unique("it has a share of true");
  arguments.require_capacity(2);
  return std::make_unique<Boolean>(share, context);
}

}  // namespace seedctl::gen

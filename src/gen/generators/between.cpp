// between: uniform between two bounds, both included, for numbers, dates, times and timestamps. Where days or
// hours differ (`weekdays`, `growth`, ...), as often as those say.
#include "gen/distribution/uniform.h"
#include "gen/generators/arguments.h"
#include "gen/generators/builders.h"
#include "gen/generators/distributed.h"
#include "gen/generators/lattice.h"
#include "gen/generators/shape.h"
#include "gen/ranks.h"

namespace seedctl::gen {

namespace {

using base::Node;
using base::TypeKind;

class Between final : public Generator {
 public:
  Between(const Lattice& lattice, const BuildContext& context)
      : values_(lattice, context.type), ranks_(context, lattice.count) {}

  void fill(const FillRequest& request, base::ColumnBatch& out) const override {
    values_.fill(request.rows, out, [this](std::span<const RowId> rows, std::span<std::uint64_t> ranks) {
      for (std::size_t i = 0; i < rows.size(); ++i) ranks[i] = ranks_(rows[i]);
    });
  }

  std::optional<std::uint64_t> capacity() const override { return ranks_.count(); }

  std::optional<ValueRange> range() const override {
    return ValueRange{values_.value_at(0), values_.value_at(ranks_.count() - 1)};
  }

 private:
  LatticeValues values_;
  Ranks ranks_;
};

}  // namespace

std::unique_ptr<Generator> build_between(const Node& value, const Node& column, const BuildContext& context) {
  const Arguments arguments{"between", value, column, context};
  arguments.require_value();
  arguments.allow_parameters({"hours", "weekdays", "months", "growth"});
  if (value.kind != Node::Kind::list || value.items.size() != 2) {
    arguments.fail("between takes a list of two bounds", "for example: between: [18, 70]");
  }
  arguments.require_kind({TypeKind::integer, TypeKind::decimal, TypeKind::real, TypeKind::date,
                          TypeKind::time, TypeKind::timestamp, TypeKind::timestamptz});
  Bounds bounds{value.items[0], value.items[1]};
  bounds.may_be_all = true;
  const Lattice lattice = lattice_of(arguments, bounds);
  if (has_shape(arguments)) {
    return make_distributed(arguments, lattice, std::make_unique<Uniform>(lattice.count));
  }
  arguments.require_capacity(lattice.count);
  return std::make_unique<Between>(lattice, context);
}

}  // namespace seedctl::gen

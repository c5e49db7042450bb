// between: uniform between two bounds, both included, for numbers, dates, times and timestamps. Where days or
// hours differ (`weekdays`, `growth`, ...), as often as those say. Bounds that are expressions are in
// moving_bounds.cpp, but for those that are the same in all rows.
#include "gen/distribution/uniform.h"
#include "gen/generators/arguments.h"
#include "gen/generators/builders.h"
#include "gen/generators/distributed.h"
#include "gen/generators/moving_bounds.h"
#include "gen/generators/shape.h"
#include "gen/generators/uniform_lattice.h"

namespace seedctl::gen {

namespace {

using base::Node;
using base::TypeKind;

}  // namespace

std::unique_ptr<Generator> build_between(const Node& value, const Node& column, const BuildContext& context) {
  const Arguments arguments{"between", value, column, context};
  arguments.require_value();
  arguments.allow_parameters({"hours", "weekdays", "months", "growth", "ending"});
  if (value.kind != Node::Kind::list || value.items.size() != 2) {
    arguments.fail("between takes a list of two bounds", "for example: between: [18, 70]");
  }
  arguments.require_kind({TypeKind::integer, TypeKind::decimal, TypeKind::real, TypeKind::date,
                          TypeKind::time, TypeKind::timestamp, TypeKind::timestamptz});
  const Node low = settled_bound(arguments, value.items[0], false);
  const Node high = settled_bound(arguments, value.items[1], true);
  if (is_expression(low, context.type) || is_expression(high, context.type))
    return between_moving_bounds(arguments, low, high);
  Bounds bounds{low, high};
  bounds.may_be_all = true;
  const Lattice lattice = lattice_of(arguments, bounds);
  if (has_shape(arguments)) {
    return make_distributed(arguments, lattice, std::make_unique<Uniform>(lattice.count));
  }
  return UniformLattice::build(arguments, lattice);
}

}  // namespace seedctl::gen

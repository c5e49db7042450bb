// Bounds of `between` that are expressions: as_of, another column, a cell of the row referred to.
#pragma once

#include <memory>

#include "gen/generators/arguments.h"

namespace seedctl::gen {

// Whether a bound is an expression and no value as people write them: it has a name in it.
bool is_expression(const base::Node& bound, const base::LogicalType& type);

// The bound itself, or the value of an expression that is the same for all rows (`as_of`). Throws at the
// bound where that is NULL.
base::Node settled_bound(const Arguments& arguments, const base::Node& bound, bool upper);

// Uniform between two bounds of which one or both differ from row to row, both included and rounded inwards
// to values of the column. A cell keeps its relative place when a bound moves. NULL where a bound is. Fails
// in the row whose bounds cross, or hold a value that the column cannot.
std::unique_ptr<Generator> between_moving_bounds(const Arguments& arguments, const base::Node& low,
                                                 const base::Node& high);

}  // namespace seedctl::gen

// The text of an expression in a profile becomes something that can be evaluated: parsed, its names found,
// every call resolved by PostgreSQL's rules, every error at its place in the YAML.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/node.h"
#include "gen/expression/expression.h"
#include "gen/generator.h"

namespace seedctl::profile {

// What the names in an expression mean.
struct ExpressionScope {
  // A column of this row; nullopt where there is none.
  std::function<std::optional<gen::SiblingColumn>(std::string_view)> column;
  std::vector<std::string> column_names;  // for "did you mean"
  base::Date as_of;
  // A column of the row that a column of this row refers to: "bike_id" and "price". Throws an error without a
  // position where there is none.
  std::function<gen::SiblingColumn(std::string_view reference, std::string_view column)> parent_cell;
};

// Compiles the scalar `text` to an expression of the wanted type, assigned to it as PostgreSQL assigns to a
// column; text is the exception: it may be of any length, and whoever stores it refuses what does not fit.
// Throws ErrorCode::profile at the place of the offending part: in a scalar that
// stands in the file as it is, the place in it, else the scalar's own. `row` and `as_of` are names too,
// unless a column is called so; `bike_id.price` is a cell of the row that bike_id refers to.
gen::ExpressionPtr compile_expression(const base::Node& text, const base::LogicalType& wanted,
                                      const ExpressionScope& scope);

// The type that an expression has by itself; of a literal whose type is not known, text.
base::LogicalType expression_type(const base::Node& text, const ExpressionScope& scope);

// Whether it names no column and no `row`: all rows have the same value. Throws for what cannot be parsed.
bool is_constant_expression(const base::Node& text, const ExpressionScope& scope);

// A type as PostgreSQL writes it: bigint, numeric(10,2). Throws ErrorCode::profile at the node.
base::LogicalType parse_type(const base::Node& text);

}  // namespace seedctl::profile

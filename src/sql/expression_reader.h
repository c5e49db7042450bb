// libpg_query's JSON of an expression as an ExpressionTree. Between expression.cpp and expression_reader.cpp;
// nobody else's business.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string_view>

#include "sql/expression.h"

namespace seedctl::sql {

// `value` is the expression's node; places in it count bytes of `source`, of which the first `before` are not
// the expression's. Throws ExpressionSyntaxError at what is no plain expression.
ExpressionTree read_expression(const nlohmann::json& value, std::string_view source, std::size_t before);

}  // namespace seedctl::sql

// Errors of the parser and the compiler count bytes of the text; here they become places in the file.
#include "profile/expression.h"

#include "profile/expression_compiler.h"
#include "sql/expression.h"

namespace seedctl::profile {

gen::ExpressionPtr compile_expression(const base::Node& text, const base::LogicalType& wanted,
                                      const ExpressionScope& scope) {
  const auto position_of = [&](std::size_t offset) { return base::position_in(text, offset); };
  try {
    return ExpressionCompiler(scope, position_of).compile(sql::parse_expression(text.text), wanted);
  } catch (const ExpressionError& error) {
    base::Error placed(base::ErrorCode::profile, position_of(error.offset), error.message);
    placed.hint = error.hint;
    throw placed;
  }
}

}  // namespace seedctl::profile

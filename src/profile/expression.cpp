// Errors of the parser and the compiler count bytes of the text; here they become places in the file.
#include "profile/expression.h"

#include "base/text.h"
#include "profile/expression_compiler.h"
#include "sql/expression.h"

namespace seedctl::profile {
namespace {

base::SourcePosition position_in(const base::Node& text, std::size_t offset) {
  base::SourcePosition position = text.position;
  if (!text.verbatim) return position;
  const std::size_t quote = text.quoted ? 1 : 0;
  const std::size_t characters = base::count_code_points(std::string_view(text.text).substr(0, offset));
  position.column += static_cast<std::uint32_t>(quote + characters);
  return position;
}

}  // namespace

gen::ExpressionPtr compile_expression(const base::Node& text, const base::LogicalType& wanted,
                                      const ExpressionScope& scope) {
  const auto position_of = [&](std::size_t offset) { return position_in(text, offset); };
  try {
    return ExpressionCompiler(scope, position_of).compile(sql::parse_expression(text.text), wanted);
  } catch (const ExpressionError& error) {
    base::Error placed(base::ErrorCode::profile, position_of(error.offset), error.message);
    placed.hint = error.hint;
    throw placed;
  }
}

}  // namespace seedctl::profile

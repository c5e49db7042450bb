// Errors of the parser and the compiler count bytes of the text; here they become places in the file.
#include "profile/expression.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "profile/expression_compiler.h"
#include "profile/expression_types.h"
#include "sql/expression.h"

namespace seedctl::profile {
namespace {

// What `use` makes of the parsed text, errors at their place in the file.
template <class Use>
auto compiled(const base::Node& text, const ExpressionScope& scope, const Use& use) {
  const auto position_of = [&](std::size_t offset) { return base::position_in(text, offset); };
  try {
    return use(ExpressionCompiler(scope, position_of), sql::parse_expression(text.text));
  } catch (const ExpressionError& error) {
    base::Error placed(base::ErrorCode::profile, position_of(error.offset), error.message);
    placed.hint = error.hint;
    throw placed;
  }
}

bool names_no_column(const sql::ExpressionTree& tree, const ExpressionScope& scope) {
  if (tree.kind == sql::ExpressionTree::Kind::column)
    return tree.names == std::vector<std::string>{"as_of"} && !scope.column("as_of");
  return std::all_of(tree.children.begin(), tree.children.end(),
                     [&](const sql::ExpressionTree& part) { return names_no_column(part, scope); });
}

}  // namespace

gen::ExpressionPtr compile_expression(const base::Node& text, const base::LogicalType& wanted,
                                      const ExpressionScope& scope) {
  return compiled(text, scope, [&](const ExpressionCompiler& compiler, const sql::ExpressionTree& tree) {
    return compiler.compile(tree, wanted);
  });
}

base::LogicalType expression_type(const base::Node& text, const ExpressionScope& scope) {
  return compiled(text, scope, [](const ExpressionCompiler& compiler, const sql::ExpressionTree& tree) {
    return compiler.type_of(tree);
  });
}

bool is_constant_expression(const base::Node& text, const ExpressionScope& scope) {
  return compiled(text, scope, [&](const ExpressionCompiler&, const sql::ExpressionTree& tree) {
    return names_no_column(tree, scope);
  });
}

// Through the parser, as the type of a cast: it knows all spellings.
base::LogicalType parse_type(const base::Node& text) {
  using Kind = sql::ExpressionTree::Kind;
  const std::string written = base::as_text(text, "type");
  std::string refusal = "is no type";
  try {
    const sql::ExpressionTree tree = sql::parse_expression("null::" + written);
    if (tree.kind == Kind::cast && tree.children.front().kind == Kind::null) {
      NamedType named = type_named(tree.text, tree.modifiers);
      if (named.type) return *std::move(named.type);
      refusal = named.refusal;
    }
  } catch (const sql::ExpressionSyntaxError&) {
    refusal = "is no type";
  }
  base::fail_at(
      text, fmt::format("type \"{}\" {}", base::printable(written), refusal),
      "types are written as PostgreSQL does: bigint, numeric(10,2), text, date, timestamp, boolean");
}

}  // namespace seedctl::profile

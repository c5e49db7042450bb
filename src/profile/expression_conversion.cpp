// How an expression's parts take the types of their places: literals without a type, CASE and its like, the
// column itself; by PostgreSQL's rules of implicit, assignment and explicit casts.
#include <fmt/format.h>

#include "profile/expression_compiler.h"

namespace seedctl::profile {
namespace {

using base::LogicalType;
using base::TypeKind;
using gen::ExpressionPtr;
using gen::Signature;

}  // namespace

ExpressionPtr ExpressionCompiler::boolean(const Part& part, std::string_view what) const {
  if (part.node && part.type() != kBoolean) {
    fail(part.offset,
         fmt::format("argument of {} must be type boolean, not type {}", what, name_of(part.type())));
  }
  return converted(part, gen::type_of(kBoolean));
}

std::vector<ExpressionPtr> ExpressionCompiler::unified(const std::vector<Part>& values,
                                                       std::string_view what) const {
  std::vector<ArgumentType> types;
  for (const Part& value : values) types.push_back(value.type());
  const auto common = common_type(types);
  if (!common) {
    // The pair that does not go together, as PostgreSQL names it.
    std::vector<ArgumentType> tried;
    for (std::size_t i = 0; i < values.size(); ++i) {
      const auto before = common_type(tried);
      tried.push_back(types[i]);
      if (common_type(tried)) continue;
      fail(values[i].offset,
           fmt::format("{} types {} and {} cannot be matched", what, name_of(before), name_of(types[i])));
    }
  }
  std::vector<ExpressionPtr> nodes;
  for (const Part& value : values) nodes.push_back(converted(value, gen::type_of(*common)));
  return nodes;
}

ExpressionPtr ExpressionCompiler::converted(const Part& part, const LogicalType& type) const {
  if (!part.node) return literal(part, type);
  if (part.type() == gen::signature_of(type)) return part.node;
  return gen::make_cast(part.node, type, position_of_(part.offset));
}

// The literal is read now, so that a wrong one is an error of the profile and not of some row.
ExpressionPtr ExpressionCompiler::literal(const Part& part, const LogicalType& type) const {
  if (!part.literal) return gen::constant(base::Null{}, type);
  ExpressionPtr text = gen::constant(*part.literal, gen::type_of(kText));
  if (type == gen::type_of(kText)) return text;
  try {
    const ExpressionPtr read = gen::make_cast(std::move(text), type, position_of_(part.offset));
    const gen::RowId row{};
    const std::uint32_t place = 0;
    base::ColumnBatch value(type.kind);
    read->evaluate({{&row, 1}, {}, {&place, 1}}, value);
    return gen::constant(value.value_at(0), type);
  } catch (const base::Error& error) {
    fail(part.offset, error.message(), error.hint);
  }
}

ExpressionPtr ExpressionCompiler::assigned(const Part& part, const LogicalType& wanted) const {
  LogicalType type = wanted;
  if (wanted.kind == TypeKind::text) type = gen::type_of(kText);
  const Signature to = gen::signature_of(type);
  if (part.node && part.type() != to) {
    const auto context = gen::cast_context(*part.type(), to);
    if (!context || *context == gen::CastContext::explicit_only) {
      fail(part.offset,
           fmt::format("the column is of type {}, the expression of type {}", gen::type_name(to),
                       name_of(part.type())),
           context ? fmt::format("cast it: (..)::{}", gen::type_name(to)) : std::string());
    }
  }
  if (part.node && part.node->type() == type) return part.node;
  if (!part.node) return literal(part, type);
  return gen::make_cast(part.node, type, position_of_(part.offset));
}

}  // namespace seedctl::profile

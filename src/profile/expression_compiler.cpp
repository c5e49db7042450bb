// One function for each kind of part; what SQL writes in several ways (IN, BETWEEN, LIKE, NULLIF) becomes the
// operators that it stands for, as in PostgreSQL.
#include "profile/expression_compiler.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"

namespace seedctl::profile {
namespace {

using base::LogicalType;
using base::TypeKind;
using gen::ExpressionPtr;
using gen::Signature;
using Kind = sql::ExpressionTree::Kind;

// A pattern that is escaped by another character, with the backslash that LIKE knows.
std::string with_backslashes(std::string_view pattern, std::string_view escape, std::size_t offset) {
  if (base::count_code_points(escape) > 1) {
    throw ExpressionError{"an escape is one character, or ''", {}, offset};
  }
  std::string result;
  for (std::size_t i = 0; i < pattern.size();) {
    if (!escape.empty() && pattern.substr(i).starts_with(escape)) {
      i += escape.size();
      result += '\\';
      if (i == pattern.size()) break;
      result += pattern[i++];
    } else {
      if (pattern[i] == '\\') result += '\\';
      result += pattern[i++];
    }
  }
  return result;
}

}  // namespace

ArgumentType ExpressionCompiler::Part::type() const {
  if (!node) return std::nullopt;
  return gen::signature_of(node->type());
}

ExpressionPtr ExpressionCompiler::compile(const Tree& tree, const LogicalType& wanted) const {
  return assigned(part(tree), wanted);
}

LogicalType ExpressionCompiler::type_of(const Tree& tree) const {
  return gen::type_of(part(tree).type().value_or(kText));
}

ExpressionCompiler::Part ExpressionCompiler::part(const Tree& tree) const {
  const auto made = [&](ExpressionPtr node) { return Part{std::move(node), std::nullopt, tree.offset}; };
  switch (tree.kind) {
    case Kind::null:
      return {nullptr, std::nullopt, tree.offset};
    case Kind::string:
      return {nullptr, tree.text, tree.offset};
    case Kind::boolean:
      return made(gen::constant(tree.text == "true", gen::type_of(kBoolean)));
    case Kind::integer:
    case Kind::decimal:
      return number(tree);
    case Kind::column:
      return name(tree);
    case Kind::call:
      return call(tree.text, parts(tree.children), tree.offset);
    case Kind::cast:
      return cast(tree);
    case Kind::logical_and:
      return made(gen::logical_and(booleans(tree, "AND")));
    case Kind::logical_or:
      return made(gen::logical_or(booleans(tree, "OR")));
    case Kind::logical_not:
      return made(gen::logical_not(booleans(tree, "NOT").front()));
    case Kind::is_null: {
      const Part operand = part(tree.children.front());
      return made(
          gen::is_null(converted(operand, gen::type_of(operand.type().value_or(kText))), tree.negated));
    }
    case Kind::is_truth:
      return truth(tree);
    case Kind::is_distinct:
      return distinct(tree);
    case Kind::case_when:
      return case_when(tree);
    case Kind::coalesce:
    case Kind::greatest:
    case Kind::least:
      return choice(tree);
    case Kind::null_if:
      return null_if(tree);
    case Kind::in:
      return in(tree);
    case Kind::between:
      return between(tree);
    case Kind::like:
      return like(tree);
  }
  fail(tree.offset, "this part of the expression is not known");
}

std::vector<ExpressionCompiler::Part> ExpressionCompiler::parts(const std::vector<Tree>& trees) const {
  std::vector<Part> compiled;
  for (const Tree& tree : trees) compiled.push_back(part(tree));
  return compiled;
}

ExpressionCompiler::Part ExpressionCompiler::number(const Tree& tree) const {
  const auto value = base::Decimal::parse(tree.text);
  if (!value) {
    fail(tree.offset, fmt::format("a number has at most {} digits", base::Decimal::kMaxDigits));
  }
  ExpressionPtr node;
  // As PostgreSQL reads them: the sign comes after, so that -2147483648 is a bigint.
  constexpr std::int64_t kLargestInteger = 2'147'483'647;
  if (tree.kind == Kind::integer && value->coefficient <= INT64_MAX && value->coefficient >= INT64_MIN) {
    const auto integer = static_cast<std::int64_t>(value->coefficient);
    const int bits = integer <= kLargestInteger && integer >= -kLargestInteger ? 32 : 64;
    node = gen::constant(integer, gen::type_of({TypeKind::integer, bits}));
  } else {
    node = gen::constant(*value, gen::type_of({TypeKind::decimal, 0}));
  }
  return {std::move(node), std::nullopt, tree.offset};
}

ExpressionCompiler::Part ExpressionCompiler::name(const Tree& tree) const {
  if (tree.names.size() > 1) return parent_cell(tree);
  const std::string& name = tree.names.front();
  if (const auto column = scope_.column(name)) {
    LogicalType type = column->type;
    if (type.kind == TypeKind::unsupported) {
      fail(tree.offset, fmt::format("column {} is of type {}, which expressions do not know",
                                    base::printable(name), base::printable(type.raw)));
    }
    return {gen::input_column(column->index, std::move(type)), std::nullopt, tree.offset};
  }
  if (name == "row") return {gen::row_number(), std::nullopt, tree.offset};
  if (name == "as_of") {
    return {gen::constant(scope_.as_of, gen::type_of({TypeKind::date, 0})), std::nullopt, tree.offset};
  }
  std::vector<std::string> known = scope_.column_names;
  known.insert(known.end(), {"row", "as_of"});
  fail(tree.offset,
       fmt::format("column \"{}\" does not exist{}", base::printable(name), base::did_you_mean(name, known)),
       "text is written in single quotes");
}

ExpressionCompiler::Part ExpressionCompiler::parent_cell(const Tree& tree) const {
  const std::string name = base::printable(base::join(tree.names, "."));
  if (tree.names.size() > 2 || !scope_.parent_cell) {
    fail(tree.offset,
         fmt::format("{}: an expression sees the cells of its own row and of the rows it refers to", name),
         "write bike_id.price, where bike_id is a column that refers to the row with the price");
  }
  try {
    gen::SiblingColumn cell = scope_.parent_cell(tree.names[0], tree.names[1]);
    if (cell.type.kind == TypeKind::unsupported) {
      fail(tree.offset, fmt::format("{} is of type {}, which expressions do not know", name,
                                    base::printable(cell.type.raw)));
    }
    return {gen::input_column(cell.index, std::move(cell.type)), std::nullopt, tree.offset};
  } catch (const base::Error& error) {
    if (error.position()) throw;
    fail(tree.offset, error.message(), error.hint);
  }
}

ExpressionCompiler::Part ExpressionCompiler::cast(const Tree& tree) const {
  const NamedType named = type_named(tree.text, tree.modifiers);
  if (!named.type) fail(tree.offset, fmt::format("type {} {}", base::printable(tree.text), named.refusal));
  const Part operand = part(tree.children.front());
  if (!operand.node) return {literal(operand, *named.type), std::nullopt, tree.offset};
  const Signature to = gen::signature_of(*named.type);
  if (operand.type() != to && !gen::cast_context(*operand.type(), to)) {
    fail(tree.offset, fmt::format("cannot cast type {} to {}", name_of(operand.type()), gen::type_name(to)));
  }
  return {gen::make_cast(operand.node, *named.type, position_of_(tree.offset)), std::nullopt, tree.offset};
}

ExpressionCompiler::Part ExpressionCompiler::like(const Tree& tree) const {
  std::vector<Part> operands = parts(tree.children);
  if (operands.size() == 3) {
    const Part& escape = operands[2];
    if (!operands[1].literal || !escape.literal) {
      fail(escape.offset, "with ESCAPE, the pattern and the escape are written as text");
    }
    operands[1].literal = with_backslashes(*operands[1].literal, *escape.literal, escape.offset);
    operands.pop_back();
  }
  std::string op = tree.negated ? "!~~" : "~~";
  if (tree.ignores_case) op += "*";
  return call(op, std::move(operands), tree.offset);
}

ExpressionCompiler::Part ExpressionCompiler::in(const Tree& tree) const {
  std::vector<Part> operands = parts(tree.children);
  // A literal in the list takes the type that all have in common, as in PostgreSQL.
  std::vector<ArgumentType> types;
  for (const Part& operand : operands) types.push_back(operand.type());
  const auto common = common_type(types);
  std::vector<ExpressionPtr> equalities;
  for (std::size_t i = 1; i < operands.size(); ++i) {
    Part item = operands[i];
    if (!item.node && common) item.node = converted(item, gen::type_of(*common));
    equalities.push_back(call("=", {operands.front(), std::move(item)}, tree.offset).node);
  }
  ExpressionPtr any = equalities.size() == 1 ? equalities.front() : gen::logical_or(std::move(equalities));
  if (tree.negated) any = gen::logical_not(std::move(any));
  return {std::move(any), std::nullopt, tree.offset};
}

ExpressionCompiler::Part ExpressionCompiler::between(const Tree& tree) const {
  const std::vector<Part> operands = parts(tree.children);
  const auto within = [&](const Part& low, const Part& high) {
    return gen::logical_and({call(">=", {operands[0], low}, tree.offset).node,
                             call("<=", {operands[0], high}, tree.offset).node});
  };
  ExpressionPtr inside = within(operands[1], operands[2]);
  if (tree.symmetric) inside = gen::logical_or({inside, within(operands[2], operands[1])});
  if (tree.negated) inside = gen::logical_not(std::move(inside));
  return {std::move(inside), std::nullopt, tree.offset};
}

ExpressionCompiler::Part ExpressionCompiler::truth(const Tree& tree) const {
  ExpressionPtr operand = boolean(part(tree.children.front()), "IS " + tree.text);
  ExpressionPtr node = tree.text == "unknown"
                           ? gen::is_null(std::move(operand), tree.negated)
                           : gen::is_truth(std::move(operand), tree.text == "true", tree.negated);
  return {std::move(node), std::nullopt, tree.offset};
}

ExpressionCompiler::Part ExpressionCompiler::case_when(const Tree& tree) const {
  std::size_t at = 0;
  std::optional<Part> compared;
  if (tree.has_operand) {
    compared = part(tree.children[at++]);
    if (!compared->node) compared->node = converted(*compared, gen::type_of(kText));
  }
  const std::size_t end = tree.children.size() - (tree.has_otherwise ? 1 : 0);
  std::vector<gen::WhenBranch> branches;
  std::vector<Part> results;
  // ELSE comes first: what the common type is depends on the order.
  if (tree.has_otherwise) results.push_back(part(tree.children.back()));
  for (; at < end; at += 2) {
    Part condition = part(tree.children[at]);
    const std::size_t offset = condition.offset;
    if (compared) condition = call("=", {*compared, std::move(condition)}, offset);
    branches.push_back({boolean(condition, "CASE/WHEN"), nullptr});
    results.push_back(part(tree.children[at + 1]));
  }
  std::vector<ExpressionPtr> values = unified(results, "CASE");
  const std::size_t first = tree.has_otherwise ? 1 : 0;
  for (std::size_t i = 0; i < branches.size(); ++i) branches[i].result = values[first + i];
  ExpressionPtr otherwise = tree.has_otherwise ? values.front() : nullptr;
  return {gen::case_when(branches, otherwise), std::nullopt, tree.offset};
}

void ExpressionCompiler::make_comparable(std::vector<Part>& operands, std::size_t offset) const {
  std::vector<ArgumentType> types{operands[0].type(), operands[1].type()};
  const Resolution equality = resolve_call("=", types);
  if (equality.function == nullptr) fail_unresolved("=", types, equality.ambiguous, offset);
  for (std::size_t i = 0; i < 2; ++i) {
    operands[i].node = converted(operands[i], gen::type_of(equality.function->parameters[i]));
  }
}

ExpressionCompiler::Part ExpressionCompiler::null_if(const Tree& tree) const {
  std::vector<Part> operands = parts(tree.children);
  make_comparable(operands, tree.offset);
  ExpressionPtr equal = call("=", operands, tree.offset).node;
  ExpressionPtr value = operands[0].node;
  ExpressionPtr null = gen::constant(base::Null{}, value->type());
  return {gen::case_when({{std::move(equal), std::move(null)}}, value), std::nullopt, tree.offset};
}

ExpressionCompiler::Part ExpressionCompiler::distinct(const Tree& tree) const {
  std::vector<Part> operands = parts(tree.children);
  make_comparable(operands, tree.offset);
  return {gen::is_distinct(operands[0].node, operands[1].node, tree.negated), std::nullopt, tree.offset};
}

ExpressionCompiler::Part ExpressionCompiler::choice(const Tree& tree) const {
  const std::string_view what = tree.kind == Kind::coalesce   ? "COALESCE"
                                : tree.kind == Kind::greatest ? "GREATEST"
                                                              : "LEAST";
  std::vector<ExpressionPtr> values = unified(parts(tree.children), what);
  ExpressionPtr node = tree.kind == Kind::coalesce
                           ? gen::coalesce(std::move(values))
                           : gen::extreme(std::move(values), tree.kind == Kind::greatest);
  return {std::move(node), std::nullopt, tree.offset};
}

std::vector<ExpressionPtr> ExpressionCompiler::booleans(const Tree& tree, std::string_view what) const {
  std::vector<ExpressionPtr> operands;
  for (const Part& operand : parts(tree.children)) operands.push_back(boolean(operand, what));
  return operands;
}

}  // namespace seedctl::profile

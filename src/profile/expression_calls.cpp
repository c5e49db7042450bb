// Calls of functions and operators: the one that PostgreSQL would resolve them to, or an error that says what
// there is instead.
#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "profile/expression_compiler.h"

namespace seedctl::profile {
namespace {

using gen::ExpressionPtr;
using gen::Signature;

// All names that can be called, for "did you mean".
std::vector<std::string> function_names() {
  std::vector<std::string> names;
  for (const gen::Function& function : gen::functions()) {
    if (!is_operator(function.name)) names.emplace_back(function.name);
  }
  return names;
}

std::string signatures_of(std::string_view name) {
  std::string list;
  for (const gen::Function& function : gen::functions_named(name)) {
    std::vector<ArgumentType> types;
    for (const Signature& parameter : function.parameters) types.emplace_back(parameter);
    list += (list.empty() ? "" : "; ") + describe_call(name, types);
  }
  return list;
}

}  // namespace

ExpressionCompiler::Part ExpressionCompiler::concatenation(std::vector<Part> operands,
                                                           std::size_t offset) const {
  const auto is_textual = [](const Part& operand) { return !operand.node || operand.type() == kText; };
  if (!is_textual(operands[0]) && !is_textual(operands[1])) {
    fail(offset,
         fmt::format("operator does not exist: {} || {}", name_of(operands[0].type()),
                     name_of(operands[1].type())),
         "cast one of them: ::text");
  }
  for (Part& operand : operands) operand.node = converted(operand, gen::type_of(kText));
  const std::vector<ArgumentType> types{kText, kText};
  const Resolution found = resolve_call("||", types);
  return {found.function->make(*found.function, {operands[0].node, operands[1].node}, position_of_(offset)),
          std::nullopt, offset};
}

ExpressionCompiler::Part ExpressionCompiler::call(std::string_view name, std::vector<Part> arguments,
                                                  std::size_t offset) const {
  if (name == "||" && arguments.size() == 2) return concatenation(std::move(arguments), offset);
  std::vector<ArgumentType> types;
  for (const Part& argument : arguments) types.push_back(argument.type());
  const Resolution found = resolve_call(name, types);
  if (found.function == nullptr) fail_unresolved(name, types, found.ambiguous, offset);
  std::vector<ExpressionPtr> operands;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const Signature& parameter = parameter_at(*found.function, i);
    const Signature type = takes_anything(parameter) ? types[i].value_or(kText) : parameter;
    operands.push_back(converted(arguments[i], gen::type_of(type)));
  }
  return {found.function->make(*found.function, std::move(operands), position_of_(offset)), std::nullopt,
          offset};
}

void ExpressionCompiler::fail_unresolved(std::string_view name, const std::vector<ArgumentType>& arguments,
                                         bool ambiguous, std::size_t offset) const {
  const std::string call = describe_call(name, arguments);
  const std::string_view what = is_operator(name) ? "operator" : "function";
  if (ambiguous) {
    fail(offset, fmt::format("{} is not unique: {}", what, call), "cast an argument: '..'::date");
  }
  if (is_operator(name)) fail(offset, fmt::format("operator does not exist: {}", call));
  if (!gen::functions_named(name).empty()) {
    fail(offset, fmt::format("function {} does not exist", call),
         fmt::format("there is: {}", signatures_of(name)));
  }
  static constexpr std::string_view kAggregates[] = {"count", "sum",        "avg",      "min",
                                                     "max",   "string_agg", "array_agg"};
  if (std::find(std::begin(kAggregates), std::end(kAggregates), name) != std::end(kAggregates)) {
    fail(offset, fmt::format("{} is an aggregate of many rows: an expression sees one", name),
         name == "min" || name == "max" ? "of several values: least() and greatest()" : "");
  }
  fail(offset, fmt::format("function {} does not exist{}", base::printable(call),
                           base::did_you_mean(name, function_names())));
}

}  // namespace seedctl::profile

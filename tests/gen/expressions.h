// Expressions made by hand: typed values from text, calls by exact signature, and results as PostgreSQL
// prints them.
#pragma once

#include <algorithm>
#include <stdexcept>
#include <string>
#include <vector>

#include "gen/expression/functions.h"
#include "support/catch.h"

namespace seedctl::test {

inline base::LogicalType type_named(const char* name) {
  const auto type = base::LogicalType::parse(name);
  if (!type) throw std::invalid_argument(name);
  return *type;
}

// A constant; nullptr is NULL.
inline gen::ExpressionPtr value_of(const char* type_text, const char* text) {
  const base::LogicalType type = type_named(type_text);
  if (text == nullptr) return gen::constant(base::Null{}, type);
  const auto value = base::from_text(text, type);
  if (!value) throw std::invalid_argument(text);
  return gen::constant(*value, type);
}

inline const base::SourcePosition kPlace{"seeds/dev.yaml", 3, 14};

inline bool takes(const gen::Function& function, const std::vector<gen::ExpressionPtr>& arguments) {
  const std::size_t count = function.parameters.size();
  if (function.variadic ? arguments.size() < count : arguments.size() != count) return false;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const gen::Signature& parameter = function.parameters[std::min(i, count - 1)];
    const bool any = parameter.kind == base::TypeKind::unsupported;
    if (!any && parameter != gen::signature_of(arguments[i]->type())) return false;
  }
  return true;
}

// The function whose parameters are the arguments' types.
inline gen::ExpressionPtr call(std::string_view name, std::vector<gen::ExpressionPtr> arguments) {
  for (const gen::Function& function : gen::functions_named(name)) {
    if (takes(function, arguments)) return function.make(function, std::move(arguments), kPlace);
  }
  throw std::invalid_argument("no such signature: " + std::string(name));
}

// The value in row 7 as text, "NULL", or the SQLSTATE with which it fails.
inline std::string result_of(const gen::ExpressionPtr& expression) {
  const auto text = gen::make_cast(expression, type_named("text"), kPlace);
  const gen::RowId row{.number = 7, .token = 7};
  const std::uint32_t place = 0;
  base::ColumnBatch out(base::TypeKind::text);
  try {
    text->evaluate({{&row, 1}, {}, {&place, 1}}, out);
  } catch (const base::Error& error) {
    return error.sqlstate;
  }
  return out.is_null(0) ? "NULL" : std::string(out.text_at(0));
}

inline constexpr const char* kSmallint = "integer(16)";
inline constexpr const char* kInteger = "integer(32)";
inline constexpr const char* kBigint = "integer(64)";
inline constexpr const char* kDecimal = "decimal";
inline constexpr const char* kReal = "real(32)";
inline constexpr const char* kDouble = "real(64)";
inline constexpr const char* kText = "text";
inline constexpr const char* kDate = "date";
inline constexpr const char* kTime = "time";
inline constexpr const char* kTimestamp = "timestamp";
inline constexpr const char* kInterval = "interval";

struct Argument {
  const char* type;
  const char* text;  // nullptr is NULL
};

struct FunctionCase {
  const char* function;
  std::vector<Argument> arguments;
  const char* result;
};

inline std::string shown(const FunctionCase& c) {
  std::string text = c.function;
  for (const Argument& argument : c.arguments)
    text += std::string(" ") + (argument.text == nullptr ? "NULL" : argument.text);
  return text;
}

inline std::string result_of(const FunctionCase& c) {
  std::vector<gen::ExpressionPtr> arguments;
  for (const Argument& argument : c.arguments) arguments.push_back(value_of(argument.type, argument.text));
  return result_of(call(c.function, std::move(arguments)));
}

inline void check(const std::vector<FunctionCase>& cases) {
  for (const FunctionCase& c : cases) {
    INFO(shown(c));
    CHECK(result_of(c) == c.result);
  }
}

}  // namespace seedctl::test

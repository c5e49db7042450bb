// A parsed expression becomes nodes that evaluate it: names are found (expression_compiler.cpp), calls
// resolved (expression_calls.cpp), conversions put in (expression_conversion.cpp). Nobody's business but
// expression.cpp's.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "profile/expression.h"
#include "profile/expression_types.h"
#include "sql/expression.h"

namespace seedctl::profile {

// What is wrong, and at which byte of the expression's text.
using ExpressionError = sql::ExpressionSyntaxError;

class ExpressionCompiler {
 public:
  // Gives the place in the YAML of a byte of the text.
  using PositionOf = std::function<base::SourcePosition(std::size_t offset)>;
  ExpressionCompiler(const ExpressionScope& scope, PositionOf position_of)
      : scope_(scope), position_of_(std::move(position_of)) {}

  // Throws ExpressionError.
  gen::ExpressionPtr compile(const sql::ExpressionTree& tree, const base::LogicalType& wanted) const;
  // The type of the expression where nothing is wanted of it.
  base::LogicalType type_of(const sql::ExpressionTree& tree) const;

 private:
  using Tree = sql::ExpressionTree;
  static constexpr gen::Signature kText{base::TypeKind::text, 0}, kBoolean{base::TypeKind::boolean, 0};

  // A compiled part. A literal whose type is not known has no node yet: its text, or NULL, takes the type of
  // its place.
  struct Part {
    gen::ExpressionPtr node;
    std::optional<std::string> literal;
    std::size_t offset = 0;

    ArgumentType type() const;
  };

  Part part(const Tree& tree) const;
  std::vector<Part> parts(const std::vector<Tree>& trees) const;
  Part number(const Tree& tree) const;
  Part name(const Tree& tree) const;
  Part parent_cell(const Tree& tree) const;
  Part cast(const Tree& tree) const;
  Part like(const Tree& tree) const;
  Part in(const Tree& tree) const;
  Part between(const Tree& tree) const;
  Part truth(const Tree& tree) const;
  Part case_when(const Tree& tree) const;
  Part null_if(const Tree& tree) const;
  Part distinct(const Tree& tree) const;
  Part choice(const Tree& tree) const;
  Part call(std::string_view name, std::vector<Part> arguments, std::size_t offset) const;
  Part concatenation(std::vector<Part> operands, std::size_t offset) const;
  // Both operands of an equality, converted to the types that it compares.
  void make_comparable(std::vector<Part>& operands, std::size_t offset) const;
  std::vector<gen::ExpressionPtr> booleans(const Tree& tree, std::string_view what) const;

  gen::ExpressionPtr boolean(const Part& part, std::string_view what) const;
  // The values of CASE and its like, all of their common type.
  std::vector<gen::ExpressionPtr> unified(const std::vector<Part>& values, std::string_view what) const;
  gen::ExpressionPtr converted(const Part& part, const base::LogicalType& type) const;
  gen::ExpressionPtr literal(const Part& part, const base::LogicalType& type) const;
  gen::ExpressionPtr assigned(const Part& part, const base::LogicalType& wanted) const;
  [[noreturn]] static void fail(std::size_t offset, std::string message, std::string hint = {}) {
    throw ExpressionError{std::move(message), std::move(hint), offset};
  }
  [[noreturn]] void fail_unresolved(std::string_view name, const std::vector<ArgumentType>& arguments,
                                    bool ambiguous, std::size_t offset) const;

  const ExpressionScope& scope_;
  PositionOf position_of_;
};

}  // namespace seedctl::profile

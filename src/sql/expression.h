// The text of a PostgreSQL expression as a tree: parsed by libpg_query, neutral and bounded, each node with
// its place in the text. What names and functions mean is decided by who compiles it.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace seedctl::sql {

// Longest text that is parsed, and deepest nesting that is followed. libpg_query recurses: a chain of 50,000
// operators overflowed its stack; these stay far below, checked before it is called.
inline constexpr std::size_t kMaxExpressionBytes = 16 * 1024;
inline constexpr int kMaxExpressionDepth = 200;

struct ExpressionTree {
  enum class Kind {
    null,
    boolean,  // text: "true" or "false"
    integer,  // text: digits, with a sign if negative
    decimal,  // text: digits with a point or an exponent
    string,   // text; a literal whose type is not known
    column,   // names: {"price"} or {"bike_id", "price"}
    call,     // text: function's or operator's name; children: arguments
    cast,     // text: the type's name as PostgreSQL normalises it ("int4", "numeric"); modifiers; one child
    logical_and,
    logical_or,
    logical_not,
    is_null,      // negated
    is_truth,     // text: "true" or "false" or "unknown"; negated
    is_distinct,  // negated
    case_when,    // children: [operand,] condition, result, ..., [otherwise]; has_operand, has_otherwise
    coalesce,
    null_if,
    greatest,
    least,
    in,       // children: value, then the list; negated
    between,  // children: value, low, high; negated, symmetric
    like,     // children: value, pattern, [escape]; negated, ignores_case
  };
  Kind kind = Kind::null;
  std::string text;
  std::vector<std::string> names;
  std::vector<std::int64_t> modifiers;
  std::vector<ExpressionTree> children;
  bool negated = false, symmetric = false, ignores_case = false;
  bool has_operand = false, has_otherwise = false;
  std::size_t offset = 0;  // byte in the text at which the node (its operator or name) stands
};

// libpg_query's own message for a syntax error; what is no plain expression (a subquery, an aggregate, a
// window, a parameter) is refused by name. Who knows the file turns it into an error with a position.
struct ExpressionSyntaxError {
  std::string message;
  std::string hint;
  std::size_t offset = 0;
};
// Returns the tree, or throws ExpressionSyntaxError.
ExpressionTree parse_expression(std::string_view text);

}  // namespace seedctl::sql

// One side of a comparison in a CHECK's parse tree: a column, its length, or a constant in canonical text.
// Between check_tree.cpp and check_operand.cpp; nobody else's business.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

namespace seedctl::sql {

// Nesting of AND, OR and casts that is followed; constraints that people write stay far below.
inline constexpr int kMaxCheckNesting = 64;

// One side of a comparison.
struct Operand {
  enum class Kind { column, length, number, text, moment, boolean, other };
  Kind kind = Kind::other;
  std::string text;         // the column's name, or the constant
  bool known_text = false;  // a constant that PostgreSQL says is text, so that it is no date
  bool is_constant() const { return kind >= Kind::number && kind <= Kind::boolean; }
};

// `source` is the SQL text that was parsed. What is neither column nor constant is `other`.
Operand read_operand(const nlohmann::json& node, std::string_view source);

// A child of a tree's node by its key; a json null where there is none.
const nlohmann::json& child(const nlohmann::json& node, const char* key);
std::string string_of(const nlohmann::json& node);
// The last part of a dotted name: "pg_catalog.int4" is int4.
std::string last_name(const nlohmann::json& parts);

}  // namespace seedctl::sql

// Reads the parse tree of a CHECK: comparisons of a column (or its length) with constants or another column.
// Everything else becomes `unknown`, with its column if it has just one; guessing would make rows that the
// database refuses.
#include "sql/check_tree.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/datetime.h"
#include "base/decimal.h"
#include "sql/check_operand.h"

namespace seedctl::sql {
namespace {

using nlohmann::json;
using Kind = CheckFact::Kind;

std::optional<std::string> canonical_moment(const std::string& text) {
  if (const auto date = base::Date::parse(text)) return date->str();
  if (const auto time = base::Time::parse(text)) return time->str();
  const auto timestamp = base::Timestamp::parse(text);
  if (!timestamp) return std::nullopt;
  if (*timestamp == base::Timestamp::at_midnight(timestamp->date())) return timestamp->date().str();
  return timestamp->str();
}

void collect_columns(const json& tree, std::vector<std::string>& columns) {
  std::vector<const json*> open{&tree};
  while (!open.empty()) {
    const json& node = *open.back();
    open.pop_back();
    if (const json& fields = child(child(node, "ColumnRef"), "fields"); fields.is_array()) {
      std::string name = last_name(fields);
      if (std::find(columns.begin(), columns.end(), name) == columns.end())
        columns.push_back(std::move(name));
      continue;
    }
    if (!node.is_structured()) continue;
    for (const json& item : node) open.push_back(&item);
  }
}

// Says of a piece of the tree that it is not understood; names its column if it has just one.
CheckFact unknown(const json& tree) {
  std::vector<std::string> columns;
  collect_columns(tree, columns);
  CheckFact fact;
  if (columns.size() == 1) fact.column = columns.front();
  return fact;
}

class TreeReader {
 public:
  explicit TreeReader(std::string_view source) : source_(source) {}

  std::vector<CheckFact> read(const json& tree, int depth = 0) const {
    if (depth <= kMaxCheckNesting) {
      std::vector<CheckFact> facts = read_known(tree, depth);
      if (!facts.empty()) return facts;
    }
    return {unknown(tree)};
  }

 private:
  // Empty where the node is not understood.
  std::vector<CheckFact> read_known(const json& tree, int depth) const {
    if (const json& logic = child(tree, "BoolExpr"); logic.is_object()) {
      const std::string op = string_of(child(logic, "boolop"));
      if (op == "AND_EXPR") return read_all(child(logic, "args"), depth);
      if (op == "OR_EXPR") return read_any(child(logic, "args"), depth);
      return {};
    }
    if (const json& test = child(tree, "NullTest"); test.is_object()) {
      const Operand operand = read_operand(child(test, "arg"));
      if (operand.kind != Operand::Kind::column || child(test, "nulltesttype") != "IS_NOT_NULL") return {};
      CheckFact fact;
      fact.kind = Kind::not_null;
      fact.column = operand.text;
      return {fact};
    }
    if (const json& expression = child(tree, "A_Expr"); expression.is_object())
      return read_expression(expression);
    return {};
  }

  std::vector<CheckFact> read_all(const json& parts, int depth) const {
    std::vector<CheckFact> facts;
    for (const json& part : parts) {
      for (CheckFact& fact : read(part, depth + 1)) facts.push_back(std::move(fact));
    }
    return facts;
  }

  // x IS NULL OR <facts that NULL satisfies anyway>; alternatives.
  std::vector<CheckFact> read_any(const json& parts, int depth) const {
    std::vector<std::string> may_be_null;
    std::vector<const json*> rest;
    for (const json& part : parts) {
      const json& test = child(part, "NullTest");
      const bool is_null = child(test, "nulltesttype") == "IS_NULL";
      Operand operand = is_null ? read_operand(child(test, "arg")) : Operand{};
      if (operand.kind == Operand::Kind::column) {
        may_be_null.push_back(std::move(operand.text));
      } else {
        rest.push_back(&part);
      }
    }
    if (rest.empty() || may_be_null.size() > 1) return {};
    std::vector<CheckFact> facts =
        rest.size() == 1 ? read(*rest.front(), depth + 1) : read_alternatives(rest, depth);
    if (may_be_null.empty()) return facts;
    const std::string& column = may_be_null.front();
    const bool all_about_it = std::all_of(facts.begin(), facts.end(), [&](const CheckFact& fact) {
      return (fact.kind != Kind::unknown || has_part(fact)) && fact.kind != Kind::not_null &&
             (fact.column == column || fact.other == column);
    });
    return all_about_it ? facts : std::vector<CheckFact>{};
  }

  std::vector<CheckFact> read_alternatives(const std::vector<const json*>& parts, int depth) const {
    std::vector<std::vector<CheckFact>> alternatives;
    std::vector<std::string> columns;
    for (const json* part : parts) {
      alternatives.push_back(read(*part, depth + 1));
      collect_columns(*part, columns);
    }
    return join_alternatives(alternatives, columns.size() == 1);
  }

  std::vector<CheckFact> read_expression(const json& expression) const {
    const std::string kind = string_of(child(expression, "kind"));
    const std::string op = last_name(child(expression, "name"));
    const Operand left = read_operand(child(expression, "lexpr"));
    const json& right = child(expression, "rexpr");
    if ((kind == "AEXPR_LIKE" || kind == "AEXPR_OP") && (op == "~~" || op == "~"))
      return read_pattern(op, left, read_operand(right));
    if (kind == "AEXPR_OP") return compare(op == "==" ? "=" : op, left, read_operand(right));
    if (kind == "AEXPR_IN" && op == "=") return read_list(left, child(child(right, "List"), "items"));
    if (kind == "AEXPR_OP_ANY" && op == "=") return read_list(left, array_elements(right));
    const json& bounds = child(child(right, "List"), "items");
    if (bounds.size() != 2) return {};
    const Operand low = read_operand(bounds[0]), high = read_operand(bounds[1]);
    if (kind == "AEXPR_BETWEEN") return read_between(left, low, high);
    if (kind == "AEXPR_BETWEEN_SYM")
      return join_alternatives({read_between(left, low, high), read_between(left, high, low)}, true);
    if (kind == "AEXPR_NOT_BETWEEN")
      return join_alternatives({compare("<", left, low), compare(">", left, high)}, true);
    return {};
  }

  // SQLite knows no backslash in LIKE, PostgreSQL does.
  static std::vector<CheckFact> read_pattern(std::string_view op, const Operand& column,
                                             const Operand& text) {
    const bool is_like = op == "~~";
    if (column.kind != Operand::Kind::column || text.kind != Operand::Kind::text) return {};
    if (is_like && text.text.find('\\') != std::string::npos) return {};
    CheckFact fact;
    fact.kind = is_like ? Kind::like : Kind::matches;
    fact.column = column.text;
    fact.values.push_back(text.text);
    return {fact};
  }

  std::vector<CheckFact> read_between(const Operand& column, const Operand& from, const Operand& to) const {
    std::vector<CheckFact> low = compare(">=", column, from);
    const std::vector<CheckFact> high = compare("<=", column, to);
    if (low.empty() || high.empty()) return {};
    low.insert(low.end(), high.begin(), high.end());
    return low;
  }

  // Not negative, and of 18 digits at most.
  static std::optional<std::uint64_t> whole(const Operand& operand) {
    if (operand.kind != Operand::Kind::number) return std::nullopt;
    const auto number = base::Decimal::parse(operand.text);
    if (!number || number->scale != 0 || number->coefficient < 0 || number->digits() > 18)
      return std::nullopt;
    return static_cast<std::uint64_t>(number->coefficient);
  }

  // ARRAY[..], or a cast of one to text[].
  static const json& array_elements(const json& node) {
    const json* array = &node;
    for (int depth = 0; depth < kMaxCheckNesting && array->contains("TypeCast"); ++depth) {
      array = &child(child(*array, "TypeCast"), "arg");
    }
    return child(child(*array, "A_ArrayExpr"), "elements");
  }

  std::vector<CheckFact> read_list(const Operand& column, const json& items) const {
    if (column.kind != Operand::Kind::column || !items.is_array() || items.empty()) return {};
    CheckFact fact;
    fact.kind = Kind::values;
    fact.column = column.text;
    for (const json& item : items) {
      Operand value = read_operand(item);
      if (!value.is_constant()) return {};
      if (std::find(fact.values.begin(), fact.values.end(), value.text) == fact.values.end()) {
        fact.values.push_back(std::move(value.text));
      }
    }
    return {fact};
  }

  std::vector<CheckFact> compare(std::string_view op, const Operand& left, const Operand& right) const {
    if (left.is_constant()) {
      if (right.is_constant()) return {};
      return compare(mirrored(op), right, left);
    }
    if (left.kind == Operand::Kind::length) return compare_length(op, left.text, right);
    if (left.kind != Operand::Kind::column) return {};
    if (right.kind == Operand::Kind::column) return compare_columns(op, left.text, right.text);
    if (!right.is_constant()) return {};
    CheckFact fact;
    fact.column = left.text;
    if (op == "=") {
      fact.kind = Kind::values;
      fact.values.push_back(right.text);
      return {fact};
    }
    if (op == "<>" && right.kind == Operand::Kind::text && right.text.empty()) {
      fact.kind = Kind::length;
      fact.min_length = 1;
      return {fact};
    }
    if (op == "<>") return read_other_than(std::move(fact), right);
    return compare_range(op, std::move(fact), right);
  }

  static std::string_view mirrored(std::string_view op) {
    if (op == "<") return ">";
    if (op == "<=") return ">=";
    if (op == ">") return "<";
    if (op == ">=") return "<=";
    return op;
  }

  // What lies above is other.
  static std::vector<CheckFact> read_other_than(CheckFact fact, const Operand& right) {
    std::vector<CheckFact> above = compare_range(">", std::move(fact), right);
    for (CheckFact& one : above) one.kind = Kind::unknown;
    return above;
  }

  static std::vector<CheckFact> compare_range(std::string_view op, CheckFact fact, const Operand& right) {
    std::optional<std::string> bound;
    if (right.kind == Operand::Kind::number) bound = right.text;
    // SQLite has no types for dates, so a text that looks like one is one. Other texts order by collation.
    const bool may_be_moment = right.kind == Operand::Kind::text && !right.known_text;
    if (right.kind == Operand::Kind::moment || may_be_moment) bound = canonical_moment(right.text);
    if (!bound) return {};
    fact.kind = Kind::range;
    if (op == ">" || op == ">=") {
      fact.low = std::move(bound);
      fact.low_open = op == ">";
    } else if (op == "<" || op == "<=") {
      fact.high = std::move(bound);
      fact.high_open = op == "<";
    } else {
      return {};
    }
    return {fact};
  }

  static std::vector<CheckFact> compare_columns(std::string_view op, const std::string& left,
                                                const std::string& right) {
    if (left == right) return {};
    CheckFact fact;
    fact.kind = Kind::less;
    fact.or_equal = op == "<=" || op == ">=";
    if (op == "<" || op == "<=") {
      fact.column = left;
      fact.other = right;
    } else if (op == ">" || op == ">=") {
      fact.column = right;
      fact.other = left;
    } else {
      return {};
    }
    return {fact};
  }

  static std::vector<CheckFact> compare_length(std::string_view op, const std::string& column,
                                               const Operand& right) {
    const auto number = whole(right);
    if (!number) return {};
    const std::uint64_t length = *number;
    CheckFact fact;
    fact.kind = Kind::length;
    fact.column = column;
    if (op == "=" || op == ">=") fact.min_length = length;
    if (op == "=" || op == "<=") fact.max_length = length;
    if (op == ">") fact.min_length = length + 1;
    if (op == "<" && length > 0) fact.max_length = length - 1;
    if (!fact.min_length && !fact.max_length) return {};
    return {fact};
  }

  Operand read_operand(const json& node) const { return sql::read_operand(node, source_); }

  std::string_view source_;
};

}  // namespace

std::vector<CheckFact> facts_of_tree(const json& tree, std::string_view source) {
  return TreeReader(source).read(tree);
}

}  // namespace seedctl::sql

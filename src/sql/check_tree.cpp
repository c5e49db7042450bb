// Reads the parse tree of a CHECK: comparisons of a column (or its length) with constants or another column.
// Everything else becomes `unknown`.
//
// Casts are PostgreSQL's way to print a constraint; one is looked through only where it cannot change the
// comparison.
#include "sql/check_tree.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/datetime.h"
#include "base/decimal.h"
#include "base/text.h"
#include "sql/lexer.h"

namespace seedctl::sql {
namespace {

using nlohmann::json;
using Kind = CheckFact::Kind;

// Nesting of AND, OR and casts that is followed; constraints that people write stay far below.
constexpr int kMaxNesting = 64;

// One side of a comparison.
struct Operand {
  enum class Kind { column, length, number, text, moment, boolean, other };
  Kind kind = Kind::other;
  std::string text;         // the column's name, or the constant
  bool known_text = false;  // a constant that PostgreSQL says is text, so that it is no date
  bool is_constant() const { return kind >= Kind::number && kind <= Kind::boolean; }
};

enum class CastClass { integer, number, text, moment, boolean, other };

// A child by its key; a json null where there is none.
const json& child(const json& node, const char* key) {
  static const json none;
  if (!node.is_object()) return none;
  const auto found = node.find(key);
  return found == node.end() ? none : *found;
}

std::string string_of(const json& node) { return node.is_string() ? node.get<std::string>() : std::string(); }

// The last part of a dotted name: "pg_catalog.int4" is int4.
std::string last_name(const json& parts) {
  if (!parts.is_array() || parts.empty()) return {};
  return string_of(child(child(parts.back(), "String"), "sval"));
}

CastClass class_of_type(const json& type) {
  if (type.contains("arrayBounds") || type.contains("typmods")) return CastClass::other;
  const std::string name = last_name(child(type, "names"));
  const auto is_in = [&](std::initializer_list<std::string_view> list) {
    return std::find(list.begin(), list.end(), name) != list.end();
  };
  if (is_in({"int2", "int4", "int8"})) return CastClass::integer;
  if (is_in({"numeric", "float8", "float4"})) return CastClass::number;
  if (is_in({"text", "varchar", "bpchar"})) return CastClass::text;
  if (is_in({"date", "timestamp", "timestamptz", "time"})) return CastClass::moment;
  if (name == "bool") return CastClass::boolean;
  return CastClass::other;
}

std::optional<std::string> canonical_number(const std::string& text) {
  const auto number = base::Decimal::parse(text);
  if (!number) return std::nullopt;
  return number->normalized().str();
}

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
    if (depth <= kMaxNesting) {
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
      if (op == "OR_EXPR") return read_null_or(child(logic, "args"), depth);
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

  // x IS NULL OR <facts that NULL satisfies anyway>
  std::vector<CheckFact> read_null_or(const json& parts, int depth) const {
    if (parts.size() != 2) return {};
    for (std::size_t i = 0; i < 2; ++i) {
      const json& test = child(parts[i], "NullTest");
      if (child(test, "nulltesttype") != "IS_NULL") continue;
      const Operand operand = read_operand(child(test, "arg"));
      if (operand.kind != Operand::Kind::column) continue;
      std::vector<CheckFact> facts = read(parts[1 - i], depth + 1);
      const bool all_about_it = std::all_of(facts.begin(), facts.end(), [&](const CheckFact& fact) {
        return fact.kind != Kind::unknown && fact.kind != Kind::not_null &&
               (fact.column == operand.text || fact.other == operand.text);
      });
      if (all_about_it) return facts;
    }
    return {};
  }

  std::vector<CheckFact> read_expression(const json& expression) const {
    const std::string kind = string_of(child(expression, "kind"));
    const std::string op = last_name(child(expression, "name"));
    const Operand left = read_operand(child(expression, "lexpr"));
    const json& right = child(expression, "rexpr");
    if (kind == "AEXPR_OP") return compare(op == "==" ? "=" : op, left, read_operand(right));
    if (kind == "AEXPR_IN" && op == "=") return read_list(left, child(child(right, "List"), "items"));
    if (kind == "AEXPR_OP_ANY" && op == "=") return read_list(left, array_elements(right));
    if (kind == "AEXPR_BETWEEN") {
      const json& bounds = child(child(right, "List"), "items");
      if (bounds.size() != 2) return {};
      std::vector<CheckFact> low = compare(">=", left, read_operand(bounds[0]));
      std::vector<CheckFact> high = compare("<=", left, read_operand(bounds[1]));
      if (low.empty() || high.empty()) return {};
      low.insert(low.end(), high.begin(), high.end());
      return low;
    }
    return {};
  }

  // ARRAY[..], or a cast of one to text[].
  static const json& array_elements(const json& node) {
    const json* array = &node;
    for (int depth = 0; depth < kMaxNesting && array->contains("TypeCast"); ++depth) {
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
    return compare_range(op, std::move(fact), right);
  }

  static std::string_view mirrored(std::string_view op) {
    if (op == "<") return ">";
    if (op == "<=") return ">=";
    if (op == ">") return "<";
    if (op == ">=") return "<=";
    return op;
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
    const auto number = right.kind == Operand::Kind::number ? base::Decimal::parse(right.text) : std::nullopt;
    if (!number || number->scale != 0 || number->coefficient < 0 || number->digits() > 18) return {};
    const auto length = static_cast<std::uint64_t>(number->coefficient);
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

  Operand read_operand(const json& node, int depth = 0) const {
    if (depth > kMaxNesting) return {};
    if (const json& column = child(node, "ColumnRef"); column.is_object()) {
      const std::string name = last_name(child(column, "fields"));
      return name.empty() ? Operand{} : Operand{Operand::Kind::column, name};
    }
    if (const json& constant = child(node, "A_Const"); constant.is_object()) return read_constant(constant);
    if (const json& cast = child(node, "TypeCast"); cast.is_object()) {
      return cast_operand(read_operand(child(cast, "arg"), depth + 1), class_of_type(child(cast, "typeName")),
                          child(cast, "typeName"));
    }
    if (const json& call = child(node, "FuncCall"); call.is_object()) return read_call(call, depth);
    if (const json& expression = child(node, "A_Expr"); expression.is_object()) {
      return read_sign(expression, depth);
    }
    return {};
  }

  // length(column) under its three names.
  Operand read_call(const json& call, int depth) const {
    const std::string name = last_name(child(call, "funcname"));
    const json& arguments = child(call, "args");
    if (name != "length" && name != "char_length" && name != "character_length") return {};
    if (arguments.size() != 1) return {};
    Operand operand = read_operand(arguments[0], depth + 1);
    if (operand.kind != Operand::Kind::column) return {};
    operand.kind = Operand::Kind::length;
    return operand;
  }

  // -(5)::integer; the parser folds plain -5 itself.
  Operand read_sign(const json& expression, int depth) const {
    const std::string op = last_name(child(expression, "name"));
    if (expression.contains("lexpr") || (op != "-" && op != "+")) return {};
    Operand operand = read_operand(child(expression, "rexpr"), depth + 1);
    if (operand.kind != Operand::Kind::number) return {};
    if (op == "-" && operand.text != "0") {
      operand.text = operand.text.starts_with('-') ? operand.text.substr(1) : "-" + operand.text;
    }
    return operand;
  }

  Operand read_constant(const json& constant) const {
    if (const json& text = child(constant, "sval"); text.is_object()) {
      return {Operand::Kind::text, string_of(child(text, "sval"))};
    }
    if (const json& boolean = child(constant, "boolval"); boolean.is_object()) {
      return {Operand::Kind::boolean, child(boolean, "boolval") == true ? "true" : "false"};
    }
    if (const json& number = child(constant, "fval"); number.is_object()) {
      return number_operand(string_of(child(number, "fval")));
    }
    if (const json& number = child(constant, "ival"); number.is_object()) {
      const json& value = child(number, "ival");
      if (value.is_number_integer()) return number_operand(std::to_string(value.get<std::int64_t>()));
      return integer_in_source(child(constant, "location"));
    }
    return {};
  }

  // libpg_query leaves an integer out of its JSON when it is 0, and also when it is negative: the text tells
  // them apart.
  Operand integer_in_source(const json& location) const {
    if (!location.is_number_integer() || location.get<std::int64_t>() < 0) return {};
    const auto offset = static_cast<std::size_t>(location.get<std::int64_t>());
    if (offset >= source_.size()) return {};
    Lexer lexer(source_, base::Engine::postgres, offset);
    bool negative = false;
    Token token = lexer.next_code();
    for (; token.is_symbol('-') || token.is_symbol('+') || token.kind == TokenKind::open;
         token = lexer.next_code()) {
      if (token.is_symbol('-')) negative = !negative;
    }
    if (token.kind != TokenKind::number) return {};
    return number_operand((negative ? "-" : "") + std::string(token.text));
  }

  static Operand number_operand(const std::string& text) {
    const auto number = canonical_number(text);
    return number ? Operand{Operand::Kind::number, *number} : Operand{};
  }

  static Operand cast_operand(Operand inner, CastClass cast, const json& type) {
    if (inner.kind == Operand::Kind::column) {
      // To a wider number, or to text: PostgreSQL writes these itself, and they order and compare alike.
      return cast == CastClass::number || cast == CastClass::text ? inner : Operand{};
    }
    if (!inner.is_constant()) return {};
    switch (cast) {
      case CastClass::integer:
      case CastClass::number: {
        Operand number = inner.kind == Operand::Kind::boolean ? Operand{} : number_operand(inner.text);
        const bool rounds = cast == CastClass::integer && number.text.find('.') != std::string::npos;
        return rounds ? Operand{} : number;
      }
      case CastClass::text:
        inner.kind = Operand::Kind::text;
        inner.known_text = true;
        return inner;
      case CastClass::moment:
        if (inner.kind != Operand::Kind::text && inner.kind != Operand::Kind::moment) return {};
        inner.kind = Operand::Kind::moment;
        return inner;
      case CastClass::boolean: {
        const std::string word = base::lower_ascii(inner.text);
        if (word != "true" && word != "false" && word != "t" && word != "f") return {};
        return {Operand::Kind::boolean, word.starts_with('t') ? "true" : "false"};
      }
      case CastClass::other:
        break;
    }
    // An enum's label, most likely: its text is the value, and its order is nobody's business.
    if (inner.kind != Operand::Kind::text || type.contains("arrayBounds") || type.contains("typmods"))
      return {};
    inner.known_text = true;
    return inner;
  }

  std::string_view source_;
};

}  // namespace

std::vector<CheckFact> facts_of_tree(const json& tree, std::string_view source) {
  return TreeReader(source).read(tree);
}

}  // namespace seedctl::sql

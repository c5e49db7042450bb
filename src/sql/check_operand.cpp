// Constants and columns out of libpg_query's JSON. Casts are PostgreSQL's way to print a constraint; one is
// looked through only where it cannot change a comparison.
#include "sql/check_operand.h"

#include <algorithm>
#include <optional>

#include "base/decimal.h"
#include "base/text.h"
#include "sql/lexer.h"

namespace seedctl::sql {

using nlohmann::json;

const json& child(const json& node, const char* key) {
  static const json none;
  if (!node.is_object()) return none;
  const auto found = node.find(key);
  return found == node.end() ? none : *found;
}

std::string string_of(const json& node) { return node.is_string() ? node.get<std::string>() : std::string(); }

std::string last_name(const json& parts) {
  if (!parts.is_array() || parts.empty()) return {};
  return string_of(child(child(parts.back(), "String"), "sval"));
}

namespace {

enum class CastClass { integer, number, text, moment, boolean, other };

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

class OperandReader {
 public:
  explicit OperandReader(std::string_view source) : source_(source) {}

  Operand read(const json& node, int depth = 0) const {
    if (depth > kMaxCheckNesting) return {};
    if (const json& column = child(node, "ColumnRef"); column.is_object()) {
      const std::string name = last_name(child(column, "fields"));
      return name.empty() ? Operand{} : Operand{Operand::Kind::column, name};
    }
    if (const json& constant = child(node, "A_Const"); constant.is_object()) return read_constant(constant);
    if (const json& cast = child(node, "TypeCast"); cast.is_object()) {
      return cast_operand(read(child(cast, "arg"), depth + 1), class_of_type(child(cast, "typeName")),
                          child(cast, "typeName"));
    }
    if (const json& call = child(node, "FuncCall"); call.is_object()) return read_call(call, depth);
    if (const json& expression = child(node, "A_Expr"); expression.is_object()) {
      return read_sign(expression, depth);
    }
    return {};
  }

 private:
  // length(column) under its three names.
  Operand read_call(const json& call, int depth) const {
    const std::string name = last_name(child(call, "funcname"));
    const json& arguments = child(call, "args");
    if (name != "length" && name != "char_length" && name != "character_length") return {};
    if (arguments.size() != 1) return {};
    Operand operand = read(arguments[0], depth + 1);
    if (operand.kind != Operand::Kind::column) return {};
    operand.kind = Operand::Kind::length;
    return operand;
  }

  // -(5)::integer; the parser folds plain -5 itself.
  Operand read_sign(const json& expression, int depth) const {
    const std::string op = last_name(child(expression, "name"));
    if (expression.contains("lexpr") || (op != "-" && op != "+")) return {};
    Operand operand = read(child(expression, "rexpr"), depth + 1);
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

Operand read_operand(const json& node, std::string_view source) { return OperandReader(source).read(node); }

}  // namespace seedctl::sql

// Each kind of node of the parser becomes ours, or is refused by name: what cannot be evaluated for a row
// alone has no place in a profile.
#include "sql/expression_reader.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/text.h"
#include "sql/check_operand.h"
#include "sql/lexer.h"

namespace seedctl::sql {
namespace {

using nlohmann::json;
using Kind = ExpressionTree::Kind;

struct Refused {
  std::string_view node, message, hint;
};
constexpr Refused kRefused[] = {
    {"SubLink", "an expression cannot hold a query", "it sees the cells of its own row"},
    {"ParamRef", "a parameter, and nobody gives it a value", ""},
    {"CollateClause", "collations cannot be chosen: text is compared by its bytes", ""},
    {"A_Indirection", "elements and fields cannot be picked out of a value", ""},
    {"A_ArrayExpr", "arrays cannot be made here", ""},
    {"GroupingFunc", "grouping belongs to queries", ""},
    {"SQLValueFunction", "the clock and the user are not the row's: values would change from run to run",
     "the profile's date is as_of"},
    {"CurrentOfExpr", "a cursor belongs to a program", ""},
    {"SetToDefault", "DEFAULT is no value: leave the column out of the profile", ""},
};

class Reader {
 public:
  Reader(std::string_view source, std::size_t before) : source_(source), before_(before) {}

  ExpressionTree read(const json& node, int depth) const {
    if (!node.is_object() || node.empty()) fail(0, "this is no expression");
    const std::string& name = node.begin().key();
    const json& part = node.begin().value();
    if (depth > kMaxExpressionDepth) {
      fail(offset_of(part), fmt::format("nested deeper than {} levels", kMaxExpressionDepth));
    }
    ExpressionTree tree = read_known(name, part, depth);
    if (const json& place = child(part, "location");
        place.is_number_integer() && place.get<std::int64_t>() >= 0) {
      tree.offset = offset_of(part);
    } else if (!tree.children.empty()) {
      tree.offset = tree.children.front().offset;
    }
    return tree;
  }

 private:
  [[noreturn]] static void fail(std::size_t offset, std::string message, std::string_view hint = {}) {
    throw ExpressionSyntaxError{std::move(message), std::string(hint), offset};
  }

  std::size_t offset_of(const json& part) const {
    const json& place = child(part, "location");
    if (!place.is_number_integer()) return 0;
    const auto at = place.get<std::int64_t>();
    return at < static_cast<std::int64_t>(before_) ? 0 : static_cast<std::size_t>(at) - before_;
  }

  ExpressionTree read_known(const std::string& name, const json& part, int depth) const {
    if (name == "A_Const") return constant(part);
    if (name == "ColumnRef") return column(part);
    if (name == "A_Expr") return operation(part, depth);
    if (name == "FuncCall") return call(part, depth);
    if (name == "TypeCast") return cast(part, depth);
    if (name == "BoolExpr") return logic(part, depth);
    if (name == "NullTest") {
      ExpressionTree tree = node(Kind::is_null, {read(child(part, "arg"), depth + 1)});
      tree.negated = child(part, "nulltesttype") == "IS_NOT_NULL";
      return tree;
    }
    if (name == "BooleanTest") return truth(part, depth);
    if (name == "CaseExpr") return case_when(part, depth);
    if (name == "CoalesceExpr") return node(Kind::coalesce, all(child(part, "args"), depth));
    if (name == "MinMaxExpr") {
      const bool greatest = child(part, "op") == "IS_GREATEST";
      return node(greatest ? Kind::greatest : Kind::least, all(child(part, "args"), depth));
    }
    if (name == "RowExpr") fail(offset_of(part), "one expression is wanted, not a list");
    for (const Refused& refused : kRefused) {
      if (refused.node == name) fail(offset_of(part), std::string(refused.message), refused.hint);
    }
    fail(offset_of(part), fmt::format("expressions of this kind ({}) are not known here", name));
  }

  static ExpressionTree node(Kind kind, std::vector<ExpressionTree> children, std::string text = {}) {
    ExpressionTree tree;
    tree.kind = kind;
    tree.text = std::move(text);
    tree.children = std::move(children);
    return tree;
  }

  std::vector<ExpressionTree> all(const json& parts, int depth) const {
    std::vector<ExpressionTree> children;
    for (const json& part : parts) children.push_back(read(part, depth + 1));
    return children;
  }

  ExpressionTree constant(const json& part) const {
    if (child(part, "isnull") == true) return node(Kind::null, {});
    if (const json& text = child(part, "sval"); text.is_object()) {
      return node(Kind::string, {}, string_of(child(text, "sval")));
    }
    if (const json& boolean = child(part, "boolval"); boolean.is_object()) {
      return node(Kind::boolean, {}, child(boolean, "boolval") == true ? "true" : "false");
    }
    if (const json& number = child(part, "fval"); number.is_object()) {
      std::string digits = string_of(child(number, "fval"));
      const bool whole = digits.find_first_not_of("-0123456789") == std::string::npos;
      return node(whole ? Kind::integer : Kind::decimal, {}, std::move(digits));
    }
    if (const json& number = child(part, "ival"); number.is_object()) {
      const json& value = child(number, "ival");
      if (value.is_number_integer())
        return node(Kind::integer, {}, std::to_string(value.get<std::int64_t>()));
      return node(Kind::integer, {}, integer_in_source(offset_of(part) + before_));
    }
    fail(offset_of(part), "bit strings are not known here");
  }

  // libpg_query leaves an integer out of its JSON when it is 0, and also when it is negative: the text tells
  // them apart.
  std::string integer_in_source(std::size_t offset) const {
    Lexer lexer(source_, base::Engine::postgres, offset);
    bool negative = false;
    Token token = lexer.next_code();
    for (; token.is_symbol('-') || token.is_symbol('+') || token.kind == TokenKind::open;
         token = lexer.next_code()) {
      if (token.is_symbol('-')) negative = !negative;
    }
    return (negative ? "-" : "") + std::string(token.text);
  }

  ExpressionTree column(const json& part) const {
    ExpressionTree tree = node(Kind::column, {});
    for (const json& field : child(part, "fields")) {
      if (field.contains("A_Star")) fail(offset_of(part), "* stands for no single value");
      tree.names.push_back(string_of(child(child(field, "String"), "sval")));
    }
    return tree;
  }

  // The last part of an operator's or a function's name; only PostgreSQL's own are known.
  std::string own_name(const json& names, const json& part) const {
    if (names.size() > 2 ||
        (names.size() == 2 && string_of(child(child(names[0], "String"), "sval")) != "pg_catalog")) {
      fail(offset_of(part), "functions of a schema of one's own are not known here");
    }
    return last_name(names);
  }

  ExpressionTree operation(const json& part, int depth) const {
    const std::string kind = string_of(child(part, "kind"));
    const std::string op = own_name(child(part, "name"), part);
    const json &left = child(part, "lexpr"), &right = child(part, "rexpr");
    if (kind == "AEXPR_OP") {
      std::vector<ExpressionTree> operands;
      if (!left.is_null()) operands.push_back(read(left, depth + 1));
      operands.push_back(read(right, depth + 1));
      return node(Kind::call, std::move(operands), op);
    }
    ExpressionTree tree = node(Kind::call, {read(left, depth + 1)});
    const auto add = [&](const json& operand) { tree.children.push_back(read(operand, depth + 1)); };
    if (kind == "AEXPR_DISTINCT" || kind == "AEXPR_NOT_DISTINCT") {
      tree.kind = Kind::is_distinct;
      tree.negated = kind == "AEXPR_NOT_DISTINCT";
      add(right);
    } else if (kind == "AEXPR_NULLIF") {
      tree.kind = Kind::null_if;
      add(right);
    } else if (kind == "AEXPR_IN") {
      tree.kind = Kind::in;
      tree.negated = op == "<>";
      for (const json& item : child(child(right, "List"), "items")) add(item);
    } else if (kind == "AEXPR_LIKE" || kind == "AEXPR_ILIKE") {
      tree.kind = Kind::like;
      tree.ignores_case = kind == "AEXPR_ILIKE";
      tree.negated = op.starts_with('!');
      add_pattern(right, depth, tree);
    } else if (kind.starts_with("AEXPR_BETWEEN") || kind.starts_with("AEXPR_NOT_BETWEEN")) {
      tree.kind = Kind::between;
      tree.negated = kind.starts_with("AEXPR_NOT_BETWEEN");
      tree.symmetric = kind.ends_with("_SYM");
      for (const json& bound : child(child(right, "List"), "items")) add(bound);
    } else if (kind == "AEXPR_SIMILAR") {
      fail(offset_of(part), "SIMILAR TO is not known here", "LIKE is");
    } else {
      fail(offset_of(part), "ANY and ALL of arrays are not known here", "write: x in (1, 2, 3)");
    }
    return tree;
  }

  // The pattern; with ESCAPE the parser hides it in a call.
  void add_pattern(const json& right, int depth, ExpressionTree& like) const {
    const json& escaped = child(right, "FuncCall");
    if (escaped.is_object() && last_name(child(escaped, "funcname")) == "like_escape") {
      for (const json& part : child(escaped, "args")) like.children.push_back(read(part, depth + 1));
    } else {
      like.children.push_back(read(right, depth + 1));
    }
  }

  ExpressionTree call(const json& part, int depth) const {
    const auto refuse = [&](const char* key, std::string_view what) {
      if (part.contains(key))
        fail(offset_of(part), fmt::format("{} belongs to queries: an expression sees one row", what));
    };
    refuse("agg_filter", "FILTER");
    refuse("over", "OVER");
    refuse("agg_distinct", "DISTINCT");
    refuse("agg_order", "ORDER BY");
    refuse("agg_within_group", "WITHIN GROUP");
    refuse("agg_star", "*");
    refuse("func_variadic", "VARIADIC");
    std::string name = own_name(child(part, "funcname"), part);
    for (const json& argument : child(part, "args")) {
      if (argument.contains("NamedArgExpr")) {
        fail(offset_of(child(argument, "NamedArgExpr")), "arguments are given by their order, not by name");
      }
    }
    return node(Kind::call, all(child(part, "args"), depth), std::move(name));
  }

  ExpressionTree cast(const json& part, int depth) const {
    ExpressionTree operand = read(child(part, "arg"), depth + 1);
    const json& type = child(part, "typeName");
    if (child(type, "setof") == true) fail(offset_of(type), "a set is no value");
    if (type.contains("arrayBounds")) fail(offset_of(type), "arrays cannot be made here");
    ExpressionTree tree = node(Kind::cast, {}, last_name(child(type, "names")));
    // How the parser writes TRUE and FALSE.
    if (operand.kind == Kind::boolean && tree.text == "bool") return operand;
    for (const json& modifier : child(type, "typmods")) {
      const ExpressionTree number = read(modifier, depth + 1);
      if (number.kind != Kind::integer || number.text.size() > 9) {
        fail(offset_of(type), "a type's length or precision is a small number");
      }
      tree.modifiers.push_back(std::stoll(number.text));
    }
    tree.children.push_back(std::move(operand));
    return tree;
  }

  ExpressionTree logic(const json& part, int depth) const {
    const std::string op = string_of(child(part, "boolop"));
    const Kind kind = op == "AND_EXPR"  ? Kind::logical_and
                      : op == "OR_EXPR" ? Kind::logical_or
                                        : Kind::logical_not;
    return node(kind, all(child(part, "args"), depth));
  }

  ExpressionTree truth(const json& part, int depth) const {
    std::string test = string_of(child(part, "booltesttype"));  // IS_TRUE, IS_NOT_UNKNOWN, ...
    ExpressionTree tree = node(Kind::is_truth, {read(child(part, "arg"), depth + 1)});
    tree.negated = test.starts_with("IS_NOT_");
    tree.text = base::lower_ascii(test.substr(tree.negated ? 7 : 3));
    return tree;
  }

  ExpressionTree case_when(const json& part, int depth) const {
    ExpressionTree tree = node(Kind::case_when, {});
    if (part.contains("arg")) {
      tree.has_operand = true;
      tree.children.push_back(read(part["arg"], depth + 1));
    }
    for (const json& branch : child(part, "args")) {
      const json& when = child(branch, "CaseWhen");
      tree.children.push_back(read(child(when, "expr"), depth + 1));
      tree.children.push_back(read(child(when, "result"), depth + 1));
    }
    if (part.contains("defresult")) {
      tree.has_otherwise = true;
      tree.children.push_back(read(part["defresult"], depth + 1));
    }
    return tree;
  }

  std::string_view source_;
  std::size_t before_;
};

}  // namespace

ExpressionTree read_expression(const json& value, std::string_view source, std::size_t before) {
  return Reader(source, before).read(value, 0);
}

}  // namespace seedctl::sql

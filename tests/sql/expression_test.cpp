// Expressions as trees: what PostgreSQL's grammar makes of a text, and what is refused before or after it.
#include "sql/expression.h"

#include <string>

#include "support/catch.h"

using namespace seedctl;
using sql::ExpressionTree;

namespace {

// "(call + (column a) (integer 1))": kind, text, flags, children.
std::string written(const ExpressionTree& tree) {
  static constexpr const char* kNames[] = {
      "null",    "boolean",  "integer", "decimal", "string",   "column",      "call", "cast",
      "and",     "or",       "not",     "is_null", "is_truth", "is_distinct", "case", "coalesce",
      "null_if", "greatest", "least",   "in",      "between",  "like"};
  std::string text = std::string("(") + kNames[static_cast<int>(tree.kind)];
  if (!tree.text.empty()) text += " " + tree.text;
  for (const std::string& name : tree.names) text += " " + name;
  for (const std::int64_t modifier : tree.modifiers) text += " " + std::to_string(modifier);
  if (tree.negated) text += " negated";
  if (tree.symmetric) text += " symmetric";
  if (tree.ignores_case) text += " ignores_case";
  if (tree.has_operand) text += " operand";
  if (tree.has_otherwise) text += " otherwise";
  for (const ExpressionTree& child : tree.children) text += " " + written(child);
  return text + ")";
}

// "offset: message" of what refuses the text.
std::string refusal(const std::string& text) {
  try {
    sql::parse_expression(text);
  } catch (const sql::ExpressionSyntaxError& error) {
    return std::to_string(error.offset) + ": " + error.message;
  }
  return {};
}

}  // namespace

TEST_CASE("an expression is the tree that PostgreSQL's grammar makes of it") {
  const struct {
    const char *text, *tree;
  } rows[] = {
      {"a + 1 * 2", "(call + (column a) (call * (integer 1) (integer 2)))"},
      {"0", "(integer 0)"},
      {"-5", "(integer -5)"},
      {"- (7)", "(integer -7)"},
      {"-(-7)", "(integer 7)"},
      {"-a", "(call - (column a))"},
      {"9223372036854775808", "(integer 9223372036854775808)"},
      {"-2.50", "(decimal -2.50)"},
      {"1e3", "(decimal 1e3)"},
      {"null", "(null)"},
      {"true", "(boolean true)"},
      {"false", "(boolean false)"},
      {"true::text", "(cast text (boolean true))"},
      {"'it''s'", "(string it's)"},
      {"row * 2", "(call * (column row) (integer 2))"},
      {"bike_id.price", "(column bike_id price)"},
      {"\"Name\"", "(column Name)"},
      {"x::numeric(10, 2)", "(cast numeric 10 2 (column x))"},
      {"cast(x as varchar(5))", "(cast varchar 5 (column x))"},
      {"interval '1 minute'", "(cast interval (string 1 minute))"},
      {"date '2025-01-01'", "(cast date (string 2025-01-01))"},
      {"a and not b or c", "(or (and (column a) (not (column b))) (column c))"},
      {"a is not null", "(is_null negated (column a))"},
      {"a is not true", "(is_truth true negated (column a))"},
      {"a is unknown", "(is_truth unknown (column a))"},
      {"a is not distinct from b", "(is_distinct negated (column a) (column b))"},
      {"case a when 1 then 2 else 3 end",
       "(case operand otherwise (column a) (integer 1) (integer 2) (integer 3))"},
      {"case when a then 2 end", "(case (column a) (integer 2))"},
      {"coalesce(a, 1)", "(coalesce (column a) (integer 1))"},
      {"nullif(a, '')", "(null_if (column a) (string))"},
      {"greatest(a, b)", "(greatest (column a) (column b))"},
      {"least(a, b)", "(least (column a) (column b))"},
      {"a not in (1, 2)", "(in negated (column a) (integer 1) (integer 2))"},
      {"a between symmetric 2 and 1", "(between symmetric (column a) (integer 2) (integer 1))"},
      {"a not ilike 'x!%' escape '!'", "(like negated ignores_case (column a) (string x!%) (string !))"},
      {"a <> b", "(call <> (column a) (column b))"},
      {"a != b", "(call <> (column a) (column b))"},
      {"extract(year from a)", "(call extract (string year) (column a))"},
      {"substring(a from 2 for 3)", "(call substring (column a) (integer 2) (integer 3))"},
      {"position('x' in a)", "(call position (column a) (string x))"},
      {"round(a, 2) -- to cents", "(call round (column a) (integer 2))"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.text);
    CHECK(written(sql::parse_expression(row.text)) == row.tree);
  }
}

TEST_CASE("what is no plain expression of one row is refused at its place") {
  const struct {
    const char *text, *error;
  } rows[] = {
      {"", "0: the expression is empty"},
      {"-- nothing", "10: the expression ends too early"},
      {"1 +", "3: the expression ends too early"},
      {"1 + + * 2", "6: syntax error at or near \"*\""},
      {"(1", "2: a parenthesis is never closed"},
      {"1) + (2", "1: this parenthesis closes nothing"},
      {"1, 2", "0: one expression is wanted, not a list"},
      {"1) , (2", "1: this parenthesis closes nothing"},
      {"1; drop table x", "1: an expression has no semicolon"},
      {"'abc", "0: this quote is never closed"},
      {"1 /* x", "2: this comment never ends"},
      {"$1 + 1", "0: $1 is a parameter, and nobody gives it a value"},
      {"1 + (select 2)", "4: an expression cannot hold a query"},
      {"exists (select 1)", "0: an expression cannot hold a query"},
      {"count(*)", "0: * belongs to queries: an expression sees one row"},
      {"sum(a) filter (where b)", "0: FILTER belongs to queries: an expression sees one row"},
      {"rank() over ()", "0: OVER belongs to queries: an expression sees one row"},
      {"sum(distinct a)", "0: DISTINCT belongs to queries: an expression sees one row"},
      {"a collate \"C\"", "2: collations cannot be chosen: text is compared by its bytes"},
      {"(a).b", "0: elements and fields cannot be picked out of a value"},
      {"array[1, 2]", "0: arrays cannot be made here"},
      {"a = any('{1}')", "2: ANY and ALL of arrays are not known here"},
      {"current_date", "0: the clock and the user are not the row's: values would change from run to run"},
      {"x.*", "0: * stands for no single value"},
      {"f(a => 1)", "2: arguments are given by their order, not by name"},
      {"my.round(1)", "0: functions of a schema of one's own are not known here"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.text);
    CHECK(refusal(row.text) == row.error);
  }
}

TEST_CASE("size and nesting are bounded before the parser sees the text") {
  const auto repeated = [](std::size_t count, const std::string& part) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i) text += part;
    return text;
  };
  CHECK(refusal(std::string(20'000, ' ') + "1") == "0: an expression may have 16,384 bytes; this has 20,001");
  CHECK(refusal(repeated(201, "(") + "1" + repeated(201, ")")) == "200: nested deeper than 200 levels");
  CHECK(refusal("1" + repeated(4'001, "+1")) == "8001: more than 4,000 operators and names");
  CHECK_THAT(refusal("1" + repeated(3'000, "+1")), ContainsSubstring("nested deeper than 200 levels"));
  CHECK_THAT(refusal(repeated(3'000, "- ") + "a"), ContainsSubstring("nested deeper than 200 levels"));
  CHECK(refusal("a in (1" + repeated(5'000, ",1") + ")").empty());
  CHECK(refusal(repeated(150, "(") + "1" + repeated(150, ")")).empty());
}

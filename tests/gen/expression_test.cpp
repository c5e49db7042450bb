// Expressions over batches: casts, three-valued logic, laziness, selections, and errors that say which row.
#include "gen/expressions.h"

#include <numeric>

#include "support/catch.h"
#include "support/errors.h"

using namespace seedctl;
using namespace seedctl::gen;
using test::call;
using test::result_of;
using test::value_of;

namespace {

// Rows 1..n with a decimal, an integer (NULL in every fifth row, 0 in every seventh), a text and a timestamp.
struct Rows {
  std::vector<RowId> rows;
  std::vector<base::ColumnBatch> cells;

  Rows(std::uint64_t first, std::uint64_t last) {
    for (const char* kind : {"decimal", "integer(32)", "text", "timestamp"})
      cells.emplace_back(test::type_named(kind).kind);
    for (std::uint64_t n = first; n <= last; ++n) {
      rows.push_back({.number = n, .token = n});
      const auto value = static_cast<std::int64_t>(n);
      cells[0].append_decimal({value * value * 7919 - 1'000'000, 2});
      if (n % 5 == 0) {
        cells[1].append_null();
      } else {
        cells[1].append_integer(n % 7 == 0 ? 0 : value * 31 % 300);
      }
      cells[2].append_text("name " + std::to_string(n));
      cells[3].append_integer(1'700'000'000'000'000 + value * 86'400'123'456);
    }
  }

  base::ColumnBatch evaluate(const ExpressionPtr& expression,
                             const std::vector<std::uint32_t>& places) const {
    base::ColumnBatch out(expression->type().kind);
    expression->evaluate({rows, cells, places}, out);
    return out;
  }
  base::ColumnBatch evaluate(const ExpressionPtr& expression) const {
    std::vector<std::uint32_t> all(rows.size());
    std::iota(all.begin(), all.end(), 0U);
    return evaluate(expression, all);
  }
};

ExpressionPtr column(std::size_t index, const char* type) {
  return input_column(index, test::type_named(type));
}
ExpressionPtr price() { return column(0, "decimal"); }
ExpressionPtr minutes() { return column(1, "integer(32)"); }
ExpressionPtr name() { return column(2, "text"); }
ExpressionPtr start() { return column(3, "timestamp"); }
ExpressionPtr number(const char* text) { return value_of("integer(32)", text); }
ExpressionPtr cast(ExpressionPtr operand, const char* type) {
  return make_cast(std::move(operand), test::type_named(type), test::kPlace);
}
ExpressionPtr truth(const char* text) { return value_of("boolean", text); }
ExpressionPtr quotient() { return call("/", {number("100"), minutes()}); }

// One of each kind of node, none of which fails on the rows above.
std::vector<ExpressionPtr> sound_expressions() {
  const auto has_minutes = call("<>", {minutes(), number("0")});
  const auto cost =
      call("/", {call("*", {price(), cast(minutes(), "decimal")}), value_of("decimal", "1000")});
  return {
      cost,
      call("round", {cost, number("2")}),
      cast(cost, "decimal(20,2)"),
      call("+", {start(), call("*", {cast(minutes(), "real(64)"), value_of("interval", "00:01:00")})}),
      call("+", {start(), value_of("interval", "1 mon")}),
      call("||", {call("upper", {name()}), cast(minutes(), "text")}),
      call("left", {name(), minutes()}),
      call("concat", {name(), minutes(), value_of("boolean", "true"), price()}),
      call("extract", {value_of("text", "doy"), start()}),
      logical_and({has_minutes, call(">", {quotient(), number("3")})}),
      logical_or({is_null(minutes(), false), logical_not(has_minutes), call("<", {quotient(), number("2")})}),
      case_when({{has_minutes, quotient()}, {is_null(minutes(), false), number("-1")}}, nullptr),
      coalesce({minutes(), number("7")}),
      extreme({minutes(), number("100"), cast(row_number(), "integer(32)")}, true),
      extreme({name(), value_of("text", "name 2")}, false),
      is_distinct(minutes(), number("62"), false),
      is_truth(has_minutes, true, true),
      row_number(),
  };
}

}  // namespace

TEST_CASE("casts have PostgreSQL's rounding and ranges and refusals") {
  const struct {
    const char* text;
    const char* from;
    const char* to;
    const char* result;
  } cases[] = {
      {"2.5", "real(64)", "integer(32)", "2"},
      {"2.5", "decimal", "integer(32)", "3"},
      {"2.5", "real(64)", "decimal", "2.5"},
      {"2.5", "decimal", "text", "2.5"},
      {"2.5", "real(64)", "text", "2.5"},
      {"-2.5", "real(64)", "integer(32)", "-2"},
      {"-2.5", "decimal", "integer(32)", "-3"},
      {"-2.5", "real(64)", "decimal", "-2.5"},
      {"-2.5", "decimal", "text", "-2.5"},
      {"-2.5", "real(64)", "text", "-2.5"},
      {"3.5", "real(64)", "integer(32)", "4"},
      {"3.5", "decimal", "integer(32)", "4"},
      {"3.5", "real(64)", "decimal", "3.5"},
      {"3.5", "decimal", "text", "3.5"},
      {"3.5", "real(64)", "text", "3.5"},
      {"1e20", "real(64)", "integer(32)", "22003"},
      {"1e20", "decimal", "integer(32)", "22003"},
      {"1e20", "real(64)", "decimal", "100000000000000000000"},
      {"1e20", "decimal", "text", "100000000000000000000"},
      {"1e20", "real(64)", "text", "1e+20"},
      {"-0.4", "real(64)", "integer(32)", "0"},
      {"-0.4", "decimal", "integer(32)", "0"},
      {"-0.4", "real(64)", "decimal", "-0.4"},
      {"-0.4", "decimal", "text", "-0.4"},
      {"-0.4", "real(64)", "text", "-0.4"},
      {"32768", "integer(32)", "integer(16)", "22003"},
      {"-32768", "integer(32)", "integer(16)", "-32768"},
      {"2147483648", "integer(64)", "integer(32)", "22003"},
      {"0.1", "real(32)", "real(64)", "0.10000000149011612"},
      {"0.1", "real(32)", "decimal", "0.1"},
      {"123456.789", "real(64)", "real(32)", "123456.79"},
      {"1e40", "real(64)", "real(32)", "22003"},
      {"2.345", "decimal", "decimal(10,2)", "2.35"},
      {"99.995", "decimal", "decimal(4,2)", "22003"},
      {"abcdef", "text", "text(3)", "abc"},
      {" 12 ", "text", "integer(32)", "12"},
      {" 12 ", "text", "decimal", "12"},
      {" 12 ", "text", "real(64)", "12"},
      {"abc", "text", "integer(32)", "22P02"},
      {"abc", "text", "decimal", "22P02"},
      {"abc", "text", "real(64)", "22P02"},
      {"", "text", "integer(32)", "22P02"},
      {"", "text", "decimal", "22P02"},
      {"", "text", "real(64)", "22P02"},
      {"99999999999", "text", "integer(32)", "22003"},
      {"99999999999", "text", "decimal", "99999999999"},
      {"99999999999", "text", "real(64)", "99999999999"},
      {"1.5", "text", "integer(32)", "22P02"},
      {"1.5", "text", "decimal", "1.5"},
      {"1.5", "text", "real(64)", "1.5"},
      {"t", "text", "boolean", "true"},
      {"yes", "text", "boolean", "true"},
      {"of", "text", "boolean", "false"},
      {"o", "text", "boolean", "22P02"},
      {"2", "text", "boolean", "22P02"},
      {"2025-02-30", "text", "date", "22008"},
      {"2025-02-30", "text", "timestamp", "22008"},
      {"2025-02-28", "text", "date", "2025-02-28"},
      {"2025-02-28", "text", "timestamp", "2025-02-28 00:00:00"},
      {"soon", "text", "date", "22007"},
      {"soon", "text", "timestamp", "22007"},
      {"2025-02-28 10:20:30+02", "text", "timestamp", "2025-02-28 10:20:30"},
      {"2025-02-28 10:20:30+02", "text", "timestamptz", "2025-02-28 08:20:30+00"},
      {"1 day 02:03:04", "text", "interval", "1 day 02:03:04"},
      {"soon", "text", "interval", "22007"},
      {"{A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11}", "text", "uuid", "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"},
      {"x", "text", "uuid", "22P02"},
      {"true", "boolean", "integer(32)", "1"},
      {"0", "integer(32)", "boolean", "false"},
      {"true", "boolean", "text", "true"},
      {"2025-01-31 10:20:30.5", "timestamp", "date", "2025-01-31"},
      {"2025-01-31 10:20:30.5", "timestamp", "time", "10:20:30.5"},
      {"2025-01-31", "date", "timestamp", "2025-01-31 00:00:00"},
      {"1 mon 25:00:00", "interval", "time", "01:00:00"},
      {"10:20:30", "time", "interval", "10:20:30"},
      {"1e-05", "real(64)", "text", "1e-05"},
      {"123456789012345680", "real(64)", "text", "1.2345678901234568e+17"},
  };
  for (const auto& c : cases) {
    INFO(c.text << " from " << c.from << " to " << c.to);
    CHECK(result_of(cast(value_of(c.from, c.text), c.to)) == c.result);
  }
}

TEST_CASE("text that is too long is cut by a cast and refused by an assignment") {
  const auto text = value_of("text", "abcd");
  const base::LogicalType three = test::type_named("text(3)");
  CHECK(result_of(make_cast(text, three, test::kPlace)) == "abc");
  CHECK(result_of(make_cast(text, three, test::kPlace, CastContext::assignment)) == "22001");
  CHECK(result_of(make_cast(value_of("text", "abc  "), three, test::kPlace, CastContext::assignment)) ==
        "abc");
  const base::LogicalType labels = test::type_named("enumeration(road,city)");
  CHECK(result_of(make_cast(value_of("text", "city"), labels, test::kPlace)) == "city");
  CHECK(result_of(make_cast(value_of("text", "sea"), labels, test::kPlace)) == "22P02");
}

TEST_CASE("AND and OR and NOT have three values") {
  const char* const values[] = {"true", "false", nullptr};
  const char* const conjunctions[] = {"true",  "false", "NULL",  "false", "false",
                                      "false", "NULL",  "false", "NULL"};
  const char* const disjunctions[] = {"true", "true", "true", "true", "false",
                                      "NULL", "true", "NULL", "NULL"};
  for (std::size_t i = 0; i < 9; ++i) {
    INFO(i);
    CHECK(result_of(logical_and({truth(values[i / 3]), truth(values[i % 3])})) == conjunctions[i]);
    CHECK(result_of(logical_or({truth(values[i / 3]), truth(values[i % 3])})) == disjunctions[i]);
  }
  CHECK(result_of(logical_not(truth(nullptr))) == "NULL");
  CHECK(result_of(is_truth(truth(nullptr), true, false)) == "false");
  CHECK(result_of(is_truth(truth(nullptr), true, true)) == "true");
  CHECK(result_of(is_distinct(truth(nullptr), truth(nullptr), false)) == "false");
  CHECK(result_of(is_distinct(truth(nullptr), truth("true"), false)) == "true");
  CHECK(result_of(extreme({number(nullptr), number("3"), number("5")}, false)) == "3");
}

TEST_CASE("a branch that a row does not take is not evaluated for it") {
  const auto fails = call("/", {number("1"), number("0")});
  const auto never = call("=", {fails, number("1")});
  CHECK(result_of(fails) == "22012");
  CHECK(result_of(case_when({{truth("true"), number("1")}}, fails)) == "1");
  CHECK(result_of(case_when({{truth(nullptr), fails}}, number("2"))) == "2");
  CHECK(result_of(coalesce({number(nullptr), number("4"), fails})) == "4");
  CHECK(result_of(logical_and({truth("false"), never})) == "false");
  CHECK(result_of(logical_or({truth("true"), never})) == "true");
  CHECK(result_of(logical_and({truth("true"), never})) == "22012");
}

TEST_CASE("an expression of some rows is what it is of all of them") {
  const Rows all(1, 200);
  std::vector<std::uint32_t> places;
  for (std::uint32_t i = 0; i < 200; i += 1 + i % 4) places.push_back(i);
  std::size_t which = 0;
  for (const ExpressionPtr& expression : sound_expressions()) {
    INFO(which++);
    const base::ColumnBatch whole = all.evaluate(expression);
    REQUIRE(whole.size() == 200);
    const base::ColumnBatch picked = all.evaluate(expression, places);
    REQUIRE(picked.size() == places.size());
    for (std::size_t i = 0; i < places.size(); ++i) CHECK(picked.same(i, whole, places[i]));
    for (const auto& [first, last] : {std::pair{1U, 1U}, {60U, 64U}, {64U, 200U}}) {
      const base::ColumnBatch part = Rows(first, last).evaluate(expression);
      for (std::size_t i = 0; i < part.size(); ++i) CHECK(part.same(i, whole, first - 1 + i));
    }
  }
}

TEST_CASE("an error says its state and its place and its row") {
  const Rows rows(1, 20);
  const base::Error error = test::error_of([&] { rows.evaluate(quotient()); });
  CHECK(error.code() == base::ErrorCode::profile);
  CHECK(error.sqlstate == "22012");
  CHECK(error.position() == test::kPlace);
  CHECK(error.message() == "division by zero, in row 7");
  const base::Error second = test::error_of([&] { rows.evaluate(quotient(), {1, 2, 13, 14}); });
  CHECK(second.message() == "division by zero, in row 14");
}

TEST_CASE("an expression names the columns that it reads") {
  std::vector<std::size_t> columns;
  case_when({{call("<", {price(), value_of("decimal", "3")}), minutes()}}, cast(start(), "date"))
      ->collect_inputs(columns);
  CHECK(columns == std::vector<std::size_t>{0, 1, 3});
}

// Arguments that are wrong are refused while planning, at the place that is wrong, in words that help.
#include "gen/world.h"
#include "support/catch.h"

using namespace seedctl;
using namespace seedctl::gen;
using namespace seedctl::test;

namespace {

struct Case {
  const char *type, *generator, *message;
  std::uint32_t column;
};

// Each alone in a column `c`, beside a number and a timestamp that it may refer to.
void check_refused(std::span<const Case> cases) {
  for (const Case& c : cases) {
    INFO(c.type << " " << c.generator);
    const auto plan = [&] {
      World world;
      world.plain("t", 40'000,
                  {{"c", c.type, c.generator, false},
                   {"other", "integer(32)", "{value: 1}"},
                   {"start", "timestamp", "{between: [2025-02-14, 2025-02-17]}", false}});
    };
    test::check_refused(plan, c.message, c.column);
  }
}

}  // namespace

TEST_CASE("wrong bounds are refused") {
  const Case cases[] = {
      {"integer(32)", "between", "between needs a value", 1},
      {"integer(32)", "{between: 5}", "list of two bounds", 11},
      {"integer(32)", "{between: [1, 2, 3]}", "list of two bounds", 11},
      {"integer(32)", "{between: [70, 18]}", "the upper bound is below the lower one", 11},
      {"integer(32)", "{between: [1, 2-3]}", "\"2-3\" is no value of type integer(32)", 15},
      {"integer(32)", "{between: [1, 2.5]}", "\"2.5\" is no value of type integer(32)", 15},
      {"integer(16)", "{between: [1, 40000]}", "\"40000\" is no value of type integer(16)", 15},
      {"integer(32)", "{between: [9-, 9-]}", "\"9-\" is no value of type integer(32)", 12},
      {"date", "{between: [9-, 9-]}", "\"9-\" is no value of type date", 12},
      {"time", "{between: [9-, 9-]}", "\"9-\" is no value of type time", 12},
      {"timestamp", "{between: [9-, 9-]}", "a date or a timestamp", 12},
      {"decimal(38,0)", "{between: [0, 99999999999999999999]}", "too far apart", 11},
      {"integer(32)", "{between: [null, 5]}", "not null", 12},
      {"integer(32)", "{between: [[1], 5]}", "not a list", 12},
      {"text", "{between: [1, 2]}", "between makes integer", 11},
      {"decimal(10,2)", "{between: [0.125, 1]}", "0.125 does not fit column c of type decimal(10,2)", 12},
      {"decimal(4,2)", "{between: [0, 100]}", "100 does not fit column c of type decimal(4,2)", 15},
      {"decimal(10,2)", "{between: [9-, 100]}", "a bound must be a number", 12},
      {"real(64)", "{between: [0, 1e20]}", "15 digits", 11},
      {"real(64)", "{between: [0, 1e300]}",
       "bound 1e300 is too long: between takes bounds of at most 15 digits", 15},
      {"date", "{between: [2025-02-30, 2025-03-01]}", "\"2025-02-30\" is no value of type date", 12},
      {"timestamp", "{between: [2025-02-14, 14:00 o]}", "a date or a timestamp", 24},
      {"timestamp", "{between: [\"2025-02-14 10:00:00.2\", \"2025-02-14 10:00:00.7\"]}", "no whole second",
       11},
      {"integer(32)", "{between: [1, 2], step: 5}", "step", 19},
  };
  check_refused(cases);
}

TEST_CASE("wrong choices and weights are refused") {
  const Case cases[] = {
      {"text", "{choice: []}", "choice takes a list", 10},
      {"text", "{choice: a}", "choice takes a list", 10},
      {"text(3)", "[abc, abcd]", "\"abcd\" is no value of type text(3)", 7},
      {"enumeration(a,b)", "[a, c]", "\"c\" is no value", 5},
      {"text", "[a, null]", "nulls: 5%", 5},
      {"text", "[a, [b]]", "not a list", 5},
      {"text", "{weights: [a, b]}", "weights takes a map", 11},
      {"text", "{weights: {}}", "weights takes a map", 11},
      {"text", "{weights: {a: 50%, b: 40%}}", "the percentages sum to 90%, not to 100%", 11},
      {"text", "{weights: {a: 33.3%, b: 66.6%}}", "sum to 99.9%", 11},
      {"text", "{weights: {a: 50%, b: 50}}", "all percentages or all plain numbers", 11},
      {"text", "{weights: {a: 0, b: 0}}", "at least one weight must be above 0", 11},
      {"text", "{weights: {a: -1, b: 2}}", "not negative", 15},
      {"text", "{weights: {a: many}}", "a weight must be a number", 15},
      {"text", "{weights: {a: 1e19, b: 0.01}}", "20 digits", 15},
      {"integer(32)", "{weights: {one: 1}}", "\"one\" is no value of type integer(32)", 12},
      {"boolean", "{boolean: 200%}", "between 0 and 100%", 11},
      {"text", "boolean", "boolean makes boolean", 1},
      {"integer(32)", "{value: abc}", "\"abc\" is no value of type integer(32)", 9},
      {"integer(32)", "{value: null}", "column c is NOT NULL", 9},
      {"integer(32)", "value", "value needs a value", 1},
  };
  check_refused(cases);
}

TEST_CASE("wrong sequences templates and spans are refused") {
  const Case cases[] = {
      {"integer(16)", "sequence", "40000 rows are asked for; 32767 would work", 1},
      {"integer(16)", "{sequence: {start: 32767, step: -1, stop: 5}}", "stop", 37},
      {"integer(16)", "{sequence: {start: 40000}}", "sequence starts at 40000", 12},
      {"integer(16)", "{sequence: {step: -2}}", "16385 would work", 12},
      {"decimal(4,2)", "sequence", "99 would work", 1},
      {"integer(64)", "{sequence: {step: 0}}", "step must not be 0", 19},
      {"integer(64)", "{sequence: {within: parent}}", "table t has no rows per parent", 21},
      {"integer(64)", "{sequence: {within: user}}", "within can only be: parent", 21},
      {"integer(64)", "{sequence: 5}", "sequence takes a map", 12},
      {"text", "sequence", "sequence makes integer, decimal", 1},
      {"text", "{template: \"{othr}\"}", "unknown column \"othr\" in the template (did you mean \"other\"?)",
       12},
      {"text", "{template: \"{c}\"}", "refers to itself", 12},
      {"text", "{template: \"{row\"}", "a { without its }", 12},
      {"text", "{template: \"row}\"}", "a } without its {", 12},
      {"text", "{template: \"{row:6}\"}", "unknown format in {row:6}", 12},
      {"text", "{template: \"{row:0}\"}", "unknown format", 12},
      {"text", "{template: \"{row:020}\"}", "unknown format", 12},
      {"text(8)", "{template: \"user{row}\"}", "9 characters long; column c is text(8)", 12},
      {"text", "{template: [a]}", "template takes text", 12},
      {"integer(32)", "{template: \"{row}\"}", "template makes text", 12},
      {"timestamp", "{after: other, by: 1h}", "column other is integer(32)", 9},
      {"timestamp", "{after: othr, by: 1h}", "table t has no column \"othr\" (did you mean \"other\"?)", 9},
      {"timestamp", "{after: c, by: 1h}", "column c refers to itself", 9},
      {"integer(32)", "{after: other, by: 1h}", "after makes date", 9},
  };
  check_refused(cases);
}

TEST_CASE("wrong spans are refused at the span") {
  const Case cases[] = {
      {"timestamp", "{after: start}", "after needs a span", 9},
      {"timestamp", "{after: start, by: soon}", "a span is written with units", 20},
      {"timestamp", "{after: start, by: [1h]}", "a span or a list of two", 20},
      {"timestamp", "{after: start, by: [4h, 10m]}", "the longer span must come second", 20},
      {"timestamp", "{after: start, by: [1mo, 2mo]}", "months and years differ", 20},
      {"timestamp", "{after: start, by: [10ms, 1s]}", "whole seconds", 20},
      {"timestamp", "{after: start, by: 99999999d}", "longer than the calendar", 20},
      {"date", "{after: start, by: [1h, 2d]}", "whole days", 20},
      {"timestamp", "{after: start, by: 1h, from: x}", "from", 24},
      {"timestamp", "{after: start, by: 1h, unique: true}", "cannot be unique", 9},
  };
  check_refused(cases);
}

TEST_CASE("what does not fit the column is refused") {
  const Case cases[] = {
      {"text(20)", "full_name", "characters long; column c is text(20)", 1},
      {"text(20)", "email", "characters long; column c is text(20)", 1},
      {"text(14)", "phone", "15 characters long", 1},
      {"text(35)", "uuid", "36 characters long", 1},
      {"text(4)", "postcode", "5 characters long", 1},
      {"text(5)", "city", "characters long", 1},
      {"text(2)", "country", "characters long", 1},
      {"text(1)", "word", "too short for word", 1},
      {"integer(32)", "full_name", "full_name makes text; column c is integer(32)", 1},
      {"text", "{full_name: short}", "full_name takes no value", 13},
      {"text", "{country: flag}", "by name or code", 11},
      {"text", "{word: null, length: 5}", "length", 14},
  };
  check_refused(cases);
}

TEST_CASE("a length limit cuts prose at a whole word") {
  for (const std::uint32_t length : {5, 12, 40, 200}) {
    const std::string type = "text(" + std::to_string(length) + ")";
    for (const char* generator : {"word", "sentence", "paragraph"}) {
      for (const auto& text : sample(type, generator, 2000)) {
        CHECK(!text.empty());
        CHECK(text.size() <= length);
        CHECK(text.back() != ' ');
      }
    }
  }
}

TEST_CASE("a template too long for its column says in which row") {
  World world;
  const Table& table =
      world.plain("t", 5, {{"name", "text", "full_name"}, {"c", "text(8)", "{template: \"{name}\"}"}});
  check_refused([&] { texts(table, "c"); }, "characters in row 1; column c is text(8)", 12);
}

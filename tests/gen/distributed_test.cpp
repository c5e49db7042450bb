// Generators over distributions: pinned values, bounds that hold, and refusals in words that help.
#include <algorithm>
#include <set>

#include "gen/world.h"
#include "support/catch.h"

using namespace seedctl;
using namespace seedctl::gen;
using namespace seedctl::test;

namespace {

using Texts = std::vector<std::string>;

struct Refusal {
  const char *type, *generator, *message;
  std::uint32_t column;
};

void check_refused(std::span<const Refusal> cases) {
  for (const auto& c : cases) {
    INFO(c.type << " " << c.generator);
    try {
      sample(c.type, c.generator, 10);
      FAIL_CHECK("accepted");
    } catch (const base::Error& error) {
      CHECK(error.code() == base::ErrorCode::profile);
      CHECK_THAT(error.message() + " " + error.hint, ContainsSubstring(c.message));
      REQUIRE(error.position());
      CHECK(error.position()->column == c.column);
    }
  }
}

}  // namespace

// Column `c` of table `t`, seed 42. A value that changes here changes in everybody's database: give the
// generator a new version instead.
TEST_CASE("values of distributions never change") {
  const struct {
    const char *type, *generator;
    Texts values;
  } cases[] = {
      {"integer(32)", "{normal: {mean: 40, sd: 12, min: 18, max: 90}}", {"37", "43", "59", "34", "46", "32"}},
      {"integer(64)",
       "{normal: {mean: 0.5, sd: 1e6}}",
       {"-338187", "255419", "1563246", "-605888", "479368", "-731648"}},
      {"decimal(10,2)",
       "{normal: {mean: 40, sd: 12}}",
       {"35.94", "43.07", "58.76", "32.73", "45.75", "31.22"}},
      {"decimal", "{normal: {mean: 40, sd: 12}}", {"35.94", "43.07", "58.76", "32.73", "45.75", "31.22"}},
      {"real(64)",
       "{normal: {mean: 0, sd: 1}}",
       {"-0.338187", "0.255419", "1.563246", "-0.605889", "0.479368", "-0.731649"}},
      {"real(32)",
       "{normal: {mean: 0, sd: 1}}",
       {"-0.33820000290870667", "0.25540000200271606", "1.5631999969482422", "-0.60589998960495",
        "0.47940000891685486", "-0.7315999865531921"}},
      {"date",
       "{normal: {mean: 2025-06-15, sd: 3d}}",
       {"2025-06-14", "2025-06-16", "2025-06-20", "2025-06-13", "2025-06-16", "2025-06-13"}},
      {"timestamp",
       "{normal: {mean: \"2025-06-15 12:00\", sd: 6h}}",
       {"2025-06-15 09:58:15", "2025-06-15 13:31:57", "2025-06-15 21:22:46", "2025-06-15 08:21:53",
        "2025-06-15 14:52:34", "2025-06-15 07:36:36"}},
      {"time",
       "{normal: {mean: \"12:30\", sd: 1h}}",
       {"12:09:43", "12:45:20", "14:03:48", "11:53:39", "12:58:46", "11:46:06"}},
      {"decimal(10,2)",
       "{lognormal: {median: 20, sigma: 0.5, max: 500}}",
       {"16.89", "22.72", "43.70", "14.77", "25.42", "13.87"}},
      {"real(64)",
       "{lognormal: {median: 20, sigma: 3}}",
       {"7.25", "43.03", "2176.49", "3.25", "84.25", "2.23"}},
      {"date",
       "{lognormal: {median: 30d, sigma: 1, min: 2025-01-01}}",
       {"2025-01-22", "2025-02-09", "2025-05-24", "2025-01-17", "2025-02-18", "2025-01-15"}},
      {"integer(32)", "{exponential: {mean: 5, min: 1}}", {"3", "6", "16", "2", "7", "2"}},
      {"decimal(10,2)",
       "{exponential: {mean: 5, max: 12.5}}",
       {"2.06", "4.01", "9.97", "1.43", "4.94", "1.19"}},
      {"timestamptz",
       "{exponential: {mean: 2d, min: 2025-01-01}}",
       {"2025-01-01 21:59:45", "2025-01-02 20:04:41", "2025-01-06 15:51:10", "2025-01-01 15:15:26",
        "2025-01-03 07:19:16", "2025-01-01 12:40:56"}},
      {"time",
       "{exponential: {mean: 2h, min: \"08:00\", max: \"18:00\"}}",
       {"08:54:31", "09:48:59", "13:27:24", "08:37:50", "10:16:34", "08:31:27"}},
      {"integer(32)", "{zipf: {exponent: 1.1, max: 1000}}", {"32", "6", "1", "71", "3", "100"}},
      {"decimal(6,2)",
       "{zipf: {exponent: 0.5, min: 3, max: 1000}}",
       {"424.00", "184.00", "11.00", "550.00", "123.00", "608.00"}},
      {"integer(32)",
       "{histogram: [{from: 0, to: 10, weight: 5}, {from: 10, to: 100, weight: 1}]}",
       {"3", "3", "20", "8", "56", "3"}},
      {"decimal",
       "{histogram: [{from: 0.5, to: 1, weight: 50%}, {from: 5, to: 10.25, weight: 50%}]}",
       {"0.66", "6.58", "5.63", "0.92", "7.67", "0.67"}},
      {"date",
       "{histogram: [{from: 2024-01-01, to: 2024-06-30, weight: 1}, {from: 2024-07-01, to: 2024-12-31, "
       "weight: 4}]}",
       {"2024-03-01", "2024-08-25", "2024-07-23", "2024-11-29", "2024-10-02", "2024-03-01"}},
      {"timestamp",
       "{between: [2024-01-01, 2024-12-31], hours: {7-9: 30, 16-19: 40, 0-6: 1}, weekdays: {sat: 2, sun: "
       "1.5}, months: {jun-aug: 3}, growth: {exponential: 2}}",
       {"2024-05-14 17:56:00", "2024-08-07 17:49:22", "2024-12-10 08:28:43", "2024-07-23 16:16:07",
        "2024-09-07 18:33:57", "2024-03-25 17:46:09"}},
      {"timestamp",
       "{normal: {mean: 2024-06-15, sd: 30d}, hours: {22-2: 1}}",
       {"2024-03-27 01:56:00", "2024-08-15 01:49:22", "2024-07-19 00:28:43", "2024-06-05 23:16:07",
        "2024-06-20 22:33:57", "2024-06-02 01:46:09"}},
      {"date",
       "{between: [2024-01-01, 2024-12-31], growth: {keyframes: {2024-01-01: 1, 2024-07-01: 5}}}",
       {"2024-05-14", "2024-08-07", "2024-12-10", "2024-12-17", "2024-09-07", "2024-03-25"}},
      {"date",
       "{between: [2024-01-01, 2024-12-31], growth: s-curve}",
       {"2024-05-14", "2024-08-06", "2024-12-10", "2024-11-24", "2024-09-07", "2024-03-25"}},
      {"time",
       "{between: [\"06:30\", \"20:00\"], hours: {7-9: 30, 16-19: 40}}",
       {"08:56:00", "08:49:22", "07:28:43", "18:16:07", "16:33:57", "08:46:09"}},
  };
  for (const auto& c : cases) {
    INFO(c.type << " " << c.generator);
    CHECK(sample(c.type, c.generator, c.values.size()) == c.values);
  }
}

TEST_CASE("weights by date never change") {
  World world;
  const Table& table =
      world.plain("t", 8,
                  {{"at", "timestamp", "{between: [2023-01-01, 2026-12-31], nulls: 25%}"},
                   {"c", "text", "{weights: {2024-01-01: {a: 1, b: 1}, 2025-01-01: {b: 1, c: 9}}, by: at}"}});
  CHECK(texts(table, "c") == Texts{"b", "a", "c", "NULL", "c", "NULL", "b", "c"});
}

TEST_CASE("bounds of a distribution are never crossed and both are reached") {
  const struct {
    const char *type, *generator, *least, *most;
  } cases[] = {
      {"integer(32)", "{normal: {mean: 40, sd: 12, min: 18, max: 60}}", "18", "60"},
      {"integer(32)", "{normal: {mean: 0, sd: 12, min: 18, max: 30}}", "18", "30"},
      {"decimal(6,1)", "{normal: {mean: 10, sd: 3, min: 10.5, max: 12.5}}", "10.5", "12.5"},
      {"date", "{normal: {mean: 2025-06-15, sd: 3d, min: 2025-06-11, max: 2025-06-19}}", "2025-06-11",
       "2025-06-19"},
      {"integer(16)", "{normal: {mean: 32760, sd: 50, min: 32700}}", "32700", "32767"},
      {"decimal(3,1)", "{normal: {mean: 95, sd: 5, min: 90}}", "90.0", "99.9"},
      {"integer(32)", "{lognormal: {median: 20, sigma: 0.5, min: 15, max: 45}}", "15", "45"},
      {"integer(32)", "{exponential: {mean: 5, min: 10, max: 20}}", "10", "20"},
      {"date", "{exponential: {mean: 3d, min: 2025-01-01, max: 2025-01-09}}", "2025-01-01", "2025-01-09"},
      {"integer(32)", "{zipf: {exponent: 1, min: 10, max: 50}}", "10", "50"},
      {"integer(32)", "{histogram: [{from: 10, to: 20, weight: 5}, {from: 20, to: 30, weight: 1}]}", "10",
       "30"},
      {"date", "{between: [2025-01-30, 2025-02-02], weekdays: {sat: 3}}", "2025-01-30", "2025-02-02"},
  };
  for (const auto& c : cases) {
    INFO(c.generator);
    const auto values = sample(c.type, c.generator, 50'000);
    CHECK(*std::min_element(values.begin(), values.end()) == c.least);
    CHECK(*std::max_element(values.begin(), values.end()) == c.most);
  }
}

TEST_CASE("the ends of a truncated distribution are no heaps") {
  std::map<std::string, int> counts;
  for (const auto& text : sample("integer(32)", "{normal: {mean: 40, sd: 12, min: 38, max: 42}}", 50'000))
    ++counts[text];
  for (const auto& [value, count] : counts) {
    INFO(value);
    CHECK(std::abs(count - 10'000) < 400);
  }
}

TEST_CASE("a border between two stretches belongs to the upper one and the last end is included") {
  const auto seen = [](const char* type, const char* generator) {
    const auto values = sample(type, generator, 2000);
    return std::set<std::string>(values.begin(), values.end());
  };
  CHECK(seen("integer(32)", "{histogram: [{from: 1, to: 3, weight: 1}, {from: 3, to: 4, weight: 0}]}") ==
        std::set<std::string>{"1", "2"});
  CHECK(seen("integer(32)", "{histogram: [{from: 1, to: 2, weight: 1}, {from: 4, to: 5, weight: 1}]}") ==
        std::set<std::string>{"1", "2", "4", "5"});
  const auto noon = seen("timestamp",
                         "{histogram: [{from: 2024-01-01, to: 2024-01-02, weight: 1}, {from: 2024-01-02, to: "
                         "2024-01-02, weight: 0}]}");
  CHECK(noon.rbegin()->starts_with("2024-01-01 2"));
}

TEST_CASE("distributions that say too little or nothing possible are refused") {
  const Refusal cases[] = {
      {"integer(32)", "normal", "normal needs a value", 1},
      {"integer(32)", "{normal: 5}", "normal takes a map", 10},
      {"integer(32)", "{normal: {sd: 5}}", "normal needs mean", 10},
      {"integer(32)", "{normal: {mean: 5}}", "normal needs sd", 10},
      {"integer(32)", "{normal: {mean: 5, sd: 0}}", "sd must be above 0", 24},
      {"integer(32)", "{normal: {mean: 5, sd: wide}}", "sd must be a number, not \"wide\"", 24},
      {"integer(32)", "{normal: {mean: 5, sd: 1, mim: 3}}", "did you mean \"min\"?", 27},
      {"integer(32)", "{normal: {mean: 5, sd: 1, min: 30}}", "nothing of the distribution lies above 30", 32},
      {"integer(32)", "{normal: {mean: 5, sd: 1, max: -30}}", "nothing of the distribution lies below -30",
       32},
      {"integer(32)", "{normal: {mean: 5, sd: 1, min: 6, max: 4}}", "the upper bound is below the lower one",
       10},
      {"integer(16)", "{normal: {mean: 1000000, sd: 1}}", "integer(16) holds nothing of the distribution",
       10},
      {"integer(16)", "{normal: {mean: 1, sd: 1, max: 40000}}", "\"40000\" is no value of type integer(16)",
       32},
      {"integer(32)", "{normal: {mean: 5, sd: 1}, unique: true}", "normal cannot be unique", 10},
      {"text", "{normal: {mean: 5, sd: 1}}", "normal makes integer", 10},
      {"date", "{normal: {mean: 2025-01-01, sd: 3}}", "a span is written with units", 33},
      {"date", "{normal: {mean: 2025-01-01, sd: 1mo}}", "months and years differ in length", 33},
      {"date", "{normal: {mean: 5, sd: 3d}}", "\"5\" is no value of type date", 17},
      {"timestamp", "{normal: {mean: noon, sd: 3d}}", "a date or a timestamp", 17},
      {"date", "{lognormal: {median: 3d, sigma: 1}}", "lognormal of dates needs min", 13},
      {"integer(32)", "{lognormal: {median: -3, sigma: 1}}", "median must be above 0", 22},
      {"integer(32)", "{lognormal: {median: 3, sigma: 21}}", "at most 20", 32},
      {"timestamp", "{exponential: {mean: 3d}}", "exponential of dates needs min", 15},
      {"integer(32)", "{exponential: {mean: 3, max: -1}}", "nothing of the distribution lies below -1", 30},
      {"integer(32)", "{zipf: {exponent: 1.1}}", "zipf needs max", 8},
      {"integer(32)", "{zipf: {exponent: 1.1, max: 10, min: 0}}", "zipf counts from 1", 38},
      {"integer(32)", "{zipf: {exponent: 1.1, max: 10, min: 11}}", "max is below min", 29},
      {"integer(16)", "{zipf: {exponent: 1.1, max: 40000}}", "is no value of type integer(16)", 29},
      {"date", "{zipf: {exponent: 1.1, max: 40}}", "zipf makes integer, decimal", 8},
      {"integer(32)", "{histogram: {a: 1}}", "histogram takes a list", 13},
      {"integer(32)", "{histogram: [{from: 1, to: 2}]}", "this stretch has no weight", 14},
      {"integer(32)", "{histogram: [{from: 1, to: 5, weight: 1}, {from: 3, to: 9, weight: 1}]}",
       "must not overlap", 50},
      {"integer(32)", "{histogram: [{from: 5, to: 1, weight: 1}, {from: 6, to: 9, weight: 1}]}",
       "the upper bound is below the lower one", 28},
      {"integer(32)", "{histogram: [{from: 1, to: 2, weight: 60%}, {from: 3, to: 9, weight: 30%}]}",
       "sum to 90%", 13},
  };
  check_refused(cases);
}

TEST_CASE("weights by date that say nothing possible are refused") {
  const Refusal cases[] = {
      {"text", "{weights: {2024-01-01: {a: 1}}, by: d}", "no column \"d\"", 37},
      {"text", "{weights: {2024-01-01: {a: 1}}, by: c}", "refers to itself", 37},
      {"text", "{weights: {a: 1, b: 2}, by: c}", "refers to itself", 29},
  };
  check_refused(cases);
  const auto refused = [](const char* generator, const char* message) {
    World world;
    const base::Error error = [&] {
      try {
        world.plain("t", 5,
                    {{"d", "date", "{value: 2024-01-01}"},
                     {"n", "integer(32)", "sequence"},
                     {"c", "text", generator}});
      } catch (const base::Error& caught) {
        return caught;
      }
      return base::Error(base::ErrorCode::internal, "accepted");
    }();
    CHECK_THAT(error.message(), ContainsSubstring(message));
  };
  refused("{weights: {a: 1, b: 2}, by: d}", "weights takes a map");
  refused("{weights: {a: {x: 1}}, by: d}", "\"a\" is no date");
  refused("{weights: {2024-01-01: {x: 1}}, by: n}", "weights needs a date or a timestamp");
  refused("{weights: {2024-02-01: {x: 1}, 2024-01-01: {x: 1}}, by: d}", "in the order of their dates");
  refused("{weights: {2024-02-01: {x: 50%, y: 40%}}, by: d}", "sum to 90%");
}

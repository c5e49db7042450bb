// Shapes in time: days and hours come as often as they say, together, from the first moment to the last.
#include <cmath>
#include <map>

#include "gen/distribution/histogram.h"
#include "gen/distribution/normal.h"
#include "gen/distribution/shaped_time.h"
#include "gen/distribution/uniform.h"
#include "gen/p_values.h"
#include "gen/world.h"
#include "support/catch.h"

using namespace seedctl;
using namespace seedctl::gen;
using namespace seedctl::test;

namespace {

base::Date date(const char* text) { return base::Date::parse(text).value(); }

std::map<std::string, double> shares_by(const std::vector<std::string>& values, std::size_t from,
                                        std::size_t length) {
  std::map<std::string, double> shares;
  for (const auto& value : values)
    shares[value.substr(from, length)] += 1.0 / static_cast<double>(values.size());
  return shares;
}

std::string error_text(const char* type, const char* generator, std::uint32_t& column) {
  try {
    sample(type, generator, 10);
  } catch (const base::Error& error) {
    column = error.position() ? error.position()->column : 0;
    return error.message() + " " + error.hint;
  }
  return "accepted";
}

}  // namespace

// The oracle weighs each second by hand.
TEST_CASE("p-values of shaped moments over 200 seeds are uniform") {
  const MomentGrid grid{date("2024-12-25"), 10 * 3600 + 1800};  // a Wednesday, 10:30
  const std::uint64_t count = 20 * 86'400;                      // to 10:30 of 2025-01-14
  DayFactors factors;
  factors.weekdays[5] = 2;
  factors.weekdays[6] = 0;
  factors.months[0] = 3;
  factors.growth = {.kind = Growth::Kind::exponential, .from = date("2024-12-25"), .yearly = 1000};
  HourShares hours{};
  hours[7] = hours[8] = 15;
  hours[10] = 4;
  hours[23] = 1;
  const ShapedTime shaped(Uniform(count), grid, factors, hours);
  std::vector<double> weights;  // by day and hour
  double total = 0;
  for (std::uint64_t rank = 0; rank < count; ++rank) {
    const std::uint64_t second = rank + grid.first_step, day = second / 86'400, hour = second / 3600 % 24;
    const bool january = day >= 7;
    const double weight = hours[hour] *
                          (day % 7 == 3   ? 2
                           : day % 7 == 4 ? 0
                                          : 1) *
                          (january ? 3 : 1) * std::pow(1000, (static_cast<double>(day) + 0.5) / 365.2425);
    weights.resize(day * 24 + hour + 1);
    weights.back() += weight;
    total += weight;
  }
  std::vector<std::size_t> bins(weights.size());
  std::vector<double> shares;
  double below = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    if (i * 3600 >= grid.first_step) CHECK(std::abs(shaped.below(i * 3600 - grid.first_step) - below) < 1e-9);
    below += weights[i] / total;
    bins[i] = shares.size();
    if (weights[i] > 0) shares.push_back(weights[i] / total);
  }
  CHECK(ks_of_uniform(p_values_of_bins(
            shares,
            [&](Key key, std::uint64_t token) {
              return bins[(shaped.rank(key, token) + grid.first_step) / 3600];
            },
            20'000)) < kUniformPValues);
}

TEST_CASE("p-values of histograms and shaped days over 200 seeds are uniform") {
  const Histogram histogram({{0, 10}, {10, 90}, {150, 1}}, {5, 1, 2});
  const auto share = [](std::uint64_t rank) {
    const double r = static_cast<double>(rank);
    return (5 * std::min(r, 10.0) / 10 + std::min(std::max(r - 10, 0.0), 90.0) / 90 + (r > 150 ? 2 : 0)) / 8;
  };
  CHECK(ks_of_uniform(p_values(histogram, share)) < kUniformPValues);
  DayFactors factors;
  factors.growth = {.kind = Growth::Kind::linear, .from = date("2024-01-01")};
  HourShares all;
  all.fill(1);
  const ShapedTime linear(Uniform(366), {date("2024-01-01"), 0, 1}, factors, all);
  CHECK(ks_of_uniform(p_values(linear, [](std::uint64_t day) {
          return static_cast<double>(day) * static_cast<double>(day) / 366 / 366;
        })) < kUniformPValues);
}

TEST_CASE("hours have the shares that they are given and the others none") {
  const auto shares =
      shares_by(sample("timestamp",
                       "{between: [2024-01-01, 2024-12-31], hours: {7-9: 30, 16-19: 60, 23-1: 10}}", 40'000),
                11, 2);
  const std::map<std::string, double> expected{{"07", .15}, {"08", .15}, {"16", .2}, {"17", .2},
                                               {"18", .2},  {"23", .05}, {"00", .05}};
  CHECK(shares.size() == expected.size());
  for (const auto& [hour, share] : expected) {
    INFO(hour);
    REQUIRE(shares.contains(hour));
    CHECK(std::abs(shares.at(hour) - share) < 0.01);
  }
}

TEST_CASE("growth is a density over the range") {
  const struct {
    const char* growth;
    double first_half;  // of a year
  } cases[] = {
      {"linear", 0.25},
      {"{linear: 2}", 0.375},
      {"{exponential: 9}", 0.25},
      {"s-curve", 0.157},
      {"{s-curve: {middle: 2023-01-01, over: 1d}}", 0.5},
      {"{keyframes: {2023-07-02: 1, 2023-07-03: 4}}", 0.2},
      {"{keyframes: {2023-01-01: 0, 2024-01-01: 1}}", 0.25},
  };
  for (const auto& c : cases) {
    INFO(c.growth);
    const auto days =
        sample("date", std::string("{between: [2023-01-01, 2023-12-31], growth: ") + c.growth + "}", 40'000);
    double early = 0;
    for (const auto& day : days) early += day <= "2023-07-02" ? 1.0 / 40'000 : 0;
    CHECK(std::abs(early - c.first_half) < 0.01);
  }
}

TEST_CASE("a later end changes no proportion before it") {
  const base::Date from = date("2023-01-01"), early = date("2023-03-01"), late = date("2023-11-01");
  const Growth growths[] = {{.kind = Growth::Kind::linear, .from = from},
                            {.kind = Growth::Kind::linear, .from = from, .yearly = 0.5},
                            {.kind = Growth::Kind::exponential, .from = from, .yearly = 3}};
  const double ratios[] = {304.5 / 59.5, (1 + 152.25 / 365.2425) / (1 + 29.75 / 365.2425),
                           std::pow(3, 245 / 365.2425)};
  for (std::size_t i = 0; i < 3; ++i) {
    CHECK(std::abs(growths[i](late) / growths[i](early) - ratios[i]) < 1e-9);
  }
}

TEST_CASE("a distribution bent by weekdays keeps its own shape") {
  const auto days = sample("date", "{normal: {mean: 2024-06-15, sd: 20d}, weekdays: {sat-sun: 0}}", 20'000);
  double early = 0;
  for (const auto& day : days) {
    const int weekday = ((date(day.c_str()).days + 3) % 7 + 7) % 7;
    CHECK(weekday < 5);
    early += day < "2024-06-15" ? 1.0 / 20'000 : 0;
  }
  CHECK(std::abs(early - 0.5) < 0.02);
}

TEST_CASE("shapes that say nothing possible are refused at their place") {
  const struct {
    const char *type, *generator, *message;
    std::uint32_t column;
  } cases[] = {
      {"date", "{between: [2024-01-01, 2024-12-31], hours: {7-9: 1}}", "a date has no hours", 44},
      {"time", "{between: [\"08:00\", \"18:00\"], growth: linear}", "a time of day has no date", 39},
      {"time", "{normal: {mean: \"08:00\", sd: 1h}, hours: {7-9: 1}}", "both decide the time of day", 42},
      {"integer(32)", "{between: [1, 9], hours: {7-9: 1}}", "are for dates and times", 26},
      {"date", "{between: [2024-01-01, 2024-12-31], weekdays: {sat: 2}, unique: true}", "cannot be unique",
       11},
      {"date", "{between: [2024-01-01, 2024-12-31], weekdays: {sta: 2}}", "did you mean \"sat\"?", 48},
      {"date", "{between: [2024-01-01, 2024-12-31], weekdays: {mon-wed: 2, tue: 1}}",
       "tuesday is named twice", 60},
      {"date", "{between: [2024-01-01, 2024-12-31], months: {jan: -1}}", "must not be negative", 51},
      {"date", "{between: [2024-01-01, 2024-12-31], months: 3}", "months takes a map", 45},
      {"timestamp", "{between: [2024-01-01, 2024-12-31], hours: {7-25: 1}}", "is no range of hours", 45},
      {"timestamp", "{between: [2024-01-01, 2024-12-31], hours: {7-9: 1, 8-10: 1}}", "8:00 is in two ranges",
       53},
      {"timestamp", "{between: [2024-01-01, 2024-12-31], hours: {7-9: 0}}", "at least one weight", 44},
      {"timestamp", "{between: [\"2024-01-01 10:00\", \"2024-01-01 12:00\"], hours: {7-9: 1}}",
       "nothing between the bounds", 60},
      {"date", "{between: [2024-01-01, 2024-12-31], growth: quadratic}", "unknown growth: quadratic", 45},
      {"date", "{between: [2024-01-01, 2024-12-31], growth: exponential}", "{exponential: 2}", 45},
      {"date", "{between: [2024-01-01, 2024-12-31], growth: {exponential: 0}}", "must be above 0", 59},
      {"date", "{between: [2024-01-01, 2024-12-31], growth: {keyframes: {soon: 1}}}", "\"soon\" is no date",
       58},
      {"date", "{between: [2024-01-01, 2024-12-31], growth: {s-curve: {middle: noon}}}", "expected a date",
       64},
      {"date", "{between: [2024-01-01, 2024-12-31], wekdays: {sat: 2}}", "did you mean \"weekdays\"?", 37},
  };
  for (const auto& c : cases) {
    INFO(c.generator);
    std::uint32_t column = 0;
    CHECK_THAT(error_text(c.type, c.generator, column), ContainsSubstring(c.message));
    CHECK(column == c.column);
  }
}

// Lifecycles: which way a row goes and when, as often as the chances say, and never back.
#include "gen/lifecycle.h"

#include <cmath>
#include <map>

#include "gen/flow.h"
#include "support/catch.h"
#include "support/errors.h"

using namespace seedctl;
using namespace seedctl::gen;
using namespace seedctl::test;

namespace {

constexpr Key kKey = 4711;
constexpr std::int64_t kStart = 1'700'000'000 * base::kMicrosPerSecond;
constexpr std::int64_t kEver = kStart + 1000 * base::kMicrosPerDay;

Lifecycle order(const std::string& steps) {
  return Lifecycle::read(
      FlowParser::parse("{column: status, start: {placed: created_at}, steps: " + steps + "}"), kKey);
}

const char* const kShop =
    "{placed: {paid: {chance: 90%, after: [1m, 2d], at: paid_at}, cancelled: {chance: 5%, after: [1h, 3d]}}, "
    "paid: {shipped: {after: {exponential: {mean: 1d, max: 9d}}, at: shipped_at}, refunded: {chance: 10%, "
    "after: 3d}}}";

// "placed +61s paid +86400s shipped"
std::string way(const Lifecycle& cycle, std::uint64_t row, std::int64_t end) {
  std::string text = cycle.states.front().name;
  std::int64_t before = kStart;
  cycle.walk(row, kStart, end, [&](const Lifecycle::Step& step, std::int64_t moment) {
    text +=
        " +" + std::to_string((moment - before) / base::kMicrosPerSecond) + "s " + cycle.states[step.to].name;
    before = moment;
  });
  return text;
}

}  // namespace

TEST_CASE("golden: the ways of the first rows") {
  const Lifecycle cycle = order(kShop);
  std::vector<std::string> ways;
  for (std::uint64_t row = 1; row <= 6; ++row) ways.push_back(way(cycle, row, kEver));
  CHECK(ways == std::vector<std::string>{
                    "placed +60008s paid +269024s shipped", "placed", "placed +19207s paid +39314s shipped",
                    "placed +134457s paid +84380s shipped", "placed +91470s paid +87656s shipped",
                    "placed +169806s paid +65346s shipped"});
}

TEST_CASE("each step is taken as often as its chance says and the rest stays") {
  const Lifecycle cycle = order(kShop);
  constexpr int kRows = 100'000;
  std::map<std::string, double> shares;
  for (std::uint64_t row = 1; row <= kRows; ++row) {
    std::string last = "placed";
    cycle.walk(row, kStart, kEver,
               [&](const Lifecycle::Step& step, std::int64_t) { last = cycle.states[step.to].name; });
    shares[last] += 1.0 / kRows;
  }
  const std::map<std::string, double> expected{
      {"placed", 0.05}, {"cancelled", 0.05}, {"shipped", 0.9 * 0.9}, {"refunded", 0.9 * 0.1}};
  REQUIRE(shares.size() == expected.size());
  for (const auto& [state, share] : expected) {
    CAPTURE(state, shares[state]);
    CHECK(std::abs(shares[state] - share) < 5 * std::sqrt(share * (1 - share) / kRows));
  }
}

TEST_CASE("a step without a chance is certain and certain steps are taken by all") {
  const Lifecycle cycle = order("{placed: {paid: {after: 1s}}, paid: {a: {after: 1s}, b: {after: 1s}}}");
  int a = 0;
  for (std::uint64_t row = 1; row <= 2000; ++row) {
    const std::string gone = way(cycle, row, kEver);
    CHECK(gone.starts_with("placed +1s paid +1s "));
    a += gone.ends_with("a") ? 1 : 0;
  }
  CHECK(std::abs(a - 1000) < 120);
}

TEST_CASE("a later end goes on with the same way") {
  const Lifecycle cycle = order(kShop);
  for (std::uint64_t row = 1; row <= 500; ++row) {
    std::string before = "placed";
    for (int hours = 1; hours < 400; hours += 7) {
      const std::string now = way(cycle, row, kStart + hours * 3600 * base::kMicrosPerSecond);
      REQUIRE(now.starts_with(before));
      before = now;
    }
  }
}

TEST_CASE("the order of steps in the file and another step elsewhere change no row's way") {
  const Lifecycle one =
      order("{a: {x: {after: 1s}}, placed: {a: {chance: 30%, after: [1s, 9s]}, b: {after: [1s, 9s]}}}");
  const Lifecycle other =
      order("{placed: {b: {after: [1s, 9s]}, a: {chance: 30%, after: [1s, 9s]}}, b: {y: {after: 1d}}}");
  for (std::uint64_t row = 1; row <= 200; ++row) {
    const auto end = kStart + 9 * base::kMicrosPerSecond;
    const std::string first = way(one, row, end), second = way(other, row, end);
    if (first.find(" x") == std::string::npos) CHECK(first == second);
  }
}

TEST_CASE("time spent in a state follows its distribution") {
  const struct {
    const char* after;
    double mean, least, most;
  } cases[] = {{"3d", 72, 72, 72},
               {"[1h, 3h]", 2, 1, 3},
               {"{exponential: {mean: 10h}}", 10, 0, 450},
               {"{exponential: {mean: 10h, min: 5h}}", 15, 5, 455},
               {"{normal: {mean: 48h, sd: 5h}}", 48, 0, 98},
               {"{lognormal: {median: 10h, sigma: 0.1}}", 10.05, 0, 28}};
  for (const auto& one : cases) {
    CAPTURE(one.after);
    const Lifecycle cycle = order(std::string("{placed: {paid: {after: ") + one.after + "}}}");
    double sum = 0;
    constexpr int kRows = 20'000;
    for (std::uint64_t row = 1; row <= kRows; ++row) {
      cycle.walk(row, kStart, kEver, [&](const Lifecycle::Step&, std::int64_t moment) {
        const double hours = static_cast<double>(moment - kStart) / 3.6e9;
        CHECK((hours >= one.least && hours <= one.most));
        sum += hours;
      });
    }
    CHECK(std::abs(sum / kRows - one.mean) < 0.02 * one.mean);
  }
}

TEST_CASE("what is no lifecycle is refused at its place") {
  const struct {
    const char* steps;
    const char* words;
  } cases[] = {
      {"{placed: {paid: {after: 1h, chance: 60%}, lost: {after: 1h, chance: 50%}}}",
       "the chances of placed sum to 110%"},
      {"{placed: {paid: {after: 1h, chance: 100%}, lost: {after: 1h}}}",
       "which leaves nothing for the other steps"},
      {"{placed: {paid: {after: 1h}}, paid: {sent: {after: 1h}}, sent: {paid: {after: 1h}}}",
       "no loops: paid -> sent -> paid"},
      {"{placed: {placed: {after: 1h}}}", "no loops: placed -> placed"},
      {"{placed: {paid: {after: 1h}}, paidd: {sent: {after: 1h}}}",
       "no step leads to the state \"paidd\" (did you mean \"paid\"?)"},
      {"{placed: {paid: {}}}", "a step must be a map, not an empty one"},
      {"{placed: {paid: {chance: 5%}}}", "a step lacks `after`"},
      {"{placed: {paid: {afer: 1h}}}", "unknown key \"afer\" in a step (did you mean \"after\"?)"},
      {"{placed: {paid: {after: -1h}}}", "the span must not be negative"},
      {"{placed: {paid: {after: 1mo}}}", "months and years differ in length"},
      {"{placed: {paid: {after: [2h, 1h]}}}", "the longer span must come second"},
      {"{placed: {paid: {after: {gamma: 2h}}}}", "after takes a span, a list of two"},
      {"{placed: {paid: {after: {normal: {mean: 2h}}}}}", "normal lacks `sd`"},
      {"{placed: {paid: {after: {exponential: {mean: 2h, min: 5h, max: 4h}}}}}",
       "nothing of the distribution"},
      {"{placed: {paid: {after: 1h, at: t}}, paid: {sent: {after: 1h, at: t}}}",
       "column t is filled already when a row becomes sent"},
      {"{placed: {paid: {after: 1h, at: created_at}}}",
       "column created_at is filled already when a row becomes paid"},
      {"{}", "steps must be a map, not an empty one"},
  };
  for (const auto& one : cases) {
    CAPTURE(one.steps);
    const base::Error error = error_of([&] { order(one.steps); });
    CHECK(error.code() == base::ErrorCode::profile);
    CHECK_THAT(error.message(), ContainsSubstring(one.words));
    CHECK(error.position());
  }
  // Two ends may share a column, for no row reaches both.
  CHECK_NOTHROW(order("{placed: {paid: {after: 1h, at: t, chance: 1%}, lost: {after: 1h, at: t}}}"));
}

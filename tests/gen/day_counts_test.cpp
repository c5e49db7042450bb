// Rows per day: as many as were drawn, times the day's factors, the same whatever the last day is.
#include "gen/day_counts.h"

#include <algorithm>
#include <map>

#include "gen/distribution/alias_table.h"
#include "gen/p_values.h"
#include "gen/statistics.h"
#include "gen/world.h"
#include "support/catch.h"

using namespace seedctl;
using namespace seedctl::gen;
using namespace seedctl::test;

namespace {

constexpr Key kKey = 4711;

base::Date date(const char* text) { return base::Date::parse(text).value(); }

RowId day(std::uint64_t number) { return {.number = number, .token = number}; }

std::uint64_t sum(const Cardinality& counts, std::uint64_t days) {
  std::uint64_t total = 0;
  for (std::uint64_t number = 1; number <= days; ++number) total += counts.count(day(number));
  return total;
}

const std::vector<ColumnSpec> kColumns{{"id", "integer(64)", "sequence"},
                                       {"day", "date", "day"},
                                       {"at", "timestamp", "{day: null, hours: {7-9: 30, 16-19: 70}}"},
                                       {"price", "integer(32)", "{between: [1, 1000]}"},
                                       {"no", "integer(32)", "{sequence: {within: parent}}"}};

std::vector<std::string> row_texts(const Table& table) {
  std::vector<std::string> rows(table.rows());
  for (const ColumnSpec& column : kColumns) {
    const auto cells = texts(table, column.name);
    for (std::size_t i = 0; i < rows.size(); ++i) rows[i] += (rows[i].empty() ? "" : "|") + cells[i];
  }
  return rows;
}

}  // namespace

TEST_CASE("golden: the rows of the first days") {
  World world;
  CHECK(row_texts(world.per_day("t", "2025-02-27", 4, 0, 3, kColumns)) ==
        std::vector<std::string>{
            "4|2025-02-28|2025-02-28 17:20:57|269|1", "5|2025-02-28|2025-02-28 16:16:37|44|2",
            "6|2025-02-28|2025-02-28 18:22:16|674|3", "10|2025-03-02|2025-03-02 17:27:46|229|1",
            "11|2025-03-02|2025-03-02 18:06:29|705|2", "12|2025-03-02|2025-03-02 08:26:42|22|3"});
}

TEST_CASE("more days leave all rows before as they are and in front") {
  World shorter, longer;
  const auto before = row_texts(shorter.per_day("t", "2023-12-30", 400, 0, 9, kColumns));
  auto after = row_texts(longer.per_day("t", "2023-12-30", 500, 0, 9, kColumns));
  REQUIRE(after.size() > before.size());
  after.resize(before.size());
  CHECK(after == before);
}

TEST_CASE("a factor of one changes no count and a fraction is met on average") {
  const auto drawn = uniform_count(kKey, 0, 40);
  const auto same = day_counts(kKey, {.drawn = drawn, .first = date("2025-01-01"), .factors = {}, .max = 40});
  for (std::uint64_t number = 1; number <= 500; ++number)
    CHECK(same->count(day(number)) == drawn->count(day(number)));

  // One row a day times 0.3: each day has it with that probability.
  constexpr std::uint64_t kDays = 100'000;
  DayFactors factors;
  factors.weekdays.fill(0.3);
  const auto rare = day_counts(
      kKey, {.drawn = uniform_count(kKey, 1, 1), .first = date("2025-01-01"), .factors = factors, .max = 1});
  const auto rows = static_cast<double>(sum(*rare, kDays));
  CHECK(std::abs(rows - 0.3 * kDays) < 5 * std::sqrt(0.3 * 0.7 * kDays));
}

TEST_CASE("counts follow weekdays and months and growth in absolute units") {
  DayFactors factors;
  factors.weekdays[5] = 2;    // Saturday
  factors.weekdays[6] = 0.5;  // Sunday
  factors.months[6] = 3;      // July
  factors.growth = {.kind = Growth::Kind::keyframes,
                    .from = {},
                    .keyframes = {{date("2025-07-01"), 1.0}, {date("2026-07-01"), 5.0}}};
  const auto counts = day_counts(kKey, {.drawn = uniform_count(kKey, 100, 100),
                                        .first = date("2025-06-27"),  // a Friday
                                        .factors = factors,
                                        .max = 10'000});
  CHECK(counts->count(day(1)) == 100);
  CHECK(counts->count(day(2)) == 200);
  CHECK(counts->count(day(3)) == 50);
  CHECK(counts->count(day(4)) == 100);
  CHECK(counts->count(day(5)) >= 300);  // July, and growth begins
  CHECK(counts->count(day(5)) <= 303);
  CHECK(counts->count(day(370)) == 1500);  // 2026-07-01, a Wednesday
}

TEST_CASE("no day has more rows than its largest count") {
  DayFactors factors;
  factors.growth = {.kind = Growth::Kind::exponential, .from = date("2025-01-01"), .yearly = 2};
  CHECK(!largest_factor(factors));
  const auto counts = day_counts(
      kKey,
      {.drawn = uniform_count(kKey, 10, 10), .first = date("2025-01-01"), .factors = factors, .max = 15});
  CHECK(counts->count(day(5 * 365)) == 15);
  factors.growth = {.kind = Growth::Kind::exponential, .from = date("2025-01-01"), .yearly = 0.5};
  factors.months[3] = 4;
  factors.weekdays[0] = 2;
  CHECK(largest_factor(factors) == 8.0);
}

TEST_CASE("the time of day comes as often as its hours say") {
  World world;
  const auto moments = texts(world.per_day("t", "2025-01-01", 500, 40, 40, kColumns), "at");
  std::map<std::string, double> shares;
  for (const std::string& moment : moments)
    shares[moment.substr(11, 2)] += 1.0 / static_cast<double>(moments.size());
  REQUIRE(shares.size() == 5);
  for (const char* hour : {"07", "08"}) CHECK(std::abs(shares[hour] - 0.15) < 0.02);
  for (const char* hour : {"16", "17", "18"}) CHECK(std::abs(shares[hour] - 0.7 / 3) < 0.02);
}

TEST_CASE("a calendar that ends before it begins has no days") {
  CHECK(calendar(date("2025-01-02"), date("2025-01-01"))->rows() == 0);
  CHECK(calendar(date("2025-01-01"), date("2025-01-01"))->rows() == 1);
}

// between with bounds that differ from row to row: uniform within each row's own, which move it and no more.
#include <algorithm>
#include <cmath>
#include <tuple>

#include "gen/statistics.h"
#include "gen/world.h"
#include "support/catch.h"

using namespace seedctl;
using namespace seedctl::gen;
using namespace seedctl::test;

namespace {

using Texts = std::vector<std::string>;

// The cells of a column between two others, all of one type.
Texts between(const std::string& type, const std::string& low, const std::string& high, std::uint64_t rows,
              const std::string& own_type = {}) {
  World world;
  const Table& table = world.plain("t", rows,
                                   {{"low", type, low},
                                    {"high", type, high},
                                    {"c", own_type.empty() ? type : own_type, "{between: [low, high]}"}});
  return texts(table, "c");
}

}  // namespace

TEST_CASE("between two columns makes the values that it always made") {
  CHECK(between("integer(32)", "{between: [0, 10]}", "{between: [20, 30]}", 6) ==
        Texts{"13", "16", "25", "9", "20", "11"});
  CHECK(between("timestamp", "{between: [2025-01-01, 2025-01-05]}", "{value: 2025-02-01}", 3) ==
        Texts{"2025-01-13 20:08:52", "2025-01-21 10:18:07", "2025-01-30 05:41:27"});
}

TEST_CASE("bounds that are the same in all rows give the values that literals give") {
  for (const auto& [type, low, high] :
       {std::tuple("integer(32)", "0", "9"), std::tuple("integer(64)", "-5", "5"),
        std::tuple("decimal(6,2)", "1.50", "9.99"), std::tuple("date", "2025-01-01", "2025-12-31"),
        std::tuple("time", "08:00:00", "17:30:00"),
        std::tuple("timestamptz", "2025-01-01 10:00:00", "2025-03-01 12:00:00")}) {
    INFO(type);
    const auto value = [](const std::string& text) { return "{value: \"" + text + "\"}"; };
    const std::string literal = "{between: [\"" + std::string(low) + "\", \"" + high + "\"]}";
    CHECK(between(type, value(low), value(high), 500) == sample(type, literal, 500));
  }
}

TEST_CASE("a cell keeps its relative place when a bound moves") {
  const auto upto = [](const char* high) {
    return between("integer(64)", "{value: 0}", "{value: " + std::string(high) + "}", 1000);
  };
  const Texts small = upto("999"), large = upto("999999");
  for (std::size_t i = 0; i < small.size(); ++i) CHECK(std::stoll(large[i]) / 1000 == std::stoll(small[i]));
}

TEST_CASE("cells are spread evenly between bounds of their own") {
  World world;
  const Table& table = world.plain("t", 60'000,
                                   {{"low", "integer(32)", "{between: [0, 1000]}"},
                                    {"high", "integer(32)", "{between: [2000, 9000]}"},
                                    {"c", "real(64)", "{between: [low, high]}"}});
  const Texts low = texts(table, "low"), high = texts(table, "high"), cells = texts(table, "c");
  std::vector<std::uint64_t> tenths(10);
  std::vector<double> places, lows;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const double from = std::stod(low[i]), to = std::stod(high[i]), at = std::stod(cells[i]);
    CHECK((at >= from && at <= to));
    places.push_back((at - from) / (to - from));
    lows.push_back(from);
    ++tenths[std::min<std::size_t>(9, static_cast<std::size_t>(places.back() * 10))];
  }
  CHECK(std::abs(uniform_deviation(tenths)) < kFair);
  CHECK(std::abs(correlation(places, lows)) < kFair / std::sqrt(static_cast<double>(places.size())));
}

TEST_CASE("bounds are rounded inwards to values of the column") {
  for (const auto& [type, low, high, only] :
       {std::tuple("integer(32)", "1.2", "2.9", "2"), std::tuple("integer(32)", "-2.9", "-1.2", "-2"),
        std::tuple("decimal(6,1)", "1.41", "1.59", "1.5")}) {
    INFO(type << " " << low);
    const auto value = [](const std::string& text) { return "{value: \"" + text + "\"}"; };
    CHECK(between("decimal(9,3)", value(low), value(high), 3, type) == Texts{only, only, only});
  }
  CHECK(between("timestamp", "{value: \"2025-01-01 10:00:00.5\"}", "{value: \"2025-01-01 10:00:01.9\"}", 1) ==
        Texts{"2025-01-01 10:00:01"});
}

TEST_CASE("a bound that is NULL makes the cell NULL") {
  const Texts cells = between("integer(32)", "{value: 5, nulls: 50%}", "{value: 6}", 100);
  CHECK(std::count(cells.begin(), cells.end(), "NULL") == 50);
}

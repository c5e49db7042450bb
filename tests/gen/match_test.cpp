// match: each row gets the generator of its case, with draws of that case's own.
#include <cmath>
#include <map>
#include <set>

#include "gen/statistics.h"
#include "gen/world.h"
#include "support/catch.h"

using namespace seedctl;
using namespace seedctl::gen;
using namespace seedctl::test;

namespace {

using Texts = std::vector<std::string>;

// Types and prices of bikes, by the columns as written.
struct Bikes {
  Texts types, prices;
};

Bikes bikes(const std::string& price, std::uint64_t rows = 2000,
            const std::string& type = "[road, mountain, hybrid]") {
  World world;
  const Table& table = world.plain("bike", rows, {{"type", "text", type}, {"price", "decimal(10,2)", price}});
  return {texts(table, "type"), texts(table, "price")};
}

const std::string kPrice =
    "{match: type, cases: {road: {between: [400, 1000]}, mountain: {between: [300, 900]}}, else: {value: 5}}";

}  // namespace

TEST_CASE("match makes the values that it always made") {
  CHECK(bikes(kPrice, 8).types ==
        Texts{"mountain", "hybrid", "hybrid", "mountain", "road", "mountain", "road", "hybrid"});
  CHECK(bikes(kPrice, 8).prices ==
        Texts{"388.81", "5.00", "5.00", "649.49", "969.66", "413.85", "566.79", "5.00"});
}

TEST_CASE("editing one case changes its rows and no others") {
  const Bikes before = bikes(kPrice);
  const Bikes after = bikes(
      "{match: type, cases: {mountain: {between: [2000, 9000]}, road: {between: [400, 1000]}}, else: {value: "
      "5}}");
  for (std::size_t i = 0; i < before.prices.size(); ++i) {
    const bool mountain = before.types[i] == "mountain";
    CHECK((before.prices[i] != after.prices[i]) == mountain);
  }
}

TEST_CASE("cases draw apart from one another and evenly within themselves") {
  World world;
  const Table& table = world.plain("t", 60'000,
                                   {{"kind", "text", "[a, b]"},
                                    {"n", "integer(32)",
                                     "{match: kind, cases: {a: {between: [0, 9]}, b: {between: [0, 9]}}, "
                                     "else: {value: 0}}"},
                                    {"plain", "integer(32)", "{between: [0, 9]}"}});
  const Texts kinds = texts(table, "kind"), values = texts(table, "n"), others = texts(table, "plain");
  std::map<std::string, std::vector<std::uint64_t>> counts;
  std::vector<double> own, other;
  for (std::size_t i = 0; i < kinds.size(); ++i) {
    counts[kinds[i]].resize(10);
    ++counts[kinds[i]][std::stoul(values[i])];
    own.push_back(std::stod(values[i]));
    other.push_back(std::stod(others[i]));
  }
  for (const auto& [kind, list] : counts) CHECK(std::abs(uniform_deviation(list)) < kFair);
  CHECK(std::abs(correlation(own, other)) < kFair / std::sqrt(static_cast<double>(own.size())));
}

TEST_CASE("match tells values of every kind apart that can be written, and NULL") {
  const struct {
    const char* type;
    const char* values;
    const char* key;
    const char* spelled;  // the same value as it is stored
  } kCases[] = {{"boolean", "[true, false]", "true", "true"},
                {"integer(32)", "[1, 20, 300]", "20", "20"},
                {"decimal", "[1.5, 2]", "1.50", "1.5"},
                {"real(64)", "[0.5, 1]", "0.5", "0.5"},
                {"date", "[2025-01-01, 2025-01-02]", "2025-01-02", "2025-01-02"},
                {"timestamp", "[2025-01-01 10:00:00, 2025-01-02]", "2025-01-02", "2025-01-02 00:00:00"},
                {"uuid", "[00000000-0000-4000-8000-000000000001, 00000000-0000-4000-8000-000000000002]",
                 "00000000-0000-4000-8000-000000000002", "00000000-0000-4000-8000-000000000002"},
                {"enumeration(a,b)", "[a, b]", "b", "b"},
                {"text", "{value: null}", "\"null\"", "NULL"}};
  for (const auto& one : kCases) {
    INFO(one.type << " " << one.key);
    World world;
    const std::string values = one.values;
    const Table& table = world.plain(
        "t", 300,
        {{"by", one.type, values},
         {"hit", "text",
          std::string("{match: by, cases: {") + one.key + ": {value: yes}}, else: {value: no}}"}});
    const Texts by = texts(table, "by"), hit = texts(table, "hit");
    for (std::size_t i = 0; i < by.size(); ++i) CHECK((hit[i] == "yes") == (by[i] == one.spelled));
  }
}

TEST_CASE("a case may match another column itself and draws by the way there") {
  World world;
  const std::string inner = "{match: size, cases: {s: {between: [1, 1000]}}, else: {between: [1, 1000]}}";
  const Table& table = world.plain(
      "t", 500,
      {{"kind", "text", "[a, b]"},
       {"size", "text", "[s, l]"},
       {"n", "integer(32)", "{match: kind, cases: {a: " + inner + ", b: " + inner + "}, else: {value: 0}}"},
       {"m", "integer(32)",
        "{match: kind, cases: {a: {match: size, cases: {s: {value: 1}}, else: {value: 2}}}, else: {value: "
        "3}}"}});
  const Texts kinds = texts(table, "kind"), sizes = texts(table, "size"), m = texts(table, "m");
  for (std::size_t i = 0; i < kinds.size(); ++i)
    CHECK(m[i] == (kinds[i] == "b" ? "3" : sizes[i] == "s" ? "1" : "2"));
  const Texts n = texts(table, "n");
  CHECK(std::set<std::string>(n.begin(), n.end()).size() > 150);
}

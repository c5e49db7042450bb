// Policies by which a reference finds its row: how often each row is picked, and what moves when tables grow.
#include <algorithm>
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

const ColumnSpec kId{"id", "integer(64)", "sequence"};
using Texts = std::vector<std::string>;

// The users that the rows of a table refer to.
Texts referred(std::uint64_t users, std::uint64_t rows, const std::string& reference) {
  World world;
  world.plain("user", users, {kId});
  return texts(world.plain("rent", rows, {{"user_id", "integer(64)", reference}}), "user_id");
}

// The share of the first rows that refer to another user.
double moved(const Texts& before, const Texts& after) {
  const std::size_t common = std::min(before.size(), after.size());
  std::size_t count = 0;
  for (std::size_t i = 0; i < common; ++i) count += before[i] == after[i] ? 0 : 1;
  return static_cast<double>(count) / static_cast<double>(common);
}

std::map<std::string, std::uint64_t> tally(const Texts& picks) {
  std::map<std::string, std::uint64_t> counts;
  for (const std::string& pick : picks) ++counts[pick];
  return counts;
}

}  // namespace

TEST_CASE("what moves when parents or children grow is what each policy says") {
  struct Row {
    const char* policy;
    double when_parents_grow, when_children_grow, when_both_grow;  // share of the old rows that move
  };
  // From 100 parents to 125, from 500 children to 625.
  const Row rows[] = {
      {"{ref: user}", 0.2, 0, 0.2},
      {"{ref: user, pick: uniform}", 0.2, 0, 0.2},
      {"{ref: user, capacity: 100}", 0, 0, 0},
      {"{ref: user, pick: {growth: {children_per_parent: 5}}}", 0, 0, 0},
      {"{ref: user, pick: {distinct: 5}}", 1, 0, 1},
      {"{ref: user, pick: {distinct: 5}, capacity: 100}", 0, 0, 0},
      {"{ref: user, pick: {zipf: 1.1}}", 1, 0, 1},
      {"{ref: user, pick: {zipf: 1.1}, capacity: 100}", 0, 0, 0},
      {"{ref: user, pick: {weights: [5, 3, 1]}}", 0, 0, 0},
  };
  for (const Row& row : rows) {
    INFO(row.policy);
    const bool grows = std::string(row.policy).find("growth") != std::string::npos;
    const auto before = referred(100, 500, row.policy);
    CHECK(std::abs(moved(before, referred(125, 500, row.policy)) - row.when_parents_grow) < 0.07);
    if (!grows) CHECK(moved(before, referred(100, 625, row.policy)) == row.when_children_grow);
    CHECK(std::abs(moved(before, referred(125, 625, row.policy)) - row.when_both_grow) < 0.07);
  }
}

TEST_CASE("a policy that takes each row once keeps below its capacity") {
  const std::string each = "{ref: user, pick: each, capacity: 100}";
  CHECK(referred(100, 80, each) == referred(150, 80, each));
  CHECK(referred(100, 80, "{ref: user, pick: each}") != referred(150, 80, "{ref: user, pick: each}"));
  const auto picks = referred(100, 100, each);
  CHECK(std::set<std::string>(picks.begin(), picks.end()).size() == 100);
}

TEST_CASE("distinct picks different rows in each group of rows and each row as often") {
  for (const std::uint64_t parents : {4, 7, 100}) {
    const auto picks = referred(parents, 4'000, "{ref: user, pick: {distinct: 4}}");
    for (std::size_t first = 0; first < picks.size(); first += 4)
      CHECK(std::set<std::string>(picks.begin() + static_cast<std::ptrdiff_t>(first),
                                  picks.begin() + static_cast<std::ptrdiff_t>(first + 4))
                .size() == 4);
    std::vector<std::uint64_t> counts;
    for (const auto& [name, count] : tally(picks)) counts.push_back(count);
    REQUIRE(counts.size() == parents);
    const std::vector<double> expected(parents, 4'000.0 / static_cast<double>(parents));
    CHECK(chi_square_deviation(counts, expected) < kFair);
  }
  World world;
  world.plain("post", 50, {kId});
  world.plain("tag", 6, {kId});
  const Table& tagged =
      world.per("tagged", "post", 0, 6, {{"t", "integer(64)", "{ref: tag, pick: {distinct: 3}}"}});
  std::map<std::pair<std::uint64_t, std::uint64_t>, std::set<std::string>> groups;
  const std::vector<RowId> rows = all_rows(tagged);
  const std::vector<std::string> tags = texts(tagged, "t");
  for (std::size_t i = 0; i < rows.size(); ++i)
    CHECK(groups[{rows[i].parent, (rows[i].ordinal - 1) / 3}].insert(tags[i]).second);
}

TEST_CASE("zipf picks few parents often and scatters them") {
  const auto counts = tally(referred(50, 20'000, "{ref: user, pick: {zipf: 1.1}}"));
  std::vector<std::uint64_t> sorted;
  for (const auto& [user, count] : counts) sorted.push_back(count);
  std::sort(sorted.rbegin(), sorted.rend());
  // The weights of 50 ranks, 1/k^1.1, sum to about 3.84.
  CHECK(std::abs(static_cast<double>(sorted[0]) / (20'000 / 3.84) - 1) < 0.05);
  CHECK(std::abs(static_cast<double>(sorted[1]) / (20'000 / 3.84 / 2.144) - 1) < 0.08);
  CHECK(counts.size() == 50);
  const auto first = std::max_element(counts.begin(), counts.end(),
                                      [](const auto& a, const auto& b) { return a.second < b.second; });
  CHECK(first->first != "1");
}

TEST_CASE("growing picks give old parents more children and refer only to parents that there are") {
  const auto picks = referred(100, 500, "{ref: user, pick: {growth: {children_per_parent: 5}}}");
  for (std::size_t i = 0; i < picks.size(); ++i) CHECK(std::stoull(picks[i]) <= i / 5 + 1);
  std::size_t old = 0;
  for (const std::string& pick : picks) old += std::stoull(pick) <= 50 ? 1 : 0;
  CHECK(old > 400);
}

TEST_CASE("weights pick the first rows or fixed rows by name") {
  const auto counts = tally(referred(5, 9'000, "{ref: user, pick: {weights: [60%, 30%, 10%]}}"));
  CHECK(counts.size() == 3);
  CHECK(std::abs(chi_square_deviation({counts.at("1"), counts.at("2"), counts.at("3")},
                                      {5'400, 2'700, 900})) < kFair);
  World world;
  world.plain("user", 9, {kId}, {{"admin", {}}, {"", {}}, {"guest", {}}});
  const auto named =
      tally(texts(world.plain("rent", 4'000,
                              {{"u", "integer(64)", "{ref: user, pick: {weights: {guest: 3, admin: 1}}}"}}),
                  "u"));
  CHECK(named.size() == 2);
  CHECK(std::abs(chi_square_deviation({named.at("1"), named.at("3")}, {1'000, 3'000})) < kFair);
}

TEST_CASE("a reference to a named row is that row's key") {
  World world;
  world.plain("user", 9, {{"id", "integer(64)", "{sequence: {start: 700}}"}},
              {{"admin", {}}, {"guest", {base::Value(std::int64_t{4})}}});
  const auto made = texts(world.plain("rent", 3, {{"u", "integer(64)", "{ref: user, to: guest}"}}), "u");
  CHECK(made == Texts{"4", "4", "4"});
  CHECK(texts(world.plain("log", 2, {{"u", "integer(64)", "{ref: user, to: admin}"}}), "u") ==
        Texts{"700", "700"});
}

TEST_CASE("columns that must differ pick different rows evenly") {
  World world;
  world.plain("team", 7, {kId});
  const Table& games =
      world.plain("game", 42'000,
                  {{"third", "integer(64)", "{ref: team, distinct_from: [home, away]}"},
                   {"away", "integer(64)", "{ref: team, distinct_from: home}"},
                   {"home", "integer(64)", "{ref: team, pick: {weights: [1, 1, 1, 1, 1, 1, 1]}}"}});
  const auto home = texts(games, "home"), away = texts(games, "away"), third = texts(games, "third");
  std::map<std::string, std::uint64_t> pairs, thirds;
  for (std::size_t i = 0; i < home.size(); ++i) {
    CHECK(home[i] != away[i]);
    CHECK(third[i] != home[i]);
    CHECK(third[i] != away[i]);
    ++pairs[home[i] + " " + away[i]];
    ++thirds[third[i]];
  }
  std::vector<std::uint64_t> counts;
  for (const auto& [pair, count] : pairs) counts.push_back(count);
  CHECK(counts.size() == 42);
  CHECK(std::abs(uniform_deviation(counts)) < kFair);
  counts.clear();
  for (const auto& [team, count] : thirds) counts.push_back(count);
  CHECK(std::abs(uniform_deviation(counts)) < kFair);
}

TEST_CASE("a capacity in a per table is of any parents and not of the row's own") {
  World world;
  world.plain("user", 50, {kId});
  const auto picks = texts(
      world.per("rent", "user", 1, 3, {{"user_id", "integer(64)", "{ref: user, capacity: 4}"}}), "user_id");
  const auto counts = tally(picks);
  CHECK(counts.size() == 4);
  for (const auto& [user, count] : counts) CHECK(std::stoull(user) <= 4);
}

TEST_CASE("the parents of a per table are picked by every policy") {
  for (const char* policy :
       {"{ref: rent}", "{ref: rent, pick: {zipf: 1.2}}", "{ref: rent, pick: each}",
        "{ref: rent, pick: {growth: {children_per_parent: 1}}}", "{ref: rent, pick: {weights: [1, 2]}}"}) {
    INFO(policy);
    World world;
    world.plain("user", 40, {kId});
    const Table& rents = world.per("rent", "user", 0, 4, {kId});
    const auto ids = texts(rents, "id");
    const std::set<std::string> there(ids.begin(), ids.end());
    for (const std::string& pick : texts(world.plain("fee", 30, {{"r", "integer(64)", policy}}), "r"))
      CHECK(there.count(pick) == 1);
  }
}

TEST_CASE("the picks of each policy are those of every machine") {
  const auto first = [](const std::string& policy) { return base::join(referred(100, 8, policy), " "); };
  CHECK(first("{ref: user}") == "54 11 91 91 68 82 94 4");
  CHECK(first("{ref: user, pick: each}") == "55 33 2 32 78 51 92 46");
  CHECK(first("{ref: user, pick: {distinct: 4}}") == "98 93 55 51 17 63 39 46");
  CHECK(first("{ref: user, pick: {zipf: 1.1}}") == "92 31 67 31 67 67 31 77");
  CHECK(first("{ref: user, pick: {weights: [5, 3, 1]}}") == "1 2 1 2 1 2 2 2");
  CHECK(first("{ref: user, pick: {growth: {children_per_parent: 1}}}") == "1 1 1 4 1 3 4 4");
}

TEST_CASE("policies that cannot work are refused at their place") {
  World world;
  world.plain("user", 5, {kId}, {{"admin", {}}});
  world.per("rent", "user", 2, 2, {kId});
  const struct {
    const char *generator, *message;
    std::uint32_t column;
  } cases[] = {
      {"{ref: user, pick: {distinct: 0}}", "distinct must be at least 1", 30},
      {"{ref: user, pick: {distinct: 6}}", "there are only 5 rows of user to take 6 different ones of", 30},
      {"{ref: user, pick: distinct}", "pick: distinct lacks its value", 19},
      {"{ref: user, pick: {zipf: 0}}", "the exponent of zipf must be above 0 and at most 60", 26},
      {"{ref: user, pick: {zipf: 1, weights: [1]}}", "pick takes one of distinct, zipf, weights, growth", 19},
      {"{ref: user, pick: {weight: [1]}}", "unknown key \"weight\" in pick (did you mean \"weights\"?)", 20},
      {"{ref: user, pick: {weights: [1, 1, 1, 1, 1, 1]}}", "there are 6 weights, but 5 rows of user", 29},
      {"{ref: user, pick: {weights: {amdin: 1}}}",
       "table user has no fixed row named \"amdin\" (did you mean \"admin\"?)", 30},
      {"{ref: user, pick: each}", "each takes every row of user at most once: 10 rows are asked for, 5 would",
       19},
      {"{ref: user, pick: {growth: {children_per_parent: 1}}}",
       "10 rows with 1 for each row of user need 10 of them, there are 5", 50},
      {"{ref: user, pick: {growth: {children: 1}}}", "growth lacks `children_per_parent`", 28},
      {"{ref: user, capacity: 6}", "capacity is 6, but table user has 5 rows", 23},
      {"{ref: rent, capacity: 6}", "capacity counts the rows of a table in order: rent has rows per user",
       23},
      {"{ref: user, to: root}", "table user has no fixed row named \"root\"", 17},
      {"{ref: user, to: admin, pick: uniform}", "`to` says which row it is: leave pick out", 30},
      {"{ref: user, distinct_from: c}", "a column cannot be distinct from itself", 28},
      {"{ref: user, distinct_from: d}", "column d does not refer to user", 28},
      {"{ref: user, distinct_from: e}", "table t has no column \"e\"", 28},
      {"{ref: user, pick: {zipf: 1}, unique: true}", "pick by zipf takes some rows more than once", 7},
      {"{ref: t, column: d, pick: each}", "a reference to the own table picks an earlier row", 27},
  };
  for (const auto& c : cases) {
    INFO(c.generator);
    check_refused(
        [&] {
          world.plain("t", 10, {{"c", "integer(64)", c.generator}, {"d", "integer(64)", "sequence"}});
        },
        c.message, c.column);
  }
}

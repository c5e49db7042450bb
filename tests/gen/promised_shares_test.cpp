// Whether what is drawn comes as often as it was promised, over 200 seeds: the policies of references, the
// counts of children, and what must not depend on each other. Distributions have their own file.
#include <algorithm>
#include <cmath>
#include <map>

#include "base/hash.h"
#include "gen/cardinality.h"
#include "gen/distribution/alias_table.h"
#include "gen/distribution/normal.h"
#include "gen/distribution/zipf.h"
#include "gen/p_values.h"
#include "gen/statistics.h"
#include "gen/world.h"
#include "support/catch.h"

using namespace seedctl;
using namespace seedctl::gen;
using namespace seedctl::test;

namespace {

const ColumnSpec kId{"id", "integer(64)", "sequence"};
using Numbers = std::vector<std::uint64_t>;

Numbers numbers(const Table& table, const std::string& column) {
  Numbers made;
  for (const std::string& text : texts(table, column)) made.push_back(text == "NULL" ? 0 : std::stoull(text));
  return made;
}

// Counts by bin against what each bin should get.
double p_of(const std::vector<std::uint64_t>& counts, const std::vector<double>& shares) {
  double total = 0, statistic = 0;
  for (const std::uint64_t count : counts) total += static_cast<double>(count);
  for (std::size_t i = 0; i < counts.size(); ++i) {
    const double difference = static_cast<double>(counts[i]) - shares[i] * total;
    statistic += difference * difference / (shares[i] * total);
  }
  return chi_square_p(statistic, static_cast<double>(counts.size() - 1));
}

constexpr std::size_t kBins = 10;
constexpr std::size_t kNoBin = kBins;

struct Policy {
  const char* name;
  // Makes the tables of a world and gives a bin for each pick, or kNoBin for those that do not divide evenly.
  std::function<std::vector<std::size_t>(World&)> bins;
  std::vector<double> shares = std::vector<double>(kBins, 1.0 / kBins);
};

constexpr std::uint64_t kParents = 50, kRows = 2'000;

std::size_t bin_among(std::uint64_t pick, std::uint64_t first, std::uint64_t count) {
  return count % kBins == 0 ? static_cast<std::size_t>((pick - first) * kBins / count) : kNoBin;
}

std::function<std::vector<std::size_t>(World&)> plain(const std::string& reference) {
  return [reference](World& world) {
    world.plain("user", kParents, {kId});
    std::vector<std::size_t> bins;
    for (const std::uint64_t pick :
         numbers(world.plain("rent", kRows, {{"user_id", "integer(64)", reference}}), "user_id"))
      bins.push_back(bin_among(pick, 1, kParents));
    return bins;
  };
}

std::vector<std::size_t> growing(World& world) {
  world.plain("user", kParents, {kId});
  const Numbers picks = numbers(
      world.plain("rent", kRows,
                  {{"user_id", "integer(64)", "{ref: user, pick: {growth: {children_per_parent: 40}}}"}}),
      "user_id");
  std::vector<std::size_t> bins;
  for (std::size_t i = 0; i < picks.size(); ++i) bins.push_back(bin_among(picks[i], 1, i / 40 + 1));
  return bins;
}

// Rows of a table whose parents have 0 to 4 of them.
std::vector<std::size_t> of_children(World& world) {
  world.plain("user", 20, {kId});
  const Table& rents = world.per("rent", "user", 1, 3, {kId});
  std::map<std::uint64_t, std::uint64_t> place_of;
  const std::uint64_t even = rents.rows() - rents.rows() % kBins;
  for (std::uint64_t place = 0; place < rents.rows(); ++place) place_of[rents.row_at(place).number] = place;
  std::vector<std::size_t> bins;
  for (const std::uint64_t pick :
       numbers(world.plain("bill", kRows, {{"rent_id", "integer(64)", "{ref: rent}"}}), "rent_id")) {
    const std::uint64_t place = place_of.at(pick);
    bins.push_back(place < even ? bin_among(place, 0, even) : kNoBin);
  }
  return bins;
}

std::vector<std::size_t> earlier(World& world) {
  const Numbers picks = numbers(
      world.plain("user", kRows, {kId, {"boss_id", "integer(64)", "ref", true, "user.id"}}), "boss_id");
  std::vector<std::size_t> bins;
  for (std::size_t i = 1; i < picks.size(); ++i) bins.push_back(bin_among(picks[i], 1, i));
  return bins;
}

std::vector<std::size_t> different(World& world) {
  constexpr std::uint64_t kTeams = 21;
  world.plain("team", kTeams, {kId});
  const Table& games = world.plain("game", kRows,
                                   {{"home_id", "integer(64)", "{ref: team}"},
                                    {"away_id", "integer(64)", "{ref: team, distinct_from: home_id}"}});
  const Numbers home = numbers(games, "home_id"), away = numbers(games, "away_id");
  std::vector<std::size_t> bins;
  for (std::size_t i = 0; i < home.size(); ++i)
    bins.push_back(bin_among((away[i] + kTeams - home[i]) % kTeams, 1, kTeams - 1));
  return bins;
}

std::vector<double> p_values_of(const Policy& policy) {
  std::vector<double> found;
  for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
    World world(seed);
    std::vector<std::uint64_t> counts(policy.shares.size());
    for (const std::size_t bin : policy.bins(world))
      if (bin != kNoBin) ++counts[bin];
    found.push_back(p_of(counts, policy.shares));
  }
  return found;
}

}  // namespace

TEST_CASE("p-values over 200 seeds are uniform for the picks of every policy") {
  const auto weighted = [](World& world) {
    world.plain("user", kParents, {kId});
    std::vector<std::size_t> bins;
    for (const std::uint64_t pick :
         numbers(world.plain("rent", kRows,
                             {{"user_id", "integer(64)", "{ref: user, pick: {weights: [5, 3, 1]}}"}}),
                 "user_id"))
      bins.push_back(static_cast<std::size_t>(pick - 1));
    return bins;
  };
  const std::vector<Policy> policies{
      {"uniform", plain("{ref: user}")},
      {"a capacity",
       [](World& world) {
         world.plain("user", 2 * kParents, {kId});
         std::vector<std::size_t> bins;
         for (const std::uint64_t pick :
              numbers(world.plain("rent", kRows, {{"user_id", "integer(64)", "{ref: user, capacity: 50}"}}),
                      "user_id"))
           bins.push_back(bin_among(pick, 1, kParents));
         return bins;
       }},
      {"growth", growing},
      {"weights", weighted, {5.0 / 9, 3.0 / 9, 1.0 / 9}},
      {"rows of a per table", of_children},
      {"earlier rows of the own table", earlier},
      {"another than before", different},
  };
  for (const Policy& policy : policies) {
    INFO(policy.name);
    CHECK(ks_of_uniform(p_values_of(policy)) < kUniformPValues);
  }
}

TEST_CASE("p-values over 200 seeds are uniform for the counts of children") {
  struct Form {
    const char* name;
    std::function<CardinalityPtr(Key)> make;
    std::vector<double> shares;  // of each count, from `first`
    std::uint32_t first = 0;
  };
  const auto zipf = std::make_shared<Zipf>(1.1, 1, 8);
  const auto normal = std::make_shared<Normal>(5, 2, 11);
  const auto shares_of = [](const Distribution& distribution) {
    std::vector<double> shares;
    for (std::uint64_t rank = 0; rank < distribution.count(); ++rank)
      shares.push_back(distribution.below(rank + 1) - distribution.below(rank));
    return shares;
  };
  const auto weights = std::make_shared<AliasTable>(std::vector<base::uint128>{50, 30, 20});
  const std::vector<Form> forms{
      {"between", [](Key key) { return uniform_count(key, 1, 4); }, {0.25, 0.25, 0.25, 0.25}, 1},
      {"zipf", [&](Key key) { return drawn_count(key, 1, zipf); }, shares_of(*zipf), 1},
      {"normal", [&](Key key) { return drawn_count(key, 0, normal); }, shares_of(*normal)},
      {"weights",
       [&](Key key) {
         return listed_count(key, {0, 1, 2}, weights);
       },
       {0.5, 0.3, 0.2}},
  };
  for (const Form& form : forms) {
    INFO(form.name);
    std::vector<double> found;
    for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
      const CardinalityPtr cardinality = form.make(column_key(seed, "t", "rows", 1));
      std::vector<std::uint64_t> counts(form.shares.size());
      for (std::uint64_t number = 1; number <= 5'000; ++number)
        ++counts[cardinality->count({.number = number, .token = number}) - form.first];
      found.push_back(p_of(counts, form.shares));
    }
    CHECK(ks_of_uniform(found) < kUniformPValues);
  }
}

TEST_CASE("each parent has as many children as its count says") {
  World world;
  const Table& users = world.plain("user", 3'000, {kId});
  const Table& rents = world.per("rent", "user", 0, 4, {{"user_id", "integer(64)", "{ref: user}"}});
  std::map<std::uint64_t, std::uint32_t> children;
  for (const std::uint64_t user : numbers(rents, "user_id")) ++children[user];
  std::uint64_t wrong = 0;
  for (std::uint64_t place = 0; place < users.rows(); ++place) {
    const RowId user = users.row_at(place);
    wrong += children[user.number] == rents.per()->cardinality->count(user) ? 0 : 1;
  }
  CHECK(wrong == 0);
}

TEST_CASE("neither tables nor columns nor neighbouring rows are correlated") {
  constexpr std::uint64_t kMany = 100'000;
  World world;
  const auto column = [&](const std::string& table, const std::string& name) {
    std::vector<double> made;
    for (const std::string& text : texts(world.table(table), name)) made.push_back(std::stod(text));
    return made;
  };
  const std::vector<ColumnSpec> columns{{"a", "integer(64)", "{between: [0, 1000000]}"},
                                        {"b", "integer(64)", "{between: [0, 1000000]}"}};
  world.plain("t", kMany, columns);
  world.plain("u", kMany, columns);
  const auto own = column("t", "a");
  for (const auto& [what, other] : {std::pair<const char*, std::vector<double>>{"column", column("t", "b")},
                                    {"table", column("u", "a")},
                                    {"table and column", column("u", "b")}}) {
    INFO(what);
    CHECK(std::abs(correlation(own, other)) < kFair / std::sqrt(kMany));
  }
  for (const std::size_t distance : {1, 2, 3, 64, 1024}) {
    INFO("rows " << distance << " apart");
    const std::vector<double> here(own.begin(), own.end() - static_cast<std::ptrdiff_t>(distance));
    const std::vector<double> there(own.begin() + static_cast<std::ptrdiff_t>(distance), own.end());
    CHECK(std::abs(correlation(here, there)) < kFair / std::sqrt(kMany));
  }
}

// Hashes of 64 bits: that two of ten million agree by accident comes once in 370 thousand times.
TEST_CASE("ten million unique texts are all different") {
  constexpr std::uint64_t kMany = 10'000'000;
  World world;
  const Table& users = world.plain("user", kMany, {{"email", "text", "{email: null, unique: true}"}});
  std::vector<std::uint64_t> hashes;
  hashes.reserve(kMany);
  std::vector<RowId> rows(base::kBatchRows);
  std::vector<base::ColumnBatch> cells;
  const std::size_t wanted[] = {0};
  for (std::uint64_t place = 0; place < kMany; place += rows.size()) {
    rows.resize(std::min<std::uint64_t>(rows.size(), kMany - place));
    users.rows_from(place, rows);
    users.fill(rows, wanted, cells);
    for (std::size_t i = 0; i < rows.size(); ++i) hashes.push_back(base::hash64(cells[0].text_at(i)));
  }
  REQUIRE(hashes.size() == kMany);
  std::sort(hashes.begin(), hashes.end());
  CHECK(std::adjacent_find(hashes.begin(), hashes.end()) == hashes.end());
}

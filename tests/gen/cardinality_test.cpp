// How many children each parent has: by every form, one parent at a time, and as often as was asked for.
#include "gen/cardinality.h"

#include <rapidcheck.h>

#include <algorithm>

#include "base/error.h"
#include "gen/distribution/alias_table.h"
#include "gen/distribution/normal.h"
#include "gen/distribution/zipf.h"
#include "gen/statistics.h"
#include "gen/table.h"
#include "support/catch.h"

using namespace seedctl;
using namespace seedctl::gen;
using namespace seedctl::test;

namespace {

constexpr Key kKey = 4711;

RowId parent(std::uint64_t number) { return {.number = number, .token = number}; }

std::vector<std::uint32_t> counts(const Cardinality& cardinality, std::uint64_t parents) {
  std::vector<std::uint32_t> all;
  for (std::uint64_t number = 1; number <= parents; ++number)
    all.push_back(cardinality.count(parent(number)));
  return all;
}

std::uint64_t sum(const std::vector<std::uint32_t>& all) {
  std::uint64_t total = 0;
  for (const std::uint32_t count : all) total += count;
  return total;
}

}  // namespace

TEST_CASE("a total is met exactly however it is split") {
  CHECK(rc::check("total", [] {
    const auto parents = *rc::gen::inRange<std::uint64_t>(1, 700);
    const auto max = *rc::gen::inRange<std::uint32_t>(1, 40);
    const auto total = *rc::gen::inRange<std::uint64_t>(0, parents * max + 1);
    const auto cardinality = total_count(*rc::gen::arbitrary<Key>(), total, parents, max);
    const auto all = counts(*cardinality, parents);
    RC_ASSERT(sum(all) == total);
    RC_ASSERT(std::all_of(all.begin(), all.end(), [&](std::uint32_t count) { return count <= max; }));
  }));
}

TEST_CASE("a total that fills every slot fills them all") {
  const auto all = counts(*total_count(kKey, 21, 7, 3), 7);
  CHECK(all == std::vector<std::uint32_t>(7, 3));
}

TEST_CASE("the children of a total choose their parents evenly") {
  // Few and many children, split one by one and by approximation, on both sides of an uneven split.
  for (const std::uint64_t total : {3'000U, 3'000'000U}) {
    const std::uint64_t parents = 100;
    std::vector<std::uint64_t> seen(parents);
    const auto all = counts(*total_count(kKey, total, parents, 1'000'000), parents);
    for (std::size_t i = 0; i < parents; ++i) seen[i] = all[i];
    INFO(total);
    CHECK(std::abs(uniform_deviation(seen)) < kFair);
  }
}

TEST_CASE("a total over many parents is counted one parent at a time") {
  const auto cardinality = total_count(kKey, 5'000'000'000'000, 1'000'000'000'000, 64);
  std::uint64_t some = 0;
  for (std::uint64_t number = 1; number <= 1'000'000'000'000; number += 333'333'333)
    some += cardinality->count(parent(number));
  CHECK(some > 14'000);
  CHECK(some < 16'000);
}

TEST_CASE("a total that does not fit its parents is refused") {
  CHECK_THROWS_AS(total_count(kKey, 22, 7, 3), base::Error);
  CHECK_THROWS_AS(total_count(kKey, 1, 0, 3), base::Error);
  CHECK_THROWS_AS(total_count(kKey, 1, 7, 0), base::Error);
}

TEST_CASE("counts come as often as their distribution says") {
  const auto mean_of = [](const Cardinality& cardinality) {
    return static_cast<double>(sum(counts(cardinality, 100'000))) / 100'000;
  };
  const auto zipf = drawn_count(kKey, 1, std::make_shared<Zipf>(zipf_exponent_of_mean(4, 50), 1, 50));
  CHECK(std::abs(mean_of(*zipf) - 4) < 0.1);
  CHECK(zipf->max() == 50);
  const auto normal = drawn_count(kKey, 0, std::make_shared<Normal>(10, 2, 31));
  CHECK(std::abs(mean_of(*normal) - 10) < 0.05);
  CHECK(normal->max() == 30);
  const auto listed =
      listed_count(kKey, {0, 1, 7}, std::make_shared<AliasTable>(std::vector<base::uint128>{20, 50, 30}));
  CHECK(std::abs(mean_of(*listed) - (0.5 + 2.1)) < 0.05);
  CHECK(listed->max() == 7);
}

TEST_CASE("the counts of each form are those of every machine") {
  CHECK(counts(*uniform_count(kKey, 0, 5), 8) == std::vector<std::uint32_t>{5, 2, 5, 5, 4, 2, 1, 4});
  CHECK(counts(*drawn_count(kKey, 1, std::make_shared<Zipf>(1.5, 1, 50)), 8) ==
        std::vector<std::uint32_t>{1, 3, 1, 1, 1, 3, 4, 1});
  CHECK(counts(*drawn_count(kKey, 0, std::make_shared<Normal>(10, 2, 31)), 8) ==
        std::vector<std::uint32_t>{12, 9, 14, 12, 11, 9, 9, 12});
  CHECK(counts(*total_count(kKey, 40, 8, 20), 8) == std::vector<std::uint32_t>{3, 5, 6, 4, 3, 10, 4, 5});
  CHECK(counts(*total_count(kKey, 100'000, 9, 100'000), 9) ==
        std::vector<std::uint32_t>{11230, 11050, 11337, 11023, 11117, 11025, 11060, 11138, 11020});
}

TEST_CASE("addresses agree where a total is shared out") {
  CHECK(rc::check("addresses of totals", [] {
    const auto parents = *rc::gen::inRange<std::uint64_t>(1, 2500);
    Table user("user", parents);
    user.finish();
    const auto total = *rc::gen::inRange<std::uint64_t>(0, 3 * parents);
    Table rent("rent", PerParent{&user, total_count(*rc::gen::arbitrary<Key>(), total, parents, 8)});
    rent.finish();
    RC_ASSERT(rent.rows() == total);
    for (std::uint64_t place = 0; place < total; place += 17) {
      const RowId row = rent.row_at(place);
      RC_ASSERT(rent.row_numbered(row.number) == row);
      RC_ASSERT(rent.place_of(row) == place);
    }
  }));
}

// Consistent choice: uniform among n, and when n grows a row moves only to what is new, and no oftener than
// it must.
#include "gen/consistent_range.h"

#include <rapidcheck.h>

#include "base/error.h"
#include "gen/statistics.h"
#include "support/catch.h"

using namespace seedctl;
using namespace seedctl::gen;

TEST_CASE("a bucket is uniform among n for every kind of n") {
  for (const std::uint64_t n : {2, 3, 4, 5, 7, 8, 9, 31, 32, 33, 100, 1000}) {
    std::vector<std::uint64_t> counts(n);
    for (std::uint64_t token = 1; token <= 200'000; ++token) ++counts[consistent_bucket(5, token, n)];
    CHECK(std::abs(test::uniform_deviation(counts)) < test::kFair);
  }
}

TEST_CASE("buckets of large ranges are uniform in their high part") {
  for (const std::uint64_t n : {std::uint64_t{3} << 32, std::uint64_t{5} << 60, kMaxBuckets}) {
    std::vector<std::uint64_t> counts(64);
    for (std::uint64_t token = 1; token <= 100'000; ++token) {
      const std::uint64_t bucket = consistent_bucket(5, token, n);
      REQUIRE(bucket < n);
      ++counts[static_cast<std::size_t>(static_cast<base::uint128>(bucket) * 64 / n)];
    }
    CHECK(std::abs(test::uniform_deviation(counts)) < test::kFair);
  }
}

TEST_CASE("growing by one moves a row to the new bucket or not at all") {
  for (std::uint64_t token = 1; token <= 300; ++token) {
    for (std::uint64_t n = 1; n < 600; ++n) {
      const std::uint64_t before = consistent_bucket(11, token, n),
                          after = consistent_bucket(11, token, n + 1);
      CHECK((after == before || after == n));
    }
  }
}

TEST_CASE("growing by any number moves rows to new buckets only") {
  CHECK(rc::check("monotone", [] {
    const auto key = *rc::gen::arbitrary<Key>();
    const auto token = *rc::gen::arbitrary<std::uint64_t>();
    const auto n = *rc::gen::inRange<std::uint64_t>(1, std::uint64_t{1} << 50);
    const auto more = *rc::gen::inRange<std::uint64_t>(0, std::uint64_t{1} << 50);
    const std::uint64_t before = consistent_bucket(key, token, n),
                        after = consistent_bucket(key, token, n + more);
    RC_ASSERT(before < n);
    RC_ASSERT(after == before || (after >= n && after < n + more));
  }));
}

TEST_CASE("the buckets of many rows are those of each row alone") {
  std::vector<RowId> rows;
  for (std::uint64_t number = 1; number <= 3'000; ++number)
    rows.push_back({.number = number, .token = number * 7});
  for (const std::uint64_t n :
       {std::uint64_t{1}, std::uint64_t{2}, std::uint64_t{3}, std::uint64_t{4}, std::uint64_t{5},
        std::uint64_t{64}, std::uint64_t{65}, std::uint64_t{100'000}, std::uint64_t{3} << 32, kMaxBuckets - 1,
        kMaxBuckets}) {
    INFO(n);
    std::vector<std::uint64_t> buckets(rows.size());
    consistent_buckets(11, rows, n, buckets);
    std::uint64_t wrong = 0;
    for (std::size_t i = 0; i < rows.size(); ++i)
      wrong += buckets[i] == consistent_bucket(11, rows[i].token, n) ? 0 : 1;
    CHECK(wrong == 0);
  }
}

TEST_CASE("growing from P to Q moves the share that it must") {
  constexpr std::uint64_t kRows = 200'000;
  for (const auto& [p, q] : {std::pair<std::uint64_t, std::uint64_t>{100, 110}, {64, 96}, {10, 1000}}) {
    std::uint64_t moved = 0;
    for (std::uint64_t token = 1; token <= kRows; ++token) {
      if (consistent_bucket(3, token, p) != consistent_bucket(3, token, q)) ++moved;
    }
    const double share = static_cast<double>(q - p) / static_cast<double>(q);
    CHECK(std::abs(static_cast<double>(moved) / kRows - share) < 0.006);
  }
}

TEST_CASE("neighbouring tokens and keys choose independently") {
  std::vector<std::uint64_t> rows(100), keys(100);
  for (std::uint64_t token = 1; token <= 100'000; ++token) {
    const std::uint64_t bucket = consistent_bucket(5, token, 10);
    ++rows[bucket * 10 + consistent_bucket(5, token + 1, 10)];
    ++keys[bucket * 10 + consistent_bucket(6, token, 10)];
  }
  CHECK(std::abs(test::uniform_deviation(rows)) < test::kFair);
  CHECK(std::abs(test::uniform_deviation(keys)) < test::kFair);
}

TEST_CASE("buckets never change") {
  std::vector<std::uint64_t> buckets;
  for (std::uint64_t token = 1; token <= 12; ++token) buckets.push_back(consistent_bucket(42, token, 100));
  CHECK(buckets == std::vector<std::uint64_t>{49, 89, 73, 39, 76, 54, 61, 56, 45, 60, 34, 61});
  CHECK(consistent_bucket(42, 1, std::uint64_t{1} << 40) == 869329122166U);
}

TEST_CASE("a choice among none is a bug") {
  CHECK_THROWS_AS(consistent_bucket(1, 1, 0), base::Error);
  CHECK_THROWS_AS(consistent_bucket(1, 1, kMaxBuckets + 1), base::Error);
  CHECK(consistent_bucket(1, 1, 1) == 0);
}

// Draws: pinned for ever, uniform, and independent of their neighbours.
#include "gen/random.h"

#include "gen/statistics.h"
#include "support/catch.h"

using namespace seedctl;
using namespace seedctl::gen;
using seedctl::test::kFair;
using seedctl::test::uniform_deviation;

TEST_CASE("keys and draws never change") {
  CHECK(column_key(42, "user", "email", 1) == 6531788831555644714U);
  CHECK(column_key(0, "", "", 1) == 13736330628097749551U);
  CHECK(sub_key(1, "nulls") == 16293854916521661335U);
  CHECK(draw(1, 1) == 18305576409122062080U);
  CHECK(draw(1, 1, 1) == 2424468580836592839U);
  CHECK(draw(0, 0) == 3746585686858627171U);
  CHECK(mix64(1) == 6238072747940578789U);
}

TEST_CASE("a key depends on seed table column and version apart") {
  const Key key = column_key(1, "ab", "c", 1);
  CHECK(key != column_key(2, "ab", "c", 1));
  CHECK(key != column_key(1, "a", "bc", 1));
  CHECK(key != column_key(1, "abc", "", 1));
  CHECK(key != column_key(1, "ab", "c", 2));
  CHECK(sub_key(key, "unique") != sub_key(key, "nulls"));
}

TEST_CASE("below covers its range and nothing else") {
  CHECK(below(0, 53) == 0);
  CHECK(below(~std::uint64_t{0}, 53) == 52);
  CHECK(below(~std::uint64_t{0}, 1) == 0);
  CHECK(below(~std::uint64_t{0}, ~std::uint64_t{0}) == ~std::uint64_t{0} - 1);
}

TEST_CASE("unit is in the half-open unit interval") {
  CHECK(unit(0) == 0.0);
  CHECK(unit(~std::uint64_t{0}) < 1.0);
}

TEST_CASE("draws are uniform over rows over keys and over draws") {
  constexpr std::uint64_t kRows = 200'000, kBuckets = 97;
  std::vector<std::uint64_t> rows(kBuckets), keys(kBuckets), draws(kBuckets), low_bits(64);
  const Key key = column_key(42, "t", "c", 1);
  for (std::uint64_t i = 1; i <= kRows; ++i) {
    ++rows[below(draw(key, i), kBuckets)];
    ++keys[below(draw(i, 7), kBuckets)];
    ++draws[below(draw(key, 7, i), kBuckets)];
    ++low_bits[draw(key, i) & 63];
  }
  CHECK(std::abs(uniform_deviation(rows)) < kFair);
  CHECK(std::abs(uniform_deviation(keys)) < kFair);
  CHECK(std::abs(uniform_deviation(draws)) < kFair);
  CHECK(std::abs(uniform_deviation(low_bits)) < kFair);
}

TEST_CASE("neighbouring rows columns tables seeds and draws are independent") {
  constexpr std::uint64_t kRows = 200'000, kSide = 12;
  const auto pairs = [](auto first, auto second) {
    std::vector<std::uint64_t> counts(kSide * kSide);
    for (std::uint64_t i = 1; i <= kRows; ++i)
      ++counts[below(first(i), kSide) * kSide + below(second(i), kSide)];
    return std::abs(uniform_deviation(counts));
  };
  const Key key = column_key(42, "rent", "price", 1);
  const auto own = [&](std::uint64_t i) { return draw(key, i); };
  const auto of = [](Key other) { return [other](std::uint64_t i) { return draw(other, i); }; };
  CHECK(pairs(own, [&](std::uint64_t i) { return draw(key, i + 1); }) < kFair);
  CHECK(pairs(own, [&](std::uint64_t i) { return draw(key, i, 1); }) < kFair);
  CHECK(pairs(own, [&](std::uint64_t i) { return draw(key, i << 32); }) < kFair);
  CHECK(pairs(own, of(column_key(42, "rent", "pricf", 1))) < kFair);
  CHECK(pairs(own, of(column_key(42, "renu", "price", 1))) < kFair);
  CHECK(pairs(own, of(column_key(43, "rent", "price", 1))) < kFair);
  CHECK(pairs(own, of(column_key(42, "rent", "price", 2))) < kFair);
  CHECK(pairs(own, of(key + 1)) < kFair);
  CHECK(pairs(own, of(sub_key(key, "nulls"))) < kFair);
}

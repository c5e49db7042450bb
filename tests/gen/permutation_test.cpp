// Permutations: bijective at every size, different for every key, and the same for ever.
#include "gen/permutation.h"

#include <rapidcheck.h>

#include "base/error.h"
#include "gen/statistics.h"
#include "support/catch.h"

using namespace seedctl;
using namespace seedctl::gen;

namespace {

bool is_bijection(Key key, std::uint64_t n) {
  const Permutation permutation(key, n);
  std::vector<char> seen(static_cast<std::size_t>(n), 0);
  for (std::uint64_t i = 0; i < n; ++i) {
    const std::uint64_t to = permutation(i);
    if (to >= n || seen[static_cast<std::size_t>(to)] != 0) return false;
    seen[static_cast<std::size_t>(to)] = 1;
  }
  return true;
}

}  // namespace

TEST_CASE("a permutation is a bijection at every small size") {
  for (std::uint64_t n = 1; n <= 300; ++n) CHECK(is_bijection(n * 977, n));
}

TEST_CASE("a permutation is a bijection at any size and key") {
  CHECK(rc::check("bijection", [] {
    RC_ASSERT(is_bijection(*rc::gen::arbitrary<Key>(), *rc::gen::inRange<std::uint64_t>(1, 20'000)));
  }));
}

TEST_CASE("a permutation stays in range at sizes near every limit") {
  for (const std::uint64_t n :
       {std::uint64_t{1} << 31, (std::uint64_t{1} << 32) - 1, (std::uint64_t{1} << 62) + 1,
        Permutation::kMaxSize - 1, Permutation::kMaxSize}) {
    const Permutation permutation(99, n);
    for (std::uint64_t i = 0; i < 1000; ++i) {
      CHECK(permutation(i) < n);
      CHECK(permutation(n - 1 - i) < n);
      CHECK(permutation(i) != permutation(i + 1));
    }
  }
}

TEST_CASE("every order of three comes about equally often") {
  std::vector<std::uint64_t> orders(9);
  for (Key key = 0; key < 30'000; ++key) {
    const Permutation permutation(key, 3);
    ++orders[permutation(0) * 3 + permutation(1)];
  }
  std::vector<std::uint64_t> possible;
  for (std::size_t i = 0; i < 9; ++i) {
    if (i / 3 == i % 3) {
      CHECK(orders[i] == 0);
    } else {
      possible.push_back(orders[i]);
    }
  }
  CHECK(std::abs(test::uniform_deviation(possible)) < test::kFair);
}

TEST_CASE("each place goes everywhere equally often") {
  for (const std::uint64_t n : {std::uint64_t{2}, std::uint64_t{5}, std::uint64_t{53}}) {
    std::vector<std::uint64_t> first(n), last(n);
    for (Key key = 0; key < 40'000; ++key) {
      const Permutation permutation(draw(1, key), n);
      ++first[permutation(0)];
      ++last[permutation(n - 1)];
    }
    CHECK(std::abs(test::uniform_deviation(first)) < test::kFair);
    CHECK(std::abs(test::uniform_deviation(last)) < test::kFair);
  }
}

TEST_CASE("permutations never change") {
  const Permutation small(7, 10), large(7, 1'000'000'007);
  std::vector<std::uint64_t> order;
  for (std::uint64_t i = 0; i < 10; ++i) order.push_back(small(i));
  CHECK(order == std::vector<std::uint64_t>{3, 5, 6, 2, 7, 4, 0, 9, 1, 8});
  CHECK(large(0) == 746646059U);
  CHECK(large(1'000'000'006) == 451693054U);
}

TEST_CASE("impossible permutations are bugs") {
  CHECK_THROWS_AS(Permutation(1, 0), base::Error);
  CHECK_THROWS_AS(Permutation(1, Permutation::kMaxSize + 1), base::Error);
  CHECK_THROWS_AS(Permutation(1, 5)(5), base::Error);
}

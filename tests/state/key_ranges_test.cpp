// Owned keys as ranges: what is written is read back, and text that is no such set is refused.
#include <limits>

#include "base/error.h"
#include "state/ledger.h"
#include "support/catch.h"

namespace seedctl::state {
namespace {

constexpr std::int64_t kLowest = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t kHighest = std::numeric_limits<std::int64_t>::max();

KeyRanges of(const std::vector<std::int64_t>& keys) {
  KeyRanges ranges;
  for (const std::int64_t key : keys) ranges.append(key);
  return ranges;
}

TEST_CASE("neighbouring keys become one range") {
  struct Row {
    std::vector<std::int64_t> keys;
    const char* text;
  };
  const Row row = GENERATE(values<Row>({
      {{}, ""},
      {{7}, "7"},
      {{1, 2}, "1-2"},
      {{1, 2, 3, 205}, "1-3,205"},
      {{1, 3, 5}, "1,3,5"},
      {{-5, -4, -3, -1, 0, 1}, "-5--3,-1-1"},
      {{kLowest, kLowest + 1}, "-9223372036854775808--9223372036854775807"},
      {{kLowest, kHighest - 1, kHighest}, "-9223372036854775808,9223372036854775806-9223372036854775807"},
  }));
  const KeyRanges ranges = of(row.keys);
  CHECK(ranges.str() == row.text);
  CHECK(KeyRanges::parse(row.text) == ranges);
  CHECK(ranges.size() == row.keys.size());
  for (const std::int64_t key : row.keys) CHECK(ranges.contains(key));
}

TEST_CASE("a set contains its keys and no others") {
  const KeyRanges ranges = KeyRanges::parse("-3--1,5,10-20");
  for (const std::int64_t key : {-3, -2, -1, 5, 10, 15, 20}) CHECK(ranges.contains(key));
  for (const std::int64_t key : {-4, 0, 4, 6, 9, 21}) CHECK_FALSE(ranges.contains(key));
  CHECK_FALSE(ranges.contains(kLowest));
  CHECK_FALSE(ranges.contains(kHighest));
  CHECK_FALSE(KeyRanges().contains(0));
}

TEST_CASE("keys out of order are a bug and said to be one") {
  for (const std::int64_t key : {4, 5, -1}) {
    KeyRanges ranges = of({1, 5});
    CHECK_THROWS_AS(ranges.append(key), base::Error);
  }
  KeyRanges full = of({kHighest});
  CHECK_THROWS_AS(full.append(kHighest), base::Error);
}

TEST_CASE("a million keys in one range take no room") {
  KeyRanges ranges;
  for (std::int64_t key = 1; key <= 1'000'000; ++key) ranges.append(key);
  CHECK(ranges.ranges().size() == 1);
  CHECK(ranges.str() == "1-1000000");
}

TEST_CASE("text that is no set of keys is refused") {
  for (const char* text : {"x", "1-", "1,", ",1", "1,,2", "1 2", "1-2-3", "3-1", "1,1", "1-5,4", "5,1", "1,2",
                           "1-2,3", "99999999999999999999", "1;drop", "--1", "0x10"}) {
    CAPTURE(text);
    CHECK_THROWS_AS(KeyRanges::parse(text), base::Error);
  }
}

TEST_CASE("the set of all keys has a size that is not mistaken for none") {
  CHECK(KeyRanges::parse("-9223372036854775808-9223372036854775807").size() ==
        std::numeric_limits<std::uint64_t>::max());
}

TEST_CASE("ranges are added whole and join what they follow on") {
  KeyRanges ranges = of({1, 2});
  ranges.append(KeyRange{3, kHighest - 5});
  ranges.append(KeyRange{kHighest - 1, kHighest});
  CHECK(ranges.str() == "1-9223372036854775802,9223372036854775806-9223372036854775807");
  CHECK_THROWS_AS(ranges.append(KeyRange{5, 6}), base::Error);
}

}  // namespace
}  // namespace seedctl::state

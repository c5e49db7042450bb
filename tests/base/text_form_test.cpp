// Digits as they are written for exports, against slower ways to the same text.
#include "base/text_form.h"

#include <rapidcheck.h>

#include <algorithm>
#include <limits>

#include "support/catch.h"

using namespace seedctl::base;

namespace {

std::string integer(std::int64_t value) { return text_of<kIntegerLength>(write_integer, value); }

// Digit by digit, with a point put in.
std::string spelled(int128 coefficient, int scale) {
  const bool negative = coefficient < 0;
  std::string digits;
  for (; coefficient != 0; coefficient /= 10) {
    const int digit = static_cast<int>(coefficient % 10);
    digits += static_cast<char>('0' + (digit < 0 ? -digit : digit));
  }
  while (digits.size() <= static_cast<std::size_t>(scale)) digits += '0';
  if (scale > 0) digits.insert(static_cast<std::size_t>(scale), ".");
  if (negative) digits += '-';
  std::reverse(digits.begin(), digits.end());
  return digits;
}

}  // namespace

TEST_CASE("integers of every length are written with all their digits") {
  std::int64_t power = 1;
  for (int digits = 1; digits <= 19; ++digits) {
    for (const std::int64_t value : {power - 1, power, power + 1, -power, 1 - power}) {
      INFO(value);
      CHECK(integer(value) == std::to_string(value));
    }
    if (digits < 19) power *= 10;
  }
  CHECK(integer(std::numeric_limits<std::int64_t>::min()) == "-9223372036854775808");
  CHECK(integer(std::numeric_limits<std::int64_t>::max()) == "9223372036854775807");
}

TEST_CASE("decimals of every scale are written with all their digits") {
  CHECK(rc::check([](std::int64_t high, std::uint64_t low) {
    const auto scale = *rc::gen::inRange(0, Decimal::kMaxDigits + 1);
    const auto shift = *rc::gen::inRange(0, 100);
    constexpr int128 kLimit = int128{10'000'000'000'000'000'000U} * 10'000'000'000'000'000'000U;
    const int128 coefficient = (((int128{high} << 64) | low) >> shift) % kLimit;
    RC_ASSERT((Decimal{coefficient, static_cast<std::uint8_t>(scale)}.str()) == spelled(coefficient, scale));
  }));
}

TEST_CASE("dates and times are written as they are read") {
  CHECK(rc::check([] {
    const auto day = *rc::gen::inRange(Date::of({1, 1, 1}).days, Date::of({9999, 12, 31}).days + 1);
    const auto micros = *rc::gen::inRange<std::int64_t>(0, kMicrosPerDay);
    const Timestamp time{day * kMicrosPerDay + micros};
    RC_ASSERT(Timestamp::parse(time.str()) == time);
    RC_ASSERT(time.str() == Date{day}.str() + " " + Time{micros}.str());
  }));
  const Timestamp before_the_epoch{-1};
  CHECK(before_the_epoch.str() == "1969-12-31 23:59:59.999999");
  CHECK((Date{Date::of({12'345, 1, 2})}.str()) == "12345-01-02");
  CHECK((Date{Date::of({-5, 1, 2})}.str()) == "-0005-01-02");
}

// Spans in the notations of profiles, PostgreSQL and ISO 8601.
#include <rapidcheck.h>

#include "base/datetime.h"
#include "support/catch.h"

using seedctl::base::Interval;
using seedctl::base::kMicrosPerSecond;

TEST_CASE("spans are read in each notation") {
  constexpr std::int64_t kSecond = kMicrosPerSecond;
  struct Row {
    const char* text;
    Interval span;
  };
  const Row rows[] = {
      {"90s", {0, 0, 90 * kSecond}},
      {"10m", {0, 0, 600 * kSecond}},
      {"4h", {0, 0, 14'400 * kSecond}},
      {"1d12h", {0, 1, 43'200 * kSecond}},
      {"1d 12h", {0, 1, 43'200 * kSecond}},
      {"-3d", {0, -3, 0}},
      {"-1d12h", {0, -1, -43'200 * kSecond}},
      {"2w", {0, 14, 0}},
      {"1y2mo", {14, 0, 0}},
      {"5ms7us", {0, 0, 5007}},
      {"1.5h", {0, 0, 5400 * kSecond}},
      {"0s", {0, 0, 0}},
      {"1 day 02:00:00", {0, 1, 7200 * kSecond}},
      {"1 year 2 mons 3 days 04:05:06.5", {14, 3, 14'706 * kSecond + 500'000}},
      {"-1 years -2 mons +3 days -04:05:06", {-14, 3, -14'706 * kSecond}},
      {"100:00:00", {0, 0, 360'000 * kSecond}},
      {"00:00:00", {0, 0, 0}},
      {"2 weeks", {0, 14, 0}},
      {"3 hours 1 minute", {0, 0, 10'860 * kSecond}},
      {"P1Y2M3DT4H5M6.5S", {14, 3, 14'706 * kSecond + 500'000}},
      {"P2W", {0, 14, 0}},
      {"PT0S", {0, 0, 0}},
      {"-P1D", {0, -1, 0}},
      {"P1DT-2H", {0, 1, -7200 * kSecond}},
  };
  for (const Row& row : rows) {
    INFO(row.text);
    CHECK(Interval::parse(row.text) == row.span);
  }
}

TEST_CASE("text that is no span is none") {
  for (const char* text : {"",
                           " ",
                           "5",
                           "h",
                           "5x",
                           "1d-2h",
                           "-1d 12h",
                           "1.5d",
                           "1.5mo",
                           "0.0000001s",
                           "P",
                           "PT",
                           "P1DT",
                           "P1H",
                           "P1D1",
                           "1:60",
                           "10:5",
                           "1d12",
                           "1 fortnight",
                           "99999999999999999999s",
                           "3000000000mo",
                           "9999999999999d",
                           "--1d",
                           "10:00:00:00",
                           "1.5:00",
                           "999999999999h"}) {
    INFO(text);
    CHECK_FALSE(Interval::parse(text).has_value());
  }
}

TEST_CASE("spans are written as PostgreSQL writes them") {
  CHECK(Interval{}.str() == "00:00:00");
  CHECK(Interval{14, 3, 14'706'500'000}.str() == "1 year 2 mons 3 days 04:05:06.5");
  CHECK(Interval{-14, 3, -14'706'000'000}.str() == "-1 years -2 mons +3 days -04:05:06");
  CHECK(Interval{0, -1, 7'200'000'000}.str() == "-1 days +02:00:00");
  CHECK(Interval{1, 0, 0}.str() == "1 mon");
  CHECK(Interval{0, 0, 360'000'000'000}.str() == "100:00:00");
  CHECK(Interval{0, 0, INT64_MIN}.str() == "-2562047788:00:54.775808");
}

TEST_CASE("any span is read back from its text") {
  CHECK(rc::check([] {
    const Interval span{*rc::gen::inRange(-100'000, 100'000), *rc::gen::inRange(-1'000'000, 1'000'000),
                        *rc::gen::inRange<std::int64_t>(-1'000'000'000'000'000, 1'000'000'000'000'000)};
    RC_ASSERT(Interval::parse(span.str()) == span);
  }));
}

TEST_CASE("no text makes the reader of spans fail") {
  CHECK(rc::check([] {
    const auto text = *rc::gen::container<std::string>(rc::gen::elementOf(std::string("0199-+.: PTYMdhms")));
    const auto span = Interval::parse(text);
    if (span) RC_ASSERT(Interval::parse(span->str()) == span);
  }));
}

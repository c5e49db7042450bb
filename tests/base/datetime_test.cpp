// Dates, times, timestamps and their sums.
#include "base/datetime.h"

#include <rapidcheck.h>

#include "base/error.h"
#include "support/catch.h"

using namespace seedctl::base;

namespace {

Timestamp at(const std::string& text) {
  const auto value = Timestamp::parse(text);
  REQUIRE(value.has_value());
  return *value;
}

std::string sum(const std::string& time, const std::string& span) {
  return (at(time) + *Interval::parse(span)).str();
}

}  // namespace

TEST_CASE("every date of the years 1 to 9999 is read back from its text") {
  const std::int32_t first = Date::of({1, 1, 1}).days;
  const std::int32_t last = Date::of({9999, 12, 31}).days;
  CHECK(last - first + 1 == 3'652'059);
  Civil previous = Date{first - 1}.civil();
  std::int32_t wrong = 0;
  for (std::int32_t days = first; days <= last; ++days) {
    const Date date{days};
    const Civil civil = date.civil();
    const bool next_day =
        civil.day == previous.day + 1 && civil.month == previous.month && civil.year == previous.year;
    const bool next_month = civil.day == 1 && (civil.month == previous.month % 12 + 1);
    if (!next_day && !next_month) ++wrong;
    if (Date::of(civil) != date) ++wrong;
    if (civil.day >= 28 && Date::parse(date.str()) != date) ++wrong;
    previous = civil;
  }
  CHECK(wrong == 0);
}

TEST_CASE("known dates have known day numbers") {
  CHECK(Date::parse("1970-01-01")->days == 0);
  CHECK(Date::parse("1969-12-31")->days == -1);
  CHECK(Date::parse("2000-02-29")->days == 11016);
  CHECK(Date::parse("2025-02-18")->days == 20137);
  CHECK(Date::parse("0001-01-01")->days == -719162);
  CHECK(Date{-719162}.str() == "0001-01-01");
}

TEST_CASE("text that is no date is none") {
  for (const char* text : {"", "2025-2-18", "2025-02-30", "2023-02-29", "1900-02-29", "2500-02-29",
                           "2025-13-01", "2025-00-01", "2025-01-00", "0000-01-01", "10000-01-01",
                           "-001-01-01", "2025-02-18 ", "2025/02/18", "20250218", "2025-02-18T00:00"}) {
    INFO(text);
    CHECK_FALSE(Date::parse(text).has_value());
  }
}

TEST_CASE("times are read with and without seconds and written without superfluous zeros") {
  CHECK(Time::parse("10:30")->str() == "10:30:00");
  CHECK(Time::parse("10:30:05.250")->str() == "10:30:05.25");
  CHECK(Time::parse("23:59:59.999999")->micros == kMicrosPerDay - 1);
  CHECK(Time::parse("00:00:00.0000010000")->micros == 1);
  for (const char* text :
       {"", "24:00", "10:60", "10:30:60", "10:30:", "1:30", "10:30:00.", "10:30:00.1234567", "10"}) {
    INFO(text);
    CHECK_FALSE(Time::parse(text).has_value());
  }
}

TEST_CASE("timestamps are read in each notation and offsets are applied") {
  struct Row {
    const char* text;
    const char* written;
  };
  const Row rows[] = {
      {"2025-02-18", "2025-02-18 00:00:00"},
      {"2025-02-18 10:30", "2025-02-18 10:30:00"},
      {"2025-02-18T10:30:00.5", "2025-02-18 10:30:00.5"},
      {"2025-02-18 10:30:00Z", "2025-02-18 10:30:00"},
      {"2025-02-18 10:30:00+02", "2025-02-18 08:30:00"},
      {"2025-02-18 10:30:00-02:30", "2025-02-18 13:00:00"},
      {"2025-02-18 01:30:00+0530", "2025-02-17 20:00:00"},
      {"1883-11-18 12:00:00-04:56:02", "1883-11-18 16:56:02"},
      {"1969-12-31 23:59:59.999999", "1969-12-31 23:59:59.999999"},
      {"0001-01-01 00:00:00", "0001-01-01 00:00:00"},
      {"9999-12-31 23:59:59.999999", "9999-12-31 23:59:59.999999"},
  };
  for (const Row& row : rows) CHECK(at(row.text).str() == row.written);
  for (const char* text :
       {"", "2025-02-18 ", "2025-02-18x10:30", "2025-02-18 10:30:00+", "2025-02-18 10:30:00+1",
        "2025-02-18 10:30:00+16", "2025-02-18 10:30:00+02:3", "2025-02-18 10:30:00+02:60",
        "2025-02-18 10:30:00 UTC", "0001-01-01 00:00:00+01", "9999-12-31 23:59:59-01",
        "2025-02-18 10:30:00+02:00:00:00", "2025-02-18 10:30:00Zx"}) {
    INFO(text);
    CHECK_FALSE(Timestamp::parse(text).has_value());
  }
}

TEST_CASE("the date of a timestamp is its floor") {
  CHECK(at("1969-12-31 23:59:59.999999").date().str() == "1969-12-31");
  CHECK(at("1970-01-01 00:00:00").date().days == 0);
  CHECK(Timestamp::at_midnight(Date{-1}).str() == "1969-12-31 00:00:00");
}

TEST_CASE("any timestamp of the years 1 to 9999 is read back from its text") {
  const std::int64_t first = at("0001-01-01").micros;
  const std::int64_t last = at("9999-12-31 23:59:59.999999").micros;
  CHECK(rc::check([&] {
    const Timestamp value{*rc::gen::inRange(first, last)};
    RC_ASSERT(Timestamp::parse(value.str()) == value);
  }));
}

TEST_CASE("a sum adds months first and stays in the month") {
  CHECK(sum("2025-01-31", "1mo") == "2025-02-28 00:00:00");
  CHECK(sum("2024-01-31", "1mo") == "2024-02-29 00:00:00");
  CHECK(sum("2024-02-29", "1y") == "2025-02-28 00:00:00");
  CHECK(sum("2025-03-31", "-1mo") == "2025-02-28 00:00:00");
  CHECK(sum("2025-01-31", "1 month 1 day") == "2025-03-01 00:00:00");
  CHECK(sum("2025-12-31 23:30", "45m") == "2026-01-01 00:15:00");
  CHECK(sum("1970-01-01", "-1us") == "1969-12-31 23:59:59.999999");
  CHECK(sum("0001-01-02", "-1d") == "0001-01-01 00:00:00");
}

TEST_CASE("a sum outside of the years 1 to 9999 is an error") {
  CHECK_THROWS_AS(sum("9999-12-31", "1d"), Error);
  CHECK_THROWS_AS(sum("0001-01-01", "-1us"), Error);
  CHECK_THROWS_AS((at("2025-01-01") + Interval{INT32_MAX, INT32_MAX, INT64_MAX}), Error);
  CHECK_THROWS_AS((at("2025-01-01") + Interval{INT32_MIN, INT32_MIN, INT64_MIN}), Error);
  CHECK_THROWS_AS((at("2025-01-01") + Interval{0, 0, INT64_MAX}), Error);
}

TEST_CASE("no text makes the readers of dates and times fail") {
  CHECK(rc::check([] {
    const auto text = *rc::gen::container<std::string>(rc::gen::elementOf(std::string("0123459-: .TZ+")));
    const auto value = Timestamp::parse(text);
    if (value) RC_ASSERT(Timestamp::parse(value->str()) == value);
    const auto time = Time::parse(text);
    if (time) RC_ASSERT(Time::parse(time->str()) == time);
  }));
}

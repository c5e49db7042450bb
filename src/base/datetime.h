// Calendar values without a clock, a locale or a time zone database. Proleptic Gregorian calendar.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace seedctl::base {

inline constexpr std::int64_t kMicrosPerSecond = 1'000'000;
inline constexpr std::int64_t kMicrosPerDay = 86'400 * kMicrosPerSecond;

struct Civil {
  std::int32_t year;
  std::uint32_t month, day;
};

// Days since 1970-01-01. Years 1..9999 can be written and read.
struct Date {
  std::int32_t days = 0;
  static std::optional<Date> parse(std::string_view text);  // "2025-02-18" and nothing else
  static Date of(Civil civil);
  Civil civil() const;
  std::string str() const;
  auto operator<=>(const Date&) const = default;
};

// Microseconds since midnight, 0 <= micros < kMicrosPerDay.
struct Time {
  std::int64_t micros = 0;
  static std::optional<Time> parse(std::string_view text);  // "10:30", "10:30:00", "10:30:00.25"
  std::string str() const;                                  // "10:30:00", fraction without trailing zeros
  auto operator<=>(const Time&) const = default;
};

// Microseconds since 1970-01-01 00:00:00, in UTC or in no zone, as the column says.
struct Timestamp {
  std::int64_t micros = 0;
  // "2025-02-18 10:30:00[.ffffff]" with ' ' or 'T'; a date alone is its midnight. An offset ("Z", "+02",
  // "+02:00", "+0530") is applied where there is one.
  static std::optional<Timestamp> parse(std::string_view text);
  static Timestamp at_midnight(Date date) { return {std::int64_t{date.days} * kMicrosPerDay}; }
  std::string str() const;  // "2025-02-18 10:30:00", fraction without trailing zeros
  Date date() const;        // floor
  auto operator<=>(const Timestamp&) const = default;
};

// Months, days and microseconds apart, as PostgreSQL keeps them.
struct Interval {
  std::int32_t months = 0;
  std::int32_t days = 0;
  std::int64_t micros = 0;
  // A span as profiles write it: one or more of <number><unit> with units us, ms, s, m, h, d, w, mo, y:
  // "90s", "10m", "4h", "1d12h", "-3d"; the sign is that of the whole span. PostgreSQL's and ISO 8601's
  // output are read as well ("1 day 02:00:00"). Fractions only of hours and less, exact to the microsecond.
  static std::optional<Interval> parse(std::string_view text);
  std::string str() const;  // PostgreSQL's style: "1 year 2 mons 3 days 04:05:06"; zero is "00:00:00"
  auto operator<=>(const Interval&) const = default;
};

// Adds months first (clamped to the month's last day), then days, then microseconds. Throws ErrorCode::failed
// where the result is not in the years 1..9999.
Timestamp operator+(Timestamp t, const Interval& span);

}  // namespace seedctl::base

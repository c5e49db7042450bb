// Dates, times and timestamps: the calendar and its text forms. Days are counted in 400-year eras that begin
// on the first of March, so that leap days come last and no month needs a table.
#include "base/datetime.h"

#include <algorithm>

#include "base/error.h"
#include "base/text_form.h"
#include "base/text_scanner.h"

namespace seedctl::base {
namespace {

constexpr std::int64_t kDaysPerEra = 146'097;
constexpr std::int64_t kEraShift = 719'468;  // days from 0000-03-01 to 1970-01-01
constexpr std::int32_t kFirstYear = 1;
constexpr std::int32_t kLastYear = 9999;
constexpr int kFractionDigits = 6;
constexpr std::int64_t kSecondsPerMinute = 60;
constexpr std::int64_t kSecondsPerHour = 3600;
constexpr std::int64_t kLargestOffsetHours = 15;  // what PostgreSQL accepts

std::int64_t floor_div(std::int64_t a, std::int64_t b) { return a / b - (a % b < 0 ? 1 : 0); }

std::int64_t days_of(std::int64_t year, std::int64_t month, std::int64_t day) {
  if (month <= 2) --year;
  const std::int64_t era = floor_div(year, 400);
  const std::int64_t year_of_era = year - era * 400;
  const std::int64_t month_from_march = (month + 9) % 12;
  const std::int64_t day_of_year = (153 * month_from_march + 2) / 5 + day - 1;
  const std::int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * kDaysPerEra + day_of_era - kEraShift;
}

bool is_leap(std::int64_t year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }

std::uint32_t days_in_month(std::int64_t year, std::uint32_t month) {
  if (month == 2) return is_leap(year) ? 29 : 28;
  return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

std::optional<Date> scan_date(TextScanner& in) {
  const auto year = in.digits(4, 4);
  if (!year || !in.take('-')) return std::nullopt;
  const auto month = in.digits(2, 2);
  if (!month || !in.take('-')) return std::nullopt;
  const auto day = in.digits(2, 2);
  if (!day || *year < kFirstYear || *month < 1 || *month > 12 || *day < 1) return std::nullopt;
  if (*day > days_in_month(*year, static_cast<std::uint32_t>(*month))) return std::nullopt;
  return Date{static_cast<std::int32_t>(days_of(*year, *month, *day))};
}

// HH:MM[:SS[.ffffff]]
std::optional<Time> scan_time(TextScanner& in) {
  const auto hours = in.digits(2, 2);
  if (!hours || *hours > 23 || !in.take(':')) return std::nullopt;
  const auto minutes = in.digits(2, 2);
  if (!minutes || *minutes > 59) return std::nullopt;
  std::int64_t seconds = 0;
  std::int64_t fraction = 0;
  if (in.take(':')) {
    const auto whole = in.digits(2, 2);
    if (!whole || *whole > 59) return std::nullopt;
    seconds = *whole;
    if (in.take('.')) {
      const auto micros = in.fraction(kFractionDigits);
      if (!micros) return std::nullopt;
      fraction = *micros;
    }
  }
  seconds += *hours * kSecondsPerHour + *minutes * kSecondsPerMinute;
  return Time{seconds * kMicrosPerSecond + fraction};
}

// "Z", "+02", "+0530", "+05:30", "+05:30:15" or nothing, in seconds.
std::optional<std::int64_t> scan_offset(TextScanner& in) {
  if (in.at_end() || in.take('Z')) return 0;
  const bool negative = in.take('-');
  if (!negative && !in.take('+')) return std::nullopt;
  const auto hours = in.digits(2, 2);
  if (!hours || *hours > kLargestOffsetHours) return std::nullopt;
  std::int64_t offset = *hours * kSecondsPerHour;
  std::int64_t unit = kSecondsPerMinute;
  const bool colons = in.peek() == ':';
  for (; unit > 0 && !in.at_end(); unit /= 60) {
    if (colons && !in.take(':')) return std::nullopt;
    const auto part = in.digits(2, 2);
    if (!part || *part > 59) return std::nullopt;
    offset += *part * unit;
  }
  return negative ? -offset : offset;
}

}  // namespace

Date Date::of(Civil civil) {
  return {static_cast<std::int32_t>(days_of(civil.year, civil.month, civil.day))};
}

std::optional<Date> Date::parse(std::string_view text) {
  TextScanner in(text);
  const auto date = scan_date(in);
  return in.at_end() ? date : std::nullopt;
}

// Neri and Schneider, "Euclidean affine functions and their application to calendar algorithms", Software:
// Practice and Experience 53 (2023): the quotients by 365.25 and 30.6 are multiplications. Years begin in
// March, and count from 400-year eras before all dates, so that nothing is negative.
Civil Date::civil() const {
  constexpr std::int64_t kErasBefore = 15'000;
  const auto from_first = static_cast<std::uint64_t>(days + kEraShift + kErasBefore * kDaysPerEra);
  const std::uint64_t quarter_days = 4 * from_first + 3;
  const std::uint64_t century = quarter_days / kDaysPerEra;
  const std::uint64_t in_century = quarter_days % kDaysPerEra | 3;
  const std::uint64_t scaled = 2'939'745 * in_century;
  const std::uint64_t year_of_century = scaled >> 32;
  const std::uint32_t day_of_year = static_cast<std::uint32_t>(scaled) / 2'939'745 / 4;
  const std::uint32_t months = 2141 * day_of_year + 197'913;
  const std::uint32_t next_year = day_of_year >= 306 ? 1 : 0;
  const auto year =
      static_cast<std::int64_t>(100 * century + year_of_century + next_year) - kErasBefore * 400;
  return {static_cast<std::int32_t>(year), (months >> 16) - 12 * next_year, (months & 0xffffU) / 2141 + 1};
}

std::string Date::str() const { return text_of<kDateLength>(write_date, *this); }

std::optional<Time> Time::parse(std::string_view text) {
  TextScanner in(text);
  const auto time = scan_time(in);
  return in.at_end() ? time : std::nullopt;
}

std::string Time::str() const { return text_of<kTimeLength>(write_time, *this); }

std::optional<Timestamp> Timestamp::parse(std::string_view text) {
  TextScanner in(text);
  const auto date = scan_date(in);
  if (!date) return std::nullopt;
  if (in.at_end()) return at_midnight(*date);
  if (!in.take(' ') && !in.take('T')) return std::nullopt;
  const auto time = scan_time(in);
  if (!time) return std::nullopt;
  const auto offset = scan_offset(in);
  if (!offset || !in.at_end()) return std::nullopt;
  const Timestamp result{at_midnight(*date).micros + time->micros - *offset * kMicrosPerSecond};
  const std::int32_t year = result.date().civil().year;
  if (year < kFirstYear || year > kLastYear) return std::nullopt;
  return result;
}

std::string Timestamp::str() const { return text_of<kTimestampLength>(write_timestamp, *this); }

Date Timestamp::date() const { return {static_cast<std::int32_t>(floor_div(micros, kMicrosPerDay))}; }

Timestamp operator+(Timestamp t, const Interval& span) {
  const std::int64_t day = floor_div(t.micros, kMicrosPerDay);
  const Civil civil = t.date().civil();
  const std::int64_t months = std::int64_t{civil.year} * 12 + (civil.month - 1) + span.months;
  const std::int64_t year = floor_div(months, 12);
  const auto month = static_cast<std::uint32_t>(months - year * 12 + 1);
  const std::int64_t new_day =
      days_of(year, month, std::min(civil.day, days_in_month(year, month))) + std::int64_t{span.days};
  Timestamp result;
  if (__builtin_mul_overflow(new_day, kMicrosPerDay, &result.micros) ||
      __builtin_add_overflow(result.micros, t.micros - day * kMicrosPerDay, &result.micros) ||
      __builtin_add_overflow(result.micros, span.micros, &result.micros) ||
      result.micros < Timestamp::at_midnight(Date::of({kFirstYear, 1, 1})).micros ||
      result.micros >= Timestamp::at_midnight(Date::of({kLastYear + 1, 1, 1})).micros) {
    throw Error(ErrorCode::failed, t.str() + " plus " + span.str() + " is not in the years 1 to 9999");
  }
  return result;
}

}  // namespace seedctl::base

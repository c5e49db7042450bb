// Arithmetic of dates, times, timestamps and intervals. Time zones are UTC. PostgreSQL's calendar is longer
// than ours, which knows the years 1 to 9999 alone.
#include <algorithm>
#include <cmath>
#include <limits>

#include "gen/expression/function_table.h"
#include "gen/expression/rounding.h"
#include "gen/expression/time_fields.h"

namespace seedctl::gen {
namespace {

using base::Civil;
using base::Date;
using base::Decimal;
using base::Interval;
using base::kMicrosPerDay;
using base::kMicrosPerSecond;

constexpr double kSecondsPerDay = 86'400;
constexpr int kDaysPerMonth = 30;

[[noreturn]] void interval_out_of_range() { fail("22008", "interval out of range"); }

std::int32_t fit32(std::int64_t value) {
  if (value < std::numeric_limits<std::int32_t>::min() || value > std::numeric_limits<std::int32_t>::max())
    interval_out_of_range();
  return static_cast<std::int32_t>(value);
}

std::int32_t fit32(double value) {
  if (!(value >= std::numeric_limits<std::int32_t>::min() &&
        value <= std::numeric_limits<std::int32_t>::max()))
    interval_out_of_range();
  return static_cast<std::int32_t>(value);
}

std::int64_t fit64(double value) {
  constexpr double kLimit = 9223372036854775808.0;
  if (!(value >= -kLimit && value < kLimit)) interval_out_of_range();
  return static_cast<std::int64_t>(value);
}

// Dates and numbers of days.
std::int64_t date_difference(std::int64_t a, std::int64_t b) { return a - b; }
std::int64_t add_days(std::int64_t date, std::int64_t days) { return checked_date(date + days); }
std::int64_t days_added(std::int64_t days, std::int64_t date) { return checked_date(date + days); }
std::int64_t subtract_days(std::int64_t date, std::int64_t days) { return checked_date(date - days); }

// Timestamps and intervals: months first, clamped to the month's last day, then days, then time.
std::int64_t with_months(std::int64_t timestamp, const Interval& span) {
  try {
    return (base::Timestamp{timestamp} + span).micros;
  } catch (const base::Error&) {
    fail("22008", "timestamp out of range");
  }
}

std::int64_t add_interval(std::int64_t timestamp, const Interval& span) {
  if (span.months != 0) return with_months(timestamp, span);
  std::int64_t result = 0;
  if (__builtin_mul_overflow(std::int64_t{span.days}, kMicrosPerDay, &result) ||
      __builtin_add_overflow(result, span.micros, &result) ||
      __builtin_add_overflow(result, timestamp, &result))
    fail("22008", "timestamp out of range");
  return checked_timestamp(result);
}

Interval negative(const Interval& a) {
  if (a.micros == std::numeric_limits<std::int64_t>::min()) interval_out_of_range();
  return {fit32(-std::int64_t{a.months}), fit32(-std::int64_t{a.days}), -a.micros};
}

std::int64_t interval_added(const Interval& span, std::int64_t timestamp) {
  return add_interval(timestamp, span);
}
std::int64_t subtract_interval(std::int64_t timestamp, const Interval& span) {
  return add_interval(timestamp, negative(span));
}
std::int64_t date_plus_interval(std::int64_t date, const Interval& span) {
  return add_interval(date * kMicrosPerDay, span);
}
std::int64_t interval_plus_date(const Interval& span, std::int64_t date) {
  return date_plus_interval(date, span);
}
std::int64_t date_minus_interval(std::int64_t date, const Interval& span) {
  return date_plus_interval(date, negative(span));
}
std::int64_t date_plus_time(std::int64_t date, std::int64_t time) { return date * kMicrosPerDay + time; }
std::int64_t time_plus_date(std::int64_t time, std::int64_t date) { return date_plus_time(date, time); }
Interval timestamp_difference(std::int64_t a, std::int64_t b) {
  const std::int64_t micros = a - b;  // both within 9,999 years
  return {0, fit32(micros / kMicrosPerDay), micros % kMicrosPerDay};
}

// Times of day go round.
std::int64_t time_plus_interval(std::int64_t time, const Interval& span) {
  return moment_of(time + span.micros % kMicrosPerDay).micros;
}
std::int64_t interval_plus_time(const Interval& span, std::int64_t time) {
  return time_plus_interval(time, span);
}
std::int64_t time_minus_interval(std::int64_t time, const Interval& span) {
  return moment_of(time - span.micros % kMicrosPerDay).micros;
}
Interval time_difference(std::int64_t a, std::int64_t b) { return {0, 0, a - b}; }

// Intervals.
Interval add_intervals(const Interval& a, const Interval& b) {
  Interval sum{fit32(std::int64_t{a.months} + b.months), fit32(std::int64_t{a.days} + b.days), 0};
  if (__builtin_add_overflow(a.micros, b.micros, &sum.micros)) interval_out_of_range();
  return sum;
}
Interval subtract_intervals(const Interval& a, const Interval& b) { return add_intervals(a, negative(b)); }

double to_micros(double seconds) { return rounded_even(seconds * 1e6) / 1e6; }

// What is left of months goes to days, what is left of those to the time.
Interval cascaded(double months, double days, double micros) {
  Interval result{fit32(months), fit32(days), 0};
  const double rest_days = to_micros((months - result.months) * kDaysPerMonth);
  double rest_seconds =
      to_micros((days - result.days + rest_days - static_cast<int>(rest_days)) * kSecondsPerDay);
  if (std::fabs(rest_seconds) >= kSecondsPerDay) {
    const int whole = static_cast<int>(rest_seconds / kSecondsPerDay);
    result.days = fit32(std::int64_t{result.days} + whole);
    rest_seconds -= whole * kSecondsPerDay;
  }
  result.days = fit32(std::int64_t{result.days} + static_cast<std::int32_t>(rest_days));
  result.micros = fit64(rounded_even(micros + rest_seconds * 1e6));
  return result;
}

Interval multiply(const Interval& a, double factor) {
  if (a.months == 0 && a.days == 0)
    return {0, 0, fit64(rounded_even(static_cast<double>(a.micros) * factor))};
  return cascaded(a.months * factor, a.days * factor, static_cast<double>(a.micros) * factor);
}
Interval multiplied(double factor, const Interval& a) { return multiply(a, factor); }
Interval divide(const Interval& a, double divisor) {
  if (divisor == 0) fail("22012", "division by zero");
  return cascaded(a.months / divisor, a.days / divisor, static_cast<double>(a.micros) / divisor);
}

// Whole days out of the time, whole months out of days, signs alike.
Interval justify_hours(const Interval& a) {
  std::int64_t days = a.days + a.micros / kMicrosPerDay;
  std::int64_t micros = a.micros % kMicrosPerDay;
  if (days > 0 && micros < 0) {
    micros += kMicrosPerDay;
    --days;
  } else if (days < 0 && micros > 0) {
    micros -= kMicrosPerDay;
    ++days;
  }
  return {a.months, fit32(days), micros};
}
Interval justify_days(const Interval& a) {
  std::int64_t months = std::int64_t{a.months} + a.days / kDaysPerMonth;
  int days = a.days % kDaysPerMonth;
  if (months > 0 && days < 0) {
    days += kDaysPerMonth;
    --months;
  } else if (months < 0 && days > 0) {
    days -= kDaysPerMonth;
    ++months;
  }
  return {fit32(months), days, a.micros};
}

// Years, months and days between two moments, as people count them.
Interval age(std::int64_t a, std::int64_t b) {
  const bool is_negative = a < b;
  const Moment later = moment_of(std::max(a, b));
  const Moment earlier = moment_of(std::min(a, b));
  const Civil to = Date{static_cast<std::int32_t>(later.days)}.civil();
  const Civil from = Date{static_cast<std::int32_t>(earlier.days)}.civil();
  std::int64_t micros = later.micros - earlier.micros;
  std::int64_t days = std::int64_t{to.day} - from.day;
  std::int64_t months = (to.year - from.year) * std::int64_t{12} + to.month - from.month;
  if (micros < 0) {
    micros += kMicrosPerDay;
    --days;
  }
  if (days < 0) {
    const Civil next = from.month == 12 ? Civil{from.year + 1, 1, 1} : Civil{from.year, from.month + 1, 1};
    days += Date::of(next).days - Date::of({from.year, from.month, 1}).days;
    --months;
  }
  const Interval result{fit32(months), fit32(days), micros};
  return is_negative ? negative(result) : result;
}

// Makers.
std::int64_t make_date(std::int64_t year, std::int64_t month, std::int64_t day) {
  const auto refuse = [&] {
    fail("22008", "date field value out of range: " + std::to_string(year) + "-" + std::to_string(month) +
                      "-" + std::to_string(day));
  };
  if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > 31) refuse();
  const Civil wanted{static_cast<std::int32_t>(year), static_cast<std::uint32_t>(month),
                     static_cast<std::uint32_t>(day)};
  const Date date = Date::of(wanted);
  if (date.civil().day != wanted.day) refuse();
  return date.days;
}

std::int64_t make_time(std::int64_t hours, std::int64_t minutes, double seconds) {
  const bool fits =
      hours >= 0 && hours <= 23 && minutes >= 0 && minutes <= 59 && seconds >= 0 && seconds <= 60;
  if (!fits) fail("22008", "time field value out of range");
  return (hours * 60 + minutes) * 60 * kMicrosPerSecond +
         static_cast<std::int64_t>(rounded_even(seconds * 1e6));
}

std::int64_t make_timestamp(std::int64_t year, std::int64_t month, std::int64_t day, std::int64_t hours,
                            std::int64_t minutes, double seconds) {
  return make_date(year, month, day) * kMicrosPerDay + make_time(hours, minutes, seconds);
}

Interval make_interval(std::int64_t years, std::int64_t months, std::int64_t weeks, std::int64_t days,
                       std::int64_t hours, std::int64_t minutes, double seconds) {
  if (!std::isfinite(seconds)) interval_out_of_range();
  return {fit32(years * 12 + months), fit32(weeks * 7 + days),
          (hours * 60 + minutes) * 60 * kMicrosPerSecond + fit64(rounded_even(seconds * 1e6))};
}

constexpr std::size_t kIntervalParts = 7;

// Parts that are left out are zero.
ExpressionPtr make_interval_node(const Function& function, std::vector<ExpressionPtr> arguments,
                                 const base::SourcePosition& position) {
  while (arguments.size() + 1 < kIntervalParts)
    arguments.push_back(constant(std::int64_t{0}, type_of(kInt4)));
  if (arguments.size() < kIntervalParts) arguments.push_back(constant(0.0, type_of(kFloat8)));
  return make_strict<&make_interval>(function, std::move(arguments), position);
}

// The name of a field is read once where it is a constant.
template <auto Fn>
ExpressionPtr make_field(const Function& function, std::vector<ExpressionPtr> arguments,
                         const base::SourcePosition& position) {
  arguments[0] = make_unary<&field_of>(std::move(arguments[0]), type_of(kInt8), position);
  return make_strict<Fn>(function, std::move(arguments), position);
}

template <auto Fn>
void add_field(std::vector<Function>& table, std::string_view name, Signature type, Signature result) {
  table.push_back({name, {kText, type}, false, result, true, &make_field<Fn>});
}

void add_fields(std::vector<Function>& table) {
  add_field<&extract_from_date>(table, "extract", kDate, kNumeric);
  add_field<&extract_from_time>(table, "extract", kTime, kNumeric);
  add_field<&extract_from_interval>(table, "extract", kInterval, kNumeric);
  add_field<&part_of_date>(table, "date_part", kDate, kFloat8);
  add_field<&part_of_time>(table, "date_part", kTime, kFloat8);
  add_field<&part_of_interval>(table, "date_part", kInterval, kFloat8);
  add_field<&truncate_interval>(table, "date_trunc", kInterval, kInterval);
  for (const Signature type : {kTimestamp, kTimestamptz}) {
    add_field<&extract_from_timestamp>(table, "extract", type, kNumeric);
    add_field<&part_of_timestamp>(table, "date_part", type, kFloat8);
    add_field<&truncate_timestamp>(table, "date_trunc", type, type);
  }
}

void add_date_arithmetic(std::vector<Function>& table) {
  add<&date_difference>(table, "-", {kDate, kDate}, kInt4);
  add<&add_days>(table, "+", {kDate, kInt4}, kDate);
  add<&days_added>(table, "+", {kInt4, kDate}, kDate);
  add<&subtract_days>(table, "-", {kDate, kInt4}, kDate);
  add<&date_plus_interval>(table, "+", {kDate, kInterval}, kTimestamp);
  add<&interval_plus_date>(table, "+", {kInterval, kDate}, kTimestamp);
  add<&date_minus_interval>(table, "-", {kDate, kInterval}, kTimestamp);
  add<&date_plus_time>(table, "+", {kDate, kTime}, kTimestamp);
  add<&time_plus_date>(table, "+", {kTime, kDate}, kTimestamp);
  for (const Signature type : {kTimestamp, kTimestamptz}) {
    add<&add_interval>(table, "+", {type, kInterval}, type);
    add<&interval_added>(table, "+", {kInterval, type}, type);
    add<&subtract_interval>(table, "-", {type, kInterval}, type);
    add<&timestamp_difference>(table, "-", {type, type}, kInterval);
    add<&age>(table, "age", {type, type}, kInterval);
  }
  add<&time_plus_interval>(table, "+", {kTime, kInterval}, kTime);
  add<&interval_plus_time>(table, "+", {kInterval, kTime}, kTime);
  add<&time_minus_interval>(table, "-", {kTime, kInterval}, kTime);
  add<&time_difference>(table, "-", {kTime, kTime}, kInterval);
}

}  // namespace

void add_time_functions(std::vector<Function>& table) {
  add_date_arithmetic(table);
  add_fields(table);
  add<&add_intervals>(table, "+", {kInterval, kInterval}, kInterval);
  add<&subtract_intervals>(table, "-", {kInterval, kInterval}, kInterval);
  add<&negative>(table, "-", {kInterval}, kInterval);
  add<&multiply>(table, "*", {kInterval, kFloat8}, kInterval);
  add<&multiplied>(table, "*", {kFloat8, kInterval}, kInterval);
  add<&divide>(table, "/", {kInterval, kFloat8}, kInterval);
  add<&justify_hours>(table, "justify_hours", {kInterval}, kInterval);
  add<&justify_days>(table, "justify_days", {kInterval}, kInterval);
  add<&make_date>(table, "make_date", {kInt4, kInt4, kInt4}, kDate);
  add<&make_time>(table, "make_time", {kInt4, kInt4, kFloat8}, kTime);
  add<&make_timestamp>(table, "make_timestamp", {kInt4, kInt4, kInt4, kInt4, kInt4, kFloat8}, kTimestamp);
  std::vector<Signature> parts;
  for (std::size_t i = 0; i < kIntervalParts; ++i) {
    parts.push_back(i + 1 < kIntervalParts ? kInt4 : kFloat8);
    table.push_back({"make_interval", parts, false, kInterval, true, &make_interval_node});
  }
}

}  // namespace seedctl::gen

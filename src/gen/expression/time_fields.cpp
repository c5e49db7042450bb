// Fields of calendar values. Weeks are ISO weeks; centuries begin with a year 1.
#include "gen/expression/time_fields.h"

#include <string>

#include "base/text.h"
#include "gen/expression/node.h"

namespace seedctl::gen {
namespace {

using base::Civil;
using base::Date;
using base::Decimal;
using base::Interval;
using base::kMicrosPerDay;
using base::kMicrosPerSecond;

constexpr std::int64_t kMicrosPerMinute = 60 * kMicrosPerSecond;
constexpr std::int64_t kMicrosPerHour = 60 * kMicrosPerMinute;
constexpr double kSecondsPerDay = 86'400;

struct FieldName {
  std::string_view name;
  TimeField field;
};

constexpr FieldName kFieldNames[] = {
    {"c", TimeField::century},
    {"cent", TimeField::century},
    {"centuries", TimeField::century},
    {"century", TimeField::century},
    {"d", TimeField::day},
    {"day", TimeField::day},
    {"days", TimeField::day},
    {"dec", TimeField::decade},
    {"decade", TimeField::decade},
    {"decades", TimeField::decade},
    {"dow", TimeField::dow},
    {"doy", TimeField::doy},
    {"epoch", TimeField::epoch},
    {"h", TimeField::hour},
    {"hour", TimeField::hour},
    {"hours", TimeField::hour},
    {"isodow", TimeField::isodow},
    {"isoyear", TimeField::isoyear},
    {"microsecond", TimeField::microsecond},
    {"microseconds", TimeField::microsecond},
    {"millennia", TimeField::millennium},
    {"millennium", TimeField::millennium},
    {"millisecond", TimeField::millisecond},
    {"milliseconds", TimeField::millisecond},
    {"min", TimeField::minute},
    {"minute", TimeField::minute},
    {"minutes", TimeField::minute},
    {"mon", TimeField::month},
    {"month", TimeField::month},
    {"months", TimeField::month},
    {"quarter", TimeField::quarter},
    {"s", TimeField::second},
    {"sec", TimeField::second},
    {"second", TimeField::second},
    {"seconds", TimeField::second},
    {"w", TimeField::week},
    {"week", TimeField::week},
    {"weeks", TimeField::week},
    {"y", TimeField::year},
    {"year", TimeField::year},
    {"years", TimeField::year},
};

std::string_view name_of(TimeField field) {
  std::string_view longest;
  for (const FieldName& known : kFieldNames) {
    if (known.field == field && (longest.empty() || known.name.size() > longest.size()) &&
        !known.name.ends_with('s'))
      longest = known.name;
  }
  return longest;
}

[[noreturn]] void unsupported(TimeField field, const char* type) {
  fail("0A000", "unit \"" + std::string(name_of(field)) + "\" not supported for type " + type);
}

[[noreturn]] void not_truncated(TimeField field) {
  fail("22023", "date_trunc() knows no unit \"" + std::string(name_of(field)) + "\"");
}

// 0 = Monday
std::int64_t weekday_of(std::int64_t days) { return ((days + 3) % 7 + 7) % 7; }

std::int64_t day_of(Civil civil) { return Date::of(civil).days; }

// The year in which the week's Thursday lies.
std::int64_t iso_year_of(std::int64_t days) {
  return Date{static_cast<std::int32_t>(days - weekday_of(days) + 3)}.civil().year;
}

std::int64_t iso_week_of(std::int64_t days) {
  const std::int64_t thursday = days - weekday_of(days) + 3;
  return (thursday - day_of({static_cast<std::int32_t>(iso_year_of(days)), 1, 1})) / 7 + 1;
}

// Of a date, for what does not look at the clock.
std::int64_t calendar_field(TimeField field, std::int64_t days, const char* type) {
  const Civil civil = Date{static_cast<std::int32_t>(days)}.civil();
  switch (field) {
    case TimeField::day:
      return civil.day;
    case TimeField::month:
      return civil.month;
    case TimeField::quarter:
      return (civil.month - 1) / 3 + 1;
    case TimeField::year:
      return civil.year;
    case TimeField::decade:
      return civil.year / 10;
    case TimeField::century:
      return (civil.year + 99) / 100;
    case TimeField::millennium:
      return (civil.year + 999) / 1000;
    case TimeField::week:
      return iso_week_of(days);
    case TimeField::isoyear:
      return iso_year_of(days);
    case TimeField::dow:
      return (weekday_of(days) + 1) % 7;
    case TimeField::isodow:
      return weekday_of(days) + 1;
    case TimeField::doy:
      return days - day_of({civil.year, 1, 1}) + 1;
    default:
      unsupported(field, type);
  }
}

// Of a clock, which may be negative (an interval's); nullopt where the field is no clock's.
std::optional<Decimal> clock_field(TimeField field, std::int64_t micros) {
  const std::int64_t in_minute = micros % kMicrosPerMinute;
  switch (field) {
    case TimeField::microsecond:
      return Decimal{in_minute, 0};
    case TimeField::millisecond:
      return Decimal{in_minute, 3};
    case TimeField::second:
      return Decimal{in_minute, 6};
    case TimeField::minute:
      return Decimal::of(micros / kMicrosPerMinute % 60);
    case TimeField::hour:
      return Decimal::of(micros / kMicrosPerHour);
    default:
      return std::nullopt;
  }
}

// A double is made as PostgreSQL makes it: whole seconds and their fraction apart.
std::optional<double> clock_part(TimeField field, std::int64_t micros) {
  const std::int64_t in_minute = micros % kMicrosPerMinute;
  const std::int64_t whole = in_minute / kMicrosPerSecond;
  const auto seconds = static_cast<double>(whole);
  const auto fraction = static_cast<double>(in_minute % kMicrosPerSecond);
  if (field == TimeField::second) return seconds + fraction / 1e6;
  if (field == TimeField::millisecond) return seconds * 1e3 + fraction / 1e3;
  const auto value = clock_field(field, micros);
  return value ? std::optional(value->to_double()) : std::nullopt;
}

std::int64_t interval_field(TimeField field, const Interval& value) {
  const std::int64_t years = value.months / 12;
  switch (field) {
    case TimeField::day:
      return value.days;
    case TimeField::month:
      return value.months % 12;
    case TimeField::quarter:
      return value.months % 12 / 3 + 1;
    case TimeField::year:
      return years;
    case TimeField::decade:
      return years / 10;
    case TimeField::century:
      return years / 100;
    case TimeField::millennium:
      return years / 1000;
    default:
      unsupported(field, "interval");
  }
}

// Years of 365.25 days, months of 30.
constexpr std::int64_t kQuarterDaysPerYear = 1461;
constexpr std::int64_t kDaysPerMonth = 30;

TimeField as_field(std::int64_t number) { return static_cast<TimeField>(number); }

std::int64_t truncate_date(TimeField field, std::int64_t days) {
  const Civil civil = Date{static_cast<std::int32_t>(days)}.civil();
  const auto first_of = [](std::int32_t year, std::uint32_t month) {
    if (year < 1) fail("22008", "timestamp out of range");
    return day_of({year, month, 1});
  };
  switch (field) {
    case TimeField::week:
      return days - weekday_of(days);
    case TimeField::month:
      return first_of(civil.year, civil.month);
    case TimeField::quarter:
      return first_of(civil.year, (civil.month - 1) / 3 * 3 + 1);
    case TimeField::year:
      return first_of(civil.year, 1);
    case TimeField::decade:
      return first_of(civil.year / 10 * 10, 1);
    case TimeField::century:
      return first_of((civil.year + 99) / 100 * 100 - 99, 1);
    case TimeField::millennium:
      return first_of((civil.year + 999) / 1000 * 1000 - 999, 1);
    default:
      not_truncated(field);
  }
}

// The unit of a clock's field in microseconds; 0 where it is none.
std::int64_t clock_unit(TimeField field) {
  switch (field) {
    case TimeField::microsecond:
      return 1;
    case TimeField::millisecond:
      return 1000;
    case TimeField::second:
      return kMicrosPerSecond;
    case TimeField::minute:
      return kMicrosPerMinute;
    case TimeField::hour:
      return kMicrosPerHour;
    default:
      return 0;
  }
}

std::int32_t whole_years(std::int32_t months, std::int32_t years) {
  return months / (12 * years) * 12 * years;
}

}  // namespace

std::int64_t field_of(std::string_view name) {
  const std::string word = base::lower_ascii(name);
  for (const FieldName& known : kFieldNames) {
    if (known.name == word) return static_cast<std::int64_t>(known.field);
  }
  fail("22023", "unit \"" + base::printable(name) + "\" not recognized");
}

Moment moment_of(std::int64_t timestamp) {
  std::int64_t days = timestamp / kMicrosPerDay;
  if (timestamp % kMicrosPerDay < 0) --days;
  return {days, timestamp - days * kMicrosPerDay};
}

namespace {
const std::int64_t kFirstDay = day_of({1, 1, 1});
const std::int64_t kLastDay = day_of({9999, 12, 31});
}  // namespace

std::int64_t checked_date(std::int64_t days) {
  if (days < kFirstDay || days > kLastDay) fail("22008", "date out of range");
  return days;
}

std::int64_t checked_timestamp(std::int64_t micros) {
  if (micros < kFirstDay * kMicrosPerDay || micros >= (kLastDay + 1) * kMicrosPerDay)
    fail("22008", "timestamp out of range");
  return micros;
}

Decimal extract_from_date(std::int64_t field, std::int64_t days) {
  if (as_field(field) == TimeField::epoch) return Decimal::of(days * (kMicrosPerDay / kMicrosPerSecond));
  return Decimal::of(calendar_field(as_field(field), days, "date"));
}

Decimal extract_from_time(std::int64_t field, std::int64_t micros) {
  if (as_field(field) == TimeField::epoch) return {micros, 6};
  if (const auto value = clock_field(as_field(field), micros)) return *value;
  unsupported(as_field(field), "time without time zone");
}

Decimal extract_from_timestamp(std::int64_t field, std::int64_t micros) {
  if (as_field(field) == TimeField::epoch) return {micros, 6};
  const Moment moment = moment_of(micros);
  if (const auto value = clock_field(as_field(field), moment.micros)) return *value;
  return Decimal::of(calendar_field(as_field(field), moment.days, "timestamp without time zone"));
}

Decimal extract_from_interval(std::int64_t field, const Interval& value) {
  if (as_field(field) == TimeField::epoch) {
    const std::int64_t quarter_days = value.months / 12 * kQuarterDaysPerYear +
                                      (value.months % 12 * kDaysPerMonth + std::int64_t{value.days}) * 4;
    return {base::int128{quarter_days} * (kMicrosPerDay / 4) + value.micros, 6};
  }
  if (const auto clock = clock_field(as_field(field), value.micros)) return *clock;
  return Decimal::of(interval_field(as_field(field), value));
}

double part_of_date(std::int64_t field, std::int64_t days) {
  return part_of_timestamp(field, days * kMicrosPerDay);
}

double part_of_time(std::int64_t field, std::int64_t micros) {
  if (const auto value = clock_part(as_field(field), micros)) return *value;
  return extract_from_time(field, micros).to_double();
}

double part_of_timestamp(std::int64_t field, std::int64_t micros) {
  if (const auto value = clock_part(as_field(field), moment_of(micros).micros)) return *value;
  return extract_from_timestamp(field, micros).to_double();
}

double part_of_interval(std::int64_t field, const Interval& value) {
  if (const auto clock = clock_part(as_field(field), value.micros)) return *clock;
  if (as_field(field) != TimeField::epoch) return extract_from_interval(field, value).to_double();
  // A sum of doubles, in PostgreSQL's order.
  const std::int32_t years = value.months / 12;
  double seconds = static_cast<double>(value.micros) / 1e6;
  seconds += kSecondsPerDay * kQuarterDaysPerYear / 4 * years;
  seconds += kSecondsPerDay * kDaysPerMonth * (value.months % 12);
  return seconds + kSecondsPerDay * value.days;
}

std::int64_t truncate_timestamp(std::int64_t field, std::int64_t micros) {
  const Moment moment = moment_of(micros);
  if (const std::int64_t unit = clock_unit(as_field(field)); unit != 0) return micros - moment.micros % unit;
  if (as_field(field) == TimeField::day) return micros - moment.micros;
  return truncate_date(as_field(field), moment.days) * kMicrosPerDay;
}

Interval truncate_interval(std::int64_t field, const Interval& value) {
  if (const std::int64_t unit = clock_unit(as_field(field)); unit != 0)
    return {value.months, value.days, value.micros - value.micros % unit};
  switch (as_field(field)) {
    case TimeField::day:
      return {value.months, value.days, 0};
    case TimeField::month:
      return {value.months, 0, 0};
    case TimeField::quarter:
      return {value.months / 3 * 3, 0, 0};
    case TimeField::year:
      return {whole_years(value.months, 1), 0, 0};
    case TimeField::decade:
      return {whole_years(value.months, 10), 0, 0};
    case TimeField::century:
      return {whole_years(value.months, 100), 0, 0};
    case TimeField::millennium:
      return {whole_years(value.months, 1000), 0, 0};
    case TimeField::week:
      unsupported(TimeField::week, "interval");
    default:
      not_truncated(as_field(field));
  }
}

}  // namespace seedctl::gen

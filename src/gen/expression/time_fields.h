// The fields of dates, timestamps and intervals that extract, date_part and date_trunc name.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/datetime.h"
#include "base/decimal.h"

namespace seedctl::gen {

enum class TimeField : std::int64_t {
  microsecond,
  millisecond,
  second,
  minute,
  hour,
  day,
  week,
  month,
  quarter,
  year,
  decade,
  century,
  millennium,
  isoyear,
  dow,
  isodow,
  doy,
  epoch,
};

// The field's number, any case, singular or plural; fails with 22023 on any other word.
std::int64_t field_of(std::string_view name);

// Micros since midnight, 0 <= micros < a day, and the date apart.
struct Moment {
  std::int64_t days, micros;
};
Moment moment_of(std::int64_t timestamp);

// Fail with 22008 where the result lies outside of the years 1 to 9999.
std::int64_t checked_date(std::int64_t days);
std::int64_t checked_timestamp(std::int64_t micros);

// extract(); numeric, with the scale that PostgreSQL gives the field.
base::Decimal extract_from_date(std::int64_t field, std::int64_t days);
base::Decimal extract_from_time(std::int64_t field, std::int64_t micros);
base::Decimal extract_from_timestamp(std::int64_t field, std::int64_t micros);
base::Decimal extract_from_interval(std::int64_t field, const base::Interval& value);

// date_part(): the same as double precision.
double part_of_date(std::int64_t field, std::int64_t days);
double part_of_time(std::int64_t field, std::int64_t micros);
double part_of_timestamp(std::int64_t field, std::int64_t micros);
double part_of_interval(std::int64_t field, const base::Interval& value);

std::int64_t truncate_timestamp(std::int64_t field, std::int64_t micros);
base::Interval truncate_interval(std::int64_t field, const base::Interval& value);

}  // namespace seedctl::gen

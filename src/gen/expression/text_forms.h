// Values as text and text as values, as PostgreSQL's output and input functions have them, for casts and for
// || and concat.
#pragma once

#include <string>
#include <string_view>

#include "base/datetime.h"
#include "base/decimal.h"
#include "base/value.h"

namespace seedctl::gen::text_form {

void of_boolean(std::string& out, bool value);  // "true", as a cast writes it
void of_integer(std::string& out, std::int64_t value);
void of_real(std::string& out, double value);   // double precision: shortest, "1e+20"
void of_float(std::string& out, double value);  // real
void of_decimal(std::string& out, const base::Decimal& value);
void of_bytes(std::string& out, std::string_view value);
void of_date(std::string& out, std::int64_t days);
void of_time(std::string& out, std::int64_t micros);
void of_timestamp(std::string& out, std::int64_t micros);
void of_timestamptz(std::string& out, std::int64_t micros);  // at UTC: "2025-01-01 10:00:00+00"
void of_interval(std::string& out, const base::Interval& value);
void of_uuid(std::string& out, base::Uuid value);

// Readers fail with 22P02, 22003, 22007 or 22008. White space around is ignored.
bool to_boolean(std::string_view text);
template <int Bits>
std::int64_t to_integer(std::string_view text);
template <int Bits>
double to_real(std::string_view text);
base::Decimal to_decimal(std::string_view text);
std::int64_t to_date(std::string_view text);
std::int64_t to_time(std::string_view text);
std::int64_t to_timestamp(std::string_view text);    // an offset in the text is not applied
std::int64_t to_timestamptz(std::string_view text);  // without an offset it is UTC
base::Interval to_interval(std::string_view text);
base::Uuid to_uuid(std::string_view text);

}  // namespace seedctl::gen::text_form

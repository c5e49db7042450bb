// The canonical text of values, written into memory that the caller has: what str() and to_text() return, and
// what exports are made of, millions of times a second.
//
// Each writes at `out` at most the bytes that its constant says, without a NUL, and returns the end. Digits
// go two at a time out of a table, since a division is what a number costs.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>

#include "base/value.h"

namespace seedctl::base {

inline constexpr std::size_t kIntegerLength = 20;
inline constexpr std::size_t kDecimalLength = 41;  // sign, 38 digits, a zero before the point, the point
inline constexpr std::size_t kRealLength = 32;     // the shortest form of a double has at most 24
inline constexpr std::size_t kDateLength = 16;     // years of up to 7 digits
inline constexpr std::size_t kTimeLength = 32;
inline constexpr std::size_t kTimestampLength = 48;
inline constexpr std::size_t kUuidLength = 36;

char* write_integer(char* out, std::int64_t value);
char* write_decimal(char* out, const Decimal& value);
char* write_real(char* out, double value);  // shortest round trip; NaN, Infinity, -Infinity
char* write_date(char* out, Date value);
char* write_time(char* out, Time value);
char* write_timestamp(char* out, Timestamp value);
char* write_uuid(char* out, const Uuid& value);
// Two digits a byte; needs twice the size of the bytes.
char* write_hex(char* out, std::string_view bytes);

// The text that a writer makes, as a string.
template <std::size_t length, class T>
std::string text_of(char* (*write)(char*, T), const std::remove_reference_t<T>& value) {
  char buffer[length];
  return {buffer, write(buffer, value)};
}

}  // namespace seedctl::base

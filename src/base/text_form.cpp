// Digits are written from the right into their place, whose width is counted first.
#include "base/text_form.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstring>

namespace seedctl::base {
namespace {

constexpr std::array<char, 200> kPairs = [] {
  std::array<char, 200> pairs{};
  for (std::size_t i = 0; i < 100; ++i) {
    pairs[2 * i] = static_cast<char>('0' + i / 10);
    pairs[2 * i + 1] = static_cast<char>('0' + i % 10);
  }
  return pairs;
}();

constexpr auto kPowers = [] {
  std::array<std::uint64_t, 20> powers{};
  powers[0] = 1;
  for (std::size_t i = 1; i < powers.size(); ++i) powers[i] = powers[i - 1] * 10;
  return powers;
}();

int digits_of(std::uint64_t value) {
  // 1233 / 4096 is just above the decimal logarithm of 2.
  const int guess = (64 - __builtin_clzll(value | 1)) * 1233 >> 12;
  return guess + (value >= kPowers[static_cast<std::size_t>(guess)] ? 1 : 0);
}

char* write_pair(char* out, std::uint64_t value) {
  std::memcpy(out, &kPairs[2 * value], 2);
  return out + 2;
}

// Exactly `width` digits, zeros in front.
char* write_padded(char* out, std::uint64_t value, int width) {
  char* const end = out + width;
  char* at = end;
  while (at - out >= 2) {
    at -= 2;
    write_pair(at, value % 100);
    value /= 100;
  }
  if (at > out) *--at = static_cast<char>('0' + value % 10);
  return end;
}

char* write_unsigned(char* out, std::uint64_t value) {
  if (value < 10) {
    *out = static_cast<char>('0' + value);
    return out + 1;
  }
  return write_padded(out, value, value == 0 ? 1 : digits_of(value));
}

// Ten to the `scale` divides the number into what stands before and after the point.
char* write_with_point(char* out, std::uint64_t value, int scale) {
  if (scale == 0) return write_unsigned(out, value);
  const std::uint64_t power = kPowers[static_cast<std::size_t>(scale)];
  out = write_unsigned(out, value / power);
  *out++ = '.';
  return write_padded(out, value % power, scale);
}

// More than 64 bits: digit by digit, from the right.
char* write_long_decimal(char* out, uint128 rest, int scale) {
  std::array<char, kDecimalLength> buffer{};
  std::size_t first = buffer.size();
  for (int written = 0; rest != 0 || written <= scale; ++written) {
    if (written == scale && scale > 0) buffer[--first] = '.';
    buffer[--first] = static_cast<char>('0' + static_cast<int>(rest % 10));
    rest /= 10;
  }
  std::memcpy(out, &buffer[first], buffer.size() - first);
  return out + (buffer.size() - first);
}

char* write_fraction(char* out, std::int64_t micros) {
  if (micros == 0) return out;
  *out = '.';
  char* end = write_padded(out + 1, static_cast<std::uint64_t>(micros), 6);
  while (end[-1] == '0') --end;
  return end;
}

}  // namespace

char* write_integer(char* out, std::int64_t value) {
  auto magnitude = static_cast<std::uint64_t>(value);
  if (value < 0) {
    *out++ = '-';
    magnitude = 0 - magnitude;
  }
  return write_unsigned(out, magnitude);
}

char* write_decimal(char* out, const Decimal& value) {
  auto magnitude = static_cast<uint128>(value.coefficient);
  if (value.coefficient < 0) {
    *out++ = '-';
    magnitude = 0 - magnitude;
  }
  const int scale = value.scale;
  if (magnitude >> 64 != 0 || static_cast<std::size_t>(scale) >= kPowers.size())
    return write_long_decimal(out, magnitude, scale);
  return write_with_point(out, static_cast<std::uint64_t>(magnitude), scale);
}

char* write_real(char* out, double value) {
  const auto word = [&](std::string_view text) {
    std::memcpy(out, text.data(), text.size());
    return out + text.size();
  };
  if (std::isnan(value)) return word("NaN");
  if (std::isinf(value)) return word(value < 0 ? "-Infinity" : "Infinity");
  return std::to_chars(out, out + kRealLength, value).ptr;
}

char* write_date(char* out, Date value) {
  const Civil civil = value.civil();
  std::int64_t year = civil.year;
  if (year < 0) {
    *out++ = '-';
    year = -year;
  }
  const auto digits = static_cast<std::uint64_t>(year);
  out = digits < 10'000 ? write_pair(write_pair(out, digits / 100), digits % 100) : write_unsigned(out, digits);
  *out++ = '-';
  out = write_pair(out, civil.month);
  *out++ = '-';
  return write_pair(out, civil.day);
}

char* write_time(char* out, Time value) {
  const std::int64_t seconds = value.micros / kMicrosPerSecond;
  const auto second = static_cast<std::uint32_t>(seconds);
  out = write_pair(out, second / 3600);
  *out++ = ':';
  out = write_pair(out, second / 60 % 60);
  *out++ = ':';
  out = write_pair(out, second % 60);
  return write_fraction(out, value.micros - seconds * kMicrosPerSecond);
}

char* write_timestamp(char* out, Timestamp value) {
  const Date date = value.date();
  out = write_date(out, date);
  *out++ = ' ';
  return write_time(out, Time{value.micros - std::int64_t{date.days} * kMicrosPerDay});
}

char* write_hex(char* out, std::string_view bytes) {
  constexpr std::string_view kHexDigits = "0123456789abcdef";
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    *out++ = kHexDigits[byte >> 4U];
    *out++ = kHexDigits[byte & 0x0FU];
  }
  return out;
}

char* write_uuid(char* out, const Uuid& value) {
  const std::string_view bytes(reinterpret_cast<const char*>(value.bytes.data()), value.bytes.size());
  constexpr std::size_t kGroups[] = {4, 2, 2, 2, 6};
  std::size_t at = 0;
  for (const std::size_t size : kGroups) {
    if (at > 0) *out++ = '-';
    out = write_hex(out, bytes.substr(at, size));
    at += size;
  }
  return out;
}

}  // namespace seedctl::base

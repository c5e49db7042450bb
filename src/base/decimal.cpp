// Exact decimals on 128-bit integers. Comparison splits numbers into whole part and fraction, since bringing
// two 38-digit coefficients to one scale would not fit.
#include "base/decimal.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/error.h"
#include "base/text_form.h"

namespace seedctl::base {
namespace {

// Beyond this no exponent gives a number of at most 38 digits; it keeps the arithmetic on scales small.
constexpr std::int64_t kLargestExponent = 1'000'000;

constexpr auto kPowersOfTen = [] {
  std::array<int128, Decimal::kMaxDigits + 1> powers{};
  powers[0] = 1;
  for (std::size_t i = 1; i < powers.size(); ++i) powers[i] = powers[i - 1] * 10;
  return powers;
}();

int128 power_of_ten(int exponent) { return kPowersOfTen[static_cast<std::size_t>(exponent)]; }

uint128 magnitude(int128 value) {
  return value < 0 ? uint128{0} - static_cast<uint128>(value) : static_cast<uint128>(value);
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// The digits of a number without leading zeros, and how many of them stand after the point.
struct Digits {
  std::string text;
  std::int64_t scale = 0;
  bool negative = false;
};

// [e|E][+-]digits at the end of the text; nullopt where it is no exponent.
std::optional<std::int64_t> read_exponent(std::string_view text) {
  if (text.empty()) return 0;
  if (text[0] != 'e' && text[0] != 'E') return std::nullopt;
  text.remove_prefix(1);
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  if (text.empty()) return std::nullopt;
  std::int64_t value = 0;
  for (const char c : text) {
    if (!is_digit(c)) return std::nullopt;
    value = std::min(value * 10 + (c - '0'), kLargestExponent);
  }
  return negative ? -value : value;
}

std::optional<Digits> read_digits(std::string_view text) {
  Digits out;
  out.negative = text.starts_with('-');
  if (out.negative || text.starts_with('+')) text.remove_prefix(1);
  bool any = false;
  bool after_point = false;
  std::size_t i = 0;
  for (; i < text.size(); ++i) {
    if (text[i] == '.' && !after_point) {
      after_point = true;
      continue;
    }
    if (!is_digit(text[i])) break;
    any = true;
    if (after_point) ++out.scale;
    if (text[i] != '0' || !out.text.empty()) out.text += text[i];
  }
  const auto exponent = read_exponent(text.substr(i));
  if (!any || !exponent) return std::nullopt;
  out.scale -= *exponent;
  return out;
}

[[noreturn]] void overflow() { throw Error(ErrorCode::failed, "a decimal number has more than 38 digits"); }

}  // namespace

std::optional<Decimal> Decimal::parse(std::string_view text) {
  auto digits = read_digits(text);
  if (!digits) return std::nullopt;
  std::string& significant = digits->text;
  if (significant.empty()) {
    const auto scale = std::clamp<std::int64_t>(digits->scale, 0, kMaxDigits);
    return Decimal{0, static_cast<std::uint8_t>(scale)};
  }
  const auto too_long = [&] {
    return digits->scale > kMaxDigits || significant.size() > static_cast<std::size_t>(kMaxDigits);
  };
  while (too_long() && digits->scale > 0 && significant.back() == '0') {
    significant.pop_back();
    --digits->scale;
  }
  if (too_long()) return std::nullopt;
  if (digits->scale < 0) {
    const std::int64_t zeros = -digits->scale;
    if (zeros + static_cast<std::int64_t>(significant.size()) > kMaxDigits) return std::nullopt;
    significant.append(static_cast<std::size_t>(zeros), '0');
    digits->scale = 0;
  }
  int128 coefficient = 0;
  for (const char c : significant) coefficient = coefficient * 10 + (c - '0');
  return Decimal{digits->negative ? -coefficient : coefficient, static_cast<std::uint8_t>(digits->scale)};
}

std::string Decimal::str() const { return text_of<kDecimalLength>(write_decimal, *this); }

Decimal Decimal::rescaled(int new_scale) const {
  if (new_scale < 0 || new_scale > kMaxDigits) overflow();
  const auto result_scale = static_cast<std::uint8_t>(new_scale);
  if (new_scale >= scale) {
    int128 value = 0;
    if (__builtin_mul_overflow(coefficient, power_of_ten(new_scale - scale), &value)) overflow();
    if (magnitude(value) >= magnitude(power_of_ten(kMaxDigits))) overflow();
    return {value, result_scale};
  }
  const int128 divisor = power_of_ten(scale - new_scale);
  int128 value = coefficient / divisor;
  const uint128 rest = magnitude(coefficient % divisor);
  if (rest >= magnitude(divisor) - rest) value += coefficient < 0 ? -1 : 1;
  return {value, result_scale};
}

Decimal Decimal::normalized() const {
  Decimal out = *this;
  while (out.scale > 0 && out.coefficient % 10 == 0) {
    out.coefficient /= 10;
    --out.scale;
  }
  return out;
}

int Decimal::digits() const {
  int count = 1;
  for (uint128 rest = magnitude(coefficient) / 10; rest != 0; rest /= 10) ++count;
  return count;
}

double Decimal::to_double() const {
  constexpr int128 kExactDoubles = int128{1}
                                   << 53;  // integers up to here are doubles, and so are powers up to 1e22
  constexpr int kExactPower = 22;
  if (scale <= kExactPower && coefficient > -kExactDoubles && coefficient < kExactDoubles) {
    return static_cast<double>(coefficient) / static_cast<double>(power_of_ten(scale));
  }
  const std::string text = str();
  double value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

std::strong_ordering operator<=>(const Decimal& a, const Decimal& b) {
  if (a.scale == b.scale) return a.coefficient <=> b.coefficient;
  const int128 whole_a = a.coefficient / power_of_ten(a.scale);
  const int128 whole_b = b.coefficient / power_of_ten(b.scale);
  if (whole_a != whole_b) return whole_a <=> whole_b;
  const int128 fraction_a =
      a.coefficient % power_of_ten(a.scale) * power_of_ten(Decimal::kMaxDigits - a.scale);
  const int128 fraction_b =
      b.coefficient % power_of_ten(b.scale) * power_of_ten(Decimal::kMaxDigits - b.scale);
  return fraction_a <=> fraction_b;
}

}  // namespace seedctl::base

// Texts of values in PostgreSQL's spelling: ISO dates, UTC, doubles in the shortest form that reads back.
#include "gen/expression/text_forms.h"

#include <array>
#include <charconv>
#include <cmath>
#include <limits>

#include "base/text.h"
#include "gen/expression/node.h"

namespace seedctl::gen::text_form {
namespace {

[[noreturn]] void invalid(std::string_view type, std::string_view text) {
  fail("22P02", "invalid input syntax for type " + std::string(type) + ": \"" + std::string(text) + "\"");
}

// `shape` has a 0 for each digit. What has the right shape and is no value has fields out of their range.
[[noreturn]] void invalid_time(std::string_view type, std::string_view text, std::string_view shape) {
  bool has_shape = text.size() >= shape.size();
  for (std::size_t i = 0; has_shape && i < shape.size(); ++i)
    has_shape = shape[i] == '0' ? text[i] >= '0' && text[i] <= '9' : text[i] == shape[i];
  if (has_shape) fail("22008", "date/time field value out of range: \"" + std::string(text) + "\"");
  fail("22007", "invalid input syntax for type " + std::string(type) + ": \"" + std::string(text) + "\"");
}

// ASCII white space as C's isspace has it.
std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kSpaces = " \t\n\v\f\r";
  const std::size_t first = text.find_first_not_of(kSpaces);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kSpaces) - first + 1);
}

// The shortest digits that read back as the value, as d.dddde+xx; nothing of the buffer but the view is used.
// Where they lie halfway to the neighbouring value (only whole numbers can), PostgreSQL writes one digit
// more.
template <class T>
std::string_view shortest(T value, std::array<char, 64>& buffer) {
  auto* const begin = buffer.data();
  auto* end = std::to_chars(begin, begin + buffer.size(), value, std::chars_format::scientific).ptr;
  constexpr T kLeast = static_cast<T>(std::uint64_t{1} << std::numeric_limits<T>::digits);
  constexpr T kMost = static_cast<T>(1e37);
  const T magnitude = std::fabs(value);
  if (magnitude < kLeast || magnitude >= kMost) return {begin, end};
  const auto exact = static_cast<base::int128>(value);
  const std::string_view text(begin, static_cast<std::size_t>(end - begin));
  const std::size_t point = text.find('.');
  int places = point == std::string_view::npos ? 0 : static_cast<int>(text.find('e') - point) - 1;
  while (true) {
    const auto digits = base::Decimal::parse({begin, static_cast<std::size_t>(end - begin)});
    const base::int128 written = digits ? digits->coefficient : exact;
    if (written == exact) break;
    constexpr T kInfinity = std::numeric_limits<T>::infinity();
    const auto neighbour =
        static_cast<base::int128>(std::nextafter(value, written < exact ? -kInfinity : kInfinity));
    if (2 * written != exact + neighbour) break;
    end = std::to_chars(begin, begin + buffer.size(), value, std::chars_format::scientific, ++places).ptr;
  }
  return {begin, end};
}

// Laid out as printf's %g with a precision of `plain_digits`.
template <class T>
void append_shortest(std::string& out, T value, int plain_digits) {
  if (std::isnan(value)) {
    out += "NaN";
    return;
  }
  if (std::isinf(value)) {
    out += value < 0 ? "-Infinity" : "Infinity";
    return;
  }
  std::array<char, 64> buffer{};
  const std::string_view scientific = shortest(value, buffer);
  const std::size_t mark = scientific.find('e');
  int exponent = 0;
  const std::size_t digits = mark + (scientific[mark + 1] == '+' ? 2 : 1);
  std::from_chars(scientific.data() + digits, scientific.data() + scientific.size(), exponent);
  if (exponent < -4 || exponent >= plain_digits) {
    out += scientific;
    return;
  }
  auto* const end =
      std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::fixed).ptr;
  out.append(buffer.data(), end);
}

bool is_prefix_of(std::string_view text, std::string_view word, std::size_t least) {
  return text.size() >= least && word.substr(0, text.size()) == text;
}

}  // namespace

void of_boolean(std::string& out, bool value) { out += value ? "true" : "false"; }

void of_integer(std::string& out, std::int64_t value) {
  std::array<char, 24> buffer{};
  out.append(buffer.data(), std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr);
}

void of_real(std::string& out, double value) { append_shortest(out, value, 15); }
void of_float(std::string& out, double value) { append_shortest(out, static_cast<float>(value), 6); }

void of_decimal(std::string& out, const base::Decimal& value) { out += value.str(); }
void of_bytes(std::string& out, std::string_view value) {
  out += base::to_text(base::Bytes{std::string(value)});
}
void of_date(std::string& out, std::int64_t days) {
  out += base::Date{static_cast<std::int32_t>(days)}.str();
}
void of_time(std::string& out, std::int64_t micros) { out += base::Time{micros}.str(); }
void of_timestamp(std::string& out, std::int64_t micros) { out += base::Timestamp{micros}.str(); }
void of_timestamptz(std::string& out, std::int64_t micros) {
  of_timestamp(out, micros);
  out += "+00";
}
void of_interval(std::string& out, const base::Interval& value) { out += value.str(); }
void of_uuid(std::string& out, base::Uuid value) { out += value.str(); }

bool to_boolean(std::string_view text) {
  const std::string word = base::lower_ascii(trimmed(text));
  if (is_prefix_of(word, "true", 1) || is_prefix_of(word, "yes", 1) || word == "on" || word == "1")
    return true;
  if (is_prefix_of(word, "false", 1) || is_prefix_of(word, "no", 1) || is_prefix_of(word, "off", 2) ||
      word == "0")
    return false;
  invalid("boolean", text);
}

template <int Bits>
std::int64_t to_integer(std::string_view text) {
  const std::string_view type = type_name({base::TypeKind::integer, Bits});
  std::string_view digits = trimmed(text);
  if (digits.starts_with('+')) digits.remove_prefix(1);
  const std::size_t sign =
      digits.starts_with('-') && digits.size() != trimmed(text).size() ? digits.size() : 0;
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(digits.data() + sign, digits.data() + digits.size(), value);
  if (digits.empty() || end != digits.data() + digits.size() || error == std::errc::invalid_argument)
    invalid(type, text);
  constexpr std::int64_t kLimit = Bits == 64 ? 0 : std::int64_t{1} << (Bits % 64 - 1);
  if (error == std::errc::result_out_of_range || (Bits < 64 && (value < -kLimit || value >= kLimit)))
    fail("22003", "value \"" + std::string(text) + "\" is out of range for type " + std::string(type));
  return value;
}

template std::int64_t to_integer<16>(std::string_view);
template std::int64_t to_integer<32>(std::string_view);
template std::int64_t to_integer<64>(std::string_view);

template <int Bits>
double to_real(std::string_view text) {
  const std::string_view type = type_name({base::TypeKind::real, Bits});
  std::string_view digits = trimmed(text);
  if (digits.starts_with('+') && !digits.starts_with("+-")) digits.remove_prefix(1);
  std::conditional_t<Bits == 32, float, double> value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (digits.empty() || end != digits.data() + digits.size() || error == std::errc::invalid_argument)
    invalid(type, text);
  if (error == std::errc::result_out_of_range)
    fail("22003", "\"" + std::string(text) + "\" is out of range for type " + std::string(type));
  return value;
}

template double to_real<32>(std::string_view);
template double to_real<64>(std::string_view);

base::Decimal to_decimal(std::string_view text) {
  const std::string_view number = trimmed(text);
  if (const auto value = base::Decimal::parse(number)) return *value;
  // A number all the same, only longer than ours can be?
  double magnitude = 0;
  const bool signed_plus = number.starts_with('+') && !number.starts_with("+-");
  const auto [end, error] =
      std::from_chars(number.data() + (signed_plus ? 1 : 0), number.data() + number.size(), magnitude);
  if (!number.empty() && end == number.data() + number.size() && !std::isnan(magnitude) &&
      !std::isinf(magnitude))
    fail("22003", "\"" + std::string(text) + "\" has more than 38 digits");
  invalid("numeric", text);
}

std::int64_t to_date(std::string_view text) {
  if (const auto value = base::Timestamp::parse(trimmed(text))) {
    // A timestamp is read as well; its own date counts, whatever its offset.
    return base::Date::parse(trimmed(text).substr(0, 10)).value_or(value->date()).days;
  }
  invalid_time("date", text, "0000-00-00");
}

std::int64_t to_time(std::string_view text) {
  if (const auto value = base::Time::parse(trimmed(text))) return value->micros;
  invalid_time("time", text, "00:00");
}

std::int64_t to_timestamp(std::string_view text) {
  std::string_view local = trimmed(text);
  constexpr std::size_t kDateLength = 10;
  local = local.substr(0, local.find_first_of("+-Z", std::min(kDateLength, local.size())));
  const bool well_formed = base::Timestamp::parse(trimmed(text)).has_value();
  if (const auto value = base::Timestamp::parse(local); value && well_formed) return value->micros;
  invalid_time("timestamp", text, "0000-00-00");
}

std::int64_t to_timestamptz(std::string_view text) {
  if (const auto value = base::Timestamp::parse(trimmed(text))) return value->micros;
  invalid_time("timestamp with time zone", text, "0000-00-00");
}

base::Interval to_interval(std::string_view text) {
  if (const auto value = base::Interval::parse(text)) return *value;
  // A number alone is seconds.
  if (const auto seconds = base::Interval::parse(std::string(trimmed(text)) + "s")) return *seconds;
  fail("22007", "invalid input syntax for type interval: \"" + std::string(text) + "\"");
}

base::Uuid to_uuid(std::string_view text) {
  if (const auto value = base::Uuid::parse(text)) return *value;
  invalid("uuid", text);
}

}  // namespace seedctl::gen::text_form

// Values and logical types as text, and back. Text that comes from profiles, snapshots and databases is
// input: what is no value of the type is refused, nothing is rounded and nothing is guessed.
#include "base/value.h"

#include <array>
#include <charconv>
#include <cmath>
#include <limits>

#include "base/array_text.h"
#include "base/json.h"
#include "base/network.h"
#include "base/text.h"
#include "base/text_form.h"

namespace seedctl::base {
namespace {

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::string bytes_text(const Bytes& bytes) {
  std::string out(2 + 2 * bytes.data.size(), 'x');
  out[0] = '\\';
  write_hex(&out[2], bytes.data);
  return out;
}

struct TextWriter {
  std::string operator()(Null) const { return {}; }
  std::string operator()(bool value) const { return value ? "true" : "false"; }
  std::string operator()(std::int64_t value) const { return text_of<kIntegerLength>(write_integer, value); }
  std::string operator()(double value) const { return text_of<kRealLength>(write_real, value); }
  std::string operator()(const std::string& value) const { return value; }
  std::string operator()(const Bytes& value) const { return bytes_text(value); }
  template <class T>
  std::string operator()(const T& value) const {
    return value.str();
  }
};

template <class T>
std::optional<Value> as_value(const std::optional<T>& parsed) {
  return parsed ? std::optional<Value>(*parsed) : std::nullopt;
}

std::optional<Value> read_boolean(std::string_view text) {
  if (text == "true" || text == "t" || text == "1") return true;
  if (text == "false" || text == "f" || text == "0") return false;
  return std::nullopt;
}

std::optional<Value> read_integer(std::string_view text, int bits) {
  if (text.starts_with('+') && !text.starts_with("+-")) text.remove_prefix(1);
  std::int64_t value = 0;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
  if (result.ec != std::errc() || result.ptr != text.data() + text.size()) return std::nullopt;
  if (bits > 0 && bits < 64) {
    const std::int64_t limit = std::int64_t{1} << (bits - 1);
    if (value < -limit || value >= limit) return std::nullopt;
  }
  return value;
}

std::optional<Value> read_decimal(std::string_view text, const LogicalType& type) {
  const auto parsed = Decimal::parse(text);
  if (!parsed || type.precision == 0) return as_value(parsed);
  Decimal value = parsed->normalized();
  if (type.scale >= 0) {
    if (value.scale > type.scale) return std::nullopt;
    const int whole_digits = value.digits() - value.scale;
    if (value.coefficient != 0 && whole_digits > type.precision - type.scale) return std::nullopt;
    // Where the declared scale does not fit in our digits the value stays as short as it is.
    if (type.scale <= Decimal::kMaxDigits && whole_digits + type.scale <= Decimal::kMaxDigits) {
      value = value.rescaled(type.scale);
    }
    return value;
  }
  // A negative scale counts zeros before the point, which the precision does not include.
  if (value.scale > 0) return std::nullopt;
  int digits = value.digits();
  int128 rest = value.coefficient;
  for (int zeros = -type.scale; zeros > 0 && rest != 0; --zeros) {
    if (rest % 10 != 0) return std::nullopt;
    rest /= 10;
    --digits;
  }
  if (digits > type.precision) return std::nullopt;
  return value;
}

std::optional<Value> read_real(std::string_view text, int bits) {
  if (text.starts_with('+') && !text.starts_with("+-")) text.remove_prefix(1);
  double value = 0;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
  if (result.ec != std::errc() || result.ptr != text.data() + text.size()) return std::nullopt;
  if (bits == 32 && std::isfinite(value)) {
    if (std::fabs(value) > static_cast<double>(std::numeric_limits<float>::max())) return std::nullopt;
    value = static_cast<double>(static_cast<float>(value));
  }
  return value;
}

std::optional<Value> read_bytes(std::string_view text) {
  if (!text.starts_with("\\x") || text.size() % 2 != 0) return std::nullopt;
  Bytes bytes;
  for (std::size_t i = 2; i < text.size(); i += 2) {
    const int high = hex_value(text[i]);
    const int low = hex_value(text[i + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    bytes.data += static_cast<char>(high * 16 + low);
  }
  return bytes;
}

std::optional<Value> read_label(std::string_view text, const LogicalType& type) {
  for (const std::string& label : type.labels) {
    if (label == text) return std::string(text);
  }
  return std::nullopt;
}

}  // namespace

std::optional<Uuid> Uuid::parse(std::string_view text) {
  if (text.size() >= 2 && text.front() == '{' && text.back() == '}') text = text.substr(1, text.size() - 2);
  Uuid uuid;
  std::size_t digits = 0;
  for (const char c : text) {
    if (c == '-' && digits > 0 && digits % 4 == 0 && digits < 32) continue;
    const int value = hex_value(c);
    if (value < 0 || digits == 32) return std::nullopt;
    std::uint8_t& byte = uuid.bytes[digits / 2];
    byte = static_cast<std::uint8_t>(byte * 16U + static_cast<unsigned>(value));
    ++digits;
  }
  return digits == 32 ? std::optional(uuid) : std::nullopt;
}

std::string Uuid::str() const { return text_of<kUuidLength>(write_uuid, *this); }

std::string to_text(const Value& value) { return std::visit(TextWriter{}, value); }

std::optional<Value> from_text(std::string_view text, const LogicalType& type) {
  switch (type.kind) {
    case TypeKind::boolean:
      return read_boolean(text);
    case TypeKind::integer:
      return read_integer(text, type.bits);
    case TypeKind::decimal:
      return read_decimal(text, type);
    case TypeKind::real:
      return read_real(text, type.bits);
    case TypeKind::text:
      if (type.length != 0 && count_code_points(text) > type.length) return std::nullopt;
      return std::string(text);
    case TypeKind::bytes:
      return read_bytes(text);
    case TypeKind::date:
      return as_value(Date::parse(text));
    case TypeKind::time:
      return as_value(Time::parse(text));
    case TypeKind::timestamp:
    case TypeKind::timestamptz:
      return as_value(Timestamp::parse(text));
    case TypeKind::interval:
      return as_value(Interval::parse(text));
    case TypeKind::uuid:
      return as_value(Uuid::parse(text));
    case TypeKind::json:
      return is_json(text) ? std::optional<Value>(std::string(text)) : std::nullopt;
    case TypeKind::enumeration:
      return read_label(text, type);
    case TypeKind::network:
      return as_value(canonical_network(text, type.raw));
    case TypeKind::array:
      return as_value(canonical_array(text, element_type(type)));
    case TypeKind::unsupported:
      break;
  }
  return std::nullopt;
}

}  // namespace seedctl::base

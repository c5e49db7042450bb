// The readers of profile values: each checks the kind, then the range, and points at the place that is wrong.
#include "base/node.h"

#include <algorithm>
#include <charconv>
#include <initializer_list>

#include "base/decimal.h"
#include "base/text.h"

namespace seedctl::base {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool consists_of(std::string_view text, std::string_view allowed) {
  return !text.empty() && text.find_first_not_of(allowed) == std::string_view::npos;
}

std::size_t skip_digits(std::string_view text, std::size_t i) {
  while (i < text.size() && is_digit(text[i])) ++i;
  return i;
}

// [-+]? ( . digits | digits [. digits*] ) [e [-+]? digits], as the core schema writes floats and decimal
// integers.
Node::Kind number_kind(std::string_view text) {
  const std::size_t start = text.starts_with('-') || text.starts_with('+') ? 1 : 0;
  std::size_t i = skip_digits(text, start);
  std::size_t digits = i - start;
  if (digits > 0 && i == text.size()) return Node::Kind::integer;
  if (i < text.size() && text[i] == '.') {
    const std::size_t fraction = i + 1;
    i = skip_digits(text, fraction);
    digits += i - fraction;
  }
  if (digits == 0) return Node::Kind::text;
  if (i < text.size() && (text[i] == 'e' || text[i] == 'E')) {
    ++i;
    if (i < text.size() && (text[i] == '-' || text[i] == '+')) ++i;
    const std::size_t exponent = i;
    i = skip_digits(text, i);
    if (i == exponent) return Node::Kind::text;
  }
  return i == text.size() ? Node::Kind::real : Node::Kind::text;
}

bool is_one_of(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), text) != words.end();
}

// "1_000_000" -> "1000000"; "" where an underscore does not stand between two digits.
std::string without_underscores(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '_') {
      out += text[i];
      continue;
    }
    if (i == 0 || i + 1 == text.size() || !is_digit(text[i - 1]) || !is_digit(text[i + 1])) return {};
  }
  return out;
}

std::string must_be(std::string_view what, std::string_view expected, const Node& node) {
  std::string message = std::string(what) + " must be " + std::string(expected) + ", not ";
  if (node.is_scalar() && node.kind != Node::Kind::null) return message + "\"" + printable(node.text) + "\"";
  return message + node.kind_text();
}

[[noreturn]] void fail_range(const Node& node, std::string_view what) {
  fail_at(node, std::string(what) + " is out of range: " + printable(node.text));
}

}  // namespace

const Node* Node::find(std::string_view key) const {
  for (const NodeEntry& entry : entries) {
    if (entry.key == key) return &entry.value;
  }
  return nullptr;
}

const char* Node::kind_text() const {
  switch (kind) {
    case Kind::null:
      return "nothing";
    case Kind::boolean:
      return "true or false";
    case Kind::integer:
      return "a whole number";
    case Kind::real:
      return "a number";
    case Kind::text:
      return "text";
    case Kind::list:
      return "a list";
    case Kind::map:
      break;
  }
  return "a map";
}

Node::Kind core_schema_kind(std::string_view plain) {
  if (is_one_of(plain, {"", "~", "null", "Null", "NULL"})) return Node::Kind::null;
  if (is_one_of(plain, {"true", "True", "TRUE", "false", "False", "FALSE"})) return Node::Kind::boolean;
  if (plain.starts_with("0o") && consists_of(plain.substr(2), "01234567")) return Node::Kind::integer;
  if (plain.starts_with("0x") && consists_of(plain.substr(2), "0123456789abcdefABCDEF")) {
    return Node::Kind::integer;
  }
  if (is_one_of(plain, {".nan", ".NaN", ".NAN"})) return Node::Kind::real;
  const bool has_sign = plain.starts_with('-') || plain.starts_with('+');
  if (is_one_of(plain.substr(has_sign ? 1 : 0), {".inf", ".Inf", ".INF"})) return Node::Kind::real;
  return number_kind(plain);
}

SourcePosition position_in(const Node& text, std::size_t offset) {
  SourcePosition position = text.position;
  if (!text.verbatim) return position;
  const std::size_t quote = text.quoted ? 1 : 0;
  const std::size_t characters = count_code_points(std::string_view(text.text).substr(0, offset));
  position.column += static_cast<std::uint32_t>(quote + characters);
  return position;
}

void fail_at(const Node& node, std::string message, std::string hint) {
  Error error(ErrorCode::profile, node.position, std::move(message));
  error.hint = std::move(hint);
  throw error;
}

std::int64_t as_integer(const Node& node, std::string_view what) {
  if (node.kind != Node::Kind::integer || node.quoted) fail_at(node, must_be(what, "a whole number", node));
  std::string_view digits = node.text;
  int radix = 10;
  if (digits.starts_with("0o") || digits.starts_with("0x")) {
    radix = digits[1] == 'o' ? 8 : 16;
    digits.remove_prefix(2);
  } else if (digits.starts_with('+')) {
    digits.remove_prefix(1);
  }
  std::int64_t value = 0;
  const auto result = std::from_chars(digits.data(), digits.data() + digits.size(), value, radix);
  if (result.ec != std::errc() || result.ptr != digits.data() + digits.size()) fail_range(node, what);
  return value;
}

std::uint64_t as_count(const Node& node, std::string_view what) {
  const std::string expected = "a whole number of at least 0";
  if (!node.is_scalar() || node.quoted) fail_at(node, must_be(what, expected, node));
  if (node.kind == Node::Kind::integer && node.text.starts_with('0') && node.text.size() > 1) {
    return static_cast<std::uint64_t>(as_integer(node, what));  // 0o17 and 0x1F have no sign
  }
  const std::string plain = without_underscores(node.text);
  const Node::Kind kind = core_schema_kind(plain);
  if (kind != Node::Kind::integer && kind != Node::Kind::real) fail_at(node, must_be(what, expected, node));
  const auto number = Decimal::parse(plain);
  if (!number) fail_range(node, what);
  const Decimal value = number->normalized();
  if (value.scale != 0 || value.coefficient < 0) fail_at(node, must_be(what, expected, node));
  if (value.coefficient > static_cast<int128>(UINT64_MAX)) fail_range(node, what);
  return static_cast<std::uint64_t>(value.coefficient);
}

const std::string& as_text(const Node& node, std::string_view what) {
  if (node.kind != Node::Kind::text) {
    const bool quotable = node.is_scalar() && node.kind != Node::Kind::null;
    fail_at(node, must_be(what, "text", node),
            quotable ? "put it in quotes to make it text: \"" + printable(node.text) + "\"" : std::string());
  }
  return node.text;
}

bool as_boolean(const Node& node, std::string_view what) {
  if (node.kind != Node::Kind::boolean || node.quoted) fail_at(node, must_be(what, "true or false", node));
  return node.text.starts_with('t') || node.text.starts_with('T');
}

void allow_keys(const Node& map, std::span<const std::string> known, std::string_view what) {
  if (map.kind != Node::Kind::map) fail_at(map, must_be(what, "a map", map));
  for (const NodeEntry& entry : map.entries) {
    if (std::find(known.begin(), known.end(), entry.key) != known.end()) continue;
    Error error(ErrorCode::profile, entry.position,
                "unknown key \"" + printable(entry.key) + "\" in " + std::string(what) +
                    did_you_mean(entry.key, known));
    error.hint = "known here: " + join(known, ", ");
    throw error;
  }
}

}  // namespace seedctl::base

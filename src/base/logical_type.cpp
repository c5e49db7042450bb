// Logical types as text: the form that snapshot files keep, so that changing it changes files that people
// committed.
#include <array>
#include <charconv>

#include "base/array_text.h"
#include "base/network.h"
#include "base/value.h"

namespace seedctl::base {
namespace {

// What both engines can declare at most (PostgreSQL's numeric).
constexpr int kMostPrecision = 1000;

struct KindName {
  TypeKind kind;
  const char* name;
};

constexpr std::array kKindNames{
    KindName{TypeKind::boolean, "boolean"},
    KindName{TypeKind::integer, "integer"},
    KindName{TypeKind::decimal, "decimal"},
    KindName{TypeKind::real, "real"},
    KindName{TypeKind::text, "text"},
    KindName{TypeKind::bytes, "bytes"},
    KindName{TypeKind::date, "date"},
    KindName{TypeKind::time, "time"},
    KindName{TypeKind::timestamp, "timestamp"},
    KindName{TypeKind::timestamptz, "timestamptz"},
    KindName{TypeKind::interval, "interval"},
    KindName{TypeKind::uuid, "uuid"},
    KindName{TypeKind::json, "json"},
    KindName{TypeKind::enumeration, "enumeration"},
    KindName{TypeKind::network, "network"},
    KindName{TypeKind::array, "array"},
    KindName{TypeKind::unsupported, "unsupported"},
};

std::string parenthesised(std::string_view inner) {
  std::string out(1, '(');
  out += inner;
  out += ')';
  return out;
}

std::string labels_text(const std::vector<std::string>& labels) {
  if (labels.empty()) return {};
  std::string inner;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    if (i > 0) inner += ',';
    for (const char c : labels[i]) {
      if (c == ',' || c == '\\') inner += '\\';
      inner += c;
    }
  }
  return parenthesised(inner);
}

bool read_labels(std::string_view inner, std::vector<std::string>& labels) {
  labels.emplace_back();
  for (std::size_t i = 0; i < inner.size(); ++i) {
    if (inner[i] == ',') {
      labels.emplace_back();
      continue;
    }
    if (inner[i] == '\\' && ++i == inner.size()) return false;
    labels.back() += inner[i];
  }
  return true;
}

template <class Int>
bool read_number(std::string_view text, Int least, Int most, Int& out) {
  const auto result = std::from_chars(text.data(), text.data() + text.size(), out);
  return result.ec == std::errc() && result.ptr == text.data() + text.size() && out >= least && out <= most;
}

bool read_bits(std::string_view inner, const LogicalType& type, int& bits) {
  if (!read_number(inner, 16, 64, bits)) return false;
  return bits == 32 || bits == 64 || (bits == 16 && type.kind == TypeKind::integer);
}

bool read_precision(std::string_view inner, LogicalType& type) {
  const std::size_t comma = inner.find(',');
  if (comma == std::string_view::npos) return false;
  return read_number(inner.substr(0, comma), 1, kMostPrecision, type.precision) &&
         read_number(inner.substr(comma + 1), -kMostPrecision, kMostPrecision, type.scale);
}

// What stands between the parentheses, by kind.
bool read_arguments(std::string_view inner, LogicalType& type) {
  switch (type.kind) {
    case TypeKind::integer:
    case TypeKind::real:
      return read_bits(inner, type, type.bits);
    case TypeKind::decimal:
      return read_precision(inner, type);
    case TypeKind::text:
      return read_number<std::uint32_t>(inner, 1, UINT32_MAX, type.length);
    case TypeKind::enumeration:
      return read_labels(inner, type.labels);
    case TypeKind::network:
      type.raw = inner;
      return is_network_type(inner);
    case TypeKind::array: {
      type.raw = inner;
      const auto element = LogicalType::parse(inner);
      return element && can_be_element(*element);
    }
    case TypeKind::unsupported:
      type.raw = inner;
      return true;
    default:
      return false;
  }
}

}  // namespace

const char* kind_name(TypeKind kind) {
  for (const KindName& entry : kKindNames) {
    if (entry.kind == kind) return entry.name;
  }
  return "unsupported";
}

std::optional<TypeKind> kind_of_name(std::string_view name) {
  for (const KindName& entry : kKindNames) {
    if (name == entry.name) return entry.kind;
  }
  return std::nullopt;
}

std::string LogicalType::str() const {
  std::string out = kind_name(kind);
  switch (kind) {
    case TypeKind::integer:
    case TypeKind::real:
      return bits == 0 ? out : out + parenthesised(std::to_string(bits));
    case TypeKind::decimal:
      if (precision == 0) return out;
      return out + parenthesised(std::to_string(precision) + "," + std::to_string(scale));
    case TypeKind::text:
      return length == 0 ? out : out + parenthesised(std::to_string(length));
    case TypeKind::enumeration:
      return out + labels_text(labels);
    case TypeKind::network:
    case TypeKind::array:
    case TypeKind::unsupported:
      return raw.empty() ? out : out + parenthesised(raw);
    default:
      return out;
  }
}

std::optional<LogicalType> LogicalType::parse(std::string_view text) {
  const std::size_t open = text.find('(');
  const auto kind = kind_of_name(text.substr(0, open));
  if (!kind) return std::nullopt;
  LogicalType type;
  type.kind = *kind;
  if (open == std::string_view::npos) {
    // Which network, and an array of what, must be said.
    if (type.kind == TypeKind::network || type.kind == TypeKind::array) return std::nullopt;
    return type;
  }
  if (!text.ends_with(')')) return std::nullopt;
  const std::string_view inner = text.substr(open + 1, text.size() - open - 2);
  return read_arguments(inner, type) ? std::optional(type) : std::nullopt;
}

}  // namespace seedctl::base

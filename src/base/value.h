// Logical types and single values: the vocabulary that schema, generators, drivers and checks share.
//
// A logical type is independent of the engine: the same column has the same logical type on SQLite and
// PostgreSQL, and a value of it has one canonical form, whatever the engine stores.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/datetime.h"
#include "base/decimal.h"

namespace seedctl::base {

struct Uuid {
  std::array<std::uint8_t, 16> bytes{};
  static std::optional<Uuid> parse(std::string_view text);  // 32 hex digits, hyphens and braces allowed
  std::string str() const;                                  // lower case, with hyphens
  auto operator<=>(const Uuid&) const = default;
};

struct Null {
  auto operator<=>(const Null&) const = default;
};

// Bytes, apart from text so that a variant can hold both.
struct Bytes {
  std::string data;
  auto operator<=>(const Bytes&) const = default;
};

enum class TypeKind {
  boolean,
  integer,
  decimal,
  real,
  text,
  bytes,
  date,
  time,
  timestamp,
  timestamptz,
  interval,
  uuid,
  json,
  enumeration,
  network,      // inet, cidr, macaddr or macaddr8, which `raw` says
  array,        // of one dimension; `raw` is the type of its elements
  unsupported,  // a type we cannot make values of (ranges, composites, ...): `raw` names it
};

const char* kind_name(TypeKind kind);
std::optional<TypeKind> kind_of_name(std::string_view name);

struct LogicalType {
  TypeKind kind = TypeKind::unsupported;
  int bits = 0;                     // integer: 16, 32, 64; real: 32, 64
  int precision = 0;                // decimal: total digits, 0 = not limited
  int scale = 0;                    // decimal: digits after the point; meaningful where precision > 0
  std::uint32_t length = 0;         // text: at most so many characters, 0 = not limited
  std::vector<std::string> labels;  // enumeration
  std::string raw;                  // network: its name; array: str() of the elements' type;
                                    // unsupported: the engine's own name

  bool operator==(const LogicalType&) const = default;
  // "integer(64)", "decimal(10,2)", "text(20)", "enumeration(a,b)": for messages and for the snapshot file.
  std::string str() const;
  // The reverse of str(). nullopt where the text is no logical type.
  static std::optional<LogicalType> parse(std::string_view text);
};

using Value = std::variant<Null, bool, std::int64_t, double, Decimal, std::string, Bytes, Date, Time,
                           Timestamp, Interval, Uuid>;

inline bool is_null(const Value& value) { return std::holds_alternative<Null>(value); }

// The value's canonical text, as `sample` prints it: "" for NULL, lower-case true/false, ISO dates, "\\x.."
// for bytes, shortest round-trip for doubles.
std::string to_text(const Value& value);

// Reads text as a value of `type`, the inverse of to_text; nullopt where it is none. Never reads "" as NULL.
// Enumeration labels and text lengths are checked; decimals must fit precision and scale without rounding.
std::optional<Value> from_text(std::string_view text, const LogicalType& type);

}  // namespace seedctl::base

// Quoting, literals and types per engine. Everything that comes from outside passes through here before it
// becomes SQL.
#include "sql/dialect.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "base/array_text.h"
#include "base/error.h"
#include "base/ordered_key.h"

namespace seedctl::sql {
namespace {

using base::Engine;
using base::TypeKind;

// Significant digits that a double, which is all SQLite has for numbers with a point, always gives back.
constexpr int kExactDoubleDigits = 15;

[[noreturn]] void refuse(std::string message) {
  throw base::Error(base::ErrorCode::failed, std::move(message));
}

std::string doubled(std::string_view text, char quote) {
  std::string result;
  result.reserve(text.size() + 2);
  result += quote;
  for (const char c : text) {
    if (c == quote) result += quote;
    result += c;
  }
  result += quote;
  return result;
}

std::string hex(std::string_view bytes) {
  std::string digits;
  digits.reserve(bytes.size() * 2);
  for (const char c : bytes) {
    fmt::format_to(std::back_inserter(digits), "{:02x}",
                   static_cast<unsigned>(static_cast<unsigned char>(c)));
  }
  return digits;
}

// SQLite rounds twice when it reads a fraction, once to a long double, and one in two thousand comes out as
// its neighbour. A fraction of few bits comes out as it is; others are whole numbers, scaled by powers of
// two.
std::string sqlite_real(double value) {
  if (std::isnan(value)) refuse("SQLite cannot store NaN");
  if (std::isinf(value)) return value > 0 ? "9e999" : "-9e999";  // SQLite has no word for it
  constexpr int kDigits = std::numeric_limits<double>::digits;
  constexpr int kFewBits = 10;
  constexpr int kStep = 52;  // a power of two that fits an integer with a digit more
  const double scaled = std::ldexp(value, kFewBits);
  if (scaled == std::trunc(scaled) && std::abs(value) < std::ldexp(1.0, kDigits)) {
    std::string text = fmt::format("{}", value);
    if (text.find_first_of(".e") == std::string::npos) text += ".0";  // or it would be an integer
    return text;
  }
  int exponent = 0;
  auto whole = static_cast<std::int64_t>(std::ldexp(std::frexp(value, &exponent), kDigits));
  for (exponent -= kDigits; whole % 2 == 0; ++exponent) whole /= 2;
  std::string text = fmt::format("({}.0", whole);
  while (exponent != 0) {
    const int step = std::min(std::abs(exponent), kStep);
    text += fmt::format("{}{}.0", exponent < 0 ? '/' : '*', std::int64_t{1} << step);
    exponent += exponent < 0 ? step : -step;
  }
  return text + ")";
}

// The first word of each method's literal is chosen by the engine; the rest is the value's canonical text.
class LiteralWriter {
 public:
  explicit LiteralWriter(Engine engine) : postgres_(engine == Engine::postgres) {}

  std::string operator()(const base::Null&) const { return "NULL"; }
  std::string operator()(bool value) const {
    return postgres_ ? (value ? "true" : "false") : (value ? "1" : "0");
  }
  std::string operator()(std::int64_t value) const {
    // The parser reads a number before its sign, and 9223372036854775808 is no bigint.
    if (postgres_ && value == std::numeric_limits<std::int64_t>::min())
      return fmt::format("'{}'::bigint", value);
    return fmt::format("{}", value);
  }
  std::string operator()(double value) const {
    if (postgres_) {
      if (std::isnan(value)) return "'NaN'::float8";
      if (std::isinf(value)) return value > 0 ? "'Infinity'::float8" : "'-Infinity'::float8";
      return fmt::format("'{}'::float8", value);
    }
    return sqlite_real(value);
  }
  std::string operator()(const base::Decimal& value) const {
    if (postgres_) return fmt::format("'{}'::numeric", value.str());
    // As text where a number would lose digits; a column of numeric affinity converts it either way.
    return value.digits() <= kExactDoubleDigits ? value.str() : fmt::format("'{}'", value.str());
  }
  std::string operator()(const std::string& value) const {
    if (!postgres_ && value.find('\0') != std::string::npos)
      return fmt::format("CAST(x'{}' AS TEXT)", hex(value));
    return quote_literal(value);
  }
  std::string operator()(const base::Bytes& value) const {
    return postgres_ ? fmt::format("'\\x{}'::bytea", hex(value.data)) : fmt::format("x'{}'", hex(value.data));
  }
  std::string operator()(const base::Date& value) const { return typed("date", value.str()); }
  std::string operator()(const base::Time& value) const { return typed("time", value.str()); }
  std::string operator()(const base::Timestamp& value) const { return typed("timestamp", value.str()); }
  std::string operator()(const base::Interval& value) const { return typed("interval", value.str()); }
  std::string operator()(const base::Uuid& value) const { return typed("uuid", value.str()); }

 private:
  std::string typed(std::string_view type, const std::string& text) const {
    return postgres_ ? fmt::format("{} '{}'", type, text) : fmt::format("'{}'", text);
  }

  bool postgres_;
};

std::string postgres_type(const base::LogicalType& type) {
  switch (type.kind) {
    case TypeKind::boolean:
      return "boolean";
    case TypeKind::integer:
      return type.bits == 16 ? "smallint" : type.bits == 32 ? "integer" : "bigint";
    case TypeKind::decimal:
      return type.precision > 0 ? fmt::format("numeric({},{})", type.precision, type.scale) : "numeric";
    case TypeKind::real:
      return type.bits == 32 ? "real" : "double precision";
    case TypeKind::bytes:
      return "bytea";
    case TypeKind::date:
      return "date";
    case TypeKind::time:
      return "time";
    case TypeKind::timestamp:
      return "timestamp";
    case TypeKind::timestamptz:
      return "timestamptz";
    case TypeKind::interval:
      return "interval";
    case TypeKind::uuid:
      return "uuid";
    case TypeKind::json:
      return "json";  // as written; jsonb would reorder keys
    case TypeKind::network:
      return type.raw;
    case TypeKind::array:
      return postgres_type(base::element_type(type)) + "[]";
    case TypeKind::text:
    case TypeKind::enumeration:
    case TypeKind::unsupported:
      return "text";
  }
  return "text";
}

std::string sqlite_type(const base::LogicalType& type) {
  switch (type.kind) {
    case TypeKind::boolean:
    case TypeKind::integer:
      return "INTEGER";
    case TypeKind::real:
      return "REAL";
    case TypeKind::bytes:
      return "BLOB";
    default:
      return "TEXT";  // decimals too: numeric affinity keeps 15 digits
  }
}

}  // namespace

std::string quote_identifier(std::string_view name) {
  if (name.empty()) refuse("an identifier cannot be empty");
  if (name.find('\0') != std::string_view::npos) refuse("an identifier cannot hold a NUL byte");
  return doubled(name, '"');
}

std::string qualified(std::string_view schema, std::string_view name) {
  return schema.empty() ? quote_identifier(name) : quote_identifier(schema) + "." + quote_identifier(name);
}

std::string quote_literal(std::string_view text) {
  if (text.find('\0') != std::string_view::npos) refuse("a text literal cannot hold a NUL byte");
  return doubled(text, '\'');
}

std::string literal(const base::Value& value, Engine engine) {
  return std::visit(LiteralWriter(engine), value);
}

std::string column_list(std::span<const std::string> names) {
  std::string list;
  for (const std::string& name : names) {
    if (!list.empty()) list += ", ";
    list += quote_identifier(name);
  }
  return list;
}

std::string storage_type(const base::LogicalType& type, Engine engine) {
  return engine == Engine::postgres ? postgres_type(type) : sqlite_type(type);
}

bool has_one_spelling(const base::LogicalType& type, Engine engine) {
  return engine == Engine::postgres || type.kind == TypeKind::integer;  // the affinity sees to it
}

std::string ordered_key(const std::string& column, const base::LogicalType& type, Engine engine) {
  const bool is_text = type.kind == TypeKind::text || type.kind == TypeKind::enumeration;
  if (engine == Engine::postgres) {
    // As text, since an enum sorts by the order of its labels and citext without regard to case.
    return is_text ? column + "::text COLLATE \"C\"" : column;
  }
  // SQLite's own order, and with it an index, will do.
  if (has_one_spelling(type, engine)) return column;
  const char* kind = is_text ? base::kind_name(TypeKind::text) : base::kind_name(type.kind);
  return fmt::format("{}({}, '{}')", base::kOrderedKeyFunction, column, kind);
}

}  // namespace seedctl::sql

// A table of names. Names that only SQLite's affinity rules would understand are taken as text where the
// affinity is TEXT, because nothing is lost then, and refused elsewhere.
#include "schema/sqlite_types.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <vector>

#include "base/text.h"
#include "schema/logical_types.h"

namespace seedctl::schema {
namespace {

using base::LogicalType;
using base::TypeKind;

struct Declared {
  std::string name;  // lower case, words separated by one space, arguments removed
  std::vector<std::int64_t> arguments;
};

// "VARCHAR (20)" -> varchar, 20. Arguments that are no numbers count as none.
Declared read_declared(std::string_view text) {
  Declared declared;
  std::string words;
  const std::size_t open = text.find('(');
  const std::size_t close = text.find(')', open == std::string_view::npos ? 0 : open);
  words = text.substr(0, open);
  if (open != std::string_view::npos && close != std::string_view::npos) {
    words += " ";
    words += text.substr(close + 1);
    for (const std::string& part : base::split(text.substr(open + 1, close - open - 1), ',')) {
      const std::string_view digits = base::trim(part);
      std::int64_t value = 0;
      const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
      if (error == std::errc() && end == digits.data() + digits.size()) declared.arguments.push_back(value);
    }
  }
  std::replace_if(
      words.begin(), words.end(), [](char c) { return c >= '\t' && c <= '\r'; }, ' ');
  for (const std::string& word : base::split(base::lower_ascii(words), ' ')) {
    if (word.empty()) continue;
    if (!declared.name.empty()) declared.name += " ";
    declared.name += word;
  }
  return declared;
}

struct Named {
  std::string_view name;
  TypeKind kind;
  int bits;
};

constexpr std::array kNames = std::to_array<Named>({
    {"smallint", TypeKind::integer, 16},
    {"int2", TypeKind::integer, 16},
    {"tinyint", TypeKind::integer, 16},
    {"int", TypeKind::integer, 32},
    {"integer", TypeKind::integer, 32},
    {"int4", TypeKind::integer, 32},
    {"mediumint", TypeKind::integer, 32},
    {"bigint", TypeKind::integer, 64},
    {"int8", TypeKind::integer, 64},
    {"big int", TypeKind::integer, 64},
    {"boolean", TypeKind::boolean, 0},
    {"bool", TypeKind::boolean, 0},
    {"numeric", TypeKind::decimal, 0},
    {"decimal", TypeKind::decimal, 0},
    {"dec", TypeKind::decimal, 0},
    {"real", TypeKind::real, 64},
    {"double", TypeKind::real, 64},
    {"double precision", TypeKind::real, 64},
    {"float", TypeKind::real, 64},
    {"float8", TypeKind::real, 64},
    {"float4", TypeKind::real, 32},
    {"blob", TypeKind::bytes, 0},
    {"bytea", TypeKind::bytes, 0},
    {"binary", TypeKind::bytes, 0},
    {"varbinary", TypeKind::bytes, 0},
    {"date", TypeKind::date, 0},
    {"time", TypeKind::time, 0},
    {"time without time zone", TypeKind::time, 0},
    {"timestamp", TypeKind::timestamp, 0},
    {"timestamp without time zone", TypeKind::timestamp, 0},
    {"datetime", TypeKind::timestamp, 0},
    {"timestamptz", TypeKind::timestamptz, 0},
    {"timestamp with time zone", TypeKind::timestamptz, 0},
    {"interval", TypeKind::interval, 0},
    {"uuid", TypeKind::uuid, 0},
    {"json", TypeKind::json, 0},
    {"jsonb", TypeKind::json, 0},
    {"inet", TypeKind::network, 0},
    {"cidr", TypeKind::network, 0},
    {"macaddr", TypeKind::network, 0},
    {"macaddr8", TypeKind::network, 0},
});

std::string without_sign(std::string name) {
  for (const std::string_view word : {"unsigned ", "signed "}) {
    if (name.starts_with(word)) return name.substr(word.size());
  }
  for (const std::string_view word : {" unsigned", " signed"}) {
    if (name.ends_with(word)) return name.substr(0, name.size() - word.size());
  }
  return name;
}

// SQLite's rule for TEXT affinity. INT is looked for first, as there.
bool has_text_affinity(const std::string& name) {
  if (name.find("int") != std::string::npos) return false;
  return name.find("char") != std::string::npos || name.find("clob") != std::string::npos ||
         name.find("text") != std::string::npos;
}

// Arguments that make no sense give an unsupported type rather than a wrong one.
std::optional<LogicalType> decimal_type(const Declared& declared) {
  LogicalType type = plain_type(TypeKind::decimal);
  if (declared.arguments.empty()) return type;
  const std::int64_t precision = declared.arguments[0];
  const std::int64_t scale = declared.arguments.size() > 1 ? declared.arguments[1] : 0;
  if (precision < 1 || precision > 1000 || scale < 0 || scale > base::Decimal::kMaxDigits ||
      scale > precision) {
    return std::nullopt;
  }
  type.precision = static_cast<int>(precision);
  type.scale = static_cast<int>(scale);
  return type;
}

// Without a length these are one character long, in standard SQL and on PostgreSQL; all others are unlimited.
bool is_one_character(std::string_view name) {
  constexpr std::array kCharacter =
      std::to_array<std::string_view>({"char", "character", "nchar", "national char", "national character"});
  return std::find(kCharacter.begin(), kCharacter.end(), name) != kCharacter.end();
}

LogicalType text_type(const Declared& declared) {
  LogicalType type = plain_type(TypeKind::text);
  if (declared.arguments.empty() && is_one_character(declared.name)) type.length = 1;
  if (!declared.arguments.empty() && declared.arguments[0] > 0 && declared.arguments[0] <= UINT32_MAX) {
    type.length = static_cast<std::uint32_t>(declared.arguments[0]);
  }
  return type;
}

}  // namespace

LogicalType sqlite_type(std::string_view declared_text) {
  const Declared declared = read_declared(declared_text);
  if (declared.name.empty()) return plain_type(TypeKind::text);
  const std::string name = without_sign(declared.name);
  for (const Named& named : kNames) {
    if (named.name != name) continue;
    if (named.kind == TypeKind::network) return network_type(named.name);
    if (named.kind != TypeKind::decimal) return plain_type(named.kind, named.bits);
    if (const auto type = decimal_type(declared)) return *type;
    break;
  }
  if (has_text_affinity(declared.name)) return text_type(declared);
  return unsupported_type(declared_text);
}

}  // namespace seedctl::schema

// Only types of pg_catalog are known by their names: a user's own type may be called "date" too. citext is an
// extension's.
#include "schema/postgres_types.h"

#include <array>
#include <string_view>

#include "base/array_text.h"
#include "schema/logical_types.h"

namespace seedctl::schema {
namespace {

using base::LogicalType;
using base::TypeKind;

struct Named {
  std::string_view name;
  TypeKind kind;
  int bits;
};

constexpr std::array kBuiltIn = std::to_array<Named>({
    {"bool", TypeKind::boolean, 0},
    {"int2", TypeKind::integer, 16},
    {"int4", TypeKind::integer, 32},
    {"int8", TypeKind::integer, 64},
    {"numeric", TypeKind::decimal, 0},
    {"float4", TypeKind::real, 32},
    {"float8", TypeKind::real, 64},
    {"text", TypeKind::text, 0},
    {"varchar", TypeKind::text, 0},
    {"bpchar", TypeKind::text, 0},
    {"bytea", TypeKind::bytes, 0},
    {"date", TypeKind::date, 0},
    {"time", TypeKind::time, 0},
    {"timestamp", TypeKind::timestamp, 0},
    {"timestamptz", TypeKind::timestamptz, 0},
    {"interval", TypeKind::interval, 0},
    {"uuid", TypeKind::uuid, 0},
    {"json", TypeKind::json, 0},
    {"jsonb", TypeKind::json, 0},
    {"inet", TypeKind::network, 0},
    {"cidr", TypeKind::network, 0},
    {"macaddr", TypeKind::network, 0},
    {"macaddr8", TypeKind::network, 0},
});

// PostgreSQL adds this to the modifiers of numeric, varchar and char.
constexpr int kModifierHeader = 4;

// numeric(p, s): p in the upper half, s in the lower 11 bits as a signed number. False where we cannot keep
// such values: a negative scale rounds to tens, and base::Decimal holds 38 digits after the point.
bool read_numeric(int modifier, LogicalType& type) {
  if (modifier < kModifierHeader) return true;
  const auto bits = static_cast<unsigned>(modifier - kModifierHeader);
  constexpr unsigned kScaleMask = 0x7ff, kScaleSign = 0x400;
  const int scale = static_cast<int>((bits & kScaleMask) ^ kScaleSign) - static_cast<int>(kScaleSign);
  const int precision = static_cast<int>(bits >> 16);
  if (scale < 0 || scale > base::Decimal::kMaxDigits || scale > precision) return false;
  type.precision = precision;
  type.scale = scale;
  return true;
}

LogicalType base_type(const PostgresType& type, int modifier, const std::string& declared) {
  LogicalType unsupported = unsupported_type(declared);
  if (type.kind == 'e') {
    LogicalType enumeration = plain_type(TypeKind::enumeration);
    enumeration.labels = type.labels;
    return enumeration;
  }
  if (type.kind == 'b' && type.name == "citext") return plain_type(TypeKind::text);
  if (type.kind != 'b' || !type.built_in) return unsupported;
  for (const Named& named : kBuiltIn) {
    if (named.name != type.name) continue;
    if (named.kind == TypeKind::network) return network_type(named.name);
    LogicalType logical = plain_type(named.kind, named.bits);
    if (named.kind == TypeKind::decimal && !read_numeric(modifier, logical)) return unsupported;
    if (named.kind == TypeKind::text && modifier > kModifierHeader) {
      logical.length = static_cast<std::uint32_t>(modifier - kModifierHeader);
    }
    return logical;
  }
  return unsupported;
}

// The elements' modifier is the array's. Those of a domain would have its rules, which are not looked at
// within an array.
LogicalType array_type(const PostgresTypes& types, Oid element, int modifier, const std::string& declared) {
  const auto found = types.find(element);
  if (found == types.end() || found->second.kind == 'd') return unsupported_type(declared);
  const LogicalType type = base_type(found->second, modifier, declared);
  return base::can_be_element(type) ? base::array_of(type) : unsupported_type(declared);
}

}  // namespace

ResolvedType resolve_postgres_type(const PostgresTypes& types, Oid oid, int modifier,
                                   const std::string& declared) {
  ResolvedType resolved;
  auto found = types.find(oid);
  // A domain over a domain: PostgreSQL forbids circles.
  while (found != types.end() && found->second.kind == 'd') {
    const PostgresType& domain = found->second;
    resolved.not_null |= domain.not_null;
    resolved.has_default |= domain.has_default;
    resolved.checks.insert(resolved.checks.end(), domain.checks.begin(), domain.checks.end());
    modifier = domain.base_modifier;
    resolved.base_name = domain.base_name;
    found = types.find(domain.base);
  }
  if (found == types.end()) {
    resolved.type = unsupported_type(declared);
    return resolved;
  }
  if (found->second.element != 0) {
    resolved.type = array_type(types, found->second.element, modifier, declared);
    return resolved;
  }
  resolved.type = base_type(found->second, modifier, declared);
  resolved.ignores_case = found->second.kind == 'b' && found->second.name == "citext";
  return resolved;
}

}  // namespace seedctl::schema

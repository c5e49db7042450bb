// Shorthands for logical types without arguments.
#pragma once

#include <string>
#include <string_view>

#include "base/value.h"

namespace seedctl::schema {

inline base::LogicalType plain_type(base::TypeKind kind, int bits = 0) {
  base::LogicalType type;
  type.kind = kind;
  type.bits = bits;
  return type;
}

// inet, cidr, macaddr or macaddr8.
inline base::LogicalType network_type(std::string_view name) {
  base::LogicalType type = plain_type(base::TypeKind::network);
  type.raw = name;
  return type;
}

// `raw`: the engine's own name of the type.
inline base::LogicalType unsupported_type(std::string_view raw) {
  base::LogicalType type = plain_type(base::TypeKind::unsupported);
  type.raw = raw;
  return type;
}

}  // namespace seedctl::schema

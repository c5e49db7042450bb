// Logical types from PostgreSQL's, through any chain of domains.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "base/value.h"

namespace seedctl::schema {

using Oid = std::uint32_t;

// A type as pg_type has it, with what belongs to it.
struct PostgresType {
  struct NamedCheck {
    std::string name;
    std::string expression;  // over VALUE
  };
  std::string name;                 // pg_type.typname
  char kind = 'b';                  // base, domain or enum ('b', 'd', 'e', and others that are not supported)
  bool built_in = false;            // of pg_catalog
  Oid base = 0;                     // of a domain
  Oid element = 0;                  // of an array
  int base_modifier = -1;           // of a domain
  std::string base_name;            // of a domain: as expressions print it, without modifier
  bool not_null = false;            // of a domain
  bool has_default = false;         // of a domain
  std::vector<NamedCheck> checks;   // of a domain
  std::vector<std::string> labels;  // of an enum, in order
};

using PostgresTypes = std::map<Oid, PostgresType>;

// A column's type with its domains resolved.
struct ResolvedType {
  base::LogicalType type;
  bool not_null = false;
  bool has_default = false;
  bool ignores_case = false;  // citext
  std::string base_name;      // of a domain: its base type's name as expressions print it
  std::vector<PostgresType::NamedCheck> checks;
};

// `declared` names the type where it is unsupported. `modifier` is pg_attribute.atttypmod.
ResolvedType resolve_postgres_type(const PostgresTypes& types, Oid oid, int modifier,
                                   const std::string& declared);

}  // namespace seedctl::schema

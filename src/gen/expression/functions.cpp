// The whole table, sorted by name, and the names of types.
#include "gen/expression/functions.h"

#include <algorithm>

#include "gen/expression/function_table.h"

namespace seedctl::gen {
namespace {

const std::vector<Function>& table() {
  static const std::vector<Function> functions = [] {
    std::vector<Function> all;
    add_comparisons(all);
    add_integer_functions(all);
    add_decimal_functions(all);
    add_real_functions(all);
    add_text_functions(all);
    add_time_functions(all);
    std::stable_sort(all.begin(), all.end(),
                     [](const Function& a, const Function& b) { return a.name < b.name; });
    return all;
  }();
  return functions;
}

}  // namespace

Signature signature_of(const base::LogicalType& type) {
  const bool has_width = type.kind == base::TypeKind::integer || type.kind == base::TypeKind::real;
  return {type.kind, has_width ? type.bits : 0};
}

base::LogicalType type_of(const Signature& signature) {
  base::LogicalType type;
  type.kind = signature.kind;
  type.bits = signature.bits;
  return type;
}

std::string_view type_name(const Signature& signature) {
  switch (signature.kind) {
    case base::TypeKind::boolean:
      return "boolean";
    case base::TypeKind::integer:
      if (signature.bits == 16) return "smallint";
      return signature.bits == 32 ? "integer" : "bigint";
    case base::TypeKind::decimal:
      return "numeric";
    case base::TypeKind::real:
      return signature.bits == 32 ? "real" : "double precision";
    case base::TypeKind::text:
      return "text";
    case base::TypeKind::bytes:
      return "bytea";
    case base::TypeKind::date:
      return "date";
    case base::TypeKind::time:
      return "time";
    case base::TypeKind::timestamp:
      return "timestamp";
    case base::TypeKind::timestamptz:
      return "timestamp with time zone";
    case base::TypeKind::interval:
      return "interval";
    case base::TypeKind::uuid:
      return "uuid";
    case base::TypeKind::json:
      return "json";
    case base::TypeKind::enumeration:
      return "enumeration";
    case base::TypeKind::network:
      return "network";
    case base::TypeKind::array:
      return "array";
    case base::TypeKind::unsupported:
      break;
  }
  return "unknown";
}

std::span<const Function> functions() { return table(); }

std::span<const Function> functions_named(std::string_view name) {
  const auto first = std::lower_bound(table().begin(), table().end(), name,
                                      [](const Function& a, std::string_view b) { return a.name < b; });
  const auto last = std::find_if(first, table().end(), [&](const Function& a) { return a.name != name; });
  return {first, last};
}

}  // namespace seedctl::gen

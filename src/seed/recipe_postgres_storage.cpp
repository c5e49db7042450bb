// Domains are seen through: what they stand for decides.
#include "seed/recipe_postgres_storage.h"

#include <string_view>

#include "seed/recipe_postgres_catalog.h"

namespace seedctl::seed::postgres_storage {

using postgres_catalog::stored_type;

namespace {

constexpr int kFloatBits = 32;

// Types as format_type() has them: character(3), bpchar, timestamp(0) without time zone, interval day to
// second(3).
bool is_padded(std::string_view type) { return type.starts_with("character(") || type == "bpchar"; }

bool cuts_fields(std::string_view type) {
  const auto all_fields = [&type] { return type == "interval" || type.starts_with("interval("); };
  return type.starts_with("interval") && !all_fields() && type.find("second") == std::string_view::npos;
}

int second_digits_of(std::string_view type) {
  const std::size_t open = type.find('(');
  if (open == std::string_view::npos || open + 1 == type.size()) return ColumnLimits::kMicroseconds;
  const int digits = type[open + 1] - '0';
  return digits >= 0 && digits < ColumnLimits::kMicroseconds ? digits : ColumnLimits::kMicroseconds;
}

}  // namespace

std::string cannot_store(db::Connection& connection, const base::LogicalType& type,
                         const schema::Column& live) {
  if (type.kind == base::TypeKind::real && type.bits != kFloatBits && live.type.bits == kFloatBits) {
    return "PostgreSQL's real keeps some 7 digits of " + type.str() + "; declare it double precision";
  }
  if (type.kind == base::TypeKind::decimal && type.precision > 0 && live.type.precision > 0 &&
      type.scale > live.type.scale) {
    return "PostgreSQL rounds " + type.str() + " to " + live.type.str();
  }
  if (type.kind == base::TypeKind::interval && cuts_fields(stored_type(connection, live))) {
    return "PostgreSQL cuts what " + stored_type(connection, live) + " does not name; declare it interval";
  }
  return {};
}

ColumnLimits limits_of(db::Connection& connection, const schema::Column& live) {
  ColumnLimits limits;
  switch (live.type.kind) {
    case base::TypeKind::text:
      limits.drops_trailing_spaces = is_padded(stored_type(connection, live));
      break;
    case base::TypeKind::time:
    case base::TypeKind::timestamp:
    case base::TypeKind::timestamptz:
    case base::TypeKind::interval:
      limits.second_digits = second_digits_of(stored_type(connection, live));
      break;
    default:
      break;
  }
  return limits;
}

}  // namespace seedctl::seed::postgres_storage

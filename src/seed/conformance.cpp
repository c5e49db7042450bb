// What the profile was resolved against (the snapshot, perhaps) and the database may have drifted apart.
#include "seed/conformance.h"

#include <algorithm>

#include "base/column_batch.h"
#include "base/text.h"

namespace seedctl::seed {

namespace {

constexpr const char* kMigrateHint =
    "run `seedctl migrate`, so that the database has the schema of the profile";

[[noreturn]] void fail(base::ErrorCode code, const base::SourcePosition& position, std::string message,
                       std::string hint = {}) {
  base::Error error(code, position, std::move(message));
  error.hint = std::move(hint);
  throw error;
}

// Kinds of one storage that engines tell apart and others do not: an enumeration is text on SQLite.
bool fits(base::TypeKind wanted, base::TypeKind live) {
  if (wanted == live) return true;
  const auto is_time = [](base::TypeKind kind) {
    return kind == base::TypeKind::timestamp || kind == base::TypeKind::timestamptz;
  };
  const auto is_text = [](base::TypeKind kind) {
    return kind == base::TypeKind::text || kind == base::TypeKind::enumeration;
  };
  return (is_time(wanted) && is_time(live)) || (is_text(wanted) && is_text(live));
}

void require_column(const profile::ResolvedTable& table, const profile::ResolvedColumn& column,
                    const schema::Table& live, const Recipe& recipe) {
  const std::string name = table.name + "." + column.name;
  const schema::Column* found = live.column(column.name);
  if (found == nullptr) {
    fail(base::ErrorCode::failed, column.position, name + ": there is no such column in the database",
         kMigrateHint);
  }
  if (found->generated == schema::Column::Generated::computed) {
    fail(base::ErrorCode::failed, column.position,
         name + " is computed by the database and cannot be written", "leave the column out of the profile");
  }
  if (!fits(column.type.kind, found->type.kind)) {
    fail(base::ErrorCode::failed, column.position,
         name + " is " + found->type.str() + " in the database, the profile makes " + column.type.str(),
         kMigrateHint);
  }
  if (std::string reason = recipe.cannot_store(column.type, *found); !reason.empty()) {
    fail(base::ErrorCode::refused, column.position, name + " cannot keep its values: " + reason);
  }
}

}  // namespace

const schema::Table& require_storable(const profile::ResolvedTable& table, const schema::Schema& live,
                                      Recipe& recipe) {
  const schema::Table* found = live.table(table.name);
  if (found == nullptr) {
    fail(base::ErrorCode::failed, table.position, table.name + ": there is no such table in the database",
         kMigrateHint);
  }
  if (!found->not_loadable.empty()) {
    fail(base::ErrorCode::refused, table.position,
         table.name + " cannot be seeded: it is " + found->not_loadable);
  }
  if (std::string reason = recipe.hides_rows(*found); !reason.empty()) {
    fail(base::ErrorCode::refused, table.position,
         table.name + " cannot be seeded: " + reason + ", which may hide rows from it",
         "seed as the table's owner (without FORCE ROW LEVEL SECURITY) or as a role with BYPASSRLS");
  }
  for (const profile::ResolvedColumn& column : table.columns) require_column(table, column, *found, recipe);
  for (const schema::Column& column : found->columns) {
    const auto is_it = [&column](const profile::ResolvedColumn& filled) {
      return filled.name == column.name;
    };
    const bool filled = std::any_of(table.columns.begin(), table.columns.end(), is_it);
    const bool by_engine = column.has_default || column.generated != schema::Column::Generated::none;
    if (!filled && !column.nullable && !by_engine) {
      fail(base::ErrorCode::failed, table.position,
           table.name + "." + column.name +
               " is NOT NULL and has no default, but the profile does not fill it",
           "give the column a generator; where schema.lock.json is older than the database, run `seedctl "
           "migrate`");
    }
  }
  return *found;
}

CellGuard guard_cells(const profile::ResolvedTable& table, const schema::Table& live, const Recipe& recipe) {
  std::vector<ColumnLimits> limits;
  for (const profile::ResolvedColumn& column : table.columns) {
    const schema::Column* found = live.column(column.name);
    limits.push_back(found == nullptr ? ColumnLimits{} : recipe.limits_of(*found));
  }
  return {table, std::move(limits)};
}

}  // namespace seedctl::seed

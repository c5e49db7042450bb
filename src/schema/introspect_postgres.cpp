// PostgreSQL's catalog: eight queries whatever the number of tables, put together by oid. The queries are in
// postgres_catalog, the types in postgres_types.
#include <algorithm>
#include <charconv>
#include <map>

#include "schema/introspect_engines.h"
#include "schema/postgres_catalog.h"
#include "schema/postgres_expression.h"
#include "schema/postgres_types.h"
#include "schema/tokens.h"
#include "sql/dialect.h"

namespace seedctl::schema {
namespace {

template <typename Number>
Number number(const db::Row& row, std::size_t i) {
  const std::string& text = cell(row, i);
  Number value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}
Oid oid(const db::Row& row, std::size_t i) { return number<Oid>(row, i); }
bool flag(const db::Row& row, std::size_t i) { return cell(row, i) == "1" || cell(row, i) == "t"; }

struct Draft {
  Table table;
  std::vector<std::string> column_names;
  std::vector<std::string> numbered;           // columns whose sequence is known
  std::vector<std::string> case_blind;         // columns of type citext
  std::map<std::string, std::string> base_of;  // columns of domains: their base types
};
using Drafts = std::map<Oid, Draft>;

Drafts read_tables(db::Connection& connection, const std::vector<base::Value>& schema) {
  enum { kOid, kName, kKind, kInherited };
  Drafts drafts;
  for (const db::Row& row : connection.query(postgres_catalog::tables(), schema)) {
    Table& table = drafts[oid(row, kOid)].table;
    table.schema = std::get<std::string>(schema[0]);
    table.name = cell(row, kName);
    if (cell(row, kKind) == "f") table.not_loadable = "a foreign table";
    if (flag(row, kInherited)) table.not_loadable = "a table that others inherit from";
  }
  return drafts;
}

PostgresTypes read_types(db::Connection& connection, const std::vector<base::Value>& schema) {
  enum { kOid, kName, kKind, kBuiltIn, kBase, kBaseModifier, kNotNull, kHasDefault, kBaseName, kElement };
  PostgresTypes types;
  for (const db::Row& row : connection.query(postgres_catalog::types(), schema)) {
    PostgresType& type = types[oid(row, kOid)];
    type.name = cell(row, kName);
    type.kind = cell(row, kKind).empty() ? '?' : cell(row, kKind)[0];
    type.built_in = flag(row, kBuiltIn);
    type.base = oid(row, kBase);
    type.element = oid(row, kElement);
    type.base_modifier = number<int>(row, kBaseModifier);
    type.not_null = flag(row, kNotNull);
    type.has_default = flag(row, kHasDefault);
    if (type.kind == 'd') type.base_name = cell(row, kBaseName);
  }
  for (const db::Row& row : connection.query(postgres_catalog::labels())) {
    if (const auto type = types.find(oid(row, 0)); type != types.end())
      type->second.labels.push_back(cell(row, 1));
  }
  for (const db::Row& row : connection.query(postgres_catalog::domain_checks())) {
    const auto type = types.find(oid(row, 0));
    if (type != types.end()) type->second.checks.push_back({cell(row, 1), cell(row, 2)});
  }
  return types;
}

void add_check(Table& table, std::string name, std::string expression, const std::string& readable) {
  std::vector<sql::CheckFact> facts = sql::check_facts(readable);
  table.checks.push_back({std::move(name), std::move(expression), std::move(facts)});
}

// `default null` and `default null::text` are no default: the column is NULL either way.
bool is_a_default(const std::string& text) {
  return !text.empty() && text != "NULL" && !text.starts_with("NULL::");
}

void add_column(Draft& draft, const PostgresTypes& types, const db::Row& row) {
  enum { kTable, kName, kDeclared, kType, kModifier, kNotNull, kIdentity, kGenerated, kDefault, kSequence };
  Column column;
  column.name = cell(row, kName);
  column.declared_type = cell(row, kDeclared);
  ResolvedType resolved =
      resolve_postgres_type(types, oid(row, kType), number<int>(row, kModifier), column.declared_type);
  column.type = std::move(resolved.type);
  column.nullable = !flag(row, kNotNull) && !resolved.not_null;
  const std::string& expression = cell(row, kDefault);
  if (cell(row, kIdentity) == "a") {
    column.generated = Column::Generated::identity_always;
  } else if (!cell(row, kGenerated).empty()) {
    column.generated = Column::Generated::computed;
  } else if (cell(row, kIdentity) == "d" || expression.starts_with("nextval(")) {
    column.generated = Column::Generated::auto_number;
  }
  column.has_default =
      column.generated != Column::Generated::none || is_a_default(expression) || resolved.has_default;
  for (const PostgresType::NamedCheck& check : resolved.checks) {
    const std::string plain = without_base_casts(check.expression, {{"VALUE", resolved.base_name}});
    add_check(draft.table, check.name, about_column(check.expression, column.name),
              about_column(plain, column.name));
  }
  if (flag(row, kSequence)) draft.numbered.push_back(column.name);
  draft.column_names.push_back(column.name);
  draft.base_of[column.name] = resolved.base_name;
  if (resolved.ignores_case) draft.case_blind.push_back(column.name);
  draft.table.columns.push_back(std::move(column));
}

struct KeyDraft {
  UniqueKey key;
  bool partial = false, expression = false, ignores_case = false, nulls_not_distinct = false;
};

void add_key_part(const Draft& draft, KeyDraft& key, const db::Row& row) {
  enum { kColumn = 7, kExpression, kOwnEquality };
  std::vector<std::string> named{cell(row, kColumn)};
  const std::string* column_itself =
      named[0].empty()
          ? column_but_for_case(cell(row, kExpression), base::Engine::postgres, draft.column_names)
          : nullptr;
  if (column_itself != nullptr) {
    key.ignores_case = true;
    named = {*column_itself};
  } else if (named[0].empty()) {
    key.expression = true;
    named = columns_in(cell(row, kExpression), base::Engine::postgres, draft.column_names);
  }
  if (flag(row, kOwnEquality)) key.ignores_case = true;
  for (std::string& column : named) {
    const auto& blind = draft.case_blind;
    if (std::find(blind.begin(), blind.end(), column) != blind.end()) key.ignores_case = true;
    auto& columns = key.key.columns;
    if (std::find(columns.begin(), columns.end(), column) == columns.end())
      columns.push_back(std::move(column));
  }
}

void read_unique_keys(db::Connection& connection, const std::vector<base::Value>& schema, Drafts& drafts) {
  enum { kTable, kIndex, kName, kPrimary, kPartial, kNullsNotDistinct, kConstraint };
  std::map<std::pair<Oid, Oid>, KeyDraft> keys;
  for (const db::Row& row : connection.query(postgres_catalog::unique_keys(), schema)) {
    KeyDraft& key = keys[{oid(row, kTable), oid(row, kIndex)}];
    key.key.name = cell(row, kName);
    key.key.primary = flag(row, kPrimary);
    key.key.is_constraint = flag(row, kConstraint);
    key.partial = flag(row, kPartial);
    key.nulls_not_distinct = flag(row, kNullsNotDistinct);
    add_key_part(drafts.at(oid(row, kTable)), key, row);
  }
  for (auto& [where, key] : keys) {
    if (key.partial)
      key.key.special = kPartialKey;
    else if (key.expression)
      key.key.special = kExpressionKey;
    else if (key.ignores_case)
      key.key.special = kCaseKey;
    else if (key.nulls_not_distinct)
      key.key.special = kNullsKey;
    drafts.at(where.first).table.unique_keys.push_back(std::move(key.key));
  }
}

ForeignKey::Action action_of(const std::string& code) {
  if (code == "c") return ForeignKey::Action::cascade;
  if (code == "n") return ForeignKey::Action::set_null;
  if (code == "d") return ForeignKey::Action::set_default;
  if (code == "r") return ForeignKey::Action::restrict;
  return ForeignKey::Action::no_action;
}

void read_foreign_keys(db::Connection& connection, const std::vector<base::Value>& schema, Drafts& drafts) {
  enum { kTable, kConstraint, kName, kParentSchema, kParent, kOnDelete, kDeferrable, kColumn, kParentColumn };
  std::map<std::pair<Oid, Oid>, ForeignKey> keys;
  for (const db::Row& row : connection.query(postgres_catalog::foreign_keys(), schema)) {
    ForeignKey& key = keys[{oid(row, kTable), oid(row, kConstraint)}];
    key.name = cell(row, kName);
    key.parent = cell(row, kParent);
    const std::string& own_schema = drafts.at(oid(row, kTable)).table.schema;
    key.parent_schema = cell(row, kParentSchema) == own_schema ? "" : cell(row, kParentSchema);
    key.on_delete = action_of(cell(row, kOnDelete));
    key.deferrable = flag(row, kDeferrable);
    key.columns.push_back(cell(row, kColumn));
    key.parent_columns.push_back(cell(row, kParentColumn));
  }
  for (auto& [where, key] : keys) drafts.at(where.first).table.foreign_keys.push_back(std::move(key));
}

bool has_movable_sequence(const Draft& draft) {
  const Table& table = draft.table;
  const UniqueKey* key = table.primary_key();
  if (key == nullptr || key->columns.size() != 1) return false;
  const Column* column = table.column(key->columns[0]);
  const auto& numbered = draft.numbered;
  return std::find(numbered.begin(), numbered.end(), column->name) != numbered.end() &&
         column->type.kind == base::TypeKind::integer &&
         (column->generated == Column::Generated::auto_number ||
          column->generated == Column::Generated::identity_always);
}

}  // namespace

Schema introspect_postgres(db::Connection& connection, const std::string& schema_name) {
  const std::vector<base::Value> schema{schema_name};
  Drafts drafts = read_tables(connection, schema);
  const PostgresTypes types = read_types(connection, schema);
  // A table made between two statements is not in the drafts; inside a snapshot there is none.
  for (const db::Row& row : connection.query(postgres_catalog::columns(), schema)) {
    if (const auto draft = drafts.find(oid(row, 0)); draft != drafts.end())
      add_column(draft->second, types, row);
  }
  for (const db::Row& row : connection.query(postgres_catalog::checks(), schema)) {
    if (const auto draft = drafts.find(oid(row, 0)); draft != drafts.end()) {
      const std::string& expression = cell(row, 2);
      add_check(draft->second.table, cell(row, 1), expression,
                without_base_casts(expression, draft->second.base_of));
    }
  }
  read_unique_keys(connection, schema, drafts);
  read_foreign_keys(connection, schema, drafts);
  Schema result;
  for (auto& [id, draft] : drafts) {
    draft.table.can_reserve_numbers = has_movable_sequence(draft);
    result.tables.push_back(std::move(draft.table));
  }
  return result;
}

}  // namespace seedctl::schema

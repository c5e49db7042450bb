// SQLite's catalog: the table-valued pragmas joined to the list of tables, so that every question is one
// statement whatever the number of tables, and hostile names are values, never SQL. The text of CREATE TABLE
// says the rest.
#include <algorithm>
#include <charconv>
#include <map>
#include <set>

#include "base/text.h"
#include "schema/introspect_engines.h"
#include "schema/logical_types.h"
#include "schema/sqlite_ddl.h"
#include "schema/sqlite_types.h"
#include "schema/tokens.h"
#include "sql/dialect.h"

namespace seedctl::schema {
namespace {

// Shadow tables belong to their virtual table; sqlite_% is SQLite's own (sqlite_sequence, sqlite_stat1).
constexpr const char* kAllTables = R"(
  from pragma_table_list l
  join main.sqlite_schema s on s.type = 'table' and s.name = l.name
 where l.schema = 'main' and l.type in ('table', 'virtual') and l.name not like 'sqlite\_%' escape '\')";

// Asking a virtual table for its columns fails where its module is not there; they cannot be loaded anyway.
constexpr const char* kRealTables = R"(
  (select name from pragma_table_list
    where schema = 'main' and type = 'table' and name not like 'sqlite\_%' escape '\') l)";

// What is known of a table while it is put together.
struct Draft {
  Table table;
  SqliteTableText text;
  std::vector<std::string> column_names;
  std::map<int, std::string> key_by_position;  // of the primary key, from 1
};

using Drafts = std::map<std::string, Draft>;

int number(const db::Row& row, std::size_t i) {
  const std::string& text = cell(row, i);
  int value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

Drafts read_tables(db::Connection& connection) {
  Drafts drafts;
  const std::string sql = std::string("select l.name, l.type, s.sql") + kAllTables;
  for (const db::Row& row : connection.query(sql)) {
    Draft& draft = drafts[cell(row, 0)];
    draft.table.schema = "main";
    draft.table.name = cell(row, 0);
    if (cell(row, 1) == "virtual") {
      draft.table.not_loadable = "a virtual table";
    } else {
      draft.text = read_sqlite_table(cell(row, 2));
    }
  }
  return drafts;
}

// `default null` is no default: the column is NULL either way.
bool is_a_default(const std::string& text) {
  return !text.empty() && base::lower_ascii(base::trim(text)) != "null";
}

void read_columns(db::Connection& connection, Drafts& drafts) {
  const std::string sql = std::string(R"(
select l.name, c.name, c.type, c."notnull", c.dflt_value, c.pk, c.hidden from)") +
                          kRealTables + R"(
  join pragma_table_xinfo(l.name, 'main') c
 order by l.name, c.cid)";
  enum { kTable, kName, kType, kNotNull, kDefault, kKeyPosition, kHidden };
  for (const db::Row& row : connection.query(sql)) {
    Draft& draft = drafts.at(cell(row, kTable));
    Column column;
    column.name = cell(row, kName);
    column.declared_type = cell(row, kType);
    const bool computed = number(row, kHidden) != 0;  // 2 and 3: GENERATED ... VIRTUAL and STORED
    // "integer GENERATED ALWAYS": SQLite counts the words before the parenthesis to the type of a computed
    // column.
    std::string declared = column.declared_type;
    if (const auto at = base::lower_ascii(declared).rfind("generated always");
        computed && at != std::string::npos) {
      declared = std::string(base::trim(std::string_view(declared).substr(0, at)));
    }
    column.type = sqlite_type(declared);
    const int key_position = number(row, kKeyPosition);
    column.nullable = number(row, kNotNull) == 0 && key_position == 0;
    column.has_default = computed || is_a_default(cell(row, kDefault));
    if (computed) column.generated = Column::Generated::computed;
    if (key_position > 0) draft.key_by_position[key_position] = column.name;
    draft.column_names.push_back(column.name);
    draft.table.columns.push_back(std::move(column));
  }
}

struct IndexDraft {
  UniqueKey key;
  bool partial = false;
  bool expression = false;
  bool own_order = false;  // a collation other than BINARY
};

void add_index_part(const Draft& draft, IndexDraft& index, const db::Row& row) {
  enum { kIndexSql = 5, kPosition, kColumnId, kColumn, kCollation };
  constexpr int kExpression = -2;  // -1 is the rowid, which no declared unique key holds
  std::vector<std::string> named;
  if (number(row, kColumnId) == kExpression) {
    const std::vector<std::string> parts = sqlite_index_parts(cell(row, kIndexSql));
    const auto position = static_cast<std::size_t>(number(row, kPosition));
    const std::string part = position < parts.size() ? parts[position] : "";
    if (const std::string* column = column_but_for_case(part, base::Engine::sqlite, draft.column_names)) {
      index.own_order = true;
      named = {*column};
    } else {
      index.expression = true;
      named = columns_in(part, base::Engine::sqlite, draft.column_names);
    }
  } else {
    named.push_back(cell(row, kColumn));
  }
  if (base::lower_ascii(cell(row, kCollation)) != "binary") index.own_order = true;
  for (std::string& column : named) {
    auto& columns = index.key.columns;
    if (std::find(columns.begin(), columns.end(), column) == columns.end())
      columns.push_back(std::move(column));
  }
}

void read_unique_keys(db::Connection& connection, Drafts& drafts) {
  const std::string sql = std::string(R"(
select l.name, i.name, i.origin, i.partial, i.seq, d.sql, k.seqno, k.cid, k.name, k.coll from)") +
                          kRealTables + R"(
  join pragma_index_list(l.name, 'main') i
  join pragma_index_xinfo(i.name, 'main') k
  left join main.sqlite_schema d on d.type = 'index' and d.name = i.name
 where i."unique" = 1 and k.key = 1
 order by l.name, i.seq, k.seqno)";
  enum { kTable, kIndex, kOrigin, kPartial };
  std::map<std::string, IndexDraft> indexes;
  std::map<std::string, std::string> table_of;
  for (const db::Row& row : connection.query(sql)) {
    IndexDraft& index = indexes[cell(row, kIndex)];
    table_of[cell(row, kIndex)] = cell(row, kTable);
    index.key.name = cell(row, kIndex);
    index.key.primary = cell(row, kOrigin) == "pk";
    index.key.is_constraint = cell(row, kOrigin) != "c";
    index.partial = number(row, kPartial) != 0;
    add_index_part(drafts.at(cell(row, kTable)), index, row);
  }
  for (auto& [name, index] : indexes) {
    if (index.partial)
      index.key.special = kPartialKey;
    else if (index.expression)
      index.key.special = kExpressionKey;
    else if (index.own_order)
      index.key.special = kCaseKey;
    drafts.at(table_of[name]).table.unique_keys.push_back(std::move(index.key));
  }
}

// The rowid's alias has no index of its own: it is the single-column primary key of a rowid table that has
// none.
void settle_primary_key(Draft& draft) {
  Table& table = draft.table;
  if (draft.key_by_position.empty() || table.primary_key() != nullptr) return;
  UniqueKey key{.name = "", .columns = {}, .primary = true, .special = "", .is_constraint = true};
  for (const auto& [position, column] : draft.key_by_position) key.columns.push_back(column);
  if (key.columns.size() == 1) {
    for (Column& column : table.columns) {
      if (column.name != key.columns[0]) continue;
      column.type = plain_type(base::TypeKind::integer, 64);
      column.generated = Column::Generated::auto_number;
      column.has_default = true;
      table.can_reserve_numbers = draft.text.autoincrement;
    }
  }
  table.unique_keys.push_back(std::move(key));
}

ForeignKey::Action action_of(const std::string& text) {
  if (text == "CASCADE") return ForeignKey::Action::cascade;
  if (text == "SET NULL") return ForeignKey::Action::set_null;
  if (text == "SET DEFAULT") return ForeignKey::Action::set_default;
  if (text == "RESTRICT") return ForeignKey::Action::restrict;
  return ForeignKey::Action::no_action;
}

// Names of tables and columns mean the same in any case; the model has them as they were declared.
const Draft* find_table(const Drafts& drafts, const std::string& name) {
  if (const auto exact = drafts.find(name); exact != drafts.end()) return &exact->second;
  const std::string lower = base::lower_ascii(name);
  for (const auto& [other, draft] : drafts) {
    if (base::lower_ascii(other) == lower) return &draft;
  }
  return nullptr;
}

std::string declared_column(const Draft* draft, const std::string& name) {
  if (draft == nullptr) return name;
  const std::string* column = column_named(name, draft->column_names);
  return column == nullptr ? name : *column;
}

void read_foreign_keys(db::Connection& connection, Drafts& drafts) {
  const std::string sql = std::string(R"(
select l.name, f.id, f."table", f."from", f."to", f.on_delete from)") +
                          kRealTables + R"(
  join pragma_foreign_key_list(l.name, 'main') f
 order by l.name, f.id, f.seq)";
  enum { kTable, kId, kParent, kFrom, kTo, kOnDelete };
  std::map<std::string, std::map<int, ForeignKey>> keys;
  for (const db::Row& row : connection.query(sql)) {
    ForeignKey& key = keys[cell(row, kTable)][number(row, kId)];
    const Draft* parent = find_table(drafts, cell(row, kParent));
    key.parent = parent == nullptr ? cell(row, kParent) : parent->table.name;
    key.on_delete = action_of(cell(row, kOnDelete));
    key.columns.push_back(declared_column(&drafts.at(cell(row, kTable)), cell(row, kFrom)));
    if (row.at(kTo)) key.parent_columns.push_back(declared_column(parent, *row[kTo]));
  }
  for (auto& [name, of_table] : keys) {
    Draft& draft = drafts.at(name);
    const std::vector<bool>& deferrable = draft.text.deferrable;
    for (auto& [id, key] : of_table) {
      const Draft* parent = find_table(drafts, key.parent);
      if (key.parent_columns.empty() && parent != nullptr) {
        for (const auto& [position, column] : parent->key_by_position) key.parent_columns.push_back(column);
      }
      // SQLite numbers foreign keys backwards: 0 is the last one written.
      if (deferrable.size() == of_table.size())
        key.deferrable = deferrable[deferrable.size() - 1 - static_cast<std::size_t>(id)];
      draft.table.foreign_keys.push_back(std::move(key));
    }
  }
}

void add_checks(Draft& draft) {
  for (SqliteTableText::NamedCheck& check : draft.text.checks) {
    const std::string readable = as_postgres_expression(check.expression, draft.column_names);
    draft.table.checks.push_back(
        {std::move(check.name), std::move(check.expression), sql::check_facts(readable)});
  }
}

}  // namespace

Schema introspect_sqlite(db::Connection& connection) {
  Drafts drafts = read_tables(connection);
  read_columns(connection, drafts);
  read_unique_keys(connection, drafts);
  for (auto& [name, draft] : drafts) settle_primary_key(draft);
  read_foreign_keys(connection, drafts);
  Schema schema;
  for (auto& [name, draft] : drafts) {
    add_checks(draft);
    schema.tables.push_back(std::move(draft.table));
  }
  return schema;
}

std::vector<std::string> views_in_sqlite(db::Connection& connection) {
  std::vector<std::string> names;
  for (const db::Row& row :
       connection.query("select name from main.sqlite_schema where type = 'view' order by name"))
    names.push_back(cell(row, 0));
  return names;
}

bool table_exists_in_sqlite(db::Connection& connection, const db::TableName& table) {
  const std::string catalog = sql::qualified(table.schema.empty() ? "main" : table.schema, "sqlite_schema");
  const std::vector<base::Value> name{table.name};
  return !connection
              .query("select 1 from " + catalog + " where type = 'table' and name = $1 collate nocase", name)
              .empty();
}

// A root page is given to the next table that is made, and VACUUM moves it; the number beside it grows with
// every change of the schema.
std::string identity_in_sqlite(db::Connection& connection, const db::TableName& table) {
  const std::vector<base::Value> name{table.name};
  const auto rows = connection.query(
      "select s.rootpage || '/' || v.schema_version from main.sqlite_schema s, pragma_schema_version v where "
      "s.type = 'table' and s.name = $1",
      name);
  return rows.empty() ? "" : cell(rows[0], 0);
}

std::vector<std::string> column_names_in_sqlite(db::Connection& connection, const db::TableName& table) {
  const std::vector<base::Value> name{table.name, table.schema.empty() ? "main" : table.schema};
  std::vector<std::string> names;
  for (const db::Row& row : connection.query("select name from pragma_table_info($1, $2) order by cid", name))
    names.push_back(cell(row, 0));
  return names;
}

bool is_empty_sqlite(db::Connection& connection, const std::vector<std::string>& own_tables) {
  std::set<std::string> own;
  for (const std::string& name : own_tables) own.insert(base::lower_ascii(name));
  const auto rows = connection.query(
      R"(select name from main.sqlite_schema where type in ('table', 'view') and name not like 'sqlite\_%' escape '\')");
  return std::all_of(rows.begin(), rows.end(),
                     [&](const db::Row& row) { return own.contains(base::lower_ascii(cell(row, 0))); });
}

}  // namespace seedctl::schema

// Profiles written in a test, resolved against the bike rental's schema or one made for the occasion.
#pragma once

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/hash.h"
#include "profile/document.h"
#include "profile/resolve.h"
#include "schema/snapshot.h"
#include "sql/check_facts.h"
#include "support/source_tree.h"
#include "support/temp_dir.h"

namespace seedctl::test {

inline schema::Schema rental() {
  return schema::from_snapshot(read_source("tests/schema/rental.lock.json"), "rental.lock.json");
}

inline profile::ResolveOptions plain_options() {
  profile::ResolveOptions options;
  options.today = *base::Date::parse("2025-06-01");
  return options;
}

inline profile::Document document_of(const std::string& yaml, const std::string& base = {}) {
  const TempDir folder;
  folder.write_file("p.yaml", yaml);
  if (!base.empty()) folder.write_file("base.yaml", base);
  return profile::load_profile(folder.path(), "p");
}

inline profile::ResolvedProfile resolved(const std::string& yaml, const schema::Schema& schema = rental(),
                                         const profile::ResolveOptions& options = plain_options()) {
  return profile::resolve(document_of(yaml), schema, options);
}

// "3:14: message" of the error that ends the work, the file's name left out; "" where nothing is refused.
template <typename Work>
std::string refusal(Work work) {
  try {
    work();
  } catch (const base::Error& error) {
    if (!error.position()) return error.message();
    const base::SourcePosition& position = *error.position();
    return std::to_string(position.line) + ":" + std::to_string(position.column) + ": " + error.message();
  }
  return {};
}

// A schema built by hand, table by table.
class SchemaBuilder {
 public:
  SchemaBuilder& table(const std::string& name) {
    schema_.tables.push_back({});
    schema_.tables.back().name = name;
    return *this;
  }
  // `type` as LogicalType::str() writes it.
  SchemaBuilder& column(const std::string& name, const std::string& type, bool nullable = false) {
    schema::Column column;
    column.name = name;
    column.type = *base::LogicalType::parse(type);
    column.nullable = nullable;
    last().columns.push_back(column);
    return *this;
  }
  SchemaBuilder& computed() { return generated(schema::Column::Generated::computed); }
  SchemaBuilder& auto_number() { return generated(schema::Column::Generated::auto_number); }
  SchemaBuilder& with_default() {
    last().columns.back().has_default = true;
    return *this;
  }
  SchemaBuilder& primary(const std::vector<std::string>& columns) { return key(columns, true, ""); }
  SchemaBuilder& unique(const std::vector<std::string>& columns, const std::string& special = "") {
    return key(columns, false, special);
  }
  SchemaBuilder& foreign(const std::vector<std::string>& columns, const std::string& parent,
                         const std::vector<std::string>& parent_columns = {"id"}) {
    schema::ForeignKey key;
    key.columns = columns;
    key.parent = parent;
    key.parent_columns = parent_columns;
    last().foreign_keys.push_back(key);
    return *this;
  }
  SchemaBuilder& check(const std::string& expression) {
    schema::Check check;
    check.expression = expression;
    check.facts = sql::check_facts(expression);
    last().checks.push_back(check);
    return *this;
  }
  schema::Schema build() const { return schema_; }

 private:
  schema::Table& last() { return schema_.tables.back(); }
  SchemaBuilder& generated(schema::Column::Generated how) {
    last().columns.back().generated = how;
    return *this;
  }
  SchemaBuilder& key(const std::vector<std::string>& columns, bool primary, const std::string& special) {
    schema::UniqueKey key;
    key.columns = columns;
    key.primary = primary;
    key.special = special;
    last().unique_keys.push_back(key);
    return *this;
  }

  schema::Schema schema_;
};

// One cell of the row at a place, as text.
inline std::string cell(const profile::ResolvedTable& table, std::uint64_t place, const std::string& column) {
  const std::vector<gen::RowId> rows = {table.data->row_at(place)};
  const std::vector<std::size_t> wanted = {*table.data->column_index(column)};
  std::vector<base::ColumnBatch> cells;
  table.data->fill(rows, wanted, cells);
  return base::to_text(cells[wanted.front()].value_at(0));
}

// A row's cells in the table's order, joined by '|'.
inline std::string row_text(const profile::ResolvedTable& table, std::uint64_t place) {
  std::string text;
  for (const profile::ResolvedColumn& column : table.columns) {
    text += (text.empty() ? "" : "|") + cell(table, place, column.name);
  }
  return text;
}

}  // namespace seedctl::test

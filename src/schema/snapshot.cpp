// The writer. What is usual (NOT NULL, no default, no action) is left out, so that the file shows what
// matters and grows by lines that a reviewer can read.
#include "schema/snapshot.h"

#include <nlohmann/json.hpp>

#include <algorithm>

#include "base/text.h"
#include "schema/logical_form.h"
#include "schema/snapshot_format.h"

namespace seedctl::schema {
namespace {

using Json = nlohmann::ordered_json;

Json column_json(const Column& column) {
  Json json{{"name", column.name}, {"type", column.type.str()}};
  if (column.nullable) json["nullable"] = true;
  const bool generated = column.generated != Column::Generated::none;
  if (generated) json["generated"] = generated_name(column.generated);
  if (column.has_default && !generated) json["default"] = true;
  return json;
}

Json unique_key_json(const UniqueKey& key) {
  Json json{{"columns", key.columns}};
  if (key.primary) json["primary"] = true;
  if (!key.special.empty()) json["special"] = key.special;
  return json;
}

Json foreign_key_json(const ForeignKey& key) {
  Json json{{"columns", key.columns}};
  if (!key.parent_schema.empty()) json["parent_schema"] = key.parent_schema;
  json["parent"] = key.parent;
  json["parent_columns"] = key.parent_columns;
  if (key.on_delete != ForeignKey::Action::no_action) json["on_delete"] = action_name(key.on_delete);
  if (key.deferrable) json["deferrable"] = true;
  return json;
}

Json fact_json(const sql::CheckFact& fact) {
  Json json{{"kind", fact_name(fact.kind)}};
  if (!fact.column.empty()) json["column"] = fact.column;
  if (!fact.other.empty()) json["other"] = fact.other;
  if (fact.or_equal) json["or_equal"] = true;
  if (fact.low) json["low"] = *fact.low;
  if (fact.low_open) json["low_open"] = true;
  if (fact.high) json["high"] = *fact.high;
  if (fact.high_open) json["high_open"] = true;
  if (!fact.values.empty()) json["values"] = fact.values;
  if (fact.min_length) json["min_length"] = *fact.min_length;
  if (fact.max_length) json["max_length"] = *fact.max_length;
  return json;
}

template <typename Part, typename ToJson>
void put_list(Json& json, const char* key, const std::vector<Part>& parts, ToJson to_json) {
  if (parts.empty()) return;
  Json& list = json[key] = Json::array();
  for (const Part& part : parts) list.push_back(to_json(part));
}

Json table_json(const Table& table) {
  Json json{{"name", table.name}};
  json["columns"] = Json::array();
  for (const Column& column : table.columns) json["columns"].push_back(column_json(column));
  put_list(json, "unique_keys", logical_unique_keys(table), unique_key_json);
  put_list(json, "foreign_keys", logical_foreign_keys(table), foreign_key_json);
  put_list(json, "checks", logical_facts(table), fact_json);
  return json;
}

}  // namespace

std::string to_snapshot(const Schema& live) {
  const Schema schema = logical(live);
  Json json{{"version", kSnapshotVersion}, {"tables", Json::array()}};
  std::vector<const Table*> tables;
  for (const Table& table : schema.tables) {
    if (table.not_loadable.empty()) tables.push_back(&table);
  }
  std::sort(tables.begin(), tables.end(), [](const Table* a, const Table* b) { return a->name < b->name; });
  for (const Table* table : tables) json["tables"].push_back(table_json(*table));
  // A name that is not UTF-8 (possible in a database of encoding SQL_ASCII) is shown mangled rather than
  // refused.
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace seedctl::schema

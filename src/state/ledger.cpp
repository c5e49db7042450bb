// Three small tables in plain SQL that both engines read alike: text, 64-bit integers and bytes. Lists are
// JSON texts. What is read back was written by seedctl but stored where anybody can write, so that it is
// checked.
#include "state/ledger.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "base/text.h"
#include "schema/introspect.h"
#include "sql/dialect.h"
#include "state/format.h"

namespace seedctl::state {
namespace {

using base::Value;
using Values = std::vector<Value>;

// The columns of the ledger, in the order of values_of() and record_of(). The first is the key.
const std::vector<std::string>& record_columns() {
  static const std::vector<std::string> columns{
      "table_name", "profile", "as_of",       "scale",    "specification", "fingerprint", "row_count",
      "digest",     "columns", "key_columns", "identity", "keys_in_table", "key_ranges",  "until"};
  return columns;
}
constexpr std::size_t kScale = 3, kRowCount = 6, kKeysInTable = 11, kUntil = 13;

// The format of the three tables. Raise it with every column that is added, and with every change of what is
// stored: an older version then leaves the ledger alone. Ledgers of format 0 are from before formats were
// numbered; some have no scale. Format 1 knew no last day.
constexpr std::uint64_t kFormat = 2;
// Columns that older formats lack, and what their absence means.
struct AddedColumn {
  std::size_t column;
  const char* meaning;
};
constexpr AddedColumn kAdded[] = {{kScale, "1"}, {kUntil, ""}};

// In the values table.
constexpr const char* kFormatName = "format";
constexpr const char* kLastProfile = "last_profile";

std::string as_json(const std::vector<std::string>& names) {
  return nlohmann::json(names).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

[[noreturn]] void refuse(const std::string& table, std::string_view column) {
  throw base::Error(base::ErrorCode::failed, fmt::format("the ledger's record of table {} is damaged: {}",
                                                         base::printable(table), column))
      .with_hint(
          "was it edited by hand? delete that row of the ledger; seedctl then owns no row of the table");
}

std::vector<std::string> names_from(const std::string& json, const std::string& table,
                                    std::string_view column) {
  const nlohmann::json list = nlohmann::json::parse(json, nullptr, false);
  if (!list.is_array()) refuse(table, column);
  std::vector<std::string> names;
  for (const nlohmann::json& name : list) {
    if (!name.is_string()) refuse(table, column);
    names.push_back(name.get<std::string>());
  }
  return names;
}

Values values_of(const TableRecord& record) {
  return {record.table,
          record.profile,
          record.as_of,
          fmt::format("{}", record.scale),
          record.specification,
          record.fingerprint,
          static_cast<std::int64_t>(record.rows),
          record.digest,
          as_json(record.columns),
          as_json(record.key_columns),
          record.identity,
          std::int64_t{record.keys_in_table ? 1 : 0},
          record.ranges.str(),
          record.until};
}

std::uint64_t count_from(const std::string& text, const std::string& table, std::string_view column) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) refuse(table, column);
  return value;
}

double scale_from(const std::string& text, const std::string& table) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || !(value > 0) || !std::isfinite(value))
    refuse(table, "scale");
  return value;
}

TableRecord record_of(const db::Row& row) {
  std::size_t next = 0;
  const auto take = [&] { return row.at(next++).value_or(""); };
  TableRecord record;
  record.table = take();
  record.profile = take();
  record.as_of = take();
  record.scale = scale_from(take(), record.table);
  record.specification = take();
  record.fingerprint = take();
  record.rows = count_from(take(), record.table, "row_count");
  record.digest = take();
  record.columns = names_from(take(), record.table, "columns");
  record.key_columns = names_from(take(), record.table, "key_columns");
  record.identity = take();
  record.keys_in_table = count_from(take(), record.table, "keys_in_table") != 0;
  try {
    record.ranges = KeyRanges::parse(take());
  } catch (const base::Error& error) {
    refuse(record.table, error.message());
  }
  record.until = take();
  if (!record.keys_in_table && record.ranges.size() != record.rows)
    refuse(record.table,
           fmt::format("key_ranges has {} keys, row_count says {}", record.ranges.size(), record.rows));
  return record;
}

std::string name_of(const db::TableName& table) { return sql::qualified(table.schema, table.name); }

std::string placeholders(std::size_t first, std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) text += fmt::format("{}${}", i == 0 ? "" : ", ", first + i);
  return text;
}

std::string storage(base::TypeKind kind, base::Engine engine) {
  base::LogicalType type;
  type.kind = kind;
  if (kind == base::TypeKind::integer) type.bits = 64;
  return sql::storage_type(type, engine) + " not null";
}

std::string definition_of(std::size_t column, base::Engine engine) {
  const bool number = column == kRowCount || column == kKeysInTable;
  return sql::quote_identifier(record_columns()[column]) + " " +
         storage(number ? base::TypeKind::integer : base::TypeKind::text, engine);
}

bool contains(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// Those of the record's columns that are not among `stored`.
std::vector<AddedColumn> missing_columns(const std::vector<std::string>& stored) {
  std::vector<AddedColumn> missing;
  for (const AddedColumn& added : kAdded)
    if (!contains(stored, record_columns()[added.column])) missing.push_back(added);
  return missing;
}

// What to select from the ledger as l. Qualified: SQLite takes a quoted name alone for a text where there is
// no such column.
std::string selected(const std::vector<AddedColumn>& missing) {
  std::vector<std::string> list;
  for (const std::string& column : record_columns()) list.push_back("l." + sql::quote_identifier(column));
  for (const AddedColumn& added : missing) list[added.column] = sql::quote_literal(added.meaning);
  return base::join(list, ", ");
}

}  // namespace

Ledger::Ledger(db::Connection& connection, OwnTables names)
    : connection_(connection), names_(std::move(names)) {}

bool Ledger::exists() {
  return schema::table_exists(connection_, names_.ledger_table()) &&
         schema::table_exists(connection_, names_.keys_table()) &&
         schema::table_exists(connection_, names_.values_table());
}

void Ledger::create() {
  if (!exists()) {
    const base::Engine engine = connection_.engine();
    const std::string text = storage(base::TypeKind::text, engine);
    const std::string bytes = storage(base::TypeKind::bytes, engine);
    std::string columns;
    for (std::size_t i = 0; i < record_columns().size(); ++i) columns += definition_of(i, engine) + ", ";
    connection_.execute(fmt::format("create table if not exists {} ({}primary key (table_name))",
                                    name_of(names_.ledger_table()), columns));
    connection_.execute(fmt::format(
        "create table if not exists {} (table_name {}, \"key\" {}, primary key (table_name, \"key\"))",
        name_of(names_.keys_table()), text, bytes));
    connection_.execute(fmt::format("create table if not exists {} (name {}, value {}, primary key (name))",
                                    name_of(names_.values_table()), text, text));
  }
  upgrade();
}

std::uint64_t Ledger::stored_format() {
  const std::optional<std::string> stored = value_of(kFormatName);
  return stored ? known_format(*stored, kFormat, names_.ledger) : 0;
}

void Ledger::upgrade() {
  if (stored_format() == kFormat) return;
  for (const AddedColumn& added : missing_columns(schema::column_names(connection_, names_.ledger_table()))) {
    connection_.execute(fmt::format("alter table {} add column {} default {}", name_of(names_.ledger_table()),
                                    definition_of(added.column, connection_.engine()),
                                    sql::quote_literal(added.meaning)));
  }
  set_value(kFormatName, std::to_string(kFormat));
}

std::map<std::string, TableRecord> Ledger::load() {
  std::map<std::string, TableRecord> records;
  if (!exists()) return records;
  std::vector<AddedColumn> missing;
  if (stored_format() < kFormat)
    missing = missing_columns(schema::column_names(connection_, names_.ledger_table()));
  for (const db::Row& row : connection_.query(
           fmt::format("select {} from {} as l", selected(missing), name_of(names_.ledger_table())))) {
    TableRecord record = record_of(row);
    records.emplace(record.table, std::move(record));
  }
  return records;
}

void Ledger::save(const TableRecord& record) {
  flush();
  const std::string table = name_of(names_.ledger_table());
  const Values name{record.table};
  const auto stored = connection_.query(
      fmt::format("select {} from {} as l where l.table_name = $1", selected({}), table), name);
  const Values values = values_of(record);
  if (stored.empty()) {
    connection_.execute(fmt::format("insert into {} ({}) values ({})", table,
                                    sql::column_list(record_columns()), placeholders(1, values.size())),
                        values);
    return;
  }
  const TableRecord before = record_of(stored[0]);
  if (before == record) return;
  if (before.keys_in_table && !record.keys_in_table) {
    connection_.execute(fmt::format("delete from {} where table_name = $1", name_of(names_.keys_table())),
                        name);
  }
  std::string assignments;
  for (std::size_t i = 1; i < values.size(); ++i) {
    assignments +=
        fmt::format("{}{} = ${}", i == 1 ? "" : ", ", sql::quote_identifier(record_columns()[i]), i + 1);
  }
  connection_.execute(fmt::format("update {} set {} where table_name = $1", table, assignments), values);
}

void Ledger::remove(std::string_view table) {
  std::erase_if(pending_, [&](const auto& change) { return change.first.first == table; });
  const Values name{std::string(table)};
  for (const db::TableName& own : {names_.keys_table(), names_.ledger_table()}) {
    connection_.execute(fmt::format("delete from {} where table_name = $1", name_of(own)), name);
  }
}

std::optional<std::string> Ledger::last_profile() {
  if (!exists()) return std::nullopt;
  stored_format();
  return value_of(kLastProfile);
}

void Ledger::set_last_profile(std::string_view profile) { set_value(kLastProfile, profile); }

std::optional<std::string> Ledger::value_of(std::string_view value_name) {
  const Values name{std::string(value_name)};
  const auto rows = connection_.query(
      fmt::format("select v.value from {} as v where v.name = $1", name_of(names_.values_table())), name);
  if (rows.empty()) return std::nullopt;
  return rows[0].at(0);
}

void Ledger::set_value(std::string_view name, std::string_view value) {
  const auto stored = value_of(name);
  if (stored == value) return;
  const Values values{std::string(name), std::string(value)};
  const std::string table = name_of(names_.values_table());
  connection_.execute(stored ? fmt::format("update {} set value = $2 where name = $1", table)
                             : fmt::format("insert into {} (name, value) values ($1, $2)", table),
                      values);
}

}  // namespace seedctl::state

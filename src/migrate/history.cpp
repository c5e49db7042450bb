// Reads and writes the history table, in SQL that every engine understands. What it holds is input: people
// edit it.
#include "migrate/history.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <utility>

#include "base/error.h"
#include "base/text.h"
#include "migrate/file_name.h"
#include "schema/introspect.h"
#include "sql/dialect.h"
#include "state/format.h"

namespace seedctl::migrate {
namespace {

using base::Error;
using base::ErrorCode;
using base::Null;
using base::Value;

constexpr std::string_view kColumns =
    "sequence, version, name, kind, applied_at, duration_ms, checksum, code_checksum, down, down_line, "
    "down_transaction, "
    "down_foreign_keys, down_checksum, statements_done, running, progress_checksum, direction";

// Of a row: what its columns mean. Raise it with every column that is added and every change of what is
// stored, and bring older tables up to it in create(): an older version then leaves the history alone. Tables
// of format 1 may have no such column.
constexpr std::uint64_t kFormat = 1;
constexpr const char* kFormatColumn = "format";

Value number(std::uint64_t value) { return static_cast<std::int64_t>(value); }
Value text(std::string value) { return value; }
Value optional_text(const std::optional<std::string>& value) { return value ? Value(*value) : Value(Null{}); }
Value optional_number(const std::optional<std::uint32_t>& value) {
  return value ? number(*value) : Value(Null{});
}

// Takes the columns of one row in the order of kColumns.
class RowReader {
 public:
  RowReader(const db::Row& row, const std::string& table) : row_(row), table_(table) {}

  std::string text() { return optional_text().value_or(""); }
  std::optional<std::string> optional_text() { return row_.at(next_++); }
  bool flag() { return number<std::uint32_t>() != 0; }

  template <typename T>
  std::optional<T> optional_number() {
    const auto& cell = row_.at(next_++);
    if (!cell) return std::nullopt;
    T value{};
    const auto [end, failed] = std::from_chars(cell->data(), cell->data() + cell->size(), value);
    if (failed != std::errc() || end != cell->data() + cell->size())
      throw Error(ErrorCode::failed, fmt::format("the history table {} holds \"{}\" where a number belongs",
                                                 table_, base::printable(cell->substr(0, kShown))))
          .with_hint("somebody changed it by hand; put the row right");
    return value;
  }
  template <typename T>
  T number() {
    return optional_number<T>().value_or(T{});
  }

 private:
  static constexpr std::size_t kShown = 40;
  const db::Row& row_;
  const std::string& table_;
  std::size_t next_ = 0;
};

HistoryRow read_row(const db::Row& cells, const std::string& table) {
  RowReader in(cells, table);
  HistoryRow row;
  row.sequence = in.number<std::uint64_t>();
  row.version = in.number<std::uint64_t>();
  row.name = in.text();
  row.kind = in.text();
  row.applied_at = in.text();
  row.duration_ms = in.number<std::uint64_t>();
  row.checksum = in.text();
  row.code_checksum = in.text();
  row.down = in.optional_text();
  row.down_line = in.number<std::uint32_t>();
  row.down_transaction = in.flag();
  row.down_foreign_keys = in.flag();
  row.down_checksum = in.text();
  row.statements_done = in.optional_number<std::uint32_t>();
  row.running = in.flag();
  row.progress_checksum = in.text();
  row.direction = in.text();
  return row;
}

}  // namespace

History::History(db::Connection& connection, db::TableName table)
    : connection_(connection), table_(std::move(table)) {
  if (table_.schema.empty()) table_.schema = connection_.default_schema();
  sql_name_ = sql::qualified(table_.schema, table_.name);
}

bool History::exists() { return schema::table_exists(connection_, table_); }

bool History::has_format() {
  const std::vector<std::string> columns = schema::column_names(connection_, table_);
  return std::find(columns.begin(), columns.end(), kFormatColumn) != columns.end();
}

void History::require_known_format() {
  if (!has_format()) return;
  const auto newest = connection_.query(fmt::format("select max(h.format) from {} as h", sql_name_));
  state::known_format(newest.at(0).at(0).value_or("0"), kFormat, table_.name);
}

void History::create() {
  const bool there = exists();
  if (there) require_known_format();
  if (there && has_format()) return;
  db::Transaction transaction(connection_, db::Connection::Access::write);
  if (there) {
    connection_.execute(
        fmt::format("alter table {} add column {} bigint not null default 1", sql_name_, kFormatColumn));
    return transaction.commit();
  }
  connection_.execute(fmt::format(
      "create table if not exists {} ("
      "sequence bigint not null primary key, version text unique, name text not null, kind text not null, "
      "applied_at text not null, duration_ms bigint not null, checksum text not null, "
      "code_checksum text not null, down text, down_line bigint not null, down_transaction bigint not null, "
      "down_foreign_keys bigint not null, down_checksum text not null, statements_done bigint, "
      "running bigint not null, progress_checksum text not null, direction text not null, "
      "format bigint not null default 1)",
      sql_name_));
  transaction.commit();
}

std::vector<HistoryRow> History::load() {
  if (!exists()) return {};
  require_known_format();
  const std::string table = base::printable(table_.name);
  std::vector<HistoryRow> rows;
  for (const db::Row& cells :
       connection_.query(fmt::format("select {} from {} order by sequence", kColumns, sql_name_)))
    rows.push_back(read_row(cells, table));
  return rows;
}

void History::add(const HistoryRow& row) {
  const bool repeatable = row.kind == "repeatable";
  const Value version = repeatable ? Value(Null{}) : text(std::to_string(row.version));
  if (repeatable) {
    const Value name[] = {text(row.name)};
    connection_.execute(fmt::format("delete from {} where kind = 'repeatable' and name = $1", sql_name_),
                        name);
  } else {
    remove(row.version);
  }
  const Value values[] = {number(row.sequence),
                          version,
                          text(row.name),
                          text(row.kind),
                          text(row.applied_at),
                          number(row.duration_ms),
                          text(row.checksum),
                          text(row.code_checksum),
                          optional_text(row.down),
                          number(row.down_line),
                          number(row.down_transaction),
                          number(row.down_foreign_keys),
                          text(row.down_checksum),
                          optional_number(row.statements_done),
                          number(row.running),
                          text(row.progress_checksum),
                          text(row.direction),
                          number(kFormat)};
  connection_.execute(
      fmt::format(
          "insert into {} ({}, {}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, "
          "$16, $17, $18)",
          sql_name_, kColumns, kFormatColumn),
      values);
}

void History::remove(std::uint64_t version) {
  const Value values[] = {text(std::to_string(version))};
  connection_.execute(fmt::format("delete from {} where version = $1", sql_name_), values);
}

void History::forget_repeatables() {
  connection_.execute(fmt::format("delete from {} where kind = 'repeatable'", sql_name_));
}

void History::set_progress(const HistoryRow& row) {
  const Value values[] = {optional_number(row.statements_done), number(row.running),
                          text(row.progress_checksum), text(row.direction),
                          text(std::to_string(row.version))};
  connection_.execute(
      fmt::format("update {} set statements_done = $1, running = $2, progress_checksum = $3, direction = $4 "
                  "where version = $5",
                  sql_name_),
      values);
}

}  // namespace seedctl::migrate

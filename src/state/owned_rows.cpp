// Two sorted streams and their intersection.
#include "state/owned_rows.h"

#include <algorithm>

#include "base/digest.h"
#include "base/error.h"
#include "base/ordered_key.h"
#include "sql/dialect.h"

namespace seedctl::state {

namespace {

std::string select_in_key_order(base::Engine engine, const db::TableName& table,
                                std::span<const db::ColumnInfo> columns, std::span<const std::size_t> key) {
  std::vector<std::string> names;
  for (const db::ColumnInfo& column : columns) names.push_back(column.name);
  std::string where;
  std::string order;
  for (const std::size_t index : key) {
    const std::string name = sql::quote_identifier(columns[index].name);
    where += (where.empty() ? " where " : " and ") + name + " is not null";
    order +=
        (order.empty() ? " order by " : ", ") + name + sql::byte_order_collation(columns[index].type, engine);
  }
  return "select " + sql::column_list(names) + " from " + sql::qualified(table.schema, table.name) + where +
         order;
}

}  // namespace

StoredRows::StoredRows(db::Connection& connection, const db::TableName& table,
                       std::vector<db::ColumnInfo> columns, std::vector<std::size_t> key)
    : key_columns_(std::move(key)),
      reader_(
          connection.read(select_in_key_order(connection.engine(), table, columns, key_columns_), columns)) {
  for (const db::ColumnInfo& column : columns) batches_.emplace_back(column.type.kind);
}

bool StoredRows::next() {
  do {
    if (!advance()) return false;
  } while (!has_key());
  key_.clear();
  base::append_ordered_key(key_parts_, row_, key_);
  return true;
}

bool StoredRows::has_key() const {
  return std::none_of(key_parts_.begin(), key_parts_.end(),
                      [this](const base::ColumnBatch* part) { return part->is_unreadable(row_); });
}

bool StoredRows::advance() {
  if (started_) ++row_;
  if (!started_ || row_ >= batches_.front().size()) {
    started_ = true;
    row_ = 0;
    if (!reader_->next(batches_) || batches_.front().size() == 0) {
      key_.clear();
      return false;
    }
    key_parts_.clear();
    for (const std::size_t index : key_columns_) key_parts_.push_back(&batches_[index]);
  }
  return true;
}

OwnedKeys::OwnedKeys(Ledger& ledger, const TableRecord& record) {
  if (!record.keys_in_table) {
    ranges_ = record.ranges;
    return;
  }
  const std::unique_ptr<OwnedKeyReader> reader = ledger.owned_keys(record);
  std::string key;
  while (reader->next(key)) spool_.append(key);
  spool_.rewind();
}

OwnedKeys::OwnedKeys(RecordSpool spool) : spool_(std::move(spool)) { spool_.rewind(); }

bool OwnedKeys::next(std::string& key) {
  if (range_ == ranges_.ranges().size()) return spool_.next(key);
  const KeyRange& range = ranges_.ranges()[range_];
  // Unsigned, so that a range up to the largest integer ends.
  const std::uint64_t number = static_cast<std::uint64_t>(range.first) + within_;
  number_.clear();
  number_.append_integer(static_cast<std::int64_t>(number));
  key.clear();
  const base::ColumnBatch* part = &number_;
  base::append_ordered_key({&part, 1}, 0, key);
  if (number == static_cast<std::uint64_t>(range.last)) {
    ++range_;
    within_ = 0;
  } else {
    ++within_;
  }
  return true;
}

bool can_find_owned_rows(const TableRecord& record, const schema::Table& live) {
  const auto there = [&live](const std::string& name) { return live.column(name) != nullptr; };
  return std::all_of(record.columns.begin(), record.columns.end(), there) &&
         std::all_of(record.key_columns.begin(), record.key_columns.end(), there);
}

std::vector<db::ColumnInfo> column_infos(const schema::Table& live, std::span<const std::string> columns) {
  std::vector<db::ColumnInfo> infos;
  for (const std::string& name : columns) {
    const schema::Column* column = live.column(name);
    if (column == nullptr) {
      throw base::Error(base::ErrorCode::internal, live.name + " has no column " + name);
    }
    infos.push_back({name, column->type});
  }
  return infos;
}

void visit_owned_rows(db::Connection& connection, Ledger& ledger, const TableRecord& record,
                      const schema::Table& live, const std::vector<std::string>& columns,
                      const VisitRow& visit) {
  std::vector<std::size_t> key;
  for (const std::string& name : record.key_columns) {
    const auto found = std::find(columns.begin(), columns.end(), name);
    if (found == columns.end()) {
      throw base::Error(base::ErrorCode::internal,
                        "the key column " + name + " of " + live.name + " is not read");
    }
    key.push_back(static_cast<std::size_t>(found - columns.begin()));
  }
  OwnedKeys owned(ledger, record);
  std::string owned_key;
  if (!owned.next(owned_key)) return;
  StoredRows stored(connection, {live.schema, live.name}, column_infos(live, columns), std::move(key));
  bool more = stored.next();
  while (more) {
    const int order = stored.key().compare(owned_key);
    if (order < 0) {
      more = stored.next();
      continue;
    }
    if (order == 0) {
      visit(stored.cells(), stored.row());
      more = stored.next();
    }
    if (!owned.next(owned_key)) return;
  }
}

OwnedContent read_owned_content(db::Connection& connection, Ledger& ledger, const TableRecord& record,
                                const schema::Table& live) {
  std::vector<std::string> columns = record.columns;
  for (const std::string& name : record.key_columns) {
    if (std::find(columns.begin(), columns.end(), name) == columns.end()) columns.push_back(name);
  }
  base::TableDigest digest(record.table, record.columns);
  visit_owned_rows(connection, ledger, record, live, columns,
                   [&](std::span<const base::ColumnBatch> cells, std::size_t row) {
                     digest.add_row(cells.first(record.columns.size()), row);
                   });
  return {.rows = digest.rows(), .digest = digest.hex()};
}

}  // namespace seedctl::state

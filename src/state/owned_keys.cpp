// Keys that are no ranges: one row each in the keys table. Changes are gathered per key, the last one counts,
// and are sent a statement for many.
#include <fmt/format.h>

#include "sql/dialect.h"
#include "state/ledger.h"

namespace seedctl::state {
namespace {

// Changes kept before they are sent: a statement's parameters stay far below SQLite's limit of 32,766, and
// the memory below a megabyte.
constexpr std::size_t kPendingKeys = 500;

class NoKeys : public OwnedKeyReader {
 public:
  bool next(std::string&) override { return false; }
};

class StoredKeys : public OwnedKeyReader {
 public:
  explicit StoredKeys(std::unique_ptr<db::BatchReader> reader) : reader_(std::move(reader)) {}

  bool next(std::string& key) override {
    while (batch_.empty() || at_ == batch_[0].size()) {
      at_ = 0;
      if (!reader_->next(batch_)) {
        batch_.clear();
        return false;
      }
    }
    if (batch_[0].is_unreadable(at_))
      throw base::Error(base::ErrorCode::failed,
                        "the ledger holds a key that is none; was it changed by hand?");
    key = batch_[0].text_at(at_++);
    return true;
  }

 private:
  std::unique_ptr<db::BatchReader> reader_;
  std::vector<base::ColumnBatch> batch_;
  std::size_t at_ = 0;
};

}  // namespace

std::unique_ptr<OwnedKeyReader> Ledger::owned_keys(const TableRecord& record) {
  if (!record.keys_in_table || !exists()) return std::make_unique<NoKeys>();
  db::ColumnInfo key{"key", {}};
  key.type.kind = base::TypeKind::bytes;
  const db::TableName keys = names_.keys_table();
  const std::string select =
      fmt::format("select k.\"key\" from {} as k where k.table_name = {} order by k.\"key\"",
                  sql::qualified(keys.schema, keys.name), sql::literal(record.table, connection_.engine()));
  return std::make_unique<StoredKeys>(connection_.read(select, {&key, 1}));
}

void Ledger::replace_keys(std::string_view table, RecordSpool& keys) {
  std::erase_if(pending_, [&](const auto& change) { return change.first.first == table; });
  const db::TableName to = names_.keys_table();
  const std::vector<base::Value> name{std::string(table)};
  connection_.execute(fmt::format("delete from {} where table_name = $1", sql::qualified(to.schema, to.name)),
                      name);
  if (keys.size() == 0) return;
  std::vector<db::ColumnInfo> columns{{"table_name", {}}, {"key", {}}};
  columns[0].type.kind = base::TypeKind::text;
  columns[1].type.kind = base::TypeKind::bytes;
  const auto writer = connection_.bulk_writer(to, columns);
  std::vector<base::ColumnBatch> batch;
  for (const db::ColumnInfo& column : columns) batch.emplace_back(column.type.kind);
  std::string key;
  keys.rewind();
  for (bool more = true; more;) {
    for (base::ColumnBatch& column : batch) column.clear();
    while (batch[0].size() < base::kBatchRows && (more = keys.next(key))) {
      batch[0].append_text(table);
      batch[1].append_text(key);
    }
    if (batch[0].size() > 0) writer->write(batch);
  }
  writer->finish();
}

void Ledger::add_key(std::string_view table, std::string_view key) { change_key(table, key, true); }
void Ledger::erase_key(std::string_view table, std::string_view key) { change_key(table, key, false); }

void Ledger::change_key(std::string_view table, std::string_view key, bool owned) {
  pending_[{std::string(table), std::string(key)}] = owned;
  if (pending_.size() >= kPendingKeys) flush();
}

void Ledger::flush() {
  while (!pending_.empty()) {
    // The first table's changes: the map is sorted by table.
    const std::string table = pending_.begin()->first.first;
    std::vector<base::Value> added{table}, erased{table};
    auto change = pending_.begin();
    for (; change != pending_.end() && change->first.first == table; ++change) {
      (change->second ? added : erased).emplace_back(base::Bytes{change->first.second});
    }
    send_keys(added, erased);
    pending_.erase(pending_.begin(), change);
  }
}

// Each list is the table's name and then its keys.
void Ledger::send_keys(const std::vector<base::Value>& added, const std::vector<base::Value>& erased) {
  const db::TableName keys = names_.keys_table();
  const std::string table = sql::qualified(keys.schema, keys.name);
  std::string list;
  for (std::size_t i = 1; i < erased.size(); ++i) list += fmt::format("{}${}", i == 1 ? "" : ", ", i + 1);
  if (erased.size() > 1) {
    connection_.execute(fmt::format("delete from {} where table_name = $1 and \"key\" in ({})", table, list),
                        erased);
  }
  list.clear();
  for (std::size_t i = 1; i < added.size(); ++i)
    list += fmt::format("{}($1, ${})", i == 1 ? "" : ", ", i + 1);
  if (added.size() > 1) {
    connection_.execute(
        fmt::format("insert into {} (table_name, \"key\") values {} on conflict do nothing", table, list),
        added);
  }
}

}  // namespace seedctl::state

// The rows of a table in the order of its match key, and which of them the ledger says are seedctl's.
//
// What seeding compares, and what both seeding and checking read back to prove a digest. Memory does not
// depend on the number of rows. Rows with a NULL in the key, or a cell there that cannot be read, can be
// nobody's but a person's: they are left out.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "db/connection.h"
#include "schema/model.h"
#include "state/ledger.h"
#include "state/record_spool.h"

namespace seedctl::state {

// A table's rows, ascending by the ordered bytes of their key (base/ordered_key.h).
class StoredRows {
 public:
  // `key`: indexes into `columns`. Inside a transaction; no other reader may be open meanwhile.
  StoredRows(db::Connection& connection, const db::TableName& table, std::vector<db::ColumnInfo> columns,
             std::vector<std::size_t> key);

  // Goes to the next row (the first, at the beginning); false at the end. Internal error where the engine
  // sends a key that is less than the one before: a merge would take the rows for others.
  bool next();
  const std::string& key() const { return key_; }
  std::span<const base::ColumnBatch> cells() const { return batches_; }
  std::size_t row() const { return row_; }                  // within cells()
  std::uint64_t unreadable() const { return unreadable_; }  // rows so far whose key cannot be read

 private:
  bool advance();  // with or without a key
  bool has_key() const;

  std::string table_;
  std::vector<std::size_t> key_columns_;
  std::unique_ptr<db::BatchReader> reader_;
  std::vector<base::ColumnBatch> batches_;
  std::vector<const base::ColumnBatch*> key_parts_;
  std::size_t row_ = 0;
  std::uint64_t unreadable_ = 0;
  bool started_ = false;
  std::string key_, previous_;
};

// The keys that a record says are seedctl's, ascending. Those in the ledger's key table are copied out first,
// so that another reader may be open while they are read.
class OwnedKeys {
 public:
  OwnedKeys() = default;  // none
  OwnedKeys(Ledger& ledger, const TableRecord& record);
  // Keys that were copied out by someone else, already in order.
  explicit OwnedKeys(RecordSpool spool);
  // Throws ErrorCode::failed where the ledger's key table does not give them in order.
  bool next(std::string& key);
  // The next key that is not less than `least`. Ranges are passed over and not counted through: how large
  // they are is up to whoever can write to the ledger.
  bool next_from(const std::string& least, std::string& key);
  bool in_ranges() const { return !ranges_.ranges().empty(); }

 private:
  // The first key of the current range that is not less than `least`; false where there is none.
  bool find_in_range(const std::string& least, std::string& key);

  KeyRanges ranges_;
  std::size_t range_ = 0;
  std::uint64_t within_ = 0;  // keys of the range that were passed
  RecordSpool spool_;
  std::string previous_;  // of the spool
};

// Whether the table still has the record's columns and key, so that its owned rows can be found.
bool can_find_owned_rows(const TableRecord& record, const schema::Table& live);

// Whether the table cannot hold two rows with one key. Else people can add a second row at a key of ours: on
// SQLite also under a unique key, spelled otherwise.
bool is_unique_key(std::span<const std::string> key, const schema::Table& live, base::Engine engine);

// Calls `visit(cells, row, again)` for each stored row at a key that is seedctl's, in key order; cells are in
// the order of `columns`, which must contain the record's key columns. Where several rows have one key, only
// one of them is seedctl's; they come in no order, `again` set for all but the first.
using VisitRow = std::function<void(std::span<const base::ColumnBatch> cells, std::size_t row, bool again)>;
void visit_owned_rows(db::Connection& connection, Ledger& ledger, const TableRecord& record,
                      const schema::Table& live, const std::vector<std::string>& columns,
                      const VisitRow& visit);

// Of several different rows at one key, seedctl's is the one that makes the recorded digest. Keys and choices
// that are tried for that; beyond, and where none makes it, the row with the least digest of its own counts,
// so that the answer is the same on every engine.
inline constexpr std::size_t kMaxRepeatedKeys = 16;
inline constexpr std::size_t kMaxRepeatedChoices = 65'536;

struct OwnedContent {
  std::uint64_t rows = 0;  // owned keys that are there
  std::string digest;      // of the record's columns
};
OwnedContent read_owned_content(db::Connection& connection, Ledger& ledger, const TableRecord& record,
                                const schema::Table& live);

// The columns by name, with the live table's types. Internal error where one is missing.
std::vector<db::ColumnInfo> column_infos(const schema::Table& live, std::span<const std::string> columns);

}  // namespace seedctl::state

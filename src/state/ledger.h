// What seedctl remembers of the rows it made: per table the owning profile, the specification, the digest
// read back, and which keys are its own. Written in the same transaction as the rows; a run that changes
// nothing writes nothing here.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "db/connection.h"
#include "state/names.h"
#include "state/record_spool.h"

namespace seedctl::state {

// Inclusive, sorted, apart from each other.
struct KeyRange {
  std::int64_t first = 0;
  std::int64_t last = 0;
  bool operator==(const KeyRange&) const = default;
};

// A set of integer keys as ranges: "1-100,205".
class KeyRanges {
 public:
  static KeyRanges parse(std::string_view text);
  std::string str() const;
  // Keys and ranges must come in ascending order; what follows on the last range becomes part of it.
  void append(std::int64_t key) { append(KeyRange{key, key}); }
  void append(KeyRange range);
  bool contains(std::int64_t key) const;
  std::uint64_t size() const;  // of all 64-bit keys, one less than there are
  const std::vector<KeyRange>& ranges() const { return ranges_; }
  bool operator==(const KeyRanges&) const = default;

 private:
  std::vector<KeyRange> ranges_;
};

struct TableRecord {
  std::string table;
  std::string profile;
  std::string as_of;   // ISO date
  std::string until;   // the last of all rows per day, where it was given: ISO date or ""
  double scale = 1.0;  // that the profile was seeded with
  std::string specification;
  std::string fingerprint;
  std::uint64_t rows = 0;            // that seedctl owns
  std::string digest;                // of those, read back
  std::vector<std::string> columns;  // that the digest covers
  std::vector<std::string> key_columns;
  std::string identity;  // of the table when it was seeded (schema::table_identity)
  // Owned keys: ranges where they are few; else they are in the keys table.
  bool keys_in_table = false;
  KeyRanges ranges;
  bool operator==(const TableRecord&) const = default;
};

// Owned keys of one table in ascending order of their ordered bytes (base/ordered_key.h).
class OwnedKeyReader {
 public:
  virtual ~OwnedKeyReader() = default;
  // The next key's bytes, or false at the end.
  virtual bool next(std::string& key) = 0;
};

class Ledger {
 public:
  Ledger(db::Connection& connection, OwnTables names);

  // Whether the ledger's tables are there. Everything that reads gives empty answers where they are not.
  bool exists();
  // Makes the tables where they are missing, and brings those of an older format up to this version's. Inside
  // the caller's transaction, before anything is written.
  void create();

  // These throw ErrorCode::refused for a ledger that a newer version wrote. Older formats are read as what
  // they mean.
  std::map<std::string, TableRecord> load();
  // Inserts or updates; writes nothing where the stored record is the same. A record that says that its keys
  // are ranges drops what the keys table had.
  void save(const TableRecord& record);
  // Forgets the table and its keys.
  void remove(std::string_view table);

  // Key bytes of tables with keys_in_table. add/erase take keys in any order and batch them, the last call
  // for a key counts; flush() sends, and so does save(). Adding what is there or erasing what is not changes
  // nothing.
  std::unique_ptr<OwnedKeyReader> owned_keys(const TableRecord& record);
  void add_key(std::string_view table, std::string_view key);
  void erase_key(std::string_view table, std::string_view key);
  void flush();
  // These and no other keys of the table, different ones in any order, loaded in bulk.
  void replace_keys(std::string_view table, RecordSpool& keys);

  std::optional<std::string> last_profile();
  void set_last_profile(std::string_view profile);  // writes only where it differs

 private:
  // 0 for ledgers from before formats had numbers.
  std::uint64_t stored_format();
  void upgrade();
  std::optional<std::string> value_of(std::string_view name);
  void set_value(std::string_view name, std::string_view value);  // writes only where it differs
  void change_key(std::string_view table, std::string_view key, bool owned);
  void send_keys(const std::vector<base::Value>& added, const std::vector<base::Value>& erased);

  db::Connection& connection_;
  OwnTables names_;
  std::map<std::pair<std::string, std::string>, bool> pending_;  // (table, key) -> owned or not
};

}  // namespace seedctl::state

// The history table: what has been applied, in which order, from which text.
//
// The same columns on every engine, of type text and bigint only. Versions are text: 64 unsigned bits fit no
// integer column of both engines, and a number's column of SQLite would round them; who wants their order has
// `sequence`.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "db/connection.h"

namespace seedctl::migrate {

struct HistoryRow {
  std::uint64_t version = 0;
  std::string name;
  std::string kind;            // "versioned", "baseline", "repeatable"
  std::string applied_at;      // "2025-02-18T10:30:00Z"
  std::uint64_t sequence = 0;  // order of application
  std::uint64_t duration_ms = 0;
  std::string checksum;  // of the up section
  std::string code_checksum;
  std::optional<std::string>
      down;  // the down section's text, so that a deleted file can still be rolled back
  std::uint32_t down_line = 0;
  bool down_transaction = true;
  bool down_foreign_keys = true;
  std::string down_checksum;
  // Of a `transaction:false` migration under way: statements done so far; nullopt when it is complete.
  std::optional<std::uint32_t> statements_done;
  // The statement after those was begun outside any transaction, and its end is not known.
  bool running = false;
  // chain_checksum over the statements done and running: they are what an edited file must still begin with.
  std::string progress_checksum;
  std::string direction = "up";  // of a migration under way

  bool complete() const { return !statements_done; }
};

class History {
 public:
  // An empty schema means the connection's default one as it is now: a migration that changes the search path
  // does not move the history.
  History(db::Connection& connection, db::TableName table);
  bool exists();
  // Makes the table where it is missing, or brings one of an older format up to this version's, in a
  // transaction of its own. The caller holds the lock.
  void create();
  // By sequence; empty where the table is missing. ErrorCode::refused where a newer version wrote to it.
  std::vector<HistoryRow> load();
  // These run in the caller's transaction.
  void add(
      const HistoryRow& row);  // replaces the row of the same version, of a repeatable the one of its name
  void remove(std::uint64_t version);
  // What a rollback took from under the repeatable migrations is put back by running all of them again.
  void forget_repeatables();
  // Of `row`: statements_done, running, progress_checksum and direction.
  void set_progress(const HistoryRow& row);

  // The table's name, qualified and quoted.
  const std::string& sql_name() const { return sql_name_; }

 private:
  bool has_format();
  void require_known_format();

  db::Connection& connection_;
  db::TableName table_;
  std::string sql_name_;
};

}  // namespace seedctl::migrate

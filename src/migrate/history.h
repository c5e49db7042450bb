// The history table: what has been applied, in which order, from which text.
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
  std::string kind;           // "versioned", "baseline", "repeatable"
  std::string applied_at;     // "2025-02-18T10:30:00Z"
  std::uint64_t sequence = 0; // order of application
  std::uint64_t duration_ms = 0;
  std::string checksum;       // of the up section
  std::string code_checksum;
  std::optional<std::string> down;         // the down section's text, so that a deleted file can still be rolled back
  std::uint32_t down_line = 0;
  bool down_transaction = true;
  std::string down_checksum;
  // Of a `transaction:false` migration under way: statements done so far; nullopt when it is complete.
  std::optional<std::uint32_t> statements_done;
  std::string direction = "up";            // of a migration under way
};

class History {
 public:
  History(db::Connection& connection, db::TableName table);
  bool exists();
  void create();
  std::vector<HistoryRow> load();           // by sequence; empty where the table is missing
  void add(const HistoryRow& row);          // replaces a row of the same version and kind
  void remove(std::uint64_t version);
  void set_progress(std::uint64_t version, std::optional<std::uint32_t> statements_done, std::string_view direction);

 private:
  db::Connection& connection_;
  db::TableName table_;
};

}  // namespace seedctl::migrate

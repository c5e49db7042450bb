// The one place that turns a URL into a connection of some engine.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "db/connection.h"
#include "db/url.h"

namespace seedctl::drivers {

struct OpenOptions {
  bool create = false;     // SQLite: make the file where it is missing. Otherwise a missing file is an error.
  bool read_only = false;  // SQLite: open read-only. PostgreSQL: default_transaction_read_only.
  std::string schema = {};       // PostgreSQL: search_path's first entry, "" = the server's default
  int connect_timeout_s = 10;    // PostgreSQL; the URL's own connect_timeout comes first
  int busy_timeout_ms = 10'000;  // SQLite: how long a statement waits for another process's lock on the file
  // SQLite: called once, when a statement has waited for a second, with whom it waits for: "pid 4711", ""
  // where the system does not say.
  std::function<void(const std::string& holder)> on_wait = {};
};

// Throws ErrorCode::config for a connection parameter that libpq cannot read; nothing was contacted then.
// Throws ErrorCode::database where the server or file can't be opened, with a hint; for a PostgreSQL database
// that does not exist sqlstate is "3D000".
std::unique_ptr<db::Connection> open(const db::Url& url, const OpenOptions& options);

// Makes the database that the URL names, through the server's maintenance database. True where it was made,
// false where it was there. SQLite: nothing to do (open with create).
bool create_database(const db::Url& url);

// Puts the content of `source` (a closed SQLite file) into the database file `target` in one SQLite
// transaction: other openers see the old content or the new, a kill leaves one of them. Recovers a hot
// journal or a -wal of `target` first.
void replace_sqlite_content(const std::string& source, const std::string& target);

}  // namespace seedctl::drivers

// One open SQLite database and what its callbacks need to know: shared by a connection and everything made
// from it, so that a reader or lock that outlives the connection stays valid.
//
// SQLiteCpp owns the handle; what it lacks (tails of statements, error offsets, hooks) goes through the
// handle itself.
#pragma once

#include <SQLiteCpp/Database.h>
#include <sqlite3.h>

#include <chrono>
#include <functional>
#include <string>

namespace seedctl::drivers::sqlite {

class Session {
 public:
  // Opens the file with SQLite's flags. Throws SQLite::Exception.
  // `on_wait`: see drivers/open.h.
  Session(const std::string& file, int flags, int busy_timeout_ms,
          std::function<void(const std::string&)> on_wait = {});
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  sqlite3* handle() { return database_.getHandle(); }
  SQLite::Database& database() { return database_; }

  // The transaction that begin() opened, as SQLite's hooks saw it: a COMMIT or an automatic rollback in
  // between ends it although nobody called commit(), and then nothing more may run under its name.
  bool managed = false;     // between begin() and commit() or rollback()
  bool committing = false;  // the COMMIT is ours
  bool ended = false;       // someone else ended it

 private:
  static int on_commit(void* self) noexcept;
  static void on_rollback(void* self) noexcept;
  // Whether to try again, after a pause, what another process is in the way of.
  static int on_busy(void* self, int times) noexcept;
  void tell_of_waiting() noexcept;

  SQLite::Database database_;
  std::chrono::milliseconds busy_timeout_;
  std::chrono::steady_clock::time_point busy_since_;
  std::function<void(const std::string&)> on_wait_;  // empty once it was called
};

}  // namespace seedctl::drivers::sqlite

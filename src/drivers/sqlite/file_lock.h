// The lock of seedctl's writing commands on a SQLite database: flock() on a file beside it.
//
// The kernel lets go of it when the process ends, however it ends. The database file itself is never opened
// outside SQLite: closing it would drop SQLite's own locks. The lock file is never unlinked: a second process
// could then lock another file of the same name. The lock is of the database, not of a name: all names share
// it.
#pragma once

#include <memory>
#include <string>

#include "db/connection.h"
#include "drivers/sqlite/session.h"

namespace seedctl::drivers::sqlite {

// "<real path>-seedctl.lock": the same for every symbolic link to the database.
std::string lock_file_of(Session& session);

class FileLock final : public db::SessionLock {
 public:
  // nullptr where another holds it. Throws `database` where the file cannot be made.
  static std::unique_ptr<FileLock> try_acquire(const std::string& path);
  ~FileLock() override;
  FileLock(const FileLock&) = delete;
  FileLock& operator=(const FileLock&) = delete;

  // False where somebody removed the file: others may have locked a new one by now.
  bool still_held() override;

 private:
  FileLock(int descriptor, std::string path) : descriptor_(descriptor), path_(std::move(path)) {}
  int descriptor_;
  std::string path_;
};

// For a database in memory, which nobody else can reach.
class MemoryLock final : public db::SessionLock {
 public:
  bool still_held() override { return true; }
};

// "pid 4711", or "" where the system does not say.
std::string flock_holder(const std::string& path);
// The same of SQLite's own locks on the file of a database, or beside it in WAL mode.
std::string posix_lock_holder(sqlite3* handle);

}  // namespace seedctl::drivers::sqlite

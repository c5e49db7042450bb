// Engine steps of `reset`: emptying a PostgreSQL database, and the file that a SQLite database is rebuilt in.
#pragma once

#include <cstdint>
#include <string>

#include "db/connection.h"

namespace seedctl::app {

// Drops everything that users made, in one transaction: the contents of the connection's own schema (which
// stays, with its owner, grants and comment), and every other schema but the system's and extensions'.
// Extensions stay. Returns how many objects were dropped.
std::uint64_t drop_user_objects(db::Connection& connection);

// A new SQLite database beside another one, removed with its journals when this goes away. What an earlier,
// killed run left at that place is removed first; the caller holds the lock of the database it stands beside.
class ScratchFile {
 public:
  explicit ScratchFile(const std::string& beside);
  ~ScratchFile();
  ScratchFile(const ScratchFile&) = delete;
  ScratchFile& operator=(const ScratchFile&) = delete;
  const std::string& path() const { return path_; }

 private:
  void remove() const noexcept;
  std::string path_;
};

}  // namespace seedctl::app

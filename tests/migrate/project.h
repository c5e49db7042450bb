// A folder of migrations and a database of each engine, for tests that run migrations.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/progress.h"
#include "db/connection.h"
#include "migrate/folder.h"
#include "migrate/history.h"
#include "migrate/plan.h"
#include "migrate/run.h"
#include "support/empty_database.h"
#include "support/temp_dir.h"

namespace seedctl::test {

// Long enough for what a test waits for, and never waited for by one that passes.
inline constexpr int kLockTimeout = 30;

// A database with nothing in it, and migration files that the test writes.
class Project {
 public:
  explicit Project(base::Engine engine) : database_(engine) {}

  base::Engine engine() const { return database_.engine(); }
  const TempDir& dir() const { return dir_; }
  std::string folder() const { return dir_.file("migrations"); }
  std::string path(const std::string& name) const { return folder() + "/" + name; }
  const Project& write(const std::string& name, const std::string& text) const {
    dir_.write_file("migrations/" + name, text);
    return *this;
  }
  void remove(const std::string& name) const { std::filesystem::remove(path(name)); }

  std::unique_ptr<db::Connection> open() const { return database_.open(); }
  migrate::Folder load() const { return migrate::load_folder(folder(), engine()); }

  // The lock that every writing command holds.
  std::unique_ptr<db::SessionLock> lock(db::Connection& connection) const {
    return migrate::wait_for_lock(connection, names_, kLockTimeout, base::silent_progress());
  }

  // What `seedctl migrate` does: session, lock, plan, run.
  migrate::RunResult migrate(const migrate::MigrateOptions& options = {},
                             base::Progress& progress = base::silent_progress()) const {
    const auto connection = open();
    migrate::prepare_session(*connection);
    const auto lock = migrate::wait_for_lock(*connection, names_, kLockTimeout, progress);
    migrate::History history(*connection, names_.history_table());
    return migrate::run(*connection, migrate::plan_migrate(load(), history.load(), options), names_, *lock,
                        progress);
  }
  migrate::RunResult rollback(const migrate::RollbackOptions& options) const {
    const auto connection = open();
    migrate::prepare_session(*connection);
    const auto held = lock(*connection);
    migrate::History history(*connection, names_.history_table());
    return migrate::run(*connection, migrate::plan_rollback(load(), history.load(), options), names_, *held,
                        base::silent_progress());
  }

  std::vector<migrate::HistoryRow> history() const {
    const auto connection = open();
    return migrate::History(*connection, names_.history_table()).load();
  }
  migrate::Status status() const { return migrate::make_status(load(), history()); }

  // The first cell of a query, NULL as "NULL".
  std::string scalar(const std::string& query) const {
    return open()->query(query).at(0).at(0).value_or("NULL");
  }
  bool has_table(const std::string& table) const {
    return scalar(engine() == base::Engine::sqlite
                      ? "select count(*) from sqlite_schema where type = 'table' and name = '" + table + "'"
                      : "select count(*) from pg_class where relkind = 'r' and relname = '" + table + "'") ==
           "1";
  }
  const state::OwnTables& names() const { return names_; }

 private:
  EmptyDatabase database_;
  TempDir dir_;
  state::OwnTables names_;
};

// The versions that a run did, repeatables as 0.
inline std::vector<std::uint64_t> versions(const migrate::RunResult& result) {
  std::vector<std::uint64_t> out;
  for (const migrate::Done& done : result.done) out.push_back(done.version);
  return out;
}

inline std::string message_of(const migrate::RunResult& result) {
  return result.error ? result.error->message() + " | " + result.error->hint : "";
}

}  // namespace seedctl::test

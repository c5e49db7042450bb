// Runs a plan: each transactional step commits together with its history row, positions of errors lead back
// to the file.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/progress.h"
#include "db/connection.h"
#include "migrate/history.h"
#include "migrate/plan.h"
#include "state/names.h"

namespace seedctl::migrate {

struct Done {
  std::uint64_t version = 0;
  std::string name;
  std::uint64_t duration_ms = 0;
  bool repeatable = false;
};

// What was done is never lost from the report: `error` says why the rest was not.
struct RunResult {
  std::vector<Done> done;
  std::optional<base::Error> error;
  std::optional<std::uint64_t> version;  // afterwards
};

// The lock that every writing command holds. Polls while idle, outside any transaction; throws
// ErrorCode::lock after `timeout_s`, naming the holder where the engine knows it.
std::unique_ptr<db::SessionLock> wait_for_lock(db::Connection& connection, const state::OwnTables& names,
                                               int timeout_s, base::Progress& progress);

// Prepares a session for migrating (PostgreSQL: client_connection_check_interval, lock_timeout, refuses a
// pooler in transaction mode).
void prepare_session(db::Connection& connection);

// Told of each migration when it is committed.
using OnDone = std::function<void(const Done&)>;

// Runs the steps in order, stopping at the first failure. The caller holds the lock.
RunResult run(db::Connection& connection, const std::vector<Step>& steps, const state::OwnTables& names,
              db::SessionLock& lock, base::Progress& progress, const OnDone& on_done = {});

// Marks everything up to and including `version` as applied without running it. Throws ErrorCode::usage where
// the version does not exist, ErrorCode::failed where there is history already, ErrorCode::lock where the
// lock was lost before the commit.
std::vector<Done> baseline(db::Connection& connection, const Folder& folder, std::uint64_t version,
                           const state::OwnTables& names, db::SessionLock& lock);

}  // namespace seedctl::migrate

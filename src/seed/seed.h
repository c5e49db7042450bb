// Makes the database hold exactly the rows of a profile, idempotently, in one transaction with the ledger.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "base/progress.h"
#include "base/retry.h"
#include "db/connection.h"
#include "profile/resolve.h"
#include "schema/model.h"
#include "seed/plan.h"
#include "state/names.h"

namespace seedctl::seed {

// Long enough for another session's ordinary work, short enough for a person to wait for the answer.
inline constexpr std::chrono::seconds kLongestWait{30};

struct SeedOptions {
  std::vector<std::string> only;  // tables; empty = all of the profile
  bool dry_run = false;           // compare, count and refuse as the run would, write nothing
  bool keep_referenced =
      false;  // an owned row that a person's row refers to stays instead of stopping the run
  // For another session that has a table locked; SQLite has the connection's busy timeout instead.
  std::chrono::milliseconds longest_wait = kLongestWait;
  // Before the second attempt, where other sessions' transactions collided with the first.
  std::chrono::milliseconds first_pause = base::kFirstRetryPause;
};

struct SeedResult {
  std::vector<TableCounts> tables;  // in the profile's order
  std::vector<std::string> notes;
};

// The caller holds the session lock and no transaction is open. `lock` is asked again before the commit
// (nullptr: a caller that nobody can compete with). Throws base::Error; the database is then as it was:
// `refused` for people's rows in the way (all named, up to a limit), `sql` with table, column and row for
// what the database refused, `lock` where the lock was lost or another session blocks a table for too long.
// A transaction that the server ends for another session's sake (a deadlock, a serialization failure) is
// tried again a few times, with a warning, before that is the error.
SeedResult apply(db::Connection& connection, const profile::ResolvedProfile& profile,
                 const schema::Schema& live, const state::OwnTables& names, const SeedOptions& options,
                 base::Progress& progress, db::SessionLock* lock = nullptr);

}  // namespace seedctl::seed

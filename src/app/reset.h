// Engine steps of `reset`: emptying a PostgreSQL database and rehearsing that in a scratch database, and the
// file that a SQLite database is rebuilt in.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "app/config.h"
#include "app/session.h"
#include "app/use_cases.h"
#include "base/progress.h"
#include "db/connection.h"
#include "migrate/folder.h"
#include "profile/document.h"
#include "profile/resolve.h"

namespace seedctl::app {

struct ResetPlan {
  const Settings& settings;
  const migrate::Folder& folder;
  std::vector<profile::Document> documents;
  profile::ResolveOptions options;   // what they are resolved with
  migrate::OnDone on_migrated = {};  // as in ResetRequest
  SeedCommitted on_seeded = {};
};

// Destroys and rebuilds, as a whole wherever the engine and the migrations allow it. Failures are in the
// outcome, with what was done and what became of the old content.
ResetOutcome rebuild_database(Session& session, const ResetPlan& plan, base::Progress& progress);

// Throws ErrorCode::refused for a database that belongs to the server rather than to a project: postgres,
// template0, template1.
void refuse_database_of_the_server(const std::string& database);

// Throws ErrorCode::refused for a subscription with a replication slot: dropping it reaches into another
// server, and cannot be taken back.
void refuse_subscriptions(db::Connection& connection);

// The extensions that the folder's migrations make without IF NOT EXISTS: these a reset drops, since the
// migrations would fail over them. All others stay.
std::set<std::string> extensions_made_by(const migrate::Folder& folder);

// Drops everything that users made, also what stands in no schema (publications, foreign servers, casts,
// languages, large objects, ...), and the extensions named, in one transaction. Other extensions stay; so
// do the schemas that schemas_that_stay() names, with their owners, grants and comments, emptied object by
// object. Throws ErrorCode::lock, with nothing dropped, unless the lock is still held, and where other
// sessions stay in the way, naming one of them. Returns how many things were dropped.
std::uint64_t drop_user_objects(db::Connection& connection, const std::set<std::string>& extensions,
                                db::SessionLock& lock, base::Progress& progress);

// The connection's own schema, `public`, and those with something of an extension in them.
std::vector<std::string> schemas_that_stay(db::Connection& connection);

// Migrates an empty scratch database beside the one of `connection`, and seeds the profiles there. Throws
// what a reset would fail with after destroying. Where the server gives no scratch database, or not all that
// the real one has, a warning says so and nothing is thrown. Roles that migrations make are the server's, and
// stay.
void rehearse_reset(db::Connection& connection, const ResetPlan& plan, base::Progress& progress);

// The name of the scratch database, within the length that the server keeps of a name.
std::string scratch_database_name(const std::string& database);

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

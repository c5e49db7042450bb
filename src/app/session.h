// What the use cases share: an open, locked connection, and the steps that several of them are made of.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/planned_rows.h"
#include "app/use_cases.h"
#include "db/connection.h"
#include "migrate/folder.h"
#include "profile/document.h"
#include "profile/resolve.h"
#include "schema/model.h"

namespace seedctl::app {

// A connection that may write, holding the lock that every writing command takes.
struct Session {
  std::unique_ptr<db::Connection> connection;
  std::unique_ptr<db::SessionLock> lock;  // after the connection: it goes first
  PlannedRows planned = {};               // of a dry run's profiles so far
};

Session open_for_writing(const Settings& settings, bool create, int lock_timeout_s, base::Progress& progress);
std::unique_ptr<db::Connection> open_for_reading(const Settings& settings);
// The same where there is a database; null, and said, where its file is still to be made.
std::unique_ptr<db::Connection> open_if_there(const Settings& settings, base::Progress& progress);
// Throws ErrorCode::refused, with a hint, where there are tables and no history of migrations.
void refuse_foreign_database(db::Connection& connection, const Settings& settings);

// Throws ErrorCode::refused where the target is protected; `what` is the command.
void refuse_if_protected(const Settings& settings, const std::string& what);
// Asks, naming the target. Throws ErrorCode::refused when the answer is no.
void confirm_destruction(const Settings& settings, const Confirm& confirm, const std::string& what);

// sqlite::memory: lives as long as one command: no use for any that leaves something behind.
void refuse_memory(const Settings& settings, const std::string& what);

// The folder of migrations; without files where there is no such folder and none was asked for (a schema made
// by others).
migrate::Folder folder_or_none(const Settings& settings);

// The steps of migrate and seed on an open session.
MigrateOutcome migrate_session(Session& session, const Settings& settings, const migrate::Folder& folder,
                               const MigrateRequest& request, base::Progress& progress);
SeedOutcome seed_session(Session& session, const Settings& settings, const profile::Document& document,
                         const SeedRequest& request, base::Progress& progress);
// The same of a dry run, which is not counted where nobody knows the rows that it refers to before the
// profiles planned so far are seeded.
SeedOutcome rehearse_session(Session& session, const Settings& settings, const profile::Document& document,
                             const SeedRequest& request, base::Progress& progress);
// Throws ErrorCode::refused, with the hint, where there are pending migrations.
void require_migrated(db::Connection& connection, const Settings& settings, const migrate::Folder& folder,
                      const std::string& hint);

// Throws ErrorCode::failed, as `migrate` and `plan` do, where an applied migration was changed since or its
// file is gone: the tables are not what the folder says.
void refuse_changed_history(db::Connection& connection, const Settings& settings,
                            const migrate::Folder& folder);

// The schema that profiles are resolved by (the snapshot where there is one, else the live one), and what it
// differs in.
struct ResolutionSchema {
  schema::Schema schema;
  schema::Schema live;
  std::vector<std::string> differences;
};
ResolutionSchema resolution_schema(db::Connection& connection, const Settings& settings);

std::vector<profile::Document> load_documents(const Settings& settings,
                                              const std::vector<std::string>& profiles);

// Rows that a plan makes before it says yes, of all tables together: a second or two of work.
inline constexpr std::uint64_t kTriedRows = 1'000'000;

// What the use cases resolve a profile with: `as_of: today` is the current date in UTC.
profile::ResolveOptions resolve_options(double scale, const std::vector<std::string>& only,
                                        const std::optional<base::Date>& as_of,
                                        const std::optional<base::Date>& until);

// The tables of `only`, or all where that is empty.
std::vector<DescribedTable> described(const profile::ResolvedProfile& profile,
                                      const std::vector<std::string>& only);

// Reads the rows that a profile refers to and does not make. The connection outlives it.
profile::ReadExternalRows external_rows(db::Connection& connection);

// The last profile seeded into the database, else "dev".
std::string last_profile_or_dev(db::Connection& connection, const Settings& settings);

// schema.lock.json; nullopt where there is none.
std::optional<schema::Schema> read_snapshot(const Settings& settings);
// Writes schema.lock.json where it differs; returns what to tell people ("" where nothing changed).
std::string write_snapshot(db::Connection& connection, const Settings& settings);

// The profile met by schema.lock.json, for what needs no database: it is opened only for a profile that
// refers to rows of it that it does not make. Throws ErrorCode::config where there is no schema.lock.json.
profile::ResolvedProfile resolve_without_database(const Settings& settings, const std::string& profile,
                                                  const profile::ResolveOptions& options);

// The table of that name. Throws ErrorCode::usage, with a suggestion, where the profile makes none.
const profile::ResolvedTable& made_table(const profile::ResolvedProfile& profile, const std::string& name);

// Puts schema.lock.json back to what it was when this was made, unless told to keep what was written since.
class SnapshotGuard {
 public:
  explicit SnapshotGuard(const Settings& settings);
  ~SnapshotGuard();
  SnapshotGuard(const SnapshotGuard&) = delete;
  SnapshotGuard& operator=(const SnapshotGuard&) = delete;
  void keep_new() { keep_new_ = true; }

 private:
  std::string path_;
  std::optional<std::string> before_;  // its text; nullopt where there was none
  bool keep_new_ = false;
};

}  // namespace seedctl::app

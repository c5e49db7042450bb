// The use cases, one function each: what the command line does, without printing, asking or exiting.
//
// Each takes settled Settings and its own options and returns a plain result; failures are base::Error. A
// function that may destroy data asks through `Confirm` first, with a sentence that names host and database.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/config.h"
#include "base/column_batch.h"
#include "base/error.h"
#include "base/progress.h"
#include "check/check.h"
#include "migrate/run.h"
#include "seed/seed.h"

namespace seedctl::app {

// Returns whether the person agrees; throws ErrorCode::refused where nobody can be asked (no terminal and no
// --yes).
using Confirm = std::function<bool(const std::string& question)>;

struct MigrateRequest {
  std::optional<std::uint64_t> to;
  bool dry_run = false;
  bool create_db = false;
  bool allow_out_of_order = false;
  int lock_timeout_s = 60;
  migrate::OnDone on_done = {};  // told of each migration when it is committed
};
struct MigrateOutcome {
  migrate::RunResult result;
  std::vector<migrate::Step> planned;  // all steps; what ran is in result
  std::string note;                    // "schema.lock.json written"
};
MigrateOutcome migrate(const Settings& settings, const MigrateRequest& request, base::Progress& progress);

struct RollbackRequest {
  std::uint32_t steps = 1;
  std::optional<std::uint64_t> to;
  bool dry_run = false;
  int lock_timeout_s = 60;
  migrate::OnDone on_done = {};
};
MigrateOutcome rollback(const Settings& settings, const RollbackRequest& request, const Confirm& confirm,
                        base::Progress& progress);

std::vector<migrate::Done> baseline(const Settings& settings, std::uint64_t version,
                                    base::Progress& progress);

migrate::Status status(const Settings& settings, base::Progress& progress);

struct SeedOutcome;
// Told of a profile when it is committed, before it is checked.
using SeedCommitted = std::function<void(const SeedOutcome& unchecked)>;

struct SeedRequest {
  std::vector<std::string> profiles;
  double scale = 1.0;
  std::vector<std::string> only;
  std::optional<base::Date> as_of;
  std::optional<base::Date> until = std::nullopt;  // the last of all rows per day; as_of where that is unset
  bool dry_run = false;
  bool migrate = false;
  bool keep_referenced = false;
  bool checks = true;
  int lock_timeout_s = 60;
  SeedCommitted on_committed = {};
};
// A table as the profile makes it.
struct DescribedTable {
  std::string table;
  std::uint64_t rows = 0;
  std::uint64_t tried = 0;       // of them that were made, to see whether they can be
  std::vector<std::string> key;  // that rows are matched by
  profile::TableEntry::OnConflict on_conflict = profile::TableEntry::OnConflict::refuse;
  std::vector<profile::ResolvedColumn> columns;  // those that are not stored last
};
struct SeedOutcome {
  std::string profile;
  std::vector<DescribedTable> described;  // the chosen tables, parents first
  seed::SeedResult seeded;
  check::CheckResult checks;             // empty in a dry run
  std::vector<std::string> differences;  // schema.lock.json against the live schema
  // Of a dry run: why there are no counts, the tables of `seeded` being missing then; "" = there are.
  std::string not_counted = {};
};
// Called after each profile, which is then committed and checked: what was done is not lost when a later one
// fails.
using SeedDone = std::function<void(SeedOutcome outcome)>;
void seed(const Settings& settings, const SeedRequest& request, const SeedDone& done,
          base::Progress& progress);

struct CheckRequest {
  std::vector<std::string> profiles;  // empty = the last one seeded, else dev
  // What is unset is what it was seeded with.
  std::optional<double> scale;
  std::optional<base::Date> as_of = std::nullopt;
  std::optional<base::Date> until = std::nullopt;
};
std::vector<check::CheckResult> check(const Settings& settings, const CheckRequest& request,
                                      base::Progress& progress);

struct ResetRequest {
  std::vector<std::string> profiles;  // empty = the last one seeded, else dev
  std::optional<base::Date> as_of = std::nullopt;
  std::optional<base::Date> until = std::nullopt;
  int lock_timeout_s = 60;
  // Of what a reset that is not one whole committed on its way.
  migrate::OnDone on_migrated = {};
  SeedCommitted on_seeded = {};
};
struct ResetOutcome {
  MigrateOutcome migrated;
  std::vector<SeedOutcome> seeded;
  bool untouched = false;            // nothing was destroyed: the database is as it was
  std::optional<base::Error> error;  // why it ended early; what was done until then stays, and is above
};
// Back to freshly migrated and seeded, as a whole or not at all: SQLite in a new file beside the database,
// copied over it in one SQLite transaction; PostgreSQL in one transaction. Where migrations of PostgreSQL do
// not run in one, a rehearsal comes first. Migration files and profiles are checked, and a database that is
// not the project's is refused, before anything is destroyed.
ResetOutcome reset(const Settings& settings, const ResetRequest& request, const Confirm& confirm,
                   base::Progress& progress);

struct SampleRequest {
  std::string profile;
  std::vector<std::string> tables;  // empty = all
  std::uint64_t rows = 10;          // of each table, at most kMaxSampleRows
  double scale = 1.0;
  std::optional<base::Date> as_of;
  std::optional<base::Date> until = std::nullopt;
  bool virtual_columns = false;  // show those too, behind the table's
};
// A sample is kept whole, as text to align its columns and as JSON in one document: enough to look at, and
// memory stays bounded.
inline constexpr std::uint64_t kMaxSampleRows = 10'000;
struct SampleTable {
  std::string table;
  std::uint64_t total = 0;  // rows that the profile makes
  std::vector<std::string> columns;
  std::vector<base::LogicalType> types;
  std::vector<std::vector<base::Value>> rows;
  std::vector<std::string> notes;  // on all of its rows
};
// Generated rows, from schema.lock.json: no database. Tables go to `show` one by one, in the order in which
// they are made; what is asked for wrongly fails before the first.
void sample(const Settings& settings, const SampleRequest& request,
            const std::function<void(const SampleTable&)>& show);

struct ManifestRequest {
  std::string profile;
  std::vector<std::string> tables;  // empty = all
  double scale = 1.0;
  std::optional<base::Date> as_of;
  std::optional<base::Date> until = std::nullopt;
};
// One cell of a profile that is stored dirty.
struct ManifestEntry {
  std::string table;
  std::string row;  // its address: "17", "3.2"
  std::vector<std::pair<std::string, base::Value>> key;
  std::string column;
  base::Value stored, clean;
  std::string kind;  // "value", "null", "truncate", ...
};
// All dirty cells of the profile, streamed in the order of tables and rows, from schema.lock.json: no
// database. Returns how many.
std::uint64_t manifest(const Settings& settings, const ManifestRequest& request,
                       const std::function<void(const ManifestEntry&)>& show);

// The tables that --only and --table may name, sorted: those of schema.lock.json, else those of all profiles
// that can be read. No database.
std::vector<std::string> table_names(const Settings& settings);

// Writes seedctl.yaml, a first migration and a starter profile into `folder`; returns the files made. Throws
// ErrorCode::failed where a file of one of those names is there already; nothing is written then.
std::vector<std::string> init(const std::string& folder);

// The file that was made.
std::string new_migration(const Settings& settings, const std::string& name);

// The profile a command means when none is named.
std::string default_profile(const Settings& settings);

}  // namespace seedctl::app

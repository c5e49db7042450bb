// How a reset rebuilds a database. SQLite: in a new file, whose content then replaces the old one's.
// PostgreSQL: in one transaction, so that a failure of any part leaves the old database as it was; step by
// step only where migrations do not run in a transaction, rehearsed before in a database of its own.
#include <algorithm>
#include <array>
#include <functional>
#include <utility>

#include "app/reset.h"
#include "app/reset_transaction.h"
#include "app/session.h"
#include "base/text.h"
#include "drivers/open.h"
#include "migrate/history.h"
#include "migrate/plan.h"

namespace seedctl::app {
namespace {

using base::Error;
using base::ErrorCode;

// Whether what is done on the way is committed there and then.
enum class Commits { at_the_end, on_the_way };

// Migrates and seeds an empty database. Throws at the first failure; `outcome` has what was done until then.
void migrate_and_seed(Session& session, const Settings& settings, const ResetPlan& plan, Commits commits,
                      ResetOutcome& outcome, base::Progress& progress) {
  MigrateRequest migrations;
  SeedRequest rows;
  rows.as_of = plan.options.as_of;
  rows.until = plan.options.until;
  if (commits == Commits::on_the_way) {
    migrations.on_done = plan.on_migrated;
    rows.on_committed = plan.on_seeded;
  }
  outcome.migrated = migrate_session(session, settings, plan.folder, migrations, progress);
  if (outcome.migrated.result.error) throw Error(*outcome.migrated.result.error);
  for (const profile::Document& document : plan.documents)
    outcome.seeded.push_back(seed_session(session, settings, document, rows, progress));
}

// A session of another connection with the lock of `owner`, who has it back afterwards: nobody else may write
// to the real database meanwhile.
class Elsewhere {
 public:
  Elsewhere(Session& owner, std::unique_ptr<db::Connection> connection)
      : session{.connection = std::move(connection), .lock = std::move(owner.lock)}, owner_(owner) {}
  ~Elsewhere() { owner_.lock = std::move(session.lock); }
  Elsewhere(const Elsewhere&) = delete;
  Elsewhere& operator=(const Elsewhere&) = delete;
  Session session;

 private:
  Session& owner_;
};

Error with_more_hint(Error error, const std::string& more) {
  error.hint = error.hint.empty() ? more : error.hint + "; " + more;
  return error;
}

// The outcome of a reset that left no trace.
ResetOutcome untouched(Session& session, const ResetPlan& plan, Error error) {
  ResetOutcome outcome;
  outcome.untouched = true;
  try {
    migrate::History history(*session.connection, plan.settings.own.history_table());
    outcome.migrated.result.version = migrate::make_status({}, history.load()).version;
  } catch (const Error&) {
    // The connection may be what failed; the first error says so.
  }
  // Whether a commit during which the connection broke was done is known to nobody here.
  const bool known = plan.settings.url.engine == base::Engine::sqlite || error.code() != ErrorCode::database;
  outcome.error =
      known ? with_more_hint(std::move(error), "nothing was destroyed; the database is as it was") : error;
  return outcome;
}

// Does work that takes effect as a whole or not at all, schema.lock.json included.
ResetOutcome as_a_whole(Session& session, const ResetPlan& plan,
                        const std::function<void(ResetOutcome&)>& work) {
  SnapshotGuard snapshot(plan.settings);
  try {
    ResetOutcome outcome;
    work(outcome);
    snapshot.keep_new();
    return outcome;
  } catch (const Error& error) {
    return untouched(session, plan, error);
  }
}

void rebuild_in_new_file(Session& session, const ResetPlan& plan, ResetOutcome& outcome,
                         base::Progress& progress) {
  const ScratchFile scratch(plan.settings.url.path);
  Settings beside = plan.settings;
  beside.url.path = scratch.path();
  {
    Elsewhere file(session, drivers::open(beside.url, {.create = true, .read_only = false, .schema = {}}));
    migrate_and_seed(file.session, beside, plan, Commits::at_the_end, outcome, progress);
  }
  db::require_lock(*session.lock, "nothing was destroyed");
  drivers::replace_sqlite_content(scratch.path(), plan.settings.url.path);
}

void rebuild_in_one_transaction(Session& session, const ResetPlan& plan, ResetOutcome& outcome,
                                base::Progress& progress) {
  auto connection = std::make_unique<ResetTransaction>(*session.connection);
  ResetTransaction& transaction = *connection;
  Elsewhere whole(session, std::move(connection));
  drop_user_objects(transaction, extensions_made_by(plan.folder), *whole.session.lock, progress);
  migrate_and_seed(whole.session, plan.settings, plan, Commits::at_the_end, outcome, progress);
  db::require_lock(*whole.session.lock, "nothing was destroyed");
  transaction.commit_everything();
}

// The file of the first migration that cannot be part of a transaction; "" where all can.
std::string outside_transactions(const migrate::Folder& folder) {
  for (const migrate::Migration& migration : folder.migrations)
    if (!migration.up.transaction) return migration.file;
  for (const migrate::Repeatable& repeatable : folder.repeatables)
    if (!repeatable.up.transaction) return repeatable.file;
  return {};
}

// Refused only because it was all one transaction: a value that an earlier migration added to an enumeration
// cannot be used before the commit, and more objects than the server has locks for.
bool wants_commits_between(const Error& error) {
  constexpr std::array kStates{"55P04", "53200"};
  return std::find(kStates.begin(), kStates.end(), error.sqlstate) != kStates.end();
}

ResetOutcome rebuild_step_by_step(Session& session, const ResetPlan& plan, const std::string& why,
                                  base::Progress& progress) {
  progress.warn(why +
                ", so this reset is not one transaction: it is rehearsed first; where it is cut off or fails "
                "after that, the old content is gone, and running it again completes it");
  try {
    rehearse_reset(*session.connection, plan, progress);
    drop_user_objects(*session.connection, extensions_made_by(plan.folder), *session.lock, progress);
  } catch (const Error& error) {
    return untouched(session, plan, error);
  }
  ResetOutcome outcome;
  try {
    migrate_and_seed(session, plan.settings, plan, Commits::on_the_way, outcome, progress);
  } catch (const Error& error) {
    outcome.error = with_more_hint(error,
                                   "the old content is gone, what was done since stays; run `seedctl reset` "
                                   "again when the cause is mended");
  }
  return outcome;
}

}  // namespace

ResetOutcome rebuild_database(Session& session, const ResetPlan& plan, base::Progress& progress) {
  if (plan.settings.url.engine == base::Engine::sqlite)
    return as_a_whole(session, plan,
                      [&](ResetOutcome& outcome) { rebuild_in_new_file(session, plan, outcome, progress); });
  std::string why = outside_transactions(plan.folder);
  if (!why.empty()) return rebuild_step_by_step(session, plan, why + " runs outside transactions", progress);
  ResetOutcome outcome = as_a_whole(
      session, plan, [&](ResetOutcome& done) { rebuild_in_one_transaction(session, plan, done, progress); });
  if (!outcome.error || !wants_commits_between(*outcome.error)) return outcome;
  why = "migrations need others to be committed before them (" + outcome.error->message() + ")";
  return rebuild_step_by_step(session, plan, why, progress);
}

}  // namespace seedctl::app

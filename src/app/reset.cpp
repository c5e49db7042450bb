#include "app/reset.h"

#include <algorithm>

#include "app/session.h"
#include "drivers/open.h"

namespace seedctl::app {
namespace {

// Migrates and seeds an empty database. Failures of a migration are thrown: a reset that stops half-way must
// not look done.
void rebuild(Session& session, const Settings& settings, const migrate::Folder& folder,
             const std::vector<profile::Document>& documents, ResetOutcome& outcome,
             base::Progress& progress) {
  outcome.migrated = migrate_session(session, settings, folder, {}, progress);
  if (outcome.migrated.result.error) throw *outcome.migrated.result.error;
  for (const profile::Document& document : documents)
    outcome.seeded.push_back(seed_session(session, settings, document, {}, progress));
}

// Whether migrating from nothing may end elsewhere than where the database is now: only the rebuilt one can
// tell then whether the migrations run and the profiles fit.
bool rebuilds_differently(db::Connection& connection, const Settings& settings,
                          const migrate::Folder& folder) {
  const std::vector<migrate::HistoryRow> rows =
      migrate::History(connection, settings.own.history_table()).load();
  const migrate::Status status = migrate::make_status(folder, rows);
  const auto matters = [](const migrate::Problem& problem) {
    return problem.kind != migrate::Problem::Kind::down_changed;  // a reset undoes nothing step by step
  };
  return !status.pending.empty() || std::any_of(status.problems.begin(), status.problems.end(), matters) ||
         std::any_of(rows.begin(), rows.end(),
                     [](const migrate::HistoryRow& row) { return row.kind == "baseline"; });
}

// Whether the profiles fit the schema, asked while there is still something to lose.
void require_feasible(Session& session, const Settings& settings,
                      const std::vector<profile::Document>& documents) {
  const ResolutionSchema schema = resolution_schema(*session.connection, settings);
  for (const profile::Document& document : documents)
    (void)profile::resolve(document, schema.schema,
                           {.scale = 1.0, .only = {}, .today = today(), .as_of = {}});
}

ResetOutcome reset_sqlite(Session& session, const Settings& settings, const migrate::Folder& folder,
                          const std::vector<profile::Document>& documents, base::Progress& progress) {
  ResetOutcome outcome;
  const ScratchFile scratch(settings.url.path);
  {
    Settings beside = settings;
    beside.url.path = scratch.path();
    // The lock stays that of the real database: nobody else may write there meanwhile.
    Session rebuilt{
        .connection = drivers::open(beside.url, {.create = true, .read_only = false, .schema = {}}),
        .lock = std::move(session.lock)};
    rebuild(rebuilt, beside, folder, documents, outcome, progress);
    session.lock = std::move(rebuilt.lock);
  }
  require_lock(*session.lock);
  drivers::replace_sqlite_content(scratch.path(), settings.url.path);
  return outcome;
}

}  // namespace

ResetOutcome reset(const Settings& settings, const ResetRequest& request, const Confirm& confirm,
                   base::Progress& progress) {
  refuse_memory(settings, "reset");
  refuse_if_protected(settings, "reset");
  const bool postgres = settings.url.engine == base::Engine::postgres;
  if (postgres) refuse_database_of_the_server(settings.url.database);
  // Everything that can be wrong with files is found before anything is destroyed.
  const migrate::Folder folder = migrate::load_folder(settings.migrations, settings.url.engine);
  std::vector<profile::Document> documents = load_documents(settings, request.profiles);
  Session session = open_for_writing(settings, true, request.lock_timeout_s, progress);
  // Once more by what the server says: the URL may leave the name to libpq.
  if (postgres)
    refuse_database_of_the_server(
        session.connection->query("select pg_catalog.current_database()").at(0).at(0).value_or(""));
  if (documents.empty())
    documents = load_documents(settings, {last_profile_or_dev(*session.connection, settings)});
  if (postgres) refuse_subscriptions(*session.connection);
  const bool differently = rebuilds_differently(*session.connection, settings, folder);
  if (!differently) require_feasible(session, settings, documents);
  confirm_destruction(settings, confirm, "Destroy everything in");
  if (!postgres) return reset_sqlite(session, settings, folder, documents, progress);
  if (differently) rehearse_reset(*session.connection, settings, folder, documents, progress);
  drop_user_objects(*session.connection, extensions_made_by(folder), *session.lock);
  ResetOutcome outcome;
  rebuild(session, settings, folder, documents, outcome, progress);
  return outcome;
}

}  // namespace seedctl::app

// What a reset asks and refuses before anything is destroyed; reset_rebuild.cpp does the rest.
#include "app/reset.h"

#include <algorithm>

#include "app/reset_belongings.h"
#include "app/session.h"
#include "base/text.h"

namespace seedctl::app {
namespace {

// Whether migrating from nothing may end elsewhere than where the database is now: only the rebuilt one can
// tell then whether the profiles fit.
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

// Whether the profiles fit the schema, asked before anybody is asked anything.
void require_feasible(Session& session, const Settings& settings,
                      const std::vector<profile::Document>& documents,
                      const profile::ResolveOptions& options) {
  const ResolutionSchema schema = resolution_schema(*session.connection, settings);
  for (const profile::Document& document : documents) {
    bool filled_later = false;
    profile::ResolveOptions asking = options;
    asking.external = [&](const std::string& table, std::span<const profile::ExternalColumn> columns) {
      profile::ExternalRows rows = external_rows(*session.connection)(table, columns);
      filled_later = filled_later || rows.hashes.empty();
      return rows;
    };
    try {
      (void)profile::resolve(document, schema.schema, asking);
    } catch (const base::Error&) {
      // Another profile of this reset may make the rows that it refers to.
      if (!filled_later) throw;
    }
  }
}

// Tables that people added are part of the database that is being reset; they hear of it.
std::string question(const std::vector<std::string>& unnamed) {
  return unnamed.empty() ? "Destroy everything in"
                         : "Destroy everything, also the tables that no migration names (" +
                               base::printable(base::join(unnamed, ", ")) + "), in";
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
  refuse_what_others_made(*session.connection, settings, folder);
  if (postgres) refuse_subscriptions(*session.connection);
  if (documents.empty())
    documents = load_documents(settings, {last_profile_or_dev(*session.connection, settings)});
  const profile::ResolveOptions options = resolve_options(1.0, {}, request.as_of, request.until);
  if (!rebuilds_differently(*session.connection, settings, folder))
    require_feasible(session, settings, documents, options);
  const std::vector<std::string> unnamed = tables_no_migration_names(*session.connection, settings, folder);
  confirm_destruction(settings, confirm, question(unnamed));
  ResetOutcome outcome = rebuild_database(session,
                                          {.settings = settings,
                                           .folder = folder,
                                           .documents = std::move(documents),
                                           .options = options,
                                           .on_migrated = request.on_migrated,
                                           .on_seeded = request.on_seeded},
                                          progress);
  if (!unnamed.empty() && !outcome.untouched)
    progress.warn("tables that no migration names went with the rest: " +
                  base::printable(base::join(unnamed, ", ")));
  return outcome;
}

}  // namespace seedctl::app

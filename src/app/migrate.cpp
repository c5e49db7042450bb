#include <filesystem>

#include "app/file_presence.h"
#include "app/session.h"
#include "base/text.h"
#include "drivers/open.h"
#include "migrate/folder.h"
#include "migrate/history.h"

namespace seedctl::app {
namespace {

using base::Error;
using base::ErrorCode;

bool sqlite_file_missing(const Settings& settings) {
  std::error_code failed;
  return settings.url.engine == base::Engine::sqlite &&
         (settings.url.memory || !std::filesystem::exists(settings.url.path, failed));
}

// The history as a command that writes nothing sees it: empty where there is no database file yet.
std::vector<migrate::HistoryRow> history_to_read(const Settings& settings, base::Progress& progress) {
  const auto connection = open_if_there(settings, progress);
  if (!connection) return {};
  return migrate::History(*connection, settings.own.history_table()).load();
}

}  // namespace

std::unique_ptr<db::Connection> open_if_there(const Settings& settings, base::Progress& progress) {
  // Without its folder the file cannot be made: opening it says so.
  const bool has_place =
      settings.url.memory || is_there(std::filesystem::path(settings.url.path).parent_path() / ".");
  if (!sqlite_file_missing(settings) || !has_place) return open_for_reading(settings);
  if (!settings.url.memory) progress.note(settings.url.path + " does not exist yet");
  return nullptr;
}

MigrateOutcome migrate_session(Session& session, const Settings& settings, const migrate::Folder& folder,
                               const MigrateRequest& request, base::Progress& progress) {
  db::Connection& connection = *session.connection;
  refuse_foreign_database(connection, settings);
  migrate::History history(connection, settings.own.history_table());
  MigrateOutcome outcome;
  outcome.planned = migrate::plan_migrate(
      folder, history.load(), {.to = request.to, .allow_out_of_order = request.allow_out_of_order});
  outcome.result =
      migrate::run(connection, outcome.planned, settings.own, *session.lock, progress, request.on_done);
  if (outcome.result.error || settings.is_protected || settings.url.memory) return outcome;
  // Half a schema is no schema to commit.
  if (migrate::make_status(folder, history.load()).pending.empty())
    outcome.note = write_snapshot(connection, settings);
  return outcome;
}

MigrateOutcome migrate(const Settings& settings, const MigrateRequest& request, base::Progress& progress) {
  const migrate::Folder folder = migrate::load_folder(settings.migrations, settings.url.engine);
  if (request.dry_run) {
    MigrateOutcome outcome;
    std::vector<migrate::HistoryRow> history;
    if (const auto connection = open_if_there(settings, progress)) {
      refuse_foreign_database(*connection, settings);
      history = migrate::History(*connection, settings.own.history_table()).load();
    }
    outcome.planned = migrate::plan_migrate(
        folder, history, {.to = request.to, .allow_out_of_order = request.allow_out_of_order});
    return outcome;
  }
  refuse_memory(settings, "migrate");
  if (request.create_db && drivers::create_database(settings.url))
    progress.note("created the database " + settings.url.target());
  Session session = open_for_writing(settings, true, request.lock_timeout_s, progress);
  return migrate_session(session, settings, folder, request, progress);
}

MigrateOutcome rollback(const Settings& settings, const RollbackRequest& request, const Confirm& confirm,
                        base::Progress& progress) {
  const migrate::Folder folder = migrate::load_folder(settings.migrations, settings.url.engine);
  const migrate::RollbackOptions options{.steps = request.steps, .to = request.to};
  MigrateOutcome outcome;
  if (request.dry_run) {
    outcome.planned = migrate::plan_rollback(folder, history_to_read(settings, progress), options);
    return outcome;
  }
  refuse_memory(settings, "rollback");
  refuse_if_protected(settings, "rollback");
  // Planned once to ask with numbers, and again under the lock, since others may have migrated while we
  // asked.
  const std::size_t asked =
      migrate::plan_rollback(folder, history_to_read(settings, progress), options).size();
  if (asked > 0)
    confirm_destruction(settings, confirm,
                        "Undo " + std::to_string(asked) + (asked == 1 ? " migration on" : " migrations on"));
  Session session = open_for_writing(settings, false, request.lock_timeout_s, progress);
  migrate::History history(*session.connection, settings.own.history_table());
  outcome.planned = migrate::plan_rollback(folder, history.load(), options);
  if (outcome.planned.size() > asked)
    throw Error(ErrorCode::failed,
                "more migrations were applied while rollback was asking; nothing was undone")
        .with_hint("run it again");
  outcome.result = migrate::run(*session.connection, outcome.planned, settings.own, *session.lock, progress,
                                request.on_done);
  return outcome;
}

std::vector<migrate::Done> baseline(const Settings& settings, std::uint64_t version,
                                    base::Progress& progress) {
  constexpr int kLockTimeout = 60;
  const migrate::Folder folder = migrate::load_folder(settings.migrations, settings.url.engine);
  refuse_memory(settings, "baseline");
  Session session = open_for_writing(settings, false, kLockTimeout, progress);
  return migrate::baseline(*session.connection, folder, version, settings.own, *session.lock);
}

migrate::Status status(const Settings& settings, base::Progress& progress) {
  refuse_memory(settings, "status");
  const migrate::Folder folder = migrate::load_folder(settings.migrations, settings.url.engine);
  return migrate::make_status(folder, history_to_read(settings, progress));
}

}  // namespace seedctl::app

// Runs a plan step by step; every decision was made before.
#include "migrate/run.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "migrate/engine.h"
#include "migrate/step_runner.h"

namespace seedctl::migrate {
namespace {

using base::Error;
using base::ErrorCode;

std::optional<std::uint64_t> highest_applied(const std::vector<HistoryRow>& rows) {
  std::optional<std::uint64_t> highest;
  for (const HistoryRow& row : rows) {
    const bool applied = row.kind != "repeatable" && (row.complete() || row.direction == "down");
    if (applied) highest = std::max(highest.value_or(0), row.version);
  }
  return highest;
}

}  // namespace

void prepare_session(db::Connection& connection) {
  rules_of(connection.engine()).prepare_session(connection);
}

RunResult run(db::Connection& connection, const std::vector<Step>& steps, const state::OwnTables& names,
              db::SessionLock& lock, base::Progress& progress, const OnDone& on_done) {
  RunResult result;
  try {
    History history(connection, names.history_table());
    if (!steps.empty()) {
      history.create();
      StepRunner runner(connection, history, lock, progress);
      try {
        for (const Step& step : steps) {
          const std::uint64_t duration = runner.run(step);
          result.done.push_back({.version = step.version,
                                 .name = step.name,
                                 .duration_ms = duration,
                                 .repeatable = step.repeatable});
          if (on_done) on_done(result.done.back());
        }
      } catch (const Error& error) {
        result.error = error;
      }
    }
    result.version = highest_applied(history.load());
  } catch (const Error& error) {
    if (!result.error) result.error = error;  // a second one says only that the connection is gone
  }
  return result;
}

std::vector<Done> baseline(db::Connection& connection, const Folder& folder, std::uint64_t version,
                           const state::OwnTables& names, db::SessionLock& lock) {
  const auto known = std::find_if(folder.migrations.begin(), folder.migrations.end(),
                                  [&](const Migration& migration) { return migration.version == version; });
  if (known == folder.migrations.end())
    throw Error(ErrorCode::usage, fmt::format("there is no migration {}", version))
        .with_hint("name the last migration whose changes the database has already");
  History history(connection, names.history_table());
  if (!history.load().empty())
    throw Error(ErrorCode::failed,
                fmt::format("{} has a history of migrations already", connection.display_name()))
        .with_hint("`seedctl status` shows it; a baseline is for databases that were made without seedctl");

  history.create();
  std::vector<Done> done;
  db::Transaction transaction(connection, db::Connection::Access::write);
  for (const Migration& migration : folder.migrations) {
    if (migration.version > version) break;
    HistoryRow row = history_row(migration, "baseline");
    row.sequence = done.size() + 1;
    history.add(row);
    done.push_back({.version = migration.version, .name = migration.name});
  }
  db::require_lock(lock, "nothing was marked as applied");
  transaction.commit();
  return done;
}

}  // namespace seedctl::migrate

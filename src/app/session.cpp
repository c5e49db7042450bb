#include "app/session.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <functional>

#include "app/file_presence.h"
#include "base/text.h"
#include "drivers/open.h"
#include "schema/introspect.h"
#include "schema/snapshot.h"
#include "sql/dialect.h"
#include "state/external_rows.h"
#include "state/ledger.h"

namespace seedctl::app {

using base::Error;
using base::ErrorCode;

namespace {

// A search path with a schema that is not there is none to the server, which would work in the next one.
void require_schema(db::Connection& connection, const Settings& settings) {
  if (settings.schema.empty() || schema::namespace_exists(connection, settings.schema)) return;
  Error error(ErrorCode::failed, settings.schema_position,
              "there is no schema " + base::printable(sql::quote_identifier(settings.schema)) + " in " +
                  connection.display_name());
  error.sqlstate = "3F000";  // invalid_schema_name
  error.hint = "make it: create schema " + sql::quote_identifier(settings.schema) +
               "; migrations cannot, since their history is kept in it. Or leave `schema` out of the config";
  throw error;
}

base::Date today() {
  const auto now = std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now());
  return {static_cast<std::int32_t>(now.time_since_epoch().count())};
}

// Says for whom SQLite waits. `progress` outlives every session of its command.
std::function<void(const std::string&)> telling(const Settings& settings, base::Progress& progress) {
  return [name = settings.url.display(), &progress](const std::string& holder) {
    progress.note("another program" + (holder.empty() ? "" : " (" + holder + ")") + " is at work in " + name +
                  "; waiting");
  };
}

}  // namespace

Session open_for_writing(const Settings& settings, bool create, int lock_timeout_s,
                         base::Progress& progress) {
  // Milliseconds must fit an int; this is more than a week.
  constexpr int kLongestWait = 1'000'000;
  Session session;
  session.connection =
      drivers::open(settings.url, {.create = create,
                                   .read_only = false,
                                   .schema = settings.schema,
                                   .busy_timeout_ms = std::min(lock_timeout_s, kLongestWait) * 1000,
                                   .on_wait = telling(settings, progress)});
  require_schema(*session.connection, settings);
  migrate::prepare_session(*session.connection);
  session.lock = migrate::wait_for_lock(*session.connection, settings.own, lock_timeout_s, progress);
  return session;
}

std::unique_ptr<db::Connection> open_for_reading(const Settings& settings) {
  auto connection =
      drivers::open(settings.url, {.create = false, .read_only = true, .schema = settings.schema});
  require_schema(*connection, settings);
  return connection;
}

void refuse_foreign_database(db::Connection& connection, const Settings& settings) {
  if (migrate::History(connection, settings.own.history_table()).exists()) return;
  if (schema::is_empty_database(connection, settings.own.all())) return;
  throw Error(ErrorCode::refused, connection.display_name() +
                                      " holds tables that seedctl did not make, and no history of migrations")
      .with_hint(
          "to start from what is there, run `seedctl baseline VERSION`: it marks the migrations up to "
          "VERSION as applied");
}

void refuse_if_protected(const Settings& settings, const std::string& what) {
  if (!settings.is_protected) return;
  throw Error(ErrorCode::refused, what + " is refused: " + settings.protected_why)
      .with_hint(
          "if it may be destroyed, say so in seedctl.yaml: environments: {name: {url: ..., disposable: "
          "true}}");
}

void confirm_destruction(const Settings& settings, const Confirm& confirm, const std::string& what) {
  if (!confirm(what + " " + settings.url.target() + "?"))
    throw Error(ErrorCode::refused, "not confirmed; nothing was changed");
}

void refuse_memory(const Settings& settings, const std::string& what) {
  if (!settings.url.memory) return;
  throw Error(ErrorCode::usage,
              "sqlite::memory: is gone when the command ends; " + what + " needs a database that stays")
      .with_hint("name a file: --database sqlite:dev.db");
}

migrate::Folder folder_or_none(const Settings& settings) {
  if (!is_there(settings.migrations))
    return {.path = settings.migrations, .migrations = {}, .repeatables = {}};
  return migrate::load_folder(settings.migrations, settings.url.engine);
}

void require_migrated(db::Connection& connection, const Settings& settings, const migrate::Folder& folder,
                      const std::string& hint) {
  if (folder.migrations.empty()) return;
  migrate::History history(connection, settings.own.history_table());
  const migrate::Status status = migrate::make_status(folder, history.load());
  for (const migrate::Problem& problem : status.problems)
    if (problem.kind == migrate::Problem::Kind::interrupted) throw Error(ErrorCode::failed, problem.message);
  std::vector<std::string> names;
  for (const migrate::Step& step : status.pending)
    names.push_back(step.repeatable ? step.name : std::to_string(step.version) + " " + step.name);
  if (names.empty()) return;
  throw Error(ErrorCode::refused,
              (names.size() == 1 ? "a migration is pending: "
                                 : std::to_string(names.size()) + " migrations are pending: ") +
                  base::join(names, ", "))
      .with_hint(hint);
}

void refuse_changed_history(db::Connection& connection, const Settings& settings,
                            const migrate::Folder& folder) {
  if (folder.migrations.empty()) return;
  // Files out of order are pending, which is refused by itself.
  (void)migrate::plan_migrate(folder, migrate::History(connection, settings.own.history_table()).load(),
                              {.to = {}, .allow_out_of_order = true});
}

ResolutionSchema resolution_schema(db::Connection& connection, const Settings& settings) {
  ResolutionSchema result;
  result.live = schema::introspect(connection, settings.schema, settings.own.all());
  if (const auto snapshot = read_snapshot(settings)) {
    result.schema = *snapshot;
    result.differences = schema::differences(*snapshot, result.live);
    // Not in the snapshot, and a profile that names one should hear why.
    for (const schema::Table& table : result.live.tables) {
      if (!table.not_loadable.empty() && snapshot->table(table.name) == nullptr)
        result.schema.tables.push_back(table);
    }
    result.schema.views = result.live.views;
  } else {
    result.schema = result.live;
  }
  return result;
}

std::vector<profile::Document> load_documents(const Settings& settings,
                                              const std::vector<std::string>& profiles) {
  std::vector<profile::Document> documents;
  for (const std::string& name : profiles) documents.push_back(profile::load_profile(settings.seeds, name));
  return documents;
}

profile::ResolveOptions resolve_options(double scale, const std::vector<std::string>& only,
                                        const std::optional<base::Date>& as_of,
                                        const std::optional<base::Date>& until) {
  return {.scale = scale, .only = only, .today = today(), .as_of = as_of, .until = until};
}

std::vector<DescribedTable> described(const profile::ResolvedProfile& profile,
                                      const std::vector<std::string>& only) {
  std::vector<DescribedTable> tables;
  for (const profile::ResolvedTable& table : profile.tables) {
    if (!only.empty() && std::find(only.begin(), only.end(), table.name) == only.end()) continue;
    DescribedTable& entry = tables.emplace_back();
    entry.table = table.name;
    entry.rows = table.data->rows();
    entry.tried = table.tried;
    for (const std::size_t column : table.key) entry.key.push_back(table.columns[column].name);
    entry.on_conflict = table.on_conflict;
    entry.columns = table.columns;
    entry.columns.insert(entry.columns.end(), table.virtual_columns.begin(), table.virtual_columns.end());
  }
  return tables;
}

profile::ReadExternalRows external_rows(db::Connection& connection) {
  return [&connection](const std::string& table, std::span<const profile::ExternalColumn> columns) {
    return state::read_external_rows(connection, {.schema = {}, .name = table}, columns);
  };
}

std::string last_profile_or_dev(db::Connection& connection, const Settings& settings) {
  return state::Ledger(connection, settings.own).last_profile().value_or("dev");
}

namespace {

// Opens the database when rows of it are first asked for: what needs none of them needs no database.
profile::ReadExternalRows external_rows_if_asked(const Settings& settings) {
  return [&settings, connection = std::shared_ptr<db::Connection>()](
             const std::string& table, std::span<const profile::ExternalColumn> columns) mutable {
    try {
      if (!connection) connection = open_for_reading(settings);
      return external_rows(*connection)(table, columns);
    } catch (base::Error& error) {
      error.hint = "the profile refers to rows of " + base::printable(table) +
                   ", which it does not make: name the database that has them with --database, or add " +
                   base::printable(table) + ": {rows: 100} to tables" +
                   (error.hint.empty() ? "" : "; " + error.hint);
      throw;
    }
  };
}

}  // namespace

profile::ResolvedProfile resolve_without_database(const Settings& settings, const std::string& profile,
                                                  const profile::ResolveOptions& options) {
  const profile::Document document = profile::load_profile(settings.seeds, profile);
  const auto snapshot = read_snapshot(settings);
  if (!snapshot)
    throw Error(ErrorCode::config, "there is no " + settings.snapshot + " to tell the columns' types from")
        .with_hint("`seedctl migrate` writes it; commit it like a lock file");
  profile::ResolveOptions with_rows = options;
  with_rows.external = external_rows_if_asked(settings);
  return profile::resolve(document, *snapshot, with_rows);
}

const profile::ResolvedTable& made_table(const profile::ResolvedProfile& profile, const std::string& name) {
  if (const profile::ResolvedTable* table = profile.table(name)) return *table;
  std::vector<std::string> names;
  for (const profile::ResolvedTable& table : profile.tables) names.push_back(table.name);
  throw Error(ErrorCode::usage, "the profile " + profile.name + " makes no table \"" + base::printable(name) +
                                    "\"" + base::did_you_mean(name, names));
}

}  // namespace seedctl::app

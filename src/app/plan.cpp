// The plans of migrate and of seed as those commands make them, one after the other.
#include "app/plan.h"

#include <algorithm>

#include "app/session.h"
#include "base/text.h"
#include "migrate/history.h"

namespace seedctl::app {
namespace {

SeedRequest seed_request(const PlanRequest& request) {
  SeedRequest seed;
  seed.scale = request.scale;
  seed.only = request.only;
  seed.as_of = request.as_of;
  seed.until = request.until;
  seed.keep_referenced = request.keep_referenced;
  seed.dry_run = true;
  return seed;
}

// What a database without rows would get.
std::vector<seed::TableCounts> all_inserted(const std::vector<DescribedTable>& tables) {
  std::vector<seed::TableCounts> counts;
  for (const DescribedTable& table : tables) {
    seed::TableCounts& entry = counts.emplace_back();
    entry.table = table.table;
    entry.rows = entry.inserted = table.rows;
    entry.recipe = "loaded into the empty table";
    entry.was_empty = true;
  }
  return counts;
}

// Of a profile whose tables the pending migrations are still to make, or to change. schema.lock.json may be
// older than those: a profile that does not fit it may fit what they make.
SeedOutcome before_migrations(PlannedRows& planned, const Settings& settings,
                              const profile::Document& document, const PlanRequest& request, bool is_empty) {
  SeedOutcome outcome;
  outcome.profile = document.name;
  const auto snapshot = read_snapshot(settings);
  if (!snapshot) {
    outcome.not_counted = "there is no " + settings.snapshot + " yet, which migrate writes";
    return outcome;
  }
  profile::ResolveOptions options =
      resolve_options(request.scale, request.only, request.as_of, request.until);
  options.tried_rows = kTriedRows;
  options.external = planned.reading({});
  try {
    profile::ResolvedProfile profile = profile::resolve(document, *snapshot, options);
    outcome.described = described(profile, request.only);
    if (is_empty) outcome.seeded.tables = all_inserted(outcome.described);
    planned.add(std::move(profile), outcome.seeded.tables);
  } catch (const base::Error& error) {
    if (error.code() != base::ErrorCode::profile && planned.unknown().empty()) throw;
    outcome.not_counted =
        "the profile does not fit " + settings.snapshot +
        ", which pending migrations may change: " + (error.position() ? error.position()->str() + ": " : "") +
        error.message();
  }
  if (!planned.unknown().empty())
    outcome.not_counted = planned.unknown();
  else if (outcome.not_counted.empty() && !is_empty)
    outcome.not_counted = "nobody knows yet what the pending migrations make of the rows that are there";
  if (!outcome.not_counted.empty()) planned.add_unknown(document);
  return outcome;
}

void plan_into(PlanOutcome& outcome, const Settings& settings, const PlanRequest& request,
               std::vector<profile::Document> documents, base::Progress& progress) {
  const migrate::Folder folder = folder_or_none(settings);
  Session session;
  // Without migrations there is nothing that would make the database.
  session.connection =
      folder.migrations.empty() ? open_for_reading(settings) : open_if_there(settings, progress);
  std::vector<migrate::HistoryRow> history;
  if (session.connection && !folder.migrations.empty()) {
    refuse_foreign_database(*session.connection, settings);
    history = migrate::History(*session.connection, settings.own.history_table()).load();
  }
  if (!folder.migrations.empty()) outcome.pending = migrate::plan_migrate(folder, history, {});
  if (documents.empty()) {
    documents = load_documents(
        settings, {session.connection ? last_profile_or_dev(*session.connection, settings) : "dev"});
  }
  for (const profile::Document& document : documents) {
    if (outcome.pending.empty() && session.connection)
      outcome.profiles.push_back(
          rehearse_session(session, settings, document, seed_request(request), progress));
    else
      outcome.profiles.push_back(
          before_migrations(session.planned, settings, document, request, history.empty()));
  }
}

}  // namespace

bool PlanOutcome::anything_to_do() const {
  const auto has_changes = [](const SeedOutcome& profile) {
    return std::any_of(profile.seeded.tables.begin(), profile.seeded.tables.end(),
                       [](const seed::TableCounts& counts) {
                         return counts.inserted + counts.updated + counts.deleted > 0;
                       });
  };
  return !pending.empty() || std::any_of(profiles.begin(), profiles.end(), has_changes);
}

PlanOutcome plan(const Settings& settings, const PlanRequest& request, base::Progress& progress) {
  refuse_memory(settings, "plan");
  std::vector<profile::Document> documents = load_documents(settings, request.profiles);
  PlanOutcome outcome;
  try {
    plan_into(outcome, settings, request, std::move(documents), progress);
  } catch (const base::Error& error) {
    outcome.error = error;
  }
  return outcome;
}

}  // namespace seedctl::app

#include "app/session.h"
#include "base/text.h"
#include "profile/document.h"
#include "state/ledger.h"

namespace seedctl::app {
namespace {

using base::Error;
using base::ErrorCode;

profile::ResolveOptions resolve_options(double scale, const std::vector<std::string>& only,
                                        const std::optional<base::Date>& as_of) {
  return {.scale = scale, .only = only, .today = today(), .as_of = as_of};
}

// The as_of that the profile was seeded with, so that a check of `as_of: today` does not depend on the day it
// runs.
std::optional<base::Date> recorded_as_of(db::Connection& connection, const Settings& settings,
                                         const std::string& profile) {
  for (const auto& [table, record] : state::Ledger(connection, settings.own).load())
    if (record.profile == profile) return base::Date::parse(record.as_of);
  return std::nullopt;
}

}  // namespace

SeedOutcome seed_session(Session& session, const Settings& settings, const profile::Document& document,
                         const SeedRequest& request, base::Progress& progress) {
  SeedOutcome outcome;
  outcome.profile = document.name;
  const ResolutionSchema schema = resolution_schema(*session.connection, settings);
  outcome.differences = schema.differences;
  for (const std::string& difference : schema.differences) progress.warn(difference);
  const profile::ResolvedProfile profile =
      profile::resolve(document, schema.schema, resolve_options(request.scale, request.only, request.as_of));
  outcome.seeded = seed::apply(
      *session.connection, profile, schema.live, settings.own,
      {.only = request.only, .dry_run = request.dry_run, .keep_referenced = request.keep_referenced},
      progress);
  if (!request.dry_run && request.checks)
    outcome.checks = check::run(*session.connection, profile, schema.live, settings.own);
  return outcome;
}

std::vector<SeedOutcome> seed(const Settings& settings, const SeedRequest& request,
                              base::Progress& progress) {
  const std::vector<profile::Document> documents = load_documents(settings, request.profiles);
  const migrate::Folder folder = folder_or_none(settings);
  refuse_memory(settings, "seed");
  if (settings.is_protected && !settings.allow_seed && !request.dry_run)
    throw Error(ErrorCode::refused, "seed is refused: " + settings.protected_why)
        .with_hint("to allow it: environments: {name: {url: ..., allow: [seed]}} in seedctl.yaml");
  if (request.dry_run) {
    Session session{.connection = open_for_reading(settings), .lock = nullptr};
    require_migrated(*session.connection, settings, folder);
    std::vector<SeedOutcome> outcomes;
    for (const profile::Document& document : documents)
      outcomes.push_back(seed_session(session, settings, document, request, progress));
    return outcomes;
  }
  Session session = open_for_writing(settings, request.migrate, request.lock_timeout_s, progress);
  if (request.migrate) {
    const MigrateOutcome migrated = migrate_session(session, settings, folder, {}, progress);
    if (migrated.result.error) throw *migrated.result.error;
  } else {
    require_migrated(*session.connection, settings, folder);
  }
  std::vector<SeedOutcome> outcomes;
  for (const profile::Document& document : documents)
    outcomes.push_back(seed_session(session, settings, document, request, progress));
  return outcomes;
}

std::vector<CheckOutcome> check(const Settings& settings, const CheckRequest& request, base::Progress&) {
  refuse_memory(settings, "check");
  std::vector<profile::Document> documents = load_documents(settings, request.profiles);
  const auto connection = open_for_reading(settings);
  if (documents.empty()) documents = load_documents(settings, {last_profile_or_dev(*connection, settings)});
  require_migrated(*connection, settings, folder_or_none(settings));
  const ResolutionSchema schema = resolution_schema(*connection, settings);
  const std::vector<seed::StoredDigest> digests =
      seed::stored_digests(*connection, schema.live, settings.own);
  std::vector<CheckOutcome> outcomes;
  for (const profile::Document& document : documents) {
    const auto as_of = recorded_as_of(*connection, settings, document.name);
    const profile::ResolvedProfile profile =
        profile::resolve(document, schema.schema, resolve_options(request.scale, {}, as_of));
    CheckOutcome outcome{.result = check::run(*connection, profile, schema.live, settings.own),
                         .digests = {}};
    for (const seed::StoredDigest& digest : digests)
      if (profile.table(digest.table) != nullptr) outcome.digests.push_back(digest);
    outcomes.push_back(std::move(outcome));
  }
  return outcomes;
}

std::string default_profile(const Settings& settings) {
  return last_profile_or_dev(*open_for_reading(settings), settings);
}

}  // namespace seedctl::app

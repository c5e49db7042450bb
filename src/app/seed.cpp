#include "app/session.h"
#include "base/text.h"
#include "drivers/blocker.h"
#include "profile/document.h"
#include "state/ledger.h"

namespace seedctl::app {
namespace {

using base::Error;
using base::ErrorCode;

constexpr const char* kMigrateFirst = "run `seedctl migrate` first, or `seedctl seed --migrate`";

// What the profile was seeded with, so that a check of `as_of: today`, or after `seed --scale`, means the
// same data.
struct Seeded {
  std::optional<base::Date> as_of, until;
  std::optional<double> scale;
};
Seeded recorded(db::Connection& connection, const Settings& settings, const std::string& profile) {
  for (const auto& [table, record] : state::Ledger(connection, settings.own).load())
    if (record.profile == profile)
      return {base::Date::parse(record.as_of), base::Date::parse(record.until), record.scale};
  return {};
}

std::vector<check::CheckResult> check_profiles(db::Connection& connection, const Settings& settings,
                                               const CheckRequest& request,
                                               const std::vector<profile::Document>& documents,
                                               base::Progress& progress) {
  const ResolutionSchema schema = resolution_schema(connection, settings);
  for (const std::string& difference : schema.differences) progress.warn(difference);
  std::vector<check::CheckResult> results;
  for (const profile::Document& document : documents) {
    if (document.tables.empty()) progress.warn(document.file + ": the profile makes no tables");
    const Seeded seeded = recorded(connection, settings, document.name);
    // Another last day means another today, unless that is given too.
    const auto as_of = request.as_of || request.until ? request.as_of : seeded.as_of;
    profile::ResolveOptions options = resolve_options(request.scale.value_or(seeded.scale.value_or(1.0)), {},
                                                      as_of, request.until ? request.until : seeded.until);
    options.external = external_rows(connection);
    const profile::ResolvedProfile profile = profile::resolve(document, schema.schema, options);
    results.push_back(check::run(connection, profile, schema.live, settings.own));
  }
  return results;
}

// A lock that was not to be had in time, with who has it.
Error named_blocker(const Error& error, db::Connection& connection) {
  if (error.code() != ErrorCode::lock) return error;
  std::string blocker;
  try {
    blocker = drivers::blocker_of_readers(connection);
  } catch (const Error&) {
    // The first error says more than this one.
  }
  if (blocker.empty()) return error;
  Error named(ErrorCode::lock, "waited too long: " + blocker);
  named.sqlstate = error.sqlstate;
  named.detail = error.message();
  named.hint = "end that session's transaction, then run the command again";
  return named;
}

}  // namespace

SeedOutcome seed_session(Session& session, const Settings& settings, const profile::Document& document,
                         const SeedRequest& request, base::Progress& progress) {
  SeedOutcome outcome;
  outcome.profile = document.name;
  if (document.tables.empty()) progress.warn(document.file + ": the profile makes no tables");
  const ResolutionSchema schema = resolution_schema(*session.connection, settings);
  outcome.differences = schema.differences;
  for (const std::string& difference : schema.differences) progress.warn(difference);
  profile::ResolveOptions options =
      resolve_options(request.scale, request.only, request.as_of, request.until);
  options.external = external_rows(*session.connection);
  if (request.dry_run) {
    options.tried_rows = kTriedRows;
    options.external = session.planned.reading(std::move(options.external));
  }
  profile::ResolvedProfile profile = profile::resolve(document, schema.schema, options);
  outcome.described = described(profile, request.only);
  outcome.seeded = seed::apply(
      *session.connection, profile, schema.live, settings.own,
      {.only = request.only, .dry_run = request.dry_run, .keep_referenced = request.keep_referenced},
      progress, session.lock.get());
  if (request.dry_run) {
    session.planned.add(std::move(profile), outcome.seeded.tables);
    return outcome;
  }
  if (request.on_committed) request.on_committed(outcome);
  if (!request.checks) return outcome;
  progress.detail(base::printable(document.name) + ": committed, checking");
  outcome.checks = check::run(*session.connection, profile, schema.live, settings.own, request.only);
  return outcome;
}

SeedOutcome rehearse_session(Session& session, const Settings& settings, const profile::Document& document,
                             const SeedRequest& request, base::Progress& progress) {
  std::optional<Error> failure;
  try {
    SeedOutcome outcome = seed_session(session, settings, document, request, progress);
    if (session.planned.unknown().empty()) return outcome;
  } catch (const Error& error) {
    failure = error;
  }
  if (session.planned.unknown().empty()) throw Error(*failure);
  SeedOutcome outcome;
  outcome.profile = document.name;
  outcome.not_counted = session.planned.unknown();
  session.planned.add_unknown(document);
  return outcome;
}

void seed(const Settings& settings, const SeedRequest& request, const SeedDone& done,
          base::Progress& progress) {
  const std::vector<profile::Document> documents = load_documents(settings, request.profiles);
  const migrate::Folder folder = folder_or_none(settings);
  refuse_memory(settings, "seed");
  if (settings.is_protected && !settings.allow_seed && !request.dry_run)
    throw Error(ErrorCode::refused, "seed is refused: " + settings.protected_why)
        .with_hint("to allow it: environments: {name: {url: ..., allow: [seed]}} in seedctl.yaml");
  Session session = request.dry_run
                        ? Session{.connection = open_for_reading(settings), .lock = nullptr}
                        : open_for_writing(settings, request.migrate, request.lock_timeout_s, progress);
  if (request.migrate && !request.dry_run) {
    const MigrateOutcome migrated = migrate_session(session, settings, folder, {}, progress);
    if (migrated.result.error) throw *migrated.result.error;
  } else {
    refuse_changed_history(*session.connection, settings, folder);
    require_migrated(*session.connection, settings, folder, kMigrateFirst);
  }
  for (const profile::Document& document : documents)
    done((request.dry_run ? rehearse_session : seed_session)(session, settings, document, request, progress));
}

std::vector<check::CheckResult> check(const Settings& settings, const CheckRequest& request,
                                      base::Progress& progress) {
  refuse_memory(settings, "check");
  std::vector<profile::Document> documents = load_documents(settings, request.profiles);
  const auto connection = open_for_reading(settings);
  try {
    if (documents.empty()) documents = load_documents(settings, {last_profile_or_dev(*connection, settings)});
    require_migrated(*connection, settings, folder_or_none(settings), "run `seedctl migrate` first");
    return check_profiles(*connection, settings, request, documents, progress);
  } catch (const Error& error) {
    throw named_blocker(error, *connection);
  }
}

std::string default_profile(const Settings& settings) {
  return last_profile_or_dev(*open_for_reading(settings), settings);
}

}  // namespace seedctl::app

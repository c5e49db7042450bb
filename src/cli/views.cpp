#include "cli/views.h"

#include <fmt/format.h>

#include "base/text.h"
#include "report/table.h"

namespace seedctl::cli {
namespace {

std::string counted(std::size_t count, const char* noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

std::string step_label(bool repeatable, std::uint64_t version, const std::string& name) {
  return repeatable ? name : fmt::format("{} {}", version, name);
}

// `show_seed` prints counts of changes; zeros as "." so that what happened stands out.
std::string change(std::uint64_t count) { return count == 0 ? "." : base::with_thousands(count); }

// Of tables too large to make before the run.
void show_trial(Context& context, const app::SeedOutcome& outcome) {
  for (const app::DescribedTable& table : outcome.described)
    if (table.tried < table.rows)
      context.print(fmt::format(
          "{}: the first {} of {} rows were tried; a later one may still break a rule\n",
          base::printable(table.table), base::with_thousands(table.tried), base::with_thousands(table.rows)));
}

// Longer cells would push the reason out of sight; --json has them whole.
constexpr std::size_t kShownWidth = 60;

}  // namespace

std::string shortened(const std::string& text) {
  if (base::count_code_points(text) <= kShownWidth) return text;
  return text.substr(0, base::byte_offset_of(text, kShownWidth - 3)) + "...";
}

std::string why(const profile::ResolvedColumn& column, const base::SourcePosition& position) {
  return column.reason.empty() ? position.str()
                               : fmt::format("inferred: {} ({})", column.reason, position.str());
}

std::string would_sentence(const migrate::Step& step, migrate::Direction direction) {
  return fmt::format("would {} {}\n", direction == migrate::Direction::up ? "apply" : "revert",
                     step_label(step.repeatable, step.version, step.name));
}

int show_migrations(Context& context, const app::Settings& settings, const app::MigrateOutcome& outcome,
                    bool dry_run, migrate::Direction direction) {
  const bool up = direction == migrate::Direction::up;
  nlohmann::ordered_json& document = context.document();
  if (dry_run) document["planned"] = steps_document(outcome.planned);
  document[up ? "applied" : "reverted"] = done_document(outcome.result.done);
  if (!dry_run)
    document["version"] = outcome.result.version ? nlohmann::ordered_json(*outcome.result.version)
                                                 : nlohmann::ordered_json(nullptr);

  if (dry_run) {
    for (const migrate::Step& step : outcome.planned) context.print(would_sentence(step, direction));
    if (outcome.planned.empty()) context.print("nothing to do\n");
    return 0;
  }
  for (const migrate::Done& done : outcome.result.done)
    context.print(fmt::format("{} {} ({} ms)\n", up ? "applied" : "reverted",
                              step_label(done.repeatable, done.version, done.name), done.duration_ms));
  if (outcome.result.error) throw base::Error(*outcome.result.error);
  const std::string version = outcome.result.version ? fmt::format("at version {}", *outcome.result.version)
                                                     : "without any migration applied";
  context.print(outcome.result.done.empty()
                    ? fmt::format("Nothing to do: {} is {}.\n", settings.url.display(), version)
                    : fmt::format("{} is {}.\n", settings.url.display(), version));
  if (!outcome.note.empty()) context.progress().note(outcome.note);
  return 0;
}

migrate::OnDone list_under(Context& context, const char* key) {
  return [&context, key](const migrate::Done& done) {
    context.document()[key].push_back(done_document({done}).front());
    context.keep_document();
  };
}

void show_seed(Context& context, const app::SeedOutcome& outcome, bool dry_run) {
  if (!outcome.not_counted.empty()) {
    context.print(fmt::format("Profile {}\n\nNot counted: {}.\n", base::printable(outcome.profile),
                              base::printable(outcome.not_counted)));
    return;
  }
  bool kept = false;
  std::uint64_t written = 0;
  for (const seed::TableCounts& counts : outcome.seeded.tables) {
    kept = kept || counts.kept > 0;
    written += counts.inserted + counts.updated + counts.deleted;
  }
  context.print(
      fmt::format("Profile {}{}\n\n", outcome.profile, dry_run ? " (dry run: nothing is written)" : ""));
  report::Table table{.columns = {{"table"},
                                  {"rows", report::Align::right},
                                  {"inserted", report::Align::right},
                                  {"updated", report::Align::right},
                                  {"deleted", report::Align::right},
                                  {"unchanged", report::Align::right}},
                      .rows = {}};
  if (kept) table.columns.push_back({"kept", report::Align::right});
  table.columns.push_back({"digest"});
  for (const seed::TableCounts& counts : outcome.seeded.tables) {
    std::vector<std::string> row{counts.table,
                                 base::with_thousands(counts.rows),
                                 change(counts.inserted),
                                 change(counts.updated),
                                 change(counts.deleted),
                                 change(counts.unchanged)};
    if (kept) row.push_back(change(counts.kept));
    row.push_back(counts.digest);
    table.rows.push_back(std::move(row));
  }
  context.print(report::to_text(table));
  for (const seed::TableCounts& counts : outcome.seeded.tables)
    if (!counts.note.empty())
      context.print(fmt::format("{}: {}\n", base::printable(counts.table), counts.note));
  for (const std::string& note : outcome.seeded.notes) context.print(note + "\n");
  if (dry_run) show_trial(context, outcome);
  context.print(written == 0 ? "\nEverything is as the profile says; nothing was written.\n"
                             : fmt::format("\n{} {}.\n", base::with_thousands(written),
                                           dry_run ? "rows would be written" : "rows written"));
  if (!dry_run && !outcome.checks.outcomes.empty()) show_check(context, outcome.checks, context.verbose());
}

void show_check(Context& context, const check::CheckResult& result, bool all) {
  report::Table table{.columns = {{"result"}, {"check"}, {"what"}}, .rows = {}};
  for (const check::Outcome& outcome : result.outcomes)
    if (all || !outcome.passed)
      table.rows.push_back({outcome.passed ? "ok" : "FAILED", outcome.check, outcome.title});
  if (!table.rows.empty()) context.print("\n" + report::to_text(table));
  context.print(
      result.failed() == 0
          ? fmt::format("{}{} passed.\n", all ? "\n" : "", counted(result.passed(), "check"))
          : fmt::format("\n{} failed, {} passed.\n", counted(result.failed(), "check"), result.passed()));
  for (const std::string& note : all ? result.notes : std::vector<std::string>{})
    context.print("  not checked: " + base::printable(note) + "\n");
  for (const check::Outcome& outcome : result.outcomes)
    if (!outcome.passed)
      context.print(fmt::format("  {}: {}\n", base::printable(outcome.title),
                                base::printable(outcome.finding.message)));
}

void show_digests(Context& context, const std::vector<check::StoredDigest>& digests) {
  if (digests.empty()) return;
  report::Table table{.columns = {{"table"}, {"rows", report::Align::right}, {"digest"}}, .rows = {}};
  for (const check::StoredDigest& digest : digests)
    table.rows.push_back({digest.table, base::with_thousands(digest.rows), digest.digest});
  context.print("\n" + report::to_text(table));
}

void begin_profiles(Context& context, const std::vector<std::string>& profiles) {
  if (profiles.size() > 1)
    context.document()["profiles"] = nlohmann::ordered_json::array();
  else
    context.document()["profile"] =
        profiles.empty() ? nlohmann::ordered_json(nullptr) : nlohmann::ordered_json(profiles.front());
  context.keep_document();
}

void add_profile(Context& context, const std::vector<std::string>& profiles,
                 nlohmann::ordered_json document) {
  if (profiles.size() > 1)
    context.document()["profiles"].push_back(std::move(document));
  else
    context.document() = std::move(document);
  context.keep_document();
}

void replace_last_profile(Context& context, const std::vector<std::string>& profiles,
                          nlohmann::ordered_json document) {
  if (profiles.size() > 1) context.document()["profiles"].erase(context.document()["profiles"].size() - 1);
  add_profile(context, profiles, std::move(document));
}

}  // namespace seedctl::cli

#include <nlohmann/json.hpp>

#include "cli/command.h"
#include "cli/documents.h"
#include "cli/views.h"

namespace seedctl::cli {

Runner declare_seed(Syntax& syntax) {
  const auto request = std::make_shared<app::SeedRequest>();
  syntax.positional("PROFILE", request->profiles, 0, 1000,
                    "profiles of the seeds folder (the last one seeded, else dev)");
  syntax.value("--scale", "FACTOR", scale_into(request->scale), "multiply the numbers of rows");
  syntax.list("--only", "TABLE", request->only, "seed these tables alone; their parents must be there");
  declare_dates(syntax, request->as_of, request->until);
  syntax.flag("--dry-run", request->dry_run, "compare, count and refuse as the run would; write nothing");
  syntax.flag("--migrate", request->migrate, "apply pending migrations first");
  syntax.flag("--keep-referenced", request->keep_referenced,
              "leave rows that people's rows refer to, instead of stopping");
  syntax.value("--lock-timeout", "SECONDS", number_into(request->lock_timeout_s, "--lock-timeout"),
               "how long to wait for another run (60)");
  syntax.example("seedctl seed dev");
  syntax.example("seedctl seed dev --dry-run");
  syntax.example("seedctl seed etl --until 2025-02-19");
  syntax.example("seedctl seed perf --scale 0.1 --only user,bike");
  return [request](Context& context) {
    const app::Settings settings = context.settings();
    if (request->profiles.empty()) request->profiles.push_back(app::default_profile(settings));
    begin_profiles(context, request->profiles);
    bool passed = true;
    // Already then: a signal may end the checks, or they the connection.
    request->on_committed = [&](const app::SeedOutcome& outcome) {
      add_profile(context, request->profiles, unchecked_document(outcome));
    };
    const auto done = [&](const app::SeedOutcome& outcome) {
      const auto add = request->dry_run ? add_profile : replace_last_profile;
      add(context, request->profiles, request->dry_run ? plan_document(outcome) : seed_document(outcome));
      show_seed(context, outcome, request->dry_run);
      passed = passed && outcome.checks.failed() == 0;
    };
    app::seed(settings, *request, done, context.progress());
    return passed ? 0 : 3;
  };
}

}  // namespace seedctl::cli

#include <nlohmann/json.hpp>

#include "cli/command.h"
#include "cli/documents.h"
#include "cli/views.h"

namespace seedctl::cli {

Runner declare_reset(Syntax& syntax) {
  const auto request = std::make_shared<app::ResetRequest>();
  syntax.positional("PROFILE", request->profiles, 0, 1000,
                    "profiles to seed (the last one seeded, else dev)");
  declare_dates(syntax, request->as_of, request->until);
  syntax.value("--lock-timeout", "SECONDS", number_into(request->lock_timeout_s, "--lock-timeout"),
               "how long to wait for another run (60)");
  syntax.example("seedctl reset dev");
  syntax.example("seedctl reset dev --yes --json");
  return [request](Context& context) {
    const app::Settings settings = context.settings();
    context.document()["applied"] = nlohmann::ordered_json::array();
    context.document()["version"] = nullptr;
    context.document()["profiles"] = nlohmann::ordered_json::array();
    context.keep_document();
    request->on_migrated = list_under(context, "applied");
    request->on_seeded = [&context](const app::SeedOutcome& seeded) {
      context.document()["profiles"].push_back(unchecked_document(seeded));
      context.keep_document();
    };
    app::ResetOutcome outcome = app::reset(settings, *request, context.confirm(), context.progress());
    if (outcome.seeded.empty() && outcome.error) outcome.migrated.result.error = outcome.error;
    context.document()["profiles"] = nlohmann::ordered_json::array();  // all of them follow
    show_migrations(context, settings, outcome.migrated, false, migrate::Direction::up);
    bool passed = true;
    for (const app::SeedOutcome& seeded : outcome.seeded) {
      context.document()["profiles"].push_back(seed_document(seeded));
      context.print("\n");
      show_seed(context, seeded, false);
      passed = passed && seeded.checks.failed() == 0;
    }
    if (outcome.error) throw base::Error(*outcome.error);
    return passed ? 0 : 3;
  };
}

}  // namespace seedctl::cli

#include <limits>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "cli/command.h"
#include "cli/documents.h"
#include "cli/views.h"

namespace seedctl::cli {

Runner declare_rollback(Syntax& syntax) {
  struct Options {
    app::RollbackRequest request;
    std::optional<std::uint64_t> steps;
  };
  const auto options = std::make_shared<Options>();
  syntax.value("--steps", "N", number_into(options->steps, "--steps"), "how many to undo (1)");
  syntax.value("--to", "VERSION", number_into(options->request.to, "--to"),
               "undo everything after this version; 0 undoes all");
  syntax.flag("--dry-run", options->request.dry_run, "show what would be undone; write nothing");
  syntax.value("--lock-timeout", "SECONDS", number_into(options->request.lock_timeout_s, "--lock-timeout"),
               "how long to wait for another run (60)");
  syntax.example("seedctl rollback");
  syntax.example("seedctl rollback --to 0 --yes");
  return [options](Context& context) {
    if (options->steps && options->request.to)
      throw base::Error(base::ErrorCode::usage, "--steps and --to exclude each other");
    if (options->steps)
      options->request.steps = static_cast<std::uint32_t>(
          std::min<std::uint64_t>(*options->steps, std::numeric_limits<std::uint32_t>::max()));
    const app::Settings settings = context.settings();
    if (options->request.dry_run) context.document()["planned"] = nlohmann::ordered_json::array();
    context.document()["reverted"] = nlohmann::ordered_json::array();
    context.keep_document();
    options->request.on_done = list_under(context, "reverted");
    const app::MigrateOutcome outcome =
        app::rollback(settings, options->request, context.confirm(), context.progress());
    return show_migrations(context, settings, outcome, options->request.dry_run, migrate::Direction::down);
  };
}

}  // namespace seedctl::cli

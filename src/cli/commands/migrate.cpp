#include <nlohmann/json.hpp>

#include "base/text.h"
#include "cli/command.h"
#include "cli/documents.h"
#include "cli/views.h"

namespace seedctl::cli {

Runner declare_migrate(Syntax& syntax) {
  const auto request = std::make_shared<app::MigrateRequest>();
  syntax.value("--to", "VERSION", number_into(request->to, "--to"), "stop after this version");
  syntax.flag("--dry-run", request->dry_run, "show what would be applied; write nothing");
  syntax.flag("--create-db", request->create_db, "make the database first where it is missing");
  syntax.flag("--allow-out-of-order", request->allow_out_of_order,
              "also apply files older than the newest applied one");
  syntax.value("--lock-timeout", "SECONDS", number_into(request->lock_timeout_s, "--lock-timeout"),
               "how long to wait for another run (60)");
  syntax.example("seedctl migrate");
  syntax.example("seedctl migrate --database postgres://me@localhost/app --create-db");
  syntax.example("seedctl migrate --to 3 --dry-run");
  return [request](Context& context) {
    const app::Settings settings = context.settings();
    if (request->dry_run) context.document()["planned"] = nlohmann::ordered_json::array();
    context.document()["applied"] = nlohmann::ordered_json::array();
    context.keep_document();
    request->on_done = list_under(context, "applied");
    const app::MigrateOutcome outcome = app::migrate(settings, *request, context.progress());
    return show_migrations(context, settings, outcome, request->dry_run, migrate::Direction::up);
  };
}

}  // namespace seedctl::cli

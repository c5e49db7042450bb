#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "cli/command.h"
#include "cli/documents.h"
#include "report/table.h"

namespace seedctl::cli {
namespace {

nlohmann::ordered_json status_document(const app::Settings& settings, const migrate::Status& status) {
  using Json = nlohmann::ordered_json;
  Json document;
  document["database"] = settings.url.display();
  document["applied"] = Json::array();
  for (const migrate::HistoryRow& row : status.applied) {
    Json entry;
    entry["version"] = row.kind == "repeatable" ? Json(nullptr) : Json(row.version);
    entry["name"] = row.name;
    entry["applied_at"] = row.applied_at;
    document["applied"].push_back(std::move(entry));
  }
  document["pending"] = steps_document(status.pending);
  document["problems"] = Json::array();
  for (const migrate::Problem& problem : status.problems)
    document["problems"].push_back(Json{{"problem", migrate::problem_name(problem.kind)},
                                        {"version", problem.version},
                                        {"name", problem.name},
                                        {"message", problem.message}});
  return document;
}

}  // namespace

Runner declare_status(Syntax& syntax) {
  syntax.example("seedctl status");
  syntax.example("seedctl status --json --env staging");
  return [](Context& context) {
    const app::Settings settings = context.settings();
    context.document()["database"] = settings.url.display();
    context.keep_document();
    const migrate::Status status = app::status(settings, context.progress());
    context.document() = status_document(settings, status);
    context.print(settings.url.display() + "\n\n");
    report::Table table{.columns = {{"version", report::Align::right}, {"name"}, {"state"}, {"applied at"}},
                        .rows = {}};
    for (const migrate::HistoryRow& row : status.applied)
      table.rows.push_back(
          {row.kind == "repeatable" ? "" : std::to_string(row.version), row.name,
           row.statements_done ? "interrupted" : (row.kind == "baseline" ? "baseline" : "applied"),
           row.applied_at});
    for (const migrate::Step& step : status.pending)
      table.rows.push_back({step.repeatable ? "" : std::to_string(step.version), step.name, "pending", ""});
    context.print(report::to_text(table));
    if (!status.problems.empty()) context.print("\n");
    for (const migrate::Problem& problem : status.problems)
      context.print(fmt::format("{}: {}\n", migrate::problem_name(problem.kind), problem.message));
    return 0;
  };
}

}  // namespace seedctl::cli

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "app/plan.h"
#include "base/text.h"
#include "cli/command.h"
#include "cli/documents.h"
#include "cli/views.h"
#include "report/table.h"

namespace seedctl::cli {
namespace {

using Json = nlohmann::ordered_json;

const char* conflict_name(profile::TableEntry::OnConflict on_conflict) {
  switch (on_conflict) {
    case profile::TableEntry::OnConflict::refuse:
      return "refuse";
    case profile::TableEntry::OnConflict::keep:
      return "keep";
    case profile::TableEntry::OnConflict::overwrite:
      return "overwrite";
  }
  return "";
}

// How the run gets the rows there; "" where nothing is counted.
std::string recipe_of(const app::SeedOutcome& outcome, const std::string& table) {
  for (const seed::TableCounts& counts : outcome.seeded.tables)
    if (counts.table == table) return counts.recipe;
  return {};
}

Json column_document(const profile::ResolvedColumn& column) {
  const auto text = [](const std::string& value) { return value.empty() ? Json(nullptr) : Json(value); };
  return {{"column", column.name},
          {"generator", column.generator},
          {"written", column.written},
          {"inferred", text(column.reason)},
          {"policy", text(column.policy)},
          {"unique", text(column.unique_rule)},
          {"file", text(column.position.file)},
          {"line", column.position.line}};
}

Json to_document(const app::SeedOutcome& outcome, bool verbose) {
  Json document = plan_document(outcome);
  if (!verbose) return document;
  document["made"] = Json::array();
  for (const app::DescribedTable& table : outcome.described) {
    const std::string recipe = recipe_of(outcome, table.table);
    Json entry{{"table", table.table},
               {"rows", table.rows},
               {"key", table.key},
               {"on_conflict", conflict_name(table.on_conflict)},
               {"recipe", recipe.empty() ? Json(nullptr) : Json(recipe)}};
    entry["columns"] = Json::array();
    for (const profile::ResolvedColumn& column : table.columns)
      entry["columns"].push_back(column_document(column));
    document["made"].push_back(std::move(entry));
  }
  return document;
}

std::string made_by(const profile::ResolvedColumn& column) {
  return shortened(column.written) + (column.policy.empty() ? "" : ": " + column.policy);
}

// How each table is written and each column is filled, and why.
void show_columns(Context& context, const app::SeedOutcome& outcome) {
  for (const app::DescribedTable& table : outcome.described) {
    const std::string recipe = recipe_of(outcome, table.table);
    report::Table shown{.columns = {{"column"}, {"made by"}, {"why"}, {"unique"}}, .rows = {}};
    for (const profile::ResolvedColumn& column : table.columns)
      shown.rows.push_back({column.name, made_by(column), why(column, column.position), column.unique_rule});
    context.print(fmt::format("\n{}: {} {}, matched by {}, on_conflict: {}{}\n\n{}",
                              base::printable(table.table), base::with_thousands(table.rows),
                              table.rows == 1 ? "row" : "rows", base::printable(base::join(table.key, ", ")),
                              conflict_name(table.on_conflict), recipe.empty() ? "" : "; " + recipe,
                              report::to_text(shown)));
  }
}

}  // namespace

Runner declare_plan(Syntax& syntax) {
  struct Options {
    app::PlanRequest request;
    bool exit_code = false;
  };
  const auto options = std::make_shared<Options>();
  syntax.positional("PROFILE", options->request.profiles, 0, 1000,
                    "profiles of the seeds folder (the last one seeded, else dev)");
  syntax.value("--scale", "FACTOR", scale_into(options->request.scale), "multiply the numbers of rows");
  syntax.list("--only", "TABLE", options->request.only, "these tables alone; their parents must be there");
  declare_dates(syntax, options->request.as_of, options->request.until);
  syntax.flag("--keep-referenced", options->request.keep_referenced,
              "leave rows that people's rows refer to, instead of stopping");
  syntax.flag("--exit-code", options->exit_code, "exit with 3 where there is something to do");
  syntax.example("seedctl plan");
  syntax.example("seedctl plan dev --verbose");
  syntax.example("seedctl plan ci --exit-code --json");
  return [options](Context& context) {
    const std::vector<std::string>& named = options->request.profiles;
    begin_profiles(context, named);
    const app::PlanOutcome outcome = app::plan(context.settings(), options->request, context.progress());
    bool first = outcome.pending.empty();
    for (const migrate::Step& step : outcome.pending)
      context.print(would_sentence(step, migrate::Direction::up));
    for (const app::SeedOutcome& planned : outcome.profiles) {
      add_profile(context, named, to_document(planned, context.verbose()));
      if (!first) context.print("\n");
      first = false;
      show_seed(context, planned, true);
      if (context.verbose()) show_columns(context, planned);
    }
    context.document()["pending"] = steps_document(outcome.pending);
    if (outcome.error) throw base::Error(*outcome.error);
    return options->exit_code && outcome.anything_to_do() ? 3 : 0;
  };
}

}  // namespace seedctl::cli

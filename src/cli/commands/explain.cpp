#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "app/explain.h"
#include "base/text.h"
#include "cli/command.h"
#include "cli/documents.h"
#include "cli/views.h"
#include "report/table.h"

namespace seedctl::cli {
namespace {

using Origin = profile::ExplainedCell::Origin;

std::string shown(const base::Value& value) {
  return base::is_null(value) ? "NULL" : shortened(base::to_text(value));
}

std::string hex(std::uint64_t bits) { return fmt::format("{:016x}", bits); }

std::string address_of(const profile::RowReference& reference) {
  return reference.table + ":" + reference.address;
}

std::string title_of(const profile::ExplainedRow& row) {
  std::string title = base::printable(row.table + ":" + row.address);
  title += fmt::format(", of {} {}", base::with_thousands(row.rows), row.rows == 1 ? "row" : "rows");
  if (row.parent) title += ", below " + base::printable(address_of(*row.parent));
  return title;
}

std::string making_of(const profile::ExplainedCell& cell) {
  std::string text = shortened(cell.column.written);
  if (cell.origin == Origin::fixed) text = "fixed";
  if (cell.origin == Origin::null) text = "NULL by the nulls of " + text;
  if (cell.origin == Origin::dirty)
    text = fmt::format("dirt ({}) over {}, {}", gen::dirt_kind_name(*cell.dirt), shown(*cell.clean), text);
  if (cell.refers_to) text += " -> " + address_of(*cell.refers_to);
  for (const profile::CellInput& input : cell.inputs)
    text += fmt::format("; {} = {}", input.name, shown(input.value));
  if (!cell.cases.empty()) text += "; takes " + base::printable(base::join(cell.cases, ", "));
  return text;
}

// Why, and where it is said.
std::string reason_of(const profile::ExplainedCell& cell) {
  return cell.origin == Origin::fixed ? cell.position.str() : why(cell.column, cell.position);
}

report::Table to_table(const profile::ExplainedRow& row) {
  report::Table table{.columns = {{"column"}, {"value"}, {"made by"}, {"why"}, {"key"}, {"first draw"}},
                      .rows = {}};
  for (const profile::ExplainedCell& cell : row.cells) {
    std::string draw = cell.draw ? hex(*cell.draw) : "";
    if (cell.key && !cell.draw) draw = "dealt out by row number";
    table.rows.push_back({cell.column.name, shown(cell.value), making_of(cell), reason_of(cell),
                          cell.key ? hex(*cell.key) : "", std::move(draw)});
  }
  return table;
}

const char* origin_name(Origin origin) {
  switch (origin) {
    case Origin::generated:
      return "generated";
    case Origin::fixed:
      return "fixed";
    case Origin::null:
      return "null";
    case Origin::dirty:
      return "dirty";
  }
  return "";
}

nlohmann::ordered_json to_document(const std::optional<profile::RowReference>& reference) {
  if (!reference) return nullptr;
  return {{"table", reference->table}, {"row", reference->address}};
}

nlohmann::ordered_json to_document(const profile::ExplainedCell& cell) {
  using Json = nlohmann::ordered_json;
  const auto text = [](const std::string& value) { return value.empty() ? Json(nullptr) : Json(value); };
  Json document{{"column", cell.column.name},           {"value", value_document(cell.value)},
                {"origin", origin_name(cell.origin)},   {"stored", cell.stored},
                {"generator", cell.column.generator},   {"written", cell.column.written},
                {"inferred", text(cell.column.reason)}, {"unique", text(cell.column.unique_rule)}};
  document["file"] = text(cell.position.file);
  document["line"] = cell.position.line == 0 ? Json(nullptr) : Json(cell.position.line);
  document["key"] = cell.key ? Json(hex(*cell.key)) : Json(nullptr);
  document["draw"] = cell.draw ? Json(hex(*cell.draw)) : Json(nullptr);
  document["reads"] = Json::array();
  for (const profile::CellInput& input : cell.inputs)
    document["reads"].push_back(Json{{"name", input.name}, {"value", value_document(input.value)}});
  document["takes"] = cell.cases;
  document["refers_to"] = to_document(cell.refers_to);
  if (cell.origin == Origin::dirty) {
    document["clean"] = value_document(*cell.clean);
    document["kind"] = gen::dirt_kind_name(*cell.dirt);
  }
  return document;
}

nlohmann::ordered_json to_document(const profile::ExplainedRow& row) {
  using Json = nlohmann::ordered_json;
  Json document{{"table", row.table}, {"row", row.address}};
  document["parent"] = to_document(row.parent);
  document["cells"] = Json::array();
  for (const profile::ExplainedCell& cell : row.cells) document["cells"].push_back(to_document(cell));
  return document;
}

void show(Context& context, const app::Explanation& explanation) {
  context.print(fmt::format("Profile {}, seed {}, as of {}\n", base::printable(explanation.profile),
                            explanation.seed, explanation.as_of.str()));
  for (const profile::ExplainedRow& row : explanation.rows)
    context.print(fmt::format("\n{}\n\n{}", title_of(row), report::to_text(to_table(row))));
  if (explanation.cut)
    context.print(fmt::format("\nThese are the first {} rows; there are more within this depth.\n",
                              base::with_thousands(app::kMaxExplainedRows)));
  context.document()["profile"] = explanation.profile;
  context.document()["seed"] = explanation.seed;
  context.document()["as_of"] = explanation.as_of.str();
  context.document()["rows"] = nlohmann::ordered_json::array();
  for (const profile::ExplainedRow& row : explanation.rows)
    context.document()["rows"].push_back(to_document(row));
  context.document()["cut"] = explanation.cut;
}

// The profile may stand behind the row, or with the option.
std::string profile_of(const std::vector<std::string>& word, const std::string& option) {
  if (word.empty()) return option.empty() ? "dev" : option;
  if (!option.empty() && option != word.front())
    throw base::Error(base::ErrorCode::usage, "two profiles are named, " + base::printable(word.front()) +
                                                  " and " + base::printable(option) +
                                                  "; a row is explained by one");
  return word.front();
}

}  // namespace

Runner declare_explain(Syntax& syntax) {
  struct Options {
    app::ExplainRequest request;
    std::vector<std::string> address, profile;
    std::string option;
    std::optional<std::uint64_t> depth;
  };
  const auto options = std::make_shared<Options>();
  syntax.positional(
      "TABLE:ROW", options->address, 1, 1,
      "rent:17; below a parent loyalty_event:3.2; of a day rent:2025-02-14.7; a fixed row user:admin");
  syntax.positional("PROFILE", options->profile, 0, 1, "a profile of the seeds folder (dev)");
  syntax.value(
      "--profile", "PROFILE", [options](const std::string& name) { options->option = name; }, "the same");
  syntax.value("--depth", "N", number_into(options->depth, "--depth"),
               "how far to follow references (1; 0 is the row alone)");
  syntax.value("--scale", "FACTOR", scale_into(options->request.scale), "multiply the numbers of rows");
  declare_dates(syntax, options->request.as_of, options->request.until);
  syntax.example("seedctl explain rent:17");
  syntax.example("seedctl explain user:admin dev --depth 0");
  syntax.example("seedctl explain rent:48213 --profile perf --json");
  return [options](Context& context) {
    options->request.address = options->address.front();
    options->request.profile = profile_of(options->profile, options->option);
    if (options->depth) options->request.depth = *options->depth;
    show(context, app::explain(context.settings(), options->request));
    return 0;
  };
}

}  // namespace seedctl::cli

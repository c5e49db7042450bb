#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "cli/command.h"
#include "cli/documents.h"
#include "report/table.h"

namespace seedctl::cli {
namespace {

report::Table to_table(const app::SampleTable& sample) {
  report::Table table;
  for (std::size_t i = 0; i < sample.columns.size(); ++i) {
    const base::TypeKind kind = sample.types[i].kind;
    const bool number =
        kind == base::TypeKind::integer || kind == base::TypeKind::decimal || kind == base::TypeKind::real;
    table.columns.push_back({sample.columns[i], number ? report::Align::right : report::Align::left});
  }
  for (const std::vector<base::Value>& row : sample.rows) {
    std::vector<std::string>& cells = table.rows.emplace_back();
    for (const base::Value& value : row)
      cells.push_back(base::is_null(value) ? "NULL" : base::to_text(value));
  }
  return table;
}

nlohmann::ordered_json to_document(const app::SampleTable& sample) {
  using Json = nlohmann::ordered_json;
  Json document{{"table", sample.table}, {"total", sample.total}, {"columns", sample.columns}};
  document["rows"] = Json::array();
  for (const std::vector<base::Value>& row : sample.rows) {
    Json cells = Json::array();
    for (const base::Value& value : row) cells.push_back(value_document(value));
    document["rows"].push_back(std::move(cells));
  }
  return document;
}

// One line of JSON Lines.
std::string to_line(const app::ManifestEntry& entry) {
  using Json = nlohmann::ordered_json;
  Json key = Json::object();
  for (const auto& [name, value] : entry.key) key[name] = value_document(value);
  const Json line{{"table", entry.table},
                  {"row", entry.row},
                  {"key", std::move(key)},
                  {"column", entry.column},
                  {"value", value_document(entry.stored)},
                  {"clean", value_document(entry.clean)},
                  {"kind", entry.kind}};
  return line.dump() + "\n";
}

int show_manifest(Context& context, const app::SampleRequest& sample, const std::string& path) {
  const app::ManifestRequest request{.profile = sample.profile,
                                     .tables = sample.tables,
                                     .scale = sample.scale,
                                     .as_of = sample.as_of,
                                     .until = sample.until};
  if (path.empty()) {
    if (context.json())
      throw base::Error(base::ErrorCode::usage, "with --json stdout is one document, and a manifest is lines")
          .with_hint("write the manifest to a file with --out FILE, or leave out --json");
    app::manifest(context.settings(), request,
                  [&](const app::ManifestEntry& entry) { context.print(to_line(entry)); });
    return 0;
  }
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  const std::uint64_t cells = app::manifest(context.settings(), request,
                                            [&](const app::ManifestEntry& entry) { file << to_line(entry); });
  file.close();
  if (!file)
    throw base::Error(base::ErrorCode::io,
                      "can't write " + base::printable(path) + ": " + std::strerror(errno));
  if (!context.json())
    context.print(fmt::format("{} dirty cells in {}\n", base::with_thousands(cells), base::printable(path)));
  context.document()["profile"] = request.profile;
  context.document()["manifest"] = {{"file", path}, {"cells", cells}};
  return 0;
}

}  // namespace

Runner declare_sample(Syntax& syntax) {
  struct Options {
    app::SampleRequest request;
    std::vector<std::string> profile;
    std::optional<std::uint64_t> rows;
    bool manifest = false;
    std::string out;
  };
  const auto options = std::make_shared<Options>();
  syntax.positional("PROFILE", options->profile, 0, 1, "a profile of the seeds folder (dev)");
  syntax.list("--table", "TABLE", options->request.tables, "these tables alone");
  syntax.value("--rows", "N", number_into(options->rows, "--rows"),
               "how many rows of each (10; at most " + base::with_thousands(app::kMaxSampleRows) + ")");
  syntax.value("--scale", "FACTOR", scale_into(options->request.scale), "multiply the numbers of rows");
  declare_dates(syntax, options->request.as_of, options->request.until);
  syntax.flag(
      "--manifest", options->manifest,
      "the dirty cells of all rows instead, as JSON Lines: table, row, key, column, value, clean, kind");
  syntax.value(
      "--out", "FILE", [options](const std::string& path) { options->out = path; },
      "write the manifest to this file");
  syntax.flag("--virtual", options->request.virtual_columns,
              "show the columns that are used by others and not stored, too");
  syntax.example("seedctl sample dev --table rent --rows 5");
  syntax.example("seedctl sample etl --manifest --out dirt.jsonl");
  syntax.example("seedctl sample dev --json");
  return [options](Context& context) {
    options->request.profile = options->profile.empty() ? "dev" : options->profile.front();
    if (options->manifest && options->request.virtual_columns) {
      throw base::Error(base::ErrorCode::usage,
                        "--virtual is not for --manifest: virtual columns are never dirty");
    }
    if (options->manifest) return show_manifest(context, options->request, options->out);
    if (!options->out.empty()) throw base::Error(base::ErrorCode::usage, "--out is for --manifest");
    if (options->rows) options->request.rows = *options->rows;
    nlohmann::ordered_json tables = nlohmann::ordered_json::array();
    bool first = true;
    app::sample(context.settings(), options->request, [&](const app::SampleTable& sample) {
      for (const std::string& note : sample.notes) context.progress().note(sample.table + ": " + note);
      if (context.json()) {
        tables.push_back(to_document(sample));
        return;
      }
      context.print(fmt::format("{}{} ({} of {} rows)\n\n", first ? "" : "\n", base::printable(sample.table),
                                sample.rows.size(), base::with_thousands(sample.total)));
      context.print(report::to_text(to_table(sample)));
      first = false;
    });
    context.document()["profile"] = options->request.profile;
    context.document()["tables"] = std::move(tables);
    return 0;
  };
}

}  // namespace seedctl::cli

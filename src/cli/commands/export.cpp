#include "app/export.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/error.h"
#include "base/text.h"
#include "cli/command.h"
#include "report/table.h"
#include "sql/inserts.h"

namespace seedctl::cli {
namespace {

using base::Error;
using base::ErrorCode;

app::ExportFormat parse_format(const std::string& text) {
  if (text == "csv") return app::ExportFormat::csv;
  if (text == "jsonl") return app::ExportFormat::jsonl;
  if (text == "sql") return app::ExportFormat::sql;
  const std::string formats[] = {"csv", "jsonl", "sql"};
  throw Error(ErrorCode::usage, "--format takes csv, jsonl or sql, not \"" + base::printable(text) + "\"" +
                                    base::did_you_mean(text, formats));
}

base::Engine parse_dialect(const std::string& text) {
  if (const auto engine = sql::dialect_named(text)) return *engine;
  const std::string dialects[] = {"sqlite", "postgres"};
  throw Error(ErrorCode::usage, "--dialect takes sqlite or postgres, not \"" + base::printable(text) + "\"" +
                                    base::did_you_mean(text, dialects));
}

// "2/3": the second of three.
app::Shard parse_shard(const std::string& text) {
  const std::size_t slash = text.find('/');
  if (slash != std::string::npos) {
    const std::uint64_t number = parse_number(text.substr(0, slash), "--shard");
    const std::uint64_t of = parse_number(text.substr(slash + 1), "--shard");
    if (number >= 1 && number <= of && of <= app::kMaxShards)
      return {static_cast<std::uint32_t>(number), static_cast<std::uint32_t>(of)};
  }
  throw Error(ErrorCode::usage, "--shard takes K/N with K from 1 to N, and N at most " +
                                    base::with_thousands(app::kMaxShards) + ", not \"" +
                                    base::printable(text) + "\"");
}

std::uint32_t parse_jobs(const std::string& text) {
  const std::uint64_t jobs = parse_number(text, "--jobs");
  if (jobs >= 1 && jobs <= app::kMaxJobs) return static_cast<std::uint32_t>(jobs);
  throw Error(ErrorCode::usage, fmt::format("--jobs takes 1 to {}, not {}", app::kMaxJobs, jobs));
}

void show(Context& context, const app::ExportOutcome& outcome, const std::string& out) {
  report::Table table{.columns = {{"table"},
                                  {"rows", report::Align::right},
                                  {"files", report::Align::right},
                                  {"bytes", report::Align::right}},
                      .rows = {}};
  nlohmann::ordered_json tables = nlohmann::ordered_json::array();
  for (const app::ExportedTable& one : outcome.tables) {
    table.rows.push_back({one.table, base::with_thousands(one.rows), base::with_thousands(one.files),
                          base::with_thousands(one.bytes)});
    tables.push_back({{"table", one.table}, {"rows", one.rows}, {"files", one.files}, {"bytes", one.bytes}});
  }
  context.document()["tables"] = std::move(tables);
  if (outcome.streamed) return;  // to where the rows may be
  context.print(fmt::format("Profile {} in {}\n\n", outcome.profile, base::printable(out)));
  context.print(report::to_text(table));
}

}  // namespace

Runner declare_export(Syntax& syntax) {
  struct Options {
    app::ExportRequest request;
    std::vector<std::string> profile;
  };
  const auto options = std::make_shared<Options>();
  app::ExportRequest& request = options->request;
  syntax.positional("PROFILE", options->profile, 0, 1, "a profile of the seeds folder (dev)");
  syntax.value(
      "--out", "DIR", [&request](const std::string& text) { request.out = text; },
      "the folder to write into; or a device such as /dev/stdout");
  syntax.value(
      "--format", "FORMAT", [&request](const std::string& text) { request.format = parse_format(text); },
      "csv (the default), jsonl or sql");
  syntax.value(
      "--dialect", "ENGINE", [&request](const std::string& text) { request.dialect = parse_dialect(text); },
      "sqlite or postgres: who reads the statements of --format sql");
  syntax.value(
      "--partition-by", "COLUMN",
      [&request](const std::string& text) { request.partition_by = app::parse_partition_by(text); },
      "a folder for each value of a column, or of its :day, :month or :year");
  syntax.list("--only", "TABLE", request.only, "these tables alone");
  syntax.value(
      "--shard", "K/N", [&request](const std::string& text) { request.shard = parse_shard(text); },
      "the K-th of N parts of every table's rows");
  syntax.value(
      "--jobs", "N", [&request](const std::string& text) { request.jobs = parse_jobs(text); },
      "threads that make rows (as many as there are processors)");
  syntax.value("--scale", "FACTOR", scale_into(request.scale), "multiply the numbers of rows");
  declare_dates(syntax, request.as_of, request.until);
  syntax.example("seedctl export dev --out rows");
  syntax.example("seedctl export dev --format sql --dialect postgres --out /dev/stdout | psql mydb");
  syntax.example("seedctl export perf --partition-by rent_start:day --out rows");
  syntax.example("seedctl export perf --only rent --shard 2/3 --out rows");
  return [options](Context& context) {
    app::ExportRequest& wanted = options->request;
    wanted.profile = options->profile.empty() ? "dev" : options->profile.front();
    if (wanted.out.empty()) throw Error(ErrorCode::usage, "--out is missing: the folder to write into");
    context.document()["profile"] = wanted.profile;
    context.document()["out"] = wanted.out;
    const app::ExportOutcome outcome =
        app::export_profile(context.settings(), wanted, context.confirm(), context.progress());
    show(context, outcome, wanted.out);
    return 0;
  };
}

}  // namespace seedctl::cli

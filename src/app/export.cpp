// Table by table, in the order in which they are made, so that files of parents are there before those of
// their children.
#include "app/export.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <thread>

#include "app/export_files.h"
#include "app/export_folder.h"
#include "app/export_table.h"
#include "app/session.h"
#include "base/error.h"
#include "base/hash.h"
#include "base/text.h"
#include "report/csv.h"
#include "report/json_lines.h"
#include "sql/inserts.h"

namespace seedctl::app {
namespace {

namespace fs = std::filesystem;
using base::Error;
using base::ErrorCode;

// Where a table's files go: the path of one by its partition.
using PathOf = std::function<std::string(const std::string& table, const std::string& partition)>;

const char* format_name(ExportFormat format) {
  return format == ExportFormat::csv ? "csv" : format == ExportFormat::jsonl ? "jsonl" : "sql";
}

// Who reads statements reads no names of folders.
bool leaves_out_column(const ExportRequest& request, const std::optional<Partitioner>& partitioner) {
  return partitioner && partitioner->names_value() && request.format != ExportFormat::sql;
}

std::unique_ptr<base::RowEncoder> encoder_for(const profile::ResolvedTable& table,
                                              const ExportRequest& request,
                                              const std::optional<Partitioner>& partitioner) {
  std::vector<std::string> columns;
  for (const profile::ResolvedColumn& column : table.columns) columns.push_back(column.name);
  if (leaves_out_column(request, partitioner))
    columns.erase(columns.begin() + static_cast<std::ptrdiff_t>(partitioner->column()));
  switch (request.format) {
    case ExportFormat::jsonl:
      return report::json_lines_encoder(columns);
    case ExportFormat::sql:
      return sql::insert_encoder(request.dialect.value(), table.name, columns);
    case ExportFormat::csv:
      break;
  }
  return report::csv_encoder(columns);
}

std::optional<Partitioner> partitioner_for(const profile::ResolvedTable& table,
                                           const ExportRequest& request) {
  return request.partition_by ? Partitioner::of(table, *request.partition_by) : std::nullopt;
}

using Tables = std::vector<const profile::ResolvedTable*>;

Tables tables_of(const profile::ResolvedProfile& profile, const ExportRequest& request) {
  Tables tables;
  for (const profile::ResolvedTable& table : profile.tables)
    if (request.only.empty() ||
        std::find(request.only.begin(), request.only.end(), table.name) != request.only.end())
      tables.push_back(&table);
  return tables;
}

// Before anything is written.
void check_request(const Tables& tables, const ExportRequest& request, bool streamed) {
  if ((request.format == ExportFormat::sql) != request.dialect.has_value())
    throw Error(ErrorCode::usage, request.dialect ? "--dialect is of --format sql"
                                                  : "--format sql needs --dialect sqlite or postgres");
  if (!request.partition_by) return;
  if (streamed)
    throw Error(ErrorCode::usage,
                "--partition-by makes folders, and " + base::printable(request.out) + " is none");
  require_partition_column(tables, *request.partition_by);
  for (const profile::ResolvedTable* table : tables) Partitioner::of(*table, *request.partition_by);
}

// Cut between bundles, so that the shards' files put together have the same ones.
PlaceRange places_of(std::uint64_t rows, const Shard& shard, const base::RowLayout& layout) {
  const auto cut = [&](std::uint32_t part) {
    const auto place = static_cast<std::uint64_t>(static_cast<base::uint128>(rows) * part / shard.of);
    return part == shard.of || layout.unit_rows == 0 ? place : place - place % layout.unit_rows;
  };
  return {cut(shard.number - 1), cut(shard.number)};
}

// Of everything that decides the bytes, the shard's number aside.
std::string content_of(const profile::ResolvedProfile& profile, const ExportRequest& request) {
  std::string text = format_name(request.format) + (" " + std::to_string(request.shard.of));
  if (request.dialect) text += std::string(" ") + base::engine_name(*request.dialect);
  if (request.partition_by)
    text += fmt::format(" by {} {}", static_cast<int>(request.partition_by->unit),
                        base::sha256_hex(request.partition_by->column));
  for (const profile::ResolvedTable& table : profile.tables) text += " " + table.fingerprint;
  return base::sha256_hex(text);
}

std::vector<ExportedTable> export_tables(const Tables& tables, const ExportRequest& request,
                                         const PathOf& path_of, base::Progress& progress) {
  const std::uint32_t jobs =
      request.jobs > 0 ? request.jobs : std::clamp(std::thread::hardware_concurrency(), 1U, kMaxJobs);
  std::vector<ExportedTable> exported;
  for (const profile::ResolvedTable* const table : tables) {
    const std::optional<Partitioner> partitioner = partitioner_for(*table, request);
    const auto encoder = encoder_for(*table, request, partitioner);
    const PlaceRange places = places_of(table->data->rows(), request.shard, encoder->layout());
    TableFiles files(encoder->layout(),
                     [&](const std::string& partition) { return path_of(table->name, partition); });
    export_table({.table = *table,
                  .encoder = *encoder,
                  .partitioner = partitioner ? &*partitioner : nullptr,
                  .without_partition_column = leaves_out_column(request, partitioner),
                  .places = places,
                  .jobs = jobs,
                  .batch_rows = std::max<std::size_t>(request.batch_rows, 1)},
                 files, progress);
    files.finish();
    exported.push_back({.table = table->name,
                        .rows = places.end - places.first,
                        .files = files.count(),
                        .bytes = files.bytes()});
  }
  return exported;
}

// A device or a pipe: nothing to replace, and nothing to take back. So is a file where a shell has sent
// /dev/stdout to one.
bool is_stream(const std::string& path) {
  std::error_code failed;
  const fs::file_status status = fs::status(path, failed);
  return fs::exists(status) && !fs::is_directory(status) &&
         (!fs::is_regular_file(status) || path.starts_with("/dev/"));
}

}  // namespace

ExportOutcome export_profile(const Settings& settings, const ExportRequest& request, const Confirm& confirm,
                             base::Progress& progress) {
  const profile::ResolvedProfile profile = resolve_without_database(
      settings, request.profile, resolve_options(request.scale, request.only, request.as_of, request.until));
  ExportOutcome outcome{.profile = profile.name, .tables = {}, .streamed = is_stream(request.out)};
  const Tables tables = tables_of(profile, request);
  check_request(tables, request, outcome.streamed);
  for (const profile::ResolvedTable* table : tables)
    for (const std::string& note : table->notes) progress.note(table->name + ": " + note);
  if (outcome.streamed) {
    outcome.tables = export_tables(
        tables, request, [&](const std::string&, const std::string&) { return request.out; }, progress);
    return outcome;
  }
  std::error_code failed;
  if (fs::exists(request.out, failed) && !fs::is_directory(request.out, failed))
    throw Error(ErrorCode::usage, "--out takes a folder, and " + base::printable(request.out) + " is a file");
  ExportFolder folder(request.out, request.shard.number, profile.name, content_of(profile, request), confirm);
  const std::string part = part_name(request.shard.number, format_name(request.format));
  outcome.tables = export_tables(
      tables, request,
      [&](const std::string& table, const std::string& partition) {
        return folder.place_for(path_safe(table) + "/" + (partition.empty() ? "" : partition + "/") + part);
      },
      progress);
  folder.publish();
  return outcome;
}

}  // namespace seedctl::app

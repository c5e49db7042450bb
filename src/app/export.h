// `export`: the rows of a profile as files, without a database. Streamed: memory does not grow with the rows.
//
// The bytes depend on the profile, the schema file and the request's format, partitions and shard alone;
// never on jobs or batch_rows.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "app/export_partitions.h"
#include "app/use_cases.h"
#include "base/engine.h"

namespace seedctl::app {

enum class ExportFormat { csv, jsonl, sql };

// The k-th of n parts of every table's rows, in their order: the files of all shards put together, but for
// their header lines, are the files of the whole.
struct Shard {
  std::uint32_t number = 1, of = 1;
};
// Part numbers in file names have five digits.
inline constexpr std::uint32_t kMaxShards = 100'000;

// Rows that a thread makes at a time: enough to amortise the hand-over, few enough for a megabyte of text.
inline constexpr std::size_t kExportBatchRows = 4 * base::kBatchRows;
inline constexpr std::uint32_t kMaxJobs = 256;

struct ExportRequest {
  std::string profile;
  ExportFormat format = ExportFormat::csv;
  std::string out;                      // a folder; or a device, which gets all tables one after another
  std::vector<std::string> only;        // tables; empty = all
  std::optional<base::Engine> dialect;  // of sql, where it must be
  std::optional<PartitionBy> partition_by;
  Shard shard;
  std::uint32_t jobs = 0;  // threads that make rows; 0 = as many as there are processors
  double scale = 1.0;
  std::optional<base::Date> as_of;
  std::optional<base::Date> until;
  std::size_t batch_rows = kExportBatchRows;
};
struct ExportedTable {
  std::string table;
  std::uint64_t rows = 0, files = 0, bytes = 0;
};
struct ExportOutcome {
  std::string profile;
  std::vector<ExportedTable> tables;
  bool streamed = false;  // to a device
};
// Writes DIR/<table>/[<partition>/]part-00000.csv, all at once at the end: what an earlier export made there
// is asked for and replaced, files of others are never touched. Throws `refused` where the folder holds
// anything and nobody agrees, `io` where the disk is full or a file cannot be written; the folder is then as
// it was.
ExportOutcome export_profile(const Settings& settings, const ExportRequest& request, const Confirm& confirm,
                             base::Progress& progress);

}  // namespace seedctl::app

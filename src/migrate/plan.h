// Which migrations to run, decided before anything runs: lists in, lists out. No database, no files.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "migrate/folder.h"
#include "migrate/history.h"

namespace seedctl::migrate {

enum class Direction { up, down };

struct Step {
  Direction direction = Direction::up;
  std::uint64_t version = 0;
  std::string name;
  std::string file;
  bool repeatable = false;
  Section section;                  // what runs
  std::optional<Migration> source;  // up: the whole file, for the history row
  std::uint32_t resume_at = 0;      // transaction:false, interrupted: statements already done
};

struct Problem {
  enum class Kind { changed, comment_changed, missing, out_of_order, interrupted };
  Kind kind;
  std::uint64_t version = 0;
  std::string name;
  std::string message;  // one sentence
  std::string file;
};
const char* problem_name(Problem::Kind kind);  // "changed", "out_of_order", ...

struct Status {
  std::vector<HistoryRow> applied;   // by sequence
  std::vector<Step> pending;         // in the order they would run
  std::vector<Problem> problems;
  std::optional<std::uint64_t> version;  // the highest applied
};
Status make_status(const Folder& folder, const std::vector<HistoryRow>& history);

struct MigrateOptions {
  std::optional<std::uint64_t> to;   // inclusive; must exist, or be 0
  bool allow_out_of_order = false;
};
// Throws ErrorCode::failed for a changed or missing applied migration and for out-of-order files, naming all of them;
// ErrorCode::usage for a version that does not exist. comment_changed is no error.
std::vector<Step> plan_migrate(const Folder& folder, const std::vector<HistoryRow>& history, const MigrateOptions& options);

struct RollbackOptions {
  std::uint32_t steps = 1;
  std::optional<std::uint64_t> to;   // instead of steps: what stays is everything up to this version
};
// In reverse order of application. Throws ErrorCode::failed where a step has no down, before anything runs; a baseline is
// not rolled back.
std::vector<Step> plan_rollback(const Folder& folder, const std::vector<HistoryRow>& history, const RollbackOptions& options);

}  // namespace seedctl::migrate

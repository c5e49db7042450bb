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
  // Of an interrupted transaction:false migration, as the history has it: statements already done, whether
  // the next one was begun, and what they were.
  bool resumed = false;
  std::uint32_t resume_at = 0;
  bool resume_unsure = false;
  std::string resume_checksum;

  // "0007_orders"
  std::string label() const;
};

struct Problem {
  enum class Kind { changed, comment_changed, down_changed, missing, out_of_order, interrupted };
  Kind kind;
  std::uint64_t version = 0;
  std::string name;
  std::string message;  // one sentence
  std::string file;
};
const char* problem_name(Problem::Kind kind);  // "changed", "out_of_order", ...

struct Status {
  std::vector<HistoryRow> applied;  // by sequence; also what an interrupted rollback has not finished to undo
  std::vector<Step> pending;        // in the order they would run, an interrupted migration first
  std::vector<Problem> problems;
  std::optional<std::uint64_t> version;  // the highest applied
};
Status make_status(const Folder& folder, const std::vector<HistoryRow>& history);

struct MigrateOptions {
  std::optional<std::uint64_t> to;  // inclusive; must exist, or be 0
  bool allow_out_of_order = false;
};
// Throws ErrorCode::failed for a changed or missing applied migration, for out-of-order files that would run,
// naming all of them, and for an interrupted rollback; ErrorCode::usage for a version that does not exist.
// comment_changed and down_changed are no errors. Repeatable migrations come last, and only where no
// migration stays pending.
std::vector<Step> plan_migrate(const Folder& folder, const std::vector<HistoryRow>& history,
                               const MigrateOptions& options);

struct RollbackOptions {
  std::uint32_t steps = 1;
  std::optional<std::uint64_t> to;  // instead of steps: what stays is everything up to this version
};
// In reverse order of application, an interrupted rollback first. The file's down section is used, also where
// it was edited since; where the file is gone, or has none any more, the history's. Throws ErrorCode::failed
// where a step has no down, before anything runs, and for an interrupted migration; ErrorCode::usage for a
// version that does not exist. A baseline is not rolled back.
std::vector<Step> plan_rollback(const Folder& folder, const std::vector<HistoryRow>& history,
                                const RollbackOptions& options);

}  // namespace seedctl::migrate

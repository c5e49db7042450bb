// Compares the folder with the history, and lists what to run. Pure: the tests need no database.
#include "migrate/plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/text.h"
#include "migrate/file_name.h"

namespace seedctl::migrate {
namespace {

using base::Error;
using base::ErrorCode;

// Enough of a checksum to tell two apart.
constexpr std::size_t kShownDigits = 12;

bool is_versioned(const HistoryRow& row) { return row.kind != "repeatable"; }

bool is_interrupted(const HistoryRow& row, std::string_view direction) {
  return !row.complete() && row.direction == direction;
}

std::string statements(std::uint32_t count) {
  return fmt::format("{} {}", count, count == 1 ? "statement" : "statements");
}

const Migration* find(const Folder& folder, std::uint64_t version) {
  const auto found = std::find_if(folder.migrations.begin(), folder.migrations.end(),
                                  [&](const Migration& m) { return m.version == version; });
  return found == folder.migrations.end() ? nullptr : &*found;
}

Step step_up(const Migration& migration) {
  Step step;
  step.version = migration.version;
  step.name = migration.name;
  step.file = migration.file;
  step.section = migration.up;
  step.source = migration;
  return step;
}

Step step_up(const Repeatable& repeatable) {
  Step step;
  step.name = repeatable.name;
  step.file = repeatable.file;
  step.repeatable = true;
  step.section = repeatable.up;
  return step;
}

void resume(Step& step, const HistoryRow& row) {
  step.resumed = true;
  step.resume_at = row.statements_done.value_or(0);
  step.resume_unsure = row.running;
  step.resume_checksum = row.progress_checksum;
}

Problem problem(Problem::Kind kind, const HistoryRow& row, const std::string& file, std::string message) {
  return {
      .kind = kind, .version = row.version, .name = row.name, .message = std::move(message), .file = file};
}

// What `rollback` runs is the file's down section while there is one: it may be put right after the fact. A
// down section that was added later takes nothing from what was applied, and is no problem.
void compare_down(const Folder& folder, const HistoryRow& row, Status& status) {
  const Migration* migration = find(folder, row.version);
  // A baseline is not rolled back; of a rollback under way `run` compares the statements that ran.
  if (migration == nullptr || !row.complete() || row.kind != "versioned" || !row.down) return;
  const std::optional<Section>& down = migration->down;
  if (down && down->checksum == row.down_checksum && down->transaction == row.down_transaction &&
      down->foreign_keys == row.down_foreign_keys)
    return;
  const std::string label = label_of(migration->file, row.version, row.name);
  status.problems.push_back(problem(
      Problem::Kind::down_changed, row, migration->file,
      down ? fmt::format("the down section of {} was changed after it was applied; `seedctl rollback` "
                         "runs it as it is in the file now",
                         label)
           : fmt::format("the down section of {} was removed after it was applied; `seedctl "
                         "rollback` runs the one that the history keeps",
                         label)));
}

void compare_applied(const Folder& folder, const HistoryRow& row, Status& status) {
  const Migration* migration = find(folder, row.version);
  const std::string label = label_of(migration ? migration->file : "", row.version, row.name);
  if (!row.complete())
    status.problems.push_back(
        problem(Problem::Kind::interrupted, row, migration ? migration->file : "",
                row.direction == "down"
                    ? fmt::format("the rollback of {} was interrupted after {}; `seedctl rollback` goes on",
                                  label, statements(*row.statements_done))
                    : fmt::format("{} was interrupted after {}; `seedctl migrate` goes on", label,
                                  statements(*row.statements_done))));
  if (migration == nullptr) {
    status.problems.push_back(
        problem(Problem::Kind::missing, row, "", fmt::format("{} was applied, but its file is gone", label)));
    return;
  }
  // Of one under way only the statements that ran must be as they were; `run` compares those.
  if (is_interrupted(row, "up") || row.checksum == migration->up.checksum) return;
  if (row.code_checksum == migration->up.code_checksum)
    status.problems.push_back(
        problem(Problem::Kind::comment_changed, row, migration->file,
                fmt::format("{} was changed after it was applied, in comments and white space only", label)));
  else
    status.problems.push_back(problem(
        Problem::Kind::changed, row, migration->file,
        fmt::format("{} was changed after it was applied (checksum {} in the history, {} in {})", label,
                    row.checksum.substr(0, kShownDigits), migration->up.checksum.substr(0, kShownDigits),
                    base::printable(migration->file))));
}

void add_pending(const Folder& folder, const std::map<std::uint64_t, const HistoryRow*>& by_version,
                 Status& status) {
  for (const auto& [version, row] : by_version)
    if (const Migration* migration = find(folder, version); migration && is_interrupted(*row, "up")) {
      status.pending.push_back(step_up(*migration));
      resume(status.pending.back(), *row);
    }
  for (const Migration& migration : folder.migrations) {
    if (by_version.contains(migration.version)) continue;
    status.pending.push_back(step_up(migration));
    if (!status.version || migration.version > *status.version) continue;
    status.problems.push_back(
        {.kind = Problem::Kind::out_of_order,
         .version = migration.version,
         .name = migration.name,
         .message = fmt::format("{} is not applied, though version {} is",
                                label_of(migration.file, migration.version, migration.name), *status.version),
         .file = migration.file});
  }
}

void add_repeatables(const Folder& folder, const std::vector<HistoryRow>& history, Status& status) {
  std::map<std::string, std::string> applied;
  for (const HistoryRow& row : history)
    if (!is_versioned(row)) applied[row.name] = row.checksum;
  for (const Repeatable& repeatable : folder.repeatables)
    if (const auto found = applied.find(repeatable.name);
        found == applied.end() || found->second != repeatable.up.checksum)
      status.pending.push_back(step_up(repeatable));
}

std::string hint_for(Problem::Kind kind) {
  switch (kind) {
    case Problem::Kind::changed:
      return "undo the edit, and put the change into a new migration (`seedctl new`)";
    case Problem::Kind::missing:
      return "put the file back";
    case Problem::Kind::out_of_order:
      return "give the file a version above, or allow it with --allow-out-of-order";
    case Problem::Kind::comment_changed:
    case Problem::Kind::down_changed:
    case Problem::Kind::interrupted:
      break;
  }
  return {};
}

void refuse(const std::vector<Problem>& problems) {
  if (problems.empty()) return;
  std::vector<std::string> messages;
  for (const Problem& found : problems) messages.push_back(found.message);
  Error error(ErrorCode::failed, base::join(messages, "; "));
  if (problems.size() == 1 && !problems.front().file.empty()) error.at({problems.front().file, 0, 0});
  error.hint = hint_for(problems.front().kind);
  throw error;
}

void require_version(const Folder& folder, const std::vector<HistoryRow>& history, std::uint64_t version) {
  if (version == 0 || find(folder, version) != nullptr) return;
  for (const HistoryRow& row : history)
    if (is_versioned(row) && row.version == version) return;
  throw Error(ErrorCode::usage, fmt::format("there is no migration {}", version))
      .with_hint(folder.migrations.empty()
                     ? ""
                     : fmt::format("versions go from {} to {}; 0 means none",
                                   folder.migrations.front().version, folder.migrations.back().version));
}

// The down section that undoes `row`: the file's, or where that has none the one kept in the history.
std::optional<Step> step_down(const Folder& folder, const HistoryRow& row) {
  Step step;
  step.direction = Direction::down;
  step.version = row.version;
  step.name = row.name;
  const Migration* migration = find(folder, row.version);
  if (migration) step.file = migration->file;
  if (migration && migration->down) {
    step.section = *migration->down;
  } else if (row.down) {
    if (!migration) step.file = fmt::format("{} (from the history)", row.name);
    step.section = {.text = *row.down,
                    .first_line = row.down_line,
                    .transaction = row.down_transaction,
                    .foreign_keys = row.down_foreign_keys,
                    .checksum = row.down_checksum,
                    .code_checksum = {}};
  } else {
    return std::nullopt;
  }
  step.source = migration ? std::optional(*migration) : std::nullopt;
  if (is_interrupted(row, "down")) resume(step, row);
  return step;
}

}  // namespace

const char* problem_name(Problem::Kind kind) {
  switch (kind) {
    case Problem::Kind::changed:
      return "changed";
    case Problem::Kind::comment_changed:
      return "comment_changed";
    case Problem::Kind::down_changed:
      return "down_changed";
    case Problem::Kind::missing:
      return "missing";
    case Problem::Kind::out_of_order:
      return "out_of_order";
    case Problem::Kind::interrupted:
      break;
  }
  return "interrupted";
}

std::string Step::label() const { return label_of(file, version, name); }

Status make_status(const Folder& folder, const std::vector<HistoryRow>& history) {
  Status status;
  std::map<std::uint64_t, const HistoryRow*> by_version;
  for (const HistoryRow& row : history) {
    if (!is_versioned(row)) continue;
    by_version[row.version] = &row;
    if (is_interrupted(row, "up")) continue;
    status.applied.push_back(row);
    status.version = std::max(status.version.value_or(0), row.version);
  }
  for (const auto& [version, row] : by_version) {
    compare_applied(folder, *row, status);
    compare_down(folder, *row, status);
  }
  add_pending(folder, by_version, status);
  add_repeatables(folder, history, status);
  return status;
}

std::vector<Step> plan_migrate(const Folder& folder, const std::vector<HistoryRow>& history,
                               const MigrateOptions& options) {
  if (options.to) require_version(folder, {}, *options.to);
  const Status status = make_status(folder, history);
  const auto runs = [&](std::uint64_t version) { return !options.to || version <= *options.to; };

  std::vector<Problem> refused;
  for (const Problem& found : status.problems) {
    if (found.kind == Problem::Kind::changed || found.kind == Problem::Kind::missing)
      refused.push_back(found);
    if (found.kind == Problem::Kind::out_of_order && !options.allow_out_of_order && runs(found.version))
      refused.push_back(found);
  }
  refuse(refused);
  for (const HistoryRow& row : history)
    if (is_interrupted(row, "down"))
      throw Error(ErrorCode::failed,
                  fmt::format("the rollback of {} was interrupted", label_of("", row.version, row.name)))
          .with_hint("finish it with `seedctl rollback`, then migrate");

  const bool to_latest = std::all_of(folder.migrations.begin(), folder.migrations.end(),
                                     [&](const Migration& m) { return runs(m.version); });
  std::vector<Step> steps;
  for (const Step& step : status.pending)
    if (step.repeatable ? to_latest : runs(step.version)) steps.push_back(step);
  return steps;
}

std::vector<Step> plan_rollback(const Folder& folder, const std::vector<HistoryRow>& history,
                                const RollbackOptions& options) {
  if (options.to) require_version(folder, history, *options.to);
  std::vector<const HistoryRow*> rows;
  for (const HistoryRow& row : history) {
    if (is_interrupted(row, "up") && is_versioned(row))
      throw Error(ErrorCode::failed,
                  fmt::format("{} was interrupted half-way", label_of("", row.version, row.name)))
          .with_hint("finish it with `seedctl migrate`, then roll back");
    if (row.kind == "versioned") rows.push_back(&row);
  }
  // What is half undone goes first, whatever its place: nothing else is on firm ground until it is gone.
  std::sort(rows.begin(), rows.end(), [](const HistoryRow* a, const HistoryRow* b) {
    return a->complete() != b->complete() ? b->complete() : a->sequence > b->sequence;
  });

  std::vector<Step> steps;
  std::vector<std::string> without;
  for (const HistoryRow* row : rows) {
    if (options.to ? row->version <= *options.to && row->complete()
                   : steps.size() + without.size() >= options.steps)
      continue;
    if (auto step = step_down(folder, *row))
      steps.push_back(std::move(*step));
    else
      without.push_back(label_of("", row->version, row->name));
  }
  if (!without.empty())
    throw Error(ErrorCode::failed, fmt::format("no `-- migrate:down` section in {}; nothing was rolled back",
                                               base::join(without, ", ")))
        .with_hint("write one; an empty one with a comment is enough where there is nothing to undo");
  return steps;
}

}  // namespace seedctl::migrate

// Runs one step of a plan, in one transaction or statement by statement, and keeps the history true at every
// moment.
//
// Internal to this layer; run.h is the way in.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/progress.h"
#include "base/stopwatch.h"
#include "db/connection.h"
#include "migrate/engine.h"
#include "migrate/history.h"
#include "migrate/plan.h"
#include "migrate/statement_error.h"

namespace seedctl::migrate {

// The time now, in UTC: "2025-02-18T10:30:00Z".
std::string utc_now();

// The row that the history gets when a migration has been applied, complete but for sequence and duration.
HistoryRow history_row(const Migration& migration, std::string kind);

class StepRunner {
 public:
  // Reads what the history holds. The table is there, and the lock is held.
  StepRunner(db::Connection& connection, History& history, db::SessionLock& lock, base::Progress& progress);

  // Returns the milliseconds it took. Throws what ended the step; the history then says how far it came.
  std::uint64_t run(const Step& step);

 private:
  void run_in_transaction(const Step& step, std::span<const sql::Statement> statements);

  // Of `transaction:false` steps, in statement_steps.cpp.
  void run_statement_by_statement(const Step& step, std::span<const sql::Statement> statements);
  void resume(const Step& step, std::span<const sql::Statement> statements);
  void settle(const Step& step, const sql::Statement& statement);
  // False where the statement was refused, and rolled back, only because it commits by itself.
  bool run_alone(const Step& step, const sql::Statement& statement);
  void run_outside(const Step& step, const sql::Statement& statement);
  // Once: what it committed before it failed must not be done again unasked.
  void run_committing(const Step& step, const sql::Statement& statement);
  // Writes down that the next statement is about to run; `after` is the row for when it has.
  void announce(const Step& step, const HistoryRow& after);
  void refuse_unsafe(const Step& step, const sql::Statement& statement, std::string_view stays);
  void take_back(const Step& step, const sql::Statement& statement, const base::Error& cause,
                 const HistoryRow& before);
  // What stays of the step when it ends here, in words.
  std::string what_stays(const Step& step) const;
  // row_ as it will be when `statement`, the next one, has run (or is running).
  HistoryRow row_after(const Step& step, const sql::Statement& statement) const;
  // In a transaction of its own, row_ becomes `next` here and in the history. Repeatables keep no progress:
  // they run again.
  void record(const Step& step, HistoryRow next);
  void write_progress(const Step& step, const HistoryRow& next);

  // Runs a statement; an error comes back placed, with `consequence`.
  void execute(const Step& step, const sql::Statement& statement, std::string_view consequence);
  // Runs `attempt` again while others are in the way, a few times.
  void with_retries(const Step& step, const std::function<void()>& attempt);
  // In the caller's transaction: the step is complete.
  void write_done(const Step& step);
  // The error for a lost lock: at the statement that released it, where one did.
  base::Error blame_statement(const base::Error& lost, const Step& step) const;
  void commit(const Step& step, db::Transaction& transaction, std::string_view consequence);

  db::Connection& connection_;
  History& history_;
  db::SessionLock& lock_;
  base::Progress& progress_;
  const EngineRules& rules_;

  std::map<std::uint64_t, HistoryRow> rows_;  // versioned ones
  std::uint64_t next_sequence_ = 1;

  // Of the step under way.
  base::Stopwatch watch_;
  HistoryRow row_;
  bool recorded_ = false;  // row_ is in the history
  std::vector<sql::Statement> statements_;
  std::optional<StatementPlaces> places_;
  std::string blocked_statement_;  // the last that others were in the way of
};

}  // namespace seedctl::migrate

// Steps of `transaction:false`: each statement commits together with its index, so that a killed or failed
// migration goes on where it stopped. A statement that cannot run in a transaction is announced before, and
// settled after a kill; so is one that commits by itself, which only the server can tell: it is tried in a
// transaction first.
#include <fmt/format.h>

#include <utility>

#include "base/error.h"
#include "base/text.h"
#include "migrate/checksum.h"
#include "migrate/statement_error.h"
#include "migrate/step_runner.h"

namespace seedctl::migrate {

using base::Error;
using base::ErrorCode;

std::string StepRunner::what_stays(const Step& step) const {
  const std::uint32_t done = row_.statements_done.value_or(0);
  const char* command = step.direction == Direction::up ? "migrate" : "rollback";
  if (step.repeatable) return "what ran of it stays, and it runs again as a whole";
  if (done == 0)
    return step.direction == Direction::up ? fmt::format("nothing of {} was kept", step.label())
                                           : fmt::format("nothing of {} was undone", step.label());
  return fmt::format("{} of {} statements of {} stay, and `seedctl {}` goes on with this one", done,
                     statements_.size(), step.label(), command);
}

HistoryRow StepRunner::row_after(const Step& step, const sql::Statement& statement) const {
  HistoryRow next = row_;
  next.statements_done = row_.statements_done.value_or(0) + 1;
  next.running = false;
  next.direction = step.direction == Direction::up ? "up" : "down";
  next.progress_checksum = chain_checksum(row_.progress_checksum, statement.text, connection_.engine());
  return next;
}

void StepRunner::write_progress(const Step& step, const HistoryRow& next) {
  if (step.repeatable) return;
  rules_.act_as_owner(connection_);
  if (recorded_)
    history_.set_progress(next);
  else
    history_.add(next);
}

void StepRunner::record(const Step& step, HistoryRow next) {
  db::Transaction transaction(connection_, db::Connection::Access::write);
  write_progress(step, next);
  commit(step, transaction, what_stays(step));
  row_ = std::move(next);
  recorded_ = true;
}

void StepRunner::run_statement_by_statement(const Step& step, std::span<const sql::Statement> statements) {
  try {
    if (step.resumed)
      resume(step, statements);
    else
      row_.statements_done = 0;
    while (*row_.statements_done < statements.size()) {
      const sql::Statement& statement = statements[*row_.statements_done];
      if (sql::transaction_use(statement.text, connection_.engine()) == sql::TransactionUse::outside)
        run_outside(step, statement);
      else if (!run_alone(step, statement))
        run_committing(step, statement);
    }
    rules_.restore_session(connection_);
    db::Transaction transaction(connection_, db::Connection::Access::write);
    write_done(step);
    commit(step, transaction, "all its statements ran");
  } catch (const Error&) {
    try {
      rules_.restore_session(connection_);
    } catch (const Error&) {
      // The first error is the one to tell; a connection that cannot do this runs nothing more anyway.
    }
    throw;
  }
}

void StepRunner::refuse_unsafe(const Step& step, const sql::Statement& statement, std::string_view stays) {
  try {
    rules_.refuse_unsafe(connection_, statement.text);
  } catch (const Error& error) {
    throw at_statement(error, step, statement, rules_, stays);
  }
}

bool StepRunner::run_alone(const Step& step, const sql::Statement& statement) {
  bool commits_by_itself = false;
  with_retries(step, [&] {
    const std::string stays = what_stays(step);
    refuse_unsafe(step, statement, stays);
    HistoryRow next = row_after(step, statement);
    db::Transaction transaction(connection_, db::Connection::Access::write);
    try {
      execute(step, statement, stays);
    } catch (const Error& error) {
      commits_by_itself = rules_.wants_no_transaction(error, statement.text);
      if (commits_by_itself) return;
      throw;
    }
    write_progress(step, next);
    commit(step, transaction, stays);
    row_ = std::move(next);
    recorded_ = true;
  });
  return !commits_by_itself;
}

void StepRunner::announce(const Step& step, const HistoryRow& after) {
  HistoryRow running = after;
  running.statements_done = row_.statements_done;
  running.running = true;
  record(step, std::move(running));
}

void StepRunner::run_outside(const Step& step, const sql::Statement& statement) {
  with_retries(step, [&] {
    const HistoryRow before = row_;
    const std::string stays = what_stays(step);
    refuse_unsafe(step, statement, stays);
    const HistoryRow after = row_after(step, statement);
    if (!rules_.is_session_setting(statement.text)) {
      announce(step, after);
      rules_.before_outside(connection_);
    }
    try {
      execute(step, statement, stays);
    } catch (const Error& error) {
      take_back(step, statement, error, before);
      throw;
    }
    record(step, after);
  });
}

void StepRunner::run_committing(const Step& step, const sql::Statement& statement) {
  const HistoryRow before = row_;
  const HistoryRow after = row_after(step, statement);
  const std::string stays = before.statements_done.value_or(0) == 0 ? "" : what_stays(step) + "; ";
  announce(step, after);
  try {
    execute(step, statement, stays + "what this statement committed before it failed stays");
  } catch (const Error& error) {
    take_back(step, statement, error, before);
    throw;
  }
  record(step, after);
}

// The server refused the statement, so its fate is known: what was announced is taken back, and it may be
// edited.
void StepRunner::take_back(const Step& step, const sql::Statement& statement, const Error& cause,
                           const HistoryRow& before) {
  const bool refused = cause.code() == ErrorCode::sql || cause.code() == ErrorCode::lock;
  if (!refused || !row_.running) return;
  try {
    rules_.clear_after_failure(connection_, statement.text, cause);
    if (step.repeatable) {
      row_ = before;
    } else if (step.direction == Direction::up && before.statements_done == 0u) {
      db::Transaction transaction(connection_, db::Connection::Access::write);
      rules_.act_as_owner(connection_);
      history_.remove(step.version);
      transaction.commit();
      row_ = before;
      recorded_ = false;
    } else {
      record(step, before);
    }
  } catch (const Error& error) {
    progress_.warn(fmt::format("{}: what the failed statement left could not be cleared yet: {}",
                               step.label(), error.message()));
  }
}

void StepRunner::resume(const Step& step, std::span<const sql::Statement> statements) {
  std::string before, checksum;  // without and with the statement that was running
  const std::size_t known = std::size_t{step.resume_at} + (step.resume_unsure ? 1 : 0);
  for (std::size_t i = 0; i < known && i < statements.size(); ++i) {
    if (i < step.resume_at) before = chain_checksum(before, statements[i].text, connection_.engine());
    checksum = chain_checksum(checksum, statements[i].text, connection_.engine());
  }
  if (known > statements.size() || checksum != step.resume_checksum)
    throw Error(ErrorCode::failed, {step.file, 0, 0},
                fmt::format("{} was interrupted after {} of its statements, and those were changed since",
                            step.label(), step.resume_at))
        .with_hint("undo the edit of the statements that ran; the ones after them may be changed");

  row_.statements_done = step.resume_at;
  row_.progress_checksum = before;
  for (std::size_t i = 0; i < step.resume_at; ++i)
    if (rules_.is_session_setting(statements[i].text)) execute(step, statements[i], what_stays(step));
  progress_.note(
      fmt::format("{}: going on after {} of {} statements", step.label(), step.resume_at, statements.size()));
  if (step.resume_unsure) settle(step, statements[step.resume_at]);
}

void StepRunner::settle(const Step& step, const sql::Statement& statement) {
  const HistoryRow after = row_after(step, statement);
  Fate fate = Fate::unknown;
  try {
    fate = rules_.settle(connection_, statement.text);
  } catch (const Error& error) {
    throw at_statement(error, step, statement, rules_, what_stays(step));
  }
  if (fate == Fate::unknown) {
    const Error cause(ErrorCode::failed,
                      "seedctl was killed while this statement ran, and cannot tell whether it took effect");
    Error error = at_statement(cause, step, statement, rules_, fmt::format("{} waits for you", step.label()));
    error.hint = fmt::format(
        "look whether it did; if so, run: update {0} set statements_done = {1}, running = 0 where version = "
        "'{2}' -- "
        "if not: update {0} set running = 0, progress_checksum = '{3}' where version = '{2}' -- then run the "
        "command again",
        history_.sql_name(), *after.statements_done, step.version, row_.progress_checksum);
    throw error;
  }
  HistoryRow next = fate == Fate::done ? after : row_;
  next.running = false;
  record(step, std::move(next));
}

}  // namespace seedctl::migrate

// The transactional step, and what both kinds of steps share: executing, retrying, committing, the history's
// row.
#include "migrate/step_runner.h"

#include <fmt/format.h>

#include <algorithm>
#include <ctime>
#include <utility>

#include "base/error.h"
#include "base/text.h"
#include "migrate/contention.h"
#include "migrate/statement_error.h"

namespace seedctl::migrate {

using base::Error;
using base::ErrorCode;

namespace {

// While it lives, what the server says of the migration is told, with the place that it is about.
class Listening {
 public:
  Listening(db::Connection& connection, base::Progress& progress, const base::SourcePosition& place)
      : connection_(connection) {
    connection_.on_notice([&progress, place](const db::Notice& notice) {
      const std::string text = fmt::format("{}: {}", place.str(), notice.message);
      notice.warning ? progress.warn(text) : progress.detail(text);
    });
  }
  ~Listening() { connection_.on_notice({}); }
  Listening(const Listening&) = delete;
  Listening& operator=(const Listening&) = delete;

 private:
  db::Connection& connection_;
};

}  // namespace

std::string utc_now() {
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  ::gmtime_r(&now, &parts);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", parts.tm_year + 1900, parts.tm_mon + 1,
                     parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec);
}

HistoryRow history_row(const Migration& migration, std::string kind) {
  HistoryRow row;
  row.version = migration.version;
  row.name = migration.name;
  row.kind = std::move(kind);
  row.applied_at = utc_now();
  row.checksum = migration.up.checksum;
  row.code_checksum = migration.up.code_checksum;
  if (migration.down) {
    row.down = migration.down->text;
    row.down_line = migration.down->first_line;
    row.down_transaction = migration.down->transaction;
    row.down_foreign_keys = migration.down->foreign_keys;
    row.down_checksum = migration.down->checksum;
  }
  return row;
}

namespace {

// Of a repeatable migration.
HistoryRow history_row(const Step& step) {
  HistoryRow row;
  row.name = step.name;
  row.kind = "repeatable";
  row.applied_at = utc_now();
  row.checksum = step.section.checksum;
  row.code_checksum = step.section.code_checksum;
  return row;
}

}  // namespace

StepRunner::StepRunner(db::Connection& connection, History& history, db::SessionLock& lock,
                       base::Progress& progress)
    : connection_(connection),
      history_(history),
      lock_(lock),
      progress_(progress),
      rules_(rules_of(connection.engine())) {
  for (HistoryRow& row : history_.load()) {
    next_sequence_ = std::max(next_sequence_, row.sequence + 1);
    if (row.kind != "repeatable") rows_[row.version] = std::move(row);
  }
}

std::uint64_t StepRunner::run(const Step& step) {
  progress_.note(
      fmt::format("{} {} ...", step.direction == Direction::up ? "applying" : "rolling back", step.label()));
  watch_ = {};
  const auto stored = rows_.find(step.version);
  recorded_ = !step.repeatable && stored != rows_.end();
  if (recorded_ && (step.direction == Direction::down || step.resumed)) {
    row_ = stored->second;
  } else if (step.repeatable) {
    row_ = history_row(step);
    row_.sequence = next_sequence_++;
  } else {
    row_ = history_row(step.source.value(), "versioned");
    row_.sequence = next_sequence_++;
  }
  statements_ = sql::split(step.section.text, connection_.engine(), step.file, step.section.first_line);
  places_.emplace(step);
  if (step.section.transaction && !step.resumed)
    run_in_transaction(step, statements_);
  else
    run_statement_by_statement(step, statements_);
  return watch_.milliseconds();
}

void StepRunner::execute(const Step& step, const sql::Statement& statement, std::string_view consequence) {
  const base::SourcePosition place = places_->of(statement);
  const Listening listening(connection_, progress_, place);
  const base::Stopwatch watch;
  try {
    if (statement.is_copy)
      connection_.copy_in(statement.text, statement.copy_data);
    else
      connection_.execute(statement.text);
    progress_.detail(fmt::format("{}: {} ms", place.str(), watch.milliseconds()));
  } catch (const Error& error) {
    if (rules_.is_contention(error)) blocked_statement_ = statement.text;
    Error placed = at_statement(error, step, statement, rules_, consequence);
    if (step.section.transaction && placed.hint.empty() && rules_.wants_no_transaction(error, statement.text))
      placed.hint =
          "it commits by itself: put it in a migration of its own that begins with `-- migrate:up "
          "transaction:false`";
    throw placed;
  }
}

void StepRunner::with_retries(const Step& step, const std::function<void()>& attempt) {
  try_while_blocked(
      connection_, step.label(), progress_, [this] { return blocked_statement_; },
      [&] {
        blocked_statement_.clear();
        attempt();
      });
}

Error StepRunner::blame_statement(const Error& lost, const Step& step) const {
  const std::size_t ran = row_.statements_done ? std::size_t{*row_.statements_done} + 1 : statements_.size();
  for (const sql::Statement& statement : std::span(statements_).first(std::min(ran, statements_.size()))) {
    if (!rules_.releases_locks(statement.text)) continue;
    try {
      connection_.query("select 1");
    } catch (const Error&) {
      return lost;  // with its session, whatever the statement did
    }
    const Error cause(ErrorCode::failed,
                      "this statement releases the locks of its session, and the one that seedctl holds on "
                      "this database with them");
    Error error = at_statement(cause, step, statement, rules_, "nothing more was committed");
    error.hint = "remove it, or release by number what the migration itself locked";
    return error;
  }
  Error unexplained = lost;
  unexplained.hint += "; if it is lost each time, the migration itself releases the locks of its session";
  return unexplained;
}

void StepRunner::commit(const Step& step, db::Transaction& transaction, std::string_view consequence) {
  try {
    db::require_lock(lock_, "nothing more was committed");
  } catch (const Error& error) {
    throw blame_statement(error, step);
  }
  const Listening listening(connection_, progress_, {step.file, 0, 0});  // to deferred triggers
  try {
    transaction.commit();
  } catch (const Error& error) {
    // A connection that breaks during COMMIT leaves open whether the server had done it.
    if (error.code() != ErrorCode::database) throw at_section(error, step, consequence);
    throw at_section(error, step,
                     "the connection was lost during the commit; `seedctl status` shows whether it was done");
  }
}

void StepRunner::run_in_transaction(const Step& step, std::span<const sql::Statement> statements) {
  const std::string nothing = step.direction == Direction::up
                                  ? fmt::format("nothing of {} was kept", step.label())
                                  : fmt::format("{} is still applied, whole", step.label());
  with_retries(step, [&] {
    const std::unique_ptr<TransactionGuard> guard = rules_.guard(connection_, step.section, statements);
    db::Transaction transaction(connection_, db::Connection::Access::write);
    for (const sql::Statement& statement : statements) execute(step, statement, nothing);
    try {
      guard->before_commit();
      // First: the migration may have changed the role, or the search path.
      rules_.restore_session(connection_);
      write_done(step);
    } catch (const Error& error) {
      throw at_section(error, step, nothing);
    }
    commit(step, transaction, nothing);
  });
}

void StepRunner::write_done(const Step& step) {
  if (step.direction == Direction::down) {
    history_.remove(step.version);
    history_.forget_repeatables();
    return;
  }
  // A resumed migration counts by the file it was finished with; its place in the order is the one it began
  // with.
  if (step.resumed) {
    const std::uint64_t sequence = row_.sequence;
    row_ = history_row(step.source.value(), "versioned");
    row_.sequence = sequence;
  }
  row_.statements_done.reset();
  row_.running = false;
  row_.progress_checksum.clear();
  row_.applied_at = utc_now();
  row_.duration_ms = watch_.milliseconds();
  history_.add(row_);
}

}  // namespace seedctl::migrate

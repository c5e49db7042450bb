// Sending statements: see the header.
//
// The extended protocol is used also without parameters: it runs one statement where the simple one would run
// any number in a transaction nobody asked for. COPY FROM STDIN alone goes by the simple one: libpq ends the
// extended COPY with two Syncs, and a server that refuses it before it has read any data (a BEFORE trigger of
// the statement) takes the first of them for the end, answers both, and is one answer ahead ever after. Rows
// come one by one, so that memory does not depend on a result nobody keeps.
#include "drivers/postgres/session.h"

#include <charconv>
#include <memory>
#include <optional>

#include "base/text.h"
#include "drivers/postgres/errors.h"
#include "drivers/postgres/values.h"

namespace seedctl::drivers::postgres {
namespace {

using base::Error;
using base::ErrorCode;

// Called by libpq, through which nothing may be thrown.
void pass_notice(void* session, const PGresult* notice) {
  try {
    const auto& sink = static_cast<const Session*>(session)->on_notice;
    if (sink) sink(notice_of(notice));
  } catch (const std::exception&) {
    // A notice that cannot be told is no reason to fail.
  }
}

void refuse_nul(std::string_view sql) {
  if (sql.find('\0') != std::string_view::npos)
    throw Error(ErrorCode::sql, "the statement holds a NUL character, which PostgreSQL cannot read");
}

// Whether it may be a COPY FROM STDIN: the word is in every one of them, and elsewhere does no harm.
bool may_read_stdin(std::string_view sql) {
  return base::lower_ascii(sql).find("stdin") != std::string::npos;
}

std::uint64_t affected_rows(PGresult* result) {
  // SELECT, FETCH and CREATE TABLE AS count rows too, but change none that were there.
  const std::string_view tag = PQcmdStatus(result);
  if (tag.starts_with("SELECT") || tag.starts_with("FETCH") || tag.starts_with("MOVE")) return 0;
  const std::string_view count = PQcmdTuples(result);
  std::uint64_t rows = 0;
  std::from_chars(count.data(), count.data() + count.size(), rows);
  return rows;
}

// Gets out of a COPY that the caller's statement began by itself.
void abandon_copy(PGconn* connection, ExecStatusType status) {
  if (status == PGRES_COPY_IN) {
    PQputCopyEnd(connection, "its data is missing");
    return;
  }
  char* line = nullptr;
  while (PQgetCopyData(connection, &line, 0) > 0) PQfreemem(line);
}

struct FreeCancel {
  void operator()(PGcancel* cancel) const { PQfreeCancel(cancel); }
};

// Where it cannot be asked for, the statement runs to its end.
void cancel_statement(PGconn* connection) {
  std::array<char, 256> why{};
  const std::unique_ptr<PGcancel, FreeCancel> cancel(PQgetCancel(connection));
  if (cancel) PQcancel(cancel.get(), why.data(), static_cast<int>(why.size()));
}

Error copy_refused(ExecStatusType status) {
  return Error(ErrorCode::sql, status == PGRES_COPY_IN ? "COPY FROM STDIN has no data here"
                                                       : "COPY TO STDOUT has nowhere to write to");
}

}  // namespace

Session::Session(Handle opened)
    : raw_(opened.get()),
      owned_(kPqxxClosesHandle ? nullptr : opened.get()),
      connection_(adopt(opened.release())) {
  PQsetNoticeReceiver(raw_, pass_notice, this);  // after libpqxx, which may have set its own
  statements_ = std::make_unique<pqxx::nontransaction>(*connection_);
}

void Session::refuse_after_end() const {
  if (!managed || !ended) return;
  throw Error(ErrorCode::sql, "the transaction is gone: a statement ended it")
      .with_hint(
          "nothing more runs until it is rolled back; a script must not commit or roll back by itself");
}

pqxx::result Session::own(const std::string& sql) {
  if (!alive()) throw connection_error(raw_, "the statement could not be sent");
  try {
    return statements_->exec(sql);
  } catch (const std::exception& e) {
    throw pqxx_error(raw_, e);
  }
}

void Session::note_end_of_transaction(std::string_view tag) {
  if (!managed) return;
  if (tag == "COMMIT" || tag == "PREPARE TRANSACTION" || transaction_status() == PQTRANS_IDLE) ended = true;
}

std::uint64_t Session::run(const Statement& statement, const std::function<bool(const PGresult*)>& row) {
  refuse_after_end();
  const std::string text = statement.prefix + std::string(statement.sql);
  refuse_nul(text);
  const Parameters parameters(statement.parameters);
  const bool simple = parameters.count() == 0 && may_read_stdin(text);
  if (simple) insist_on_one(statement);
  const int sent = simple
                       ? PQsendQuery(raw_, text.c_str())
                       : PQsendQueryParams(raw_, text.c_str(), parameters.count(), parameters.types(),
                                           parameters.texts(), parameters.lengths(), parameters.formats(), 0);
  if (sent == 0) throw connection_error(raw_, "the statement could not be sent");
  PQsetSingleRowMode(raw_);
  std::uint64_t affected = 0;
  std::optional<Error> error;
  bool enough = !row;
  bool cancelled = false;
  while (const Result result{PQgetResult(raw_)}) {
    const ExecStatusType status = PQresultStatus(result.get());
    if (status == PGRES_SINGLE_TUPLE) {
      if (enough || row(result.get())) continue;
      enough = cancelled = true;
      cancel_statement(raw_);
    } else if (status == PGRES_COPY_IN || status == PGRES_COPY_OUT) {
      error = copy_refused(status);
      abandon_copy(raw_, status);
    } else if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK) {
      affected = affected_rows(result.get());
    } else if (status != PGRES_EMPTY_QUERY && !error && !cancelled) {
      error = result_error(raw_, result.get(), statement.sql, statement.prefix.size());
    }
    note_end_of_transaction(PQcmdStatus(result.get()));
    if (!alive()) break;
  }
  note_end_of_transaction({});
  if (!error && !alive()) error = connection_error(raw_, "the statement was cut off");
  if (error) throw *error;
  return affected;
}

void Session::insist_on_one(const Statement& statement) {
  refuse_after_end();
  const std::string text = statement.prefix + std::string(statement.sql);
  refuse_nul(text);
  const Result prepared{PQprepare(raw_, "", text.c_str(), 0, nullptr)};
  if (PQresultStatus(prepared.get()) != PGRES_COMMAND_OK)
    throw result_error(raw_, prepared.get(), statement.sql, statement.prefix.size());
}

std::uint64_t Session::copy_in(const Statement& statement, std::string_view data) {
  constexpr std::size_t kChunkBytes = 64 * 1024;  // libpq keeps a buffer of the largest piece it was given
  refuse_after_end();
  refuse_nul(statement.sql);
  const std::string text(statement.sql);
  const Result begun{PQexec(raw_, text.c_str())};
  if (PQresultStatus(begun.get()) != PGRES_COPY_IN) {
    const ExecStatusType status = PQresultStatus(begun.get());
    if (status == PGRES_COPY_OUT) {
      abandon_copy(raw_, status);
      while (Result rest{PQgetResult(raw_)}) continue;
      throw copy_refused(status);
    }
    if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK)
      throw Error(ErrorCode::sql, "the statement is not a COPY ... FROM STDIN");
    throw result_error(raw_, begun.get(), statement.sql);
  }
  bool sent = true;
  for (std::size_t at = 0; sent && at < data.size(); at += kChunkBytes) {
    const std::string_view chunk = data.substr(at, kChunkBytes);
    sent = PQputCopyData(raw_, chunk.data(), static_cast<int>(chunk.size())) == 1;
  }
  PQputCopyEnd(raw_, sent ? nullptr : "its data could not be sent");
  std::uint64_t rows = 0;
  std::optional<Error> error;
  while (const Result result{PQgetResult(raw_)}) {
    if (PQresultStatus(result.get()) == PGRES_COMMAND_OK) {
      rows = affected_rows(result.get());
    } else if (!error) {
      error = result_error(raw_, result.get(), statement.sql);
    }
    if (!alive()) break;
  }
  if (!error && (!sent || !alive())) error = connection_error(raw_, "the data could not be sent");
  if (error) throw *error;
  return rows;
}

std::string Session::transaction_command(const char* sql) {
  const Result result{PQexec(raw_, sql)};
  if (PQresultStatus(result.get()) != PGRES_COMMAND_OK) throw result_error(raw_, result.get(), sql);
  return PQcmdStatus(result.get());
}

}  // namespace seedctl::drivers::postgres

// Statements and transactions of PostgreSQL.
//
// The server answers COMMIT of a failed transaction with success and the tag ROLLBACK, and COMMIT outside a
// transaction with a mere warning: so both the state before and the tag after are looked at.
#include "drivers/postgres/connection.h"

#include <fmt/format.h>

#include "drivers/postgres/advisory_lock.h"
#include "drivers/postgres/errors.h"
#include "drivers/postgres/reader.h"
#include "drivers/postgres/writer.h"

namespace seedctl::drivers::postgres {
namespace {

using base::Error;
using base::ErrorCode;

db::Row row_of(const PGresult* result) {
  db::Row row;
  for (int i = 0; i < PQnfields(result); ++i) {
    if (PQgetisnull(result, 0, i) != 0) {
      row.emplace_back(std::nullopt);
    } else {
      row.emplace_back(
          std::string(PQgetvalue(result, 0, i), static_cast<std::size_t>(PQgetlength(result, 0, i))));
    }
  }
  return row;
}

Error cannot_commit(Session& session) {
  if (!session.alive()) return connection_error(session.raw(), "cannot commit");
  if (session.transaction_status() == PQTRANS_INERROR) {
    Error error(ErrorCode::sql, "cannot commit: a statement of the transaction failed");
    error.sqlstate = "25P02";
    return error;
  }
  return Error(ErrorCode::sql, "cannot commit: the transaction is gone")
      .with_hint("a script must not commit or roll back by itself");
}

// Without row_security a policy that would leave rows out is an error. What writes is left its policies:
// migrations may mean them.
const char* begin_statement(db::Connection::Access access) {
  switch (access) {
    case db::Connection::Access::read:
      return "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL row_security = off";
    case db::Connection::Access::rehearse:
      return "BEGIN ISOLATION LEVEL REPEATABLE READ READ WRITE; SET LOCAL row_security = off";
    case db::Connection::Access::write:
      break;
  }
  return "BEGIN";
}

}  // namespace

PostgresConnection::PostgresConnection(std::shared_ptr<Session> session, std::string display_name)
    : session_(std::move(session)), display_name_(std::move(display_name)) {}

std::string PostgresConnection::default_schema() {
  const auto rows = query("SELECT coalesce(current_schema(), 'public')", {});
  return rows.at(0).at(0).value_or("public");
}

std::string PostgresConnection::server_version() {
  const char* version = PQparameterStatus(session_->raw(), "server_version");
  // "15.18 (Debian 15.18-0+deb12u1)": the number is enough.
  const std::string_view text = version == nullptr ? "" : version;
  return std::string(text.substr(0, text.find(' ')));
}

std::uint64_t PostgresConnection::execute(std::string_view sql) { return session_->run({sql}, nullptr); }

std::uint64_t PostgresConnection::execute(std::string_view sql, std::span<const base::Value> parameters) {
  return session_->run({sql, parameters}, nullptr);
}

std::vector<db::Row> PostgresConnection::query(std::string_view sql,
                                               std::span<const base::Value> parameters) {
  std::vector<db::Row> rows;
  session_->run({sql, parameters}, [&](const PGresult* result) {
    rows.push_back(row_of(result));
    return true;
  });
  return rows;
}

// Not by a cursor, for which the server plans no parallel workers. Being cancelled fails the transaction:
// back to a savepoint then.
std::vector<db::Row> PostgresConnection::first_rows(std::string_view select, std::size_t most) {
  session_->refuse_after_end();
  const bool inside = in_transaction();
  if (inside) session_->transaction_command("SAVEPOINT seedctl_first_rows");
  std::vector<db::Row> rows;
  session_->run({select}, [&](const PGresult* result) {
    if (rows.size() == most) return false;
    rows.push_back(row_of(result));
    return true;
  });
  if (inside) {
    session_->transaction_command("ROLLBACK TO SAVEPOINT seedctl_first_rows");
    session_->transaction_command("RELEASE SAVEPOINT seedctl_first_rows");
  }
  return rows;
}

std::uint64_t PostgresConnection::copy_in(std::string_view statement, std::string_view data) {
  session_->insist_on_one({statement});
  return session_->copy_in({statement}, data);
}

std::unique_ptr<db::BatchReader> PostgresConnection::read(std::string_view select,
                                                          std::span<const db::ColumnInfo> columns) {
  return std::make_unique<Reader>(session_, select, columns);
}

std::unique_ptr<db::BulkWriter> PostgresConnection::bulk_writer(const db::TableName& table,
                                                                std::span<const db::ColumnInfo> columns) {
  session_->refuse_after_end();
  return std::make_unique<Writer>(session_, table, columns);
}

void PostgresConnection::begin(Access access) {
  if (session_->managed || in_transaction())
    throw Error(ErrorCode::internal, "a transaction is already open");
  session_->transaction_command(begin_statement(access));
  session_->managed = true;
  session_->ended = false;
}

void PostgresConnection::commit() {
  if (!session_->managed) throw Error(ErrorCode::internal, "no transaction is open");
  if (session_->ended || !session_->alive() || session_->transaction_status() != PQTRANS_INTRANS)
    throw cannot_commit(*session_);
  std::string tag;
  try {
    tag = session_->transaction_command("COMMIT");
  } catch (Error& error) {
    if (!session_->alive()) {
      error.hint = "whether the transaction was committed is not known; run the same command again";
      throw;
    }
    session_->managed =
        in_transaction();  // a failed COMMIT, of a deferred constraint for example, rolls back
    throw;
  }
  session_->managed = false;
  if (tag != "COMMIT")
    throw Error(ErrorCode::sql, "the server rolled the transaction back instead of committing it");
}

void PostgresConnection::rollback() noexcept {
  try {
    if (session_->alive() && in_transaction()) session_->transaction_command("ROLLBACK");
  } catch (const std::exception&) {
    // The session is gone, and the transaction with it.
  }
  session_->managed = false;
  session_->ended = false;
}

bool PostgresConnection::in_transaction() const {
  const PGTransactionStatusType status = session_->transaction_status();
  return status == PQTRANS_INTRANS || status == PQTRANS_INERROR || status == PQTRANS_ACTIVE;
}

std::unique_ptr<db::SessionLock> PostgresConnection::try_lock(std::string_view name) {
  session_->refuse_after_end();
  return AdvisoryLock::try_acquire(session_, name);
}

std::string PostgresConnection::lock_holder(std::string_view name) {
  return advisory_holder(*session_, name);
}

}  // namespace seedctl::drivers::postgres

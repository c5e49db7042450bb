// One PostgreSQL session: the handle that libpq opened, and libpqxx on top of it. Shared by a connection and
// everything made from it.
//
// The driver's own statements go through libpqxx; statements whose text is the caller's, and COPY, through
// the handle itself, because libpqxx drops the position, detail and hint of an error. There is never a second
// connection.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/value.h"
#include "db/connection.h"
#include "drivers/postgres/pqxx.h"

namespace seedctl::drivers::postgres {

struct ClearResult {
  void operator()(PGresult* result) const { PQclear(result); }
};
using Result = std::unique_ptr<PGresult, ClearResult>;

struct FinishConnection {
  void operator()(PGconn* connection) const { PQfinish(connection); }
};
using Handle = std::unique_ptr<PGconn, FinishConnection>;

// How to send a caller's statement.
struct Statement {
  std::string_view sql;
  std::span<const base::Value> parameters = {};
  std::string prefix = {};  // the driver's words before it, ASCII; error positions do not count them
};

class Session {
 public:
  // Takes over an open connection.
  explicit Session(Handle opened);
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  PGconn* raw() { return raw_; }
  bool alive() const { return PQstatus(raw_) == CONNECTION_OK; }
  PGTransactionStatusType transaction_status() const { return PQtransactionStatus(raw_); }

  // Runs one of the driver's own statements.
  pqxx::result own(const std::string& sql);
  // Runs one statement of the caller's; its rows go to `row` one by one, or nowhere. Where that answers false
  // the statement is cancelled, which fails the transaction that it is in unless it was at its end. Returns
  // the affected rows.
  std::uint64_t run(const Statement& statement, const std::function<bool(const PGresult*)>& row);
  // Throws unless it is one statement that the server can read: for texts that go by the simple protocol.
  void insist_on_one(const Statement& statement);
  // Runs one COPY ... FROM STDIN (not two: see above) and feeds it. Returns the rows copied.
  std::uint64_t copy_in(const Statement& statement, std::string_view data);

  // Sends BEGIN, COMMIT, ROLLBACK or one of a savepoint; returns the command tag.
  std::string transaction_command(const char* sql);

  // The transaction that begin() opened: ended by a COMMIT in between, nothing more may run under its name.
  bool managed = false;
  bool ended = false;
  void refuse_after_end() const;

  std::function<void(const db::Notice&)> on_notice;

  std::uint64_t next_number() { return ++last_number_; }  // for the names of cursors

 private:
  // `tag`: what the server says that a statement was. "ROLLBACK" may be to a savepoint and says nothing.
  void note_end_of_transaction(std::string_view tag);

  PGconn* raw_;
  Handle owned_;  // null where libpqxx closes it
  std::unique_ptr<PqxxConnection> connection_;
  std::unique_ptr<pqxx::nontransaction> statements_;  // begins and ends nothing by itself
  std::uint64_t last_number_ = 0;
};

}  // namespace seedctl::drivers::postgres

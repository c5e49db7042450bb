// The contract of a database driver: a connection, its transaction state, a streaming reader, a bulk writer
// and a lock that dies with the process. Drivers are dumb: no policy, no retries, no reconnecting.
//
// Text is UTF-8. A connection and everything made from it belong to one thread at a time. Errors are
// base::Error with code `database` (unreachable, gone), `sql` (refused: sqlstate, detail, hint,
// statement_offset where known) or `lock`.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/column_batch.h"
#include "base/engine.h"
#include "base/error.h"
#include "base/value.h"

namespace seedctl::db {

// A result row as text, in the engine's canonical output; nullopt is NULL. For small results only.
using Row = std::vector<std::optional<std::string>>;

// A schema-qualified name. An empty schema means the connection's own (SQLite: main).
struct TableName {
  std::string schema;
  std::string name;
  auto operator<=>(const TableName&) const = default;
};

// Streams a result in batches; memory does not depend on the number of rows. At most one reader per
// connection is open, but other statements may run between two next() calls (PostgreSQL: a cursor inside the
// transaction).
class BatchReader {
 public:
  virtual ~BatchReader() = default;
  // Fills one batch per column (cleared first, at most base::kBatchRows rows). False at the end.
  virtual bool next(std::vector<base::ColumnBatch>& out) = 0;
};

// Appends rows to a table, as fast as the engine allows. Rows become visible in the surrounding transaction.
// Without finish() the destructor abandons what was not yet sent and the transaction must be rolled back.
class BulkWriter {
 public:
  virtual ~BulkWriter() = default;
  // One batch per column, in the order given to bulk_writer(), all of the same size. No cell may be
  // unreadable.
  virtual void write(std::span<const base::ColumnBatch> columns) = 0;
  // Sends the rest; returns the number of rows written in all.
  virtual std::uint64_t finish() = 0;
};

// Held until destroyed, or until the process dies however it dies.
class SessionLock {
 public:
  virtual ~SessionLock() = default;
  // Whether the lock is still held (a server may have ended the session). Cheap; asked before each commit.
  virtual bool still_held() = 0;
};

// Throws ErrorCode::lock unless the lock is still held: asked right before what can't be taken back. `kept`
// ends the message: "nothing was changed".
void require_lock(SessionLock& lock, std::string_view kept);

// The number that stands for a lock's name on servers whose locks have numbers (PostgreSQL: the key of the
// advisory lock; pg_locks shows its halves as classid and objid, with objsubid 1). For naming the holder.
std::int64_t lock_key(std::string_view name);

// What a server says besides of a statement that it runs.
struct Notice {
  bool warning = false;  // else for who wants to know more
  std::string message;   // with detail and hint; printable, without passwords
};

// What a reader or writer needs to know of a column.
struct ColumnInfo {
  std::string name;
  base::LogicalType type;
};

class Connection {
 public:
  virtual ~Connection() = default;

  virtual base::Engine engine() const = 0;
  // The database for people and messages: "sqlite:dev.db", "postgres://user@host:5432/name". Never a
  // password.
  virtual const std::string& display_name() const = 0;
  // The schema that unqualified names mean: "main", "public".
  virtual std::string default_schema() = 0;
  // "3.40.1", "15.18".
  virtual std::string server_version() = 0;

  // Runs one statement as it is, discarding rows. Returns the affected rows where the engine counts them,
  // else 0. A COMMIT or ROLLBACK sent through here is not tracked: use the methods below.
  virtual std::uint64_t execute(std::string_view sql) = 0;
  // The same with parameters $1, $2, ...; values are bound as their logical type.
  virtual std::uint64_t execute(std::string_view sql, std::span<const base::Value> parameters) = 0;
  // Runs one statement and returns all its rows.
  virtual std::vector<Row> query(std::string_view sql, std::span<const base::Value> parameters = {}) = 0;
  // Runs one query that only reads and returns its first rows, at most `most`. The rest is neither kept nor
  // waited for, so that a query without an end ends here. A transaction goes on afterwards, unless this
  // throws.
  virtual std::vector<Row> first_rows(std::string_view select, std::size_t most) = 0;

  // Runs one COPY ... FROM stdin with `data` as the lines that follow it; returns the rows copied. Engines
  // without COPY refuse it.
  virtual std::uint64_t copy_in(std::string_view /*statement*/, std::string_view /*data*/) {
    throw base::Error(base::ErrorCode::sql, "COPY FROM stdin is not a statement of this engine");
  }

  // Streams a SELECT whose columns are read as the given types. A stored value that is not of its type (NaN
  // in a numeric column, text in a NUMERIC one of SQLite) is an unreadable cell, so that one cell stops
  // nobody; char(n) comes without its padding. PostgreSQL: only inside a transaction.
  virtual std::unique_ptr<BatchReader> read(std::string_view select, std::span<const ColumnInfo> columns) = 0;

  virtual std::unique_ptr<BulkWriter> bulk_writer(const TableName& table,
                                                  std::span<const ColumnInfo> columns) = 0;

  // SQLite: `write` takes the write lock at once (BEGIN IMMEDIATE), `read` a consistent snapshot. `rehearse`
  // is a snapshot too, in which temporary tables can be made (PostgreSQL makes none in a transaction that
  // only reads); it is never committed. Both see all rows of a table or fail: no policy of the server hides
  // some.
  enum class Access { read, rehearse, write };
  virtual void begin(Access access) = 0;
  // Throws unless the transaction is alive and the engine really committed it: never a false success.
  virtual void commit() = 0;
  // Safe at any time, also when the transaction is already gone or the connection is dead. Never throws.
  virtual void rollback() noexcept = 0;
  virtual bool in_transaction() const = 0;

  // The number of the server's process for this session as told when it began, 0 where there is none. A
  // server that says otherwise later (pg_backend_pid()) is behind a pooler.
  virtual std::int64_t session_pid() const { return 0; }

  // Where notices go from now on; nowhere at first, and with an empty function. Called while a statement
  // runs: the function must not use the connection. Engines without notices never call it.
  virtual void on_notice(const std::function<void(const Notice&)>& /*sink*/) {}

  // Tries to take the lock of that name for this database at once; nullptr where another session has it.
  virtual std::unique_ptr<SessionLock> try_lock(std::string_view name) = 0;
  // Who holds that lock, for messages: "pid 4711, running: alter table rent ..."; "" where the engine cannot
  // tell.
  virtual std::string lock_holder(std::string_view /*name*/) { return {}; }
};

// Begins in the constructor, rolls back in the destructor unless committed.
class Transaction {
 public:
  Transaction(Connection& connection, Connection::Access access) : connection_(connection) {
    connection_.begin(access);
  }
  ~Transaction() {
    if (open_) connection_.rollback();
  }
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  void commit() {
    connection_.commit();
    open_ = false;
  }

 private:
  Connection& connection_;
  bool open_ = true;
};

}  // namespace seedctl::db

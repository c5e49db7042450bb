// What running migrations needs to know of an engine: its session, its foreign keys, what became of an
// interrupted statement.
//
// Internal to this layer. engine_postgres.cpp and engine_sqlite.cpp implement it; nothing else here asks for
// the engine.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/engine.h"
#include "base/error.h"
#include "db/connection.h"
#include "migrate/folder.h"
#include "sql/splitter.h"

namespace seedctl::migrate {

// Surrounds the transaction of one migration: made before it begins, destroyed after it ended.
class TransactionGuard {
 public:
  virtual ~TransactionGuard() = default;
  // Inside the transaction, after the last statement. Throws ErrorCode::sql for what must not be committed.
  virtual void before_commit() {}
};

// What became of a statement that ran outside any transaction when its process died.
enum class Fate { done, run_again, unknown };

class EngineRules {
 public:
  virtual ~EngineRules() = default;

  virtual void prepare_session(db::Connection& connection) const = 0;
  // Takes back what a migration set in its session. Works inside a transaction and outside.
  virtual void restore_session(db::Connection& connection) const = 0;

  // Until the transaction ends, acts with the rights of the user that connected, whatever role a migration
  // chose.
  virtual void act_as_owner(db::Connection& connection) const = 0;

  // Never null.
  virtual std::unique_ptr<TransactionGuard> guard(db::Connection& connection, const Section& section,
                                                  std::span<const sql::Statement> statements) const = 0;

  // Before each statement of a `transaction:false` section: throws ErrorCode::failed for one that would lose
  // data, or the lock.
  virtual void refuse_unsafe(db::Connection& connection, std::string_view statement) const = 0;
  // Changes nothing but the session: run again when a `transaction:false` migration is resumed in a new one.
  virtual bool is_session_setting(std::string_view statement) const = 0;
  // Readies the session for a statement that cannot run in a transaction.
  virtual void before_outside(db::Connection& connection) const = 0;
  // Finds out what became of a statement, and clears away what it left half-made. Outside any transaction;
  // throws where that must wait.
  virtual Fate settle(db::Connection& connection, std::string_view statement) const = 0;

  // The same after the server refused the statement: it took no effect, but may have left something
  // half-made.
  virtual void clear_after_failure(db::Connection& connection, std::string_view statement,
                                   const base::Error& cause) const = 0;

  // Refused only because it commits by itself, which it could do outside a transaction.
  virtual bool wants_no_transaction(const base::Error& /*error*/, std::string_view /*statement*/) const {
    return false;
  }
  // Gives away the locks of its session, as far as its text shows.
  virtual bool releases_locks(std::string_view /*statement*/) const { return false; }

  // Failed because of other sessions, and may pass another time.
  virtual bool is_contention(const base::Error& error) const = 0;
  // Who stands in the way of a statement, in words; "" where that cannot be known. "" as a statement means
  // one that may need any table of the database. Outside any transaction.
  virtual std::string blocker(db::Connection& connection, std::string_view statement) const = 0;

  // Names in an error message that may occur in the statement, most telling first: for errors without a
  // position.
  virtual std::vector<std::string> culprits(std::string_view message) const = 0;
  // Byte offset in the statement of what the message is about, where that is not the first place of a
  // culprit's name.
  virtual std::optional<std::size_t> place_of(std::string_view /*message*/,
                                              std::string_view /*statement*/) const {
    return std::nullopt;
  }
};

const EngineRules& postgres_rules();
const EngineRules& sqlite_rules();
const EngineRules& rules_of(base::Engine engine);

}  // namespace seedctl::migrate

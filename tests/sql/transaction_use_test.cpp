// Which statements may share a transaction with their migration.
#include <string_view>

#include "sql/splitter.h"
#include "support/catch.h"

using seedctl::base::Engine;
using seedctl::sql::transaction_use;
using seedctl::sql::TransactionUse;

namespace {

void check_all(Engine engine, TransactionUse use, std::initializer_list<std::string_view> statements) {
  for (const std::string_view statement : statements) {
    CAPTURE(statement);
    CHECK(transaction_use(statement, engine) == use);
  }
}

}  // namespace

TEST_CASE("PostgreSQL statements that control the transaction") {
  check_all(Engine::postgres, TransactionUse::control,
            {"begin", "BEGIN ISOLATION LEVEL SERIALIZABLE", "start transaction", "commit", "commit and chain",
             "end", "END WORK", "rollback", "rollback to savepoint s", "abort", "savepoint s", "release s",
             "release savepoint s", "prepare transaction 'x'", "commit prepared 'x'", "rollback prepared 'x'",
             "/* a */ -- b\n commit"});
}

TEST_CASE("PostgreSQL statements that refuse a transaction block") {
  check_all(Engine::postgres, TransactionUse::outside,
            {"create index concurrently i on t (a)",
             "CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS i ON t (a)",
             "create /* x */ index -- y\n concurrently i on t (a)",
             "drop index concurrently i",
             "reindex index concurrently i",
             "reindex table concurrently t",
             "reindex (verbose) table concurrently t",
             "reindex (concurrently) table t",
             "reindex (concurrently true, verbose) index i",
             "reindex schema s",
             "reindex database d",
             "reindex (verbose) system d",
             "vacuum",
             "vacuum (full, analyze) t",
             "create database d",
             "drop database if exists d",
             "create tablespace s location '/x'",
             "drop tablespace s",
             "alter system set work_mem = '1GB'",
             "alter database d set tablespace s",
             "create subscription s connection 'x' publication p",
             "create subscription s connection 'x' publication p with (create_slot = true)",
             "drop subscription s",
             "alter subscription s refresh publication",
             "alter subscription s set publication p",
             "alter subscription s add publication p with (copy_data = false)",
             "discard all",
             "cluster",
             "cluster verbose",
             "cluster (verbose)",
             "alter table t detach partition p concurrently",
             "alter table if exists only s.t detach partition \"p\" concurrently"});
}

TEST_CASE("PostgreSQL statements that run in a transaction like any other") {
  check_all(Engine::postgres, TransactionUse::none,
            {"",
             "select 1",
             "create table t (a int)",
             "create index i on t (a)",
             "create index \"concurrently\" on t (a)",
             "create table concurrently_made (a int)",
             "drop index i",
             "reindex table t",
             "reindex (concurrently false) table t",
             "reindex (verbose) index i",
             "refresh materialized view concurrently v",
             "alter type mood add value 'x'",
             "alter table t detach partition p",
             "alter table t add column concurrently_at int",
             "alter table t attach partition p for values in (1)",
             "alter database d set work_mem = '1MB'",
             "alter database d owner to o",
             "create subscription s connection 'x' publication p with (connect = false)",
             "create subscription s connection 'x' publication p with (create_slot = false)",
             "alter subscription s disable",
             "alter subscription s set (slot_name = none)",
             "alter subscription s set publication p with (refresh = false)",
             "discard temp",
             "cluster t using i",
             "cluster (verbose) t",
             "set transaction isolation level serializable",
             "set local lock_timeout = '1s'",
             "prepare q as select 1",
             "analyze t",
             "do $$ begin commit; end $$",
             "select 'vacuum'",
             "-- vacuum\nselect 1",
             "\"vacuum\"",
             "explain select 1"});
}

TEST_CASE("SQLite statements by their use of the transaction") {
  check_all(Engine::sqlite, TransactionUse::control,
            {"begin", "begin immediate", "commit", "end transaction", "rollback", "savepoint s", "release s",
             "ROLLBACK TO s"});
  check_all(Engine::sqlite, TransactionUse::outside,
            {"vacuum", "vacuum into 'x'", "attach 'x' as y", "detach y", "pragma foreign_keys = on",
             "PRAGMA Foreign_Keys=OFF", "pragma main.journal_mode = wal", "pragma journal_mode",
             "pragma synchronous = off", "/* x */ pragma foreign_keys(0)", "pragma main.foreign_keys(0)",
             "pragma \"temp\" . \"Foreign_Keys\" = off", "pragma [main].journal_mode"});
  check_all(Engine::sqlite, TransactionUse::none,
            {"select 1", "pragma user_version = 3", "pragma defer_foreign_keys = on",
             "pragma foreign_key_check", "pragma foreign_keys.user_version", "create table t (a)",
             "create trigger x after insert on t begin select 1; end", "insert into t values ('vacuum')",
             "reindex t", "analyze"});
}

TEST_CASE("a pragma is named without its schema") {
  CHECK(seedctl::sql::pragma_name("pragma main.Foreign_Keys(0)") == "foreign_keys");
  CHECK(seedctl::sql::pragma_name("PRAGMA /* x */ \"temp\" . [cache_size] = 1") == "cache_size");
  CHECK(seedctl::sql::pragma_name("pragma journal_mode = wal") == "journal_mode");
  CHECK(seedctl::sql::pragma_name("pragma").empty());
  CHECK(seedctl::sql::pragma_name("select pragma.foreign_keys").empty());
}

// driver_contract: transactions. Success is reported only for what the engine committed.
#include <unistd.h>

#include "drivers/engines.h"
#include "support/catch.h"

using namespace seedctl;
using test::error_of;
using test::first_cell;
using test::for_each_driver;
using Access = db::Connection::Access;

namespace {

std::string rows_in_t(const test::Target& target) {
  return first_cell(*target.open(), "SELECT count(*) FROM t");
}

}  // namespace

TEST_CASE("driver_contract: committed rows are there and rolled back ones are not") {
  for_each_driver([](const test::Target& target) {
    const auto connection = target.open();
    connection->execute("CREATE TABLE t (id int)");
    CHECK_FALSE(connection->in_transaction());
    {
      db::Transaction transaction(*connection, Access::write);
      CHECK(connection->in_transaction());
      CHECK(connection->execute("INSERT INTO t VALUES (1), (2)") == 2);
      transaction.commit();
    }
    CHECK_FALSE(connection->in_transaction());
    CHECK(rows_in_t(target) == "2");
    {
      db::Transaction transaction(*connection, Access::write);
      connection->execute("INSERT INTO t VALUES (3)");
    }
    CHECK_FALSE(connection->in_transaction());
    CHECK(rows_in_t(target) == "2");
  });
}

TEST_CASE("driver_contract: schema changes are transactional") {
  for_each_driver([](const test::Target& target) {
    const auto connection = target.open();
    {
      db::Transaction transaction(*connection, Access::write);
      connection->execute("CREATE TABLE t (id int)");
    }
    CHECK_THROWS_AS(connection->query("SELECT * FROM t"), base::Error);
  });
}

TEST_CASE("driver_contract: begin and commit out of turn are errors") {
  for_each_driver([](const test::Target& target) {
    const auto connection = target.open();
    CHECK_THROWS_AS(connection->commit(), base::Error);
    connection->begin(Access::write);
    CHECK_THROWS_AS(connection->begin(Access::write), base::Error);
    connection->rollback();
    connection->rollback();  // safe at any time
    connection->begin(Access::read);
    connection->commit();
  });
}

TEST_CASE("driver_contract: a read transaction sees one snapshot") {
  for_each_driver([](const test::Target& target) {
    const auto reader = target.open();
    const auto writer = target.open();
    if (!target.postgres())
      writer->query("PRAGMA journal_mode = WAL");  // otherwise the writer waits for the reader
    writer->execute("CREATE TABLE t (id int)");
    db::Transaction transaction(*reader, Access::read);
    CHECK(first_cell(*reader, "SELECT count(*) FROM t") == "0");
    writer->execute("INSERT INTO t VALUES (1)");
    CHECK(first_cell(*reader, "SELECT count(*) FROM t") == "0");
    transaction.commit();
    CHECK(first_cell(*reader, "SELECT count(*) FROM t") == "1");
  });
}

TEST_CASE("driver_contract: a COMMIT inside the script is no success of ours") {
  for_each_driver([](const test::Target& target) {
    const auto connection = target.open();
    connection->execute("CREATE TABLE t (id int)");
    for (const char* end : {"COMMIT", "ROLLBACK"}) {
      INFO(end);
      connection->begin(Access::write);
      connection->execute("INSERT INTO t VALUES (1)");
      connection->execute(end);
      // Nothing may run as if it were still part of the transaction: it would commit on its own.
      CHECK_THROWS_AS(connection->execute("INSERT INTO t VALUES (2)"), base::Error);
      CHECK(error_of([&] { connection->commit(); }).code() == base::ErrorCode::sql);
      connection->rollback();
    }
    connection->begin(Access::write);
    connection->execute("INSERT INTO t VALUES (3)");
    connection->execute("COMMIT");
    CHECK_THROWS_AS(connection->execute("BEGIN"), base::Error);
    connection->rollback();
    CHECK(first_cell(*connection, "SELECT count(*) FROM t WHERE id = 2") == "0");
    connection->begin(Access::write);  // usable again
    connection->commit();
  });
}

TEST_CASE("driver_contract: an error inside the transaction is not committed over") {
  for_each_driver([](const test::Target& target) {
    const auto connection = target.open();
    connection->execute("CREATE TABLE t (id int PRIMARY KEY)");
    connection->begin(Access::write);
    connection->execute("INSERT INTO t VALUES (1)");
    CHECK_THROWS_AS(connection->execute("INSERT INTO t VALUES (1)"), base::Error);
    if (target.postgres()) {
      CHECK(error_of([&] { connection->commit(); }).sqlstate == "25P02");
      connection->rollback();
      CHECK(rows_in_t(target) == "0");
    } else {
      connection->commit();  // SQLite undoes the failed statement alone
      CHECK(rows_in_t(target) == "1");
    }
  });
}

TEST_CASE("driver_contract: a deferred constraint that fails at commit is an error") {
  for_each_driver([](const test::Target& target) {
    const auto connection = target.open();
    connection->execute("CREATE TABLE p (id int PRIMARY KEY)");
    connection->execute("CREATE TABLE t (p int REFERENCES p (id) DEFERRABLE INITIALLY DEFERRED)");
    connection->begin(Access::write);
    connection->execute("INSERT INTO t VALUES (7)");
    CHECK(error_of([&] { connection->commit(); }).code() == base::ErrorCode::sql);
    connection->rollback();
    CHECK_FALSE(connection->in_transaction());
    CHECK(rows_in_t(target) == "0");
  });
}

TEST_CASE("driver_contract: foreign keys are enforced") {
  for_each_driver([](const test::Target& target) {
    const auto connection = target.open();
    connection->execute("CREATE TABLE p (id int PRIMARY KEY)");
    connection->execute("CREATE TABLE t (p int REFERENCES p (id))");
    CHECK(error_of([&] { connection->execute("INSERT INTO t VALUES (7)"); }).sqlstate ==
          target.pick("SQLITE_CONSTRAINT_FOREIGNKEY", "23503"));
  });
}

TEST_CASE("driver_contract: a session that the server ended stays ended") {
  // SQLite has no server; its connection is as alive as the process.
  const test::PostgresTarget target;
  const auto connection = target.open();
  const auto other = target.open();
  connection->execute("CREATE TABLE t (id int)");
  const auto lock = connection->try_lock("seedctl");
  REQUIRE(lock);
  connection->begin(Access::write);
  connection->execute("INSERT INTO t VALUES (1)");
  const std::string pid = std::to_string(connection->session_pid());
  CHECK(pid == first_cell(*connection, "SELECT pg_backend_pid()"));
  CHECK(first_cell(*other, "SELECT pg_terminate_backend(" + pid + ", 10000)") == "t");
  CHECK(error_of([&] { connection->execute("INSERT INTO t VALUES (2)"); }).code() ==
        base::ErrorCode::database);
  for (int i = 0; i < 3; ++i) {
    CHECK(error_of([&] { connection->execute("INSERT INTO t VALUES (3)"); }).code() ==
          base::ErrorCode::database);
    CHECK(error_of([&] { connection->query("SELECT 1"); }).code() == base::ErrorCode::database);
    CHECK(error_of([&] { connection->try_lock("x"); }).code() == base::ErrorCode::database);
  }
  CHECK(error_of([&] { connection->commit(); }).code() == base::ErrorCode::database);
  connection->rollback();
  CHECK(error_of([&] { connection->begin(Access::write); }).code() == base::ErrorCode::database);
  CHECK_FALSE(lock->still_held());
  CHECK(rows_in_t(target) == "0");
}

// driver_contract: statements, parameters and the fields of their errors.

#include "drivers/engines.h"
#include "support/catch.h"

using namespace seedctl;
using base::Value;
using test::error_of;
using test::first_cell;
using test::for_each_driver;

TEST_CASE("driver_contract: a connection says what it is and never its password") {
  for_each_driver([](const test::Target& target) {
    const auto connection = target.open();
    CHECK(connection->display_name() == target.url().display());
    CHECK(connection->engine() == target.url().engine);
    CHECK(connection->default_schema() == target.pick("main", "public"));
    CHECK_THAT(connection->server_version(), ContainsSubstring("."));
    CHECK(connection->server_version().find(' ') == std::string::npos);
  });
}

TEST_CASE("driver_contract: affected rows are counted where rows are changed") {
  for_each_driver([](const test::Target& target) {
    const auto connection = target.open();
    CHECK(connection->execute("CREATE TABLE t (id int)") == 0);
    CHECK(connection->execute("INSERT INTO t VALUES (1), (2), (3)") == 3);
    CHECK(connection->execute("UPDATE t SET id = id + 1 WHERE id > 1") == 2);
    CHECK(connection->execute("SELECT * FROM t") == 0);
    CHECK(connection->execute("DELETE FROM t") == 3);
    CHECK(connection->execute("DELETE FROM t") == 0);
    CHECK(connection->execute("CREATE INDEX i ON t (id)") == 0);
    CHECK(connection->execute("DROP TABLE t") == 0);
  });
}

TEST_CASE("driver_contract: nothing but comments is a statement that does nothing") {
  for_each_driver([](const test::Target& target) {
    const auto connection = target.open();
    for (const char* sql : {"", "  \n", "-- only words", "/* only words */ ;"})
      CHECK(connection->execute(sql) == 0);
  });
}

TEST_CASE("driver_contract: exactly one statement runs") {
  for_each_driver([](const test::Target& target) {
    const auto connection = target.open();
    connection->execute("CREATE TABLE t (id int)");
    CHECK(error_of([&] {
            connection->execute("INSERT INTO t VALUES (1); INSERT INTO t VALUES (2)");
          }).code() == base::ErrorCode::sql);
    CHECK(first_cell(*connection, "SELECT count(*) FROM t") == "0");
    CHECK(connection->execute("INSERT INTO t VALUES (1); -- and ; a comment\n /* ; */ ; ") == 1);
    CHECK(error_of([&] { connection->execute(std::string_view("SELECT 1\0; SELECT 2", 19)); }).code() ==
          base::ErrorCode::sql);
  });
}

TEST_CASE("driver_contract: rows come back as text with NULL apart from empty") {
  for_each_driver([](const test::Target& target) {
    const auto connection = target.open();
    const auto rows = connection->query("SELECT 1, NULL, '', 'grüß', -2.5");
    REQUIRE(rows.size() == 1);
    CHECK(rows[0] == db::Row{"1", std::nullopt, "", "grüß", "-2.5"});
    CHECK(connection->query("SELECT 1 WHERE 1 = 0").empty());
    CHECK(connection->query("SELECT 1 UNION ALL SELECT 2 ORDER BY 1").size() == 2);
  });
}

TEST_CASE("driver_contract: the first rows of a query come without the rest") {
  const std::string endless =
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT (i + 1) % 1000 FROM n) SELECT i FROM n";
  for_each_driver([&](const test::Target& target) {
    const auto connection = target.open();
    connection->execute("CREATE TABLE t (id int)");
    const std::vector<db::Row> three{{"1"}, {"2"}, {"3"}};
    CHECK(connection->first_rows(endless, 3) == three);
    CHECK(connection->first_rows("SELECT id FROM t", 3).empty());
    CHECK(connection->first_rows("SELECT NULL, ''", 3) == std::vector<db::Row>{{std::nullopt, ""}});
    {
      db::Transaction transaction(*connection, db::Connection::Access::write);
      connection->execute("INSERT INTO t VALUES (1)");
      CHECK(connection->first_rows(endless + " ; -- with words", 3) == three);
      connection->execute("INSERT INTO t VALUES (2)");
      CHECK(connection->first_rows("SELECT id FROM t ORDER BY id", 2) == std::vector<db::Row>{{"1"}, {"2"}});
      transaction.commit();
    }
    CHECK(first_cell(*connection, "SELECT count(*) FROM t") == "2");
    {
      const db::Transaction transaction(*connection, db::Connection::Access::read);
      CHECK(connection->first_rows(endless, 1).size() == 1);
      CHECK(first_cell(*connection, "SELECT count(*) FROM t") == "2");
    }
    const base::Error error = error_of([&] { connection->first_rows("SELECT 'äöü€😀', nope FROM t", 3); });
    CHECK(error.code() == base::ErrorCode::sql);
    CHECK(error.statement_offset == 16u);
  });
}

TEST_CASE("driver_contract: parameters are bound by number and of their type") {
  for_each_driver([](const test::Target& target) {
    const auto connection = target.open();
    connection->execute(
        target.pick("CREATE TABLE t (a boolean, b bigint, c double, d numeric(10,2), e text, f blob, g date, "
                    "h time, i timestamp, "
                    "j text, k text)",
                    "CREATE TABLE t (a boolean, b bigint, c double precision, d numeric(10,2), e text, f "
                    "bytea, g date, h time, "
                    "i timestamp, j interval, k uuid)"));
    const std::vector<Value> values{true,
                                    std::int64_t{INT64_MIN},
                                    0.1,
                                    *base::Decimal::parse("12.50"),
                                    std::string("O'Neill \\ \"x\" \t\n ü"),
                                    base::Bytes{std::string("\0\xff'", 3)},
                                    *base::Date::parse("2025-02-28"),
                                    *base::Time::parse("10:30:00.25"),
                                    *base::Timestamp::parse("2025-02-28 10:30:00.000001"),
                                    *base::Interval::parse("1d12h"),
                                    *base::Uuid::parse("00112233-4455-6677-8899-aabbccddeeff")};
    const std::string insert = "INSERT INTO t VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11)";
    CHECK(connection->execute(insert, values) == 1);
    const auto row = connection->query("SELECT * FROM t").at(0);
    CHECK(row[0] == target.pick("1", "t"));
    CHECK(row[1] == "-9223372036854775808");
    CHECK(row[2] == "0.1");
    CHECK(row[3] == target.pick("12.5", "12.50"));
    CHECK(row[4] == "O'Neill \\ \"x\" \t\n ü");
    CHECK(row[5] == "\\x00ff27");
    CHECK(row[6] == "2025-02-28");
    CHECK(row[7] == "10:30:00.25");
    CHECK(row[8] == "2025-02-28 10:30:00.000001");
    CHECK(row[9] == "1 day 12:00:00");
    CHECK(row[10] == "00112233-4455-6677-8899-aabbccddeeff");
    const std::vector<Value> nulls(11, base::Null{});
    connection->execute(insert, nulls);
    CHECK(connection->query("SELECT * FROM t WHERE e IS NULL").at(0) == db::Row(11, std::nullopt));
  });
}

TEST_CASE("driver_contract: a parameter may appear several times and out of order") {
  for_each_driver([](const test::Target& target) {
    const auto connection = target.open();
    connection->execute("CREATE TABLE t (a int, b text)");
    connection->execute("INSERT INTO t VALUES (1, 'x'), (2, 'y'), (3, 'z')");
    const std::vector<Value> values{std::int64_t{2}, std::string("z")};
    const auto rows =
        connection->query("SELECT a FROM t WHERE b = $2 OR a = $1 OR a = $1 + 100 ORDER BY a", values);
    CHECK(rows == std::vector<db::Row>{{"2"}, {"3"}});
    CHECK_THROWS_AS(connection->query("SELECT a FROM t WHERE a = $3", values), base::Error);
    CHECK_THROWS_AS(connection->execute("UPDATE t SET a = $1", {}), base::Error);
  });
}

TEST_CASE("driver_contract: an error says where in the statement it is in code points") {
  struct Case {
    const char* sql;
    std::uint64_t offset;
    const char* message;
  };
  for_each_driver([](const test::Target& target) {
    const auto connection = target.open();
    connection->execute("CREATE TABLE t (id int)");
    for (const Case& c : std::vector<Case>{{"SELEC 1", 0, "syntax error"},
                                           {"SELECT 'äöü€😀', nope FROM t", 16, "nope"},
                                           {"-- grüße\nSELECT 1 FROM t WHERE ß = 1", 31, "ß"},
                                           {"SELECT 1 FROM t\n WHERE id ~~~ 2", 28, nullptr}}) {
      INFO(c.sql);
      const base::Error error = error_of([&] { connection->execute(c.sql); });
      CHECK(error.code() == base::ErrorCode::sql);
      CHECK_FALSE(error.sqlstate.empty());
      if (c.message == nullptr) continue;  // the engines read the operator differently
      CHECK_THAT(error.message(), ContainsSubstring(c.message));
      REQUIRE(error.statement_offset.has_value());
      CHECK(*error.statement_offset == c.offset);
      const base::Error queried = error_of([&] { connection->query(c.sql); });
      CHECK(queried.statement_offset == error.statement_offset);
    }
  });
}

TEST_CASE("driver_contract: a refused statement names its rule") {
  struct Case {
    const char *sql, *sqlite, *postgres, *says;
  };
  for_each_driver([](const test::Target& target) {
    const auto connection = target.open();
    connection->execute(
        "CREATE TABLE t (id int PRIMARY KEY, n int NOT NULL, CONSTRAINT n_small CHECK (n < 10))");
    connection->execute("INSERT INTO t VALUES (1, 1)");
    for (const Case& c :
         std::vector<Case>{{"INSERT INTO t VALUES (1, 1)", "SQLITE_CONSTRAINT_PRIMARYKEY", "23505", ""},
                           {"INSERT INTO t VALUES (2, NULL)", "SQLITE_CONSTRAINT_NOTNULL", "23502", "n"},
                           {"INSERT INTO t VALUES (2, 10)", "SQLITE_CONSTRAINT_CHECK", "23514", "n_small"},
                           {"SELECT * FROM absent", "SQLITE_ERROR", "42P01", "absent"}}) {
      INFO(c.sql);
      const base::Error error = error_of([&] { connection->execute(c.sql); });
      CHECK(error.code() == base::ErrorCode::sql);
      CHECK(error.sqlstate == target.pick(c.sqlite, c.postgres));
      CHECK_THAT(error.message(), ContainsSubstring(c.says));
    }
  });
}

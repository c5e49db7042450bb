// Quoting that hostile names and values cannot leave, proven by the engine itself for SQLite and by the
// parser for PostgreSQL.
#include "sql/dialect.h"

#include <pg_query.h>
#include <sqlite3.h>

#include <cmath>
#include <limits>
#include <memory>

#include "base/error.h"
#include "support/catch.h"

using namespace seedctl::base;
using namespace seedctl::sql;

namespace {

// A value's own text and type as SQLite reads the literal back: "text|it's".
std::string sqlite_reads(const std::string& literal) {
  sqlite3* database = nullptr;
  REQUIRE(sqlite3_open(":memory:", &database) == SQLITE_OK);
  const std::string sql = "select typeof(" + literal + ") || '|' || coalesce(hex(" + literal + "), '')";
  sqlite3_stmt* statement = nullptr;
  CAPTURE(sql);
  REQUIRE(sqlite3_prepare_v2(database, sql.c_str(), -1, &statement, nullptr) == SQLITE_OK);
  REQUIRE(sqlite3_step(statement) == SQLITE_ROW);
  const std::string result = reinterpret_cast<const char*>(sqlite3_column_text(statement, 0));
  sqlite3_finalize(statement);
  sqlite3_close(database);
  return result;
}

bool postgres_parses(const std::string& sql) {
  const PgQuerySplitResult result = pg_query_split_with_parser(sql.c_str());
  const bool one = result.error == nullptr && result.n_stmts == 1;
  pg_query_free_split_result(result);
  return one;
}

const std::vector<std::string> kHostileNames = {
    "a",  "Rent", "order", "a b", "a\"b", "\"", "\"\"", "a;drop table x",
    "--", "/*",   "'",     "ž🚲",  "a.b",  "$1", "\\",   "a\nb"};

double sqlite_real_of(const std::string& literal) {
  static sqlite3* const memory = [] {
    sqlite3* opened = nullptr;
    sqlite3_open(":memory:", &opened);
    return opened;
  }();
  sqlite3_stmt* statement = nullptr;
  const std::string sql = "select " + literal;
  sqlite3_prepare_v2(memory, sql.c_str(), -1, &statement, nullptr);
  sqlite3_step(statement);
  const double value = sqlite3_column_double(statement, 0);
  sqlite3_finalize(statement);
  return value;
}

}  // namespace

TEST_CASE("identifiers are quoted with their quotes doubled") {
  CHECK(quote_identifier("user") == "\"user\"");
  CHECK(quote_identifier("a\"b") == "\"a\"\"b\"");
  CHECK(qualified("", "t") == "\"t\"");
  CHECK(qualified("s.x", "t\"") == "\"s.x\".\"t\"\"\"");
  const std::vector<std::string> names = {"a", "b\"", "c"};
  CHECK(column_list(names) == "\"a\", \"b\"\"\", \"c\"");
  CHECK(column_list({}) == "");
  for (const std::string& name : kHostileNames) {
    CAPTURE(name);
    CHECK(postgres_parses("select * from " + qualified(name, name)));
    CHECK(sqlite_reads("(select " + quote_identifier(name) + " from (select 1 as " + quote_identifier(name) +
                       "))") == "integer|31");
  }
}

TEST_CASE("names and texts that no engine can hold are refused") {
  CHECK_THROWS_AS(quote_identifier(""), Error);
  CHECK_THROWS_AS(quote_identifier(std::string_view("a\0b", 3)), Error);
  CHECK_THROWS_AS(qualified("s", ""), Error);
  CHECK_THROWS_AS(quote_literal(std::string_view("a\0b", 3)), Error);
  CHECK_THROWS_AS(literal(Value(std::string("a\0b", 3)), Engine::postgres), Error);
  CHECK_THROWS_AS(literal(Value(std::nan("")), Engine::sqlite), Error);
}

TEST_CASE("values as literals of each engine") {
  const double infinity = std::numeric_limits<double>::infinity();
  const struct {
    Value value;
    const char* postgres;
    const char* sqlite;
  } cases[] = {
      {Null{}, "NULL", "NULL"},
      {true, "true", "1"},
      {false, "false", "0"},
      {std::int64_t{-7}, "-7", "-7"},
      {std::numeric_limits<std::int64_t>::min(), "'-9223372036854775808'::bigint", "-9223372036854775808"},
      {0.125, "'0.125'::float8", "0.125"},
      {-5.0, "'-5'::float8", "-5.0"},
      {1e-3, "'0.001'::float8", "(1152921504606847.0/4503599627370496.0/256.0)"},
      {infinity, "'Infinity'::float8", "9e999"},
      {-infinity, "'-Infinity'::float8", "-9e999"},
      {*Decimal::parse("-12.50"), "'-12.50'::numeric", "-12.50"},
      {*Decimal::parse("12345678901234567890.5"), "'12345678901234567890.5'::numeric",
       "'12345678901234567890.5'"},
      {std::string("it's \\ ž"), "'it''s \\ ž'", "'it''s \\ ž'"},
      {std::string(), "''", "''"},
      {Bytes{std::string("\0'\xFF", 3)}, "'\\x0027ff'::bytea", "x'0027ff'"},
      {Bytes{}, "'\\x'::bytea", "x''"},
      {*Date::parse("2025-02-18"), "date '2025-02-18'", "'2025-02-18'"},
      {*Time::parse("10:30"), "time '10:30:00'", "'10:30:00'"},
      {*Timestamp::parse("2025-02-18 10:30:00.5"), "timestamp '2025-02-18 10:30:00.5'",
       "'2025-02-18 10:30:00.5'"},
      {*Interval::parse("4h"), "interval '04:00:00'", "'04:00:00'"},
      {*Uuid::parse("00112233-4455-6677-8899-aabbccddeeff"), "uuid '00112233-4455-6677-8899-aabbccddeeff'",
       "'00112233-4455-6677-8899-aabbccddeeff'"},
  };
  for (const auto& [value, postgres, sqlite] : cases) {
    CHECK(literal(value, Engine::postgres) == postgres);
    CHECK(literal(value, Engine::sqlite) == sqlite);
    CHECK(postgres_parses("select " + literal(value, Engine::postgres)));
  }
}

TEST_CASE("SQLite reads each double back to its last bit") {
  const double hard[] = {0.334869,
                         0.1,
                         -0.1,
                         1e-7,
                         5e-324,
                         -2.2250738585072014e-308,
                         123456.789,
                         1e15,
                         1e22,
                         1.5e300,
                         0x1p53,
                         6.0,
                         std::nextafter(0x1p53, 0.0),
                         0.0,
                         1e-320,
                         3.5,
                         1e100,
                         -7e22,
                         9.5367431640625e-07,
                         std::numeric_limits<double>::max()};
  for (const double value : hard) CHECK(sqlite_real_of(literal(Value(value), Engine::sqlite)) == value);
  // One in two thousand such texts would be read as a neighbour.
  for (int i = 1; i < 20'000; ++i) {
    const double value = i * 37 / 1e6;
    if (sqlite_real_of(literal(Value(value), Engine::sqlite)) != value) FAIL(value);
  }
}

TEST_CASE("SQLite reads its literals back as the values they are") {
  CHECK(sqlite_reads(literal(Value(std::string("a'b")), Engine::sqlite)) == "text|612762");
  CHECK(sqlite_reads(literal(Value(std::string("a\0b", 3)), Engine::sqlite)) == "text|610062");
  CHECK(sqlite_reads(literal(Value(Bytes{std::string("\0\xFF", 2)}), Engine::sqlite)) == "blob|00FF");
  CHECK(sqlite_reads(literal(Value(5.0), Engine::sqlite)) == "real|352E30");
  CHECK(sqlite_reads(literal(Value(std::numeric_limits<double>::infinity()), Engine::sqlite)) ==
        "real|496E66");
  CHECK(sqlite_reads(literal(Value(std::numeric_limits<std::int64_t>::min()), Engine::sqlite)) ==
        "integer|2D39323233333732303336383534373735383038");
  CHECK(sqlite_reads(literal(Value(Null{}), Engine::sqlite)) == "null|");
}

TEST_CASE("storage types hold every value of the logical type") {
  const auto postgres = [](const char* type) {
    return storage_type(*LogicalType::parse(type), Engine::postgres);
  };
  const auto sqlite = [](const char* type) {
    return storage_type(*LogicalType::parse(type), Engine::sqlite);
  };
  CHECK(postgres("integer(16)") == "smallint");
  CHECK(postgres("integer(64)") == "bigint");
  CHECK(postgres("decimal(10,2)") == "numeric(10,2)");
  CHECK(postgres("real(32)") == "real");
  CHECK(postgres("text(20)") == "text");
  CHECK(postgres("enumeration(a,b)") == "text");
  CHECK(postgres("timestamptz") == "timestamptz");
  CHECK(postgres("bytes") == "bytea");
  CHECK(postgres("json") == "json");
  CHECK(sqlite("integer(32)") == "INTEGER");
  CHECK(sqlite("boolean") == "INTEGER");
  CHECK(sqlite("decimal(38,10)") == "TEXT");
  CHECK(sqlite("real(64)") == "REAL");
  CHECK(sqlite("bytes") == "BLOB");
  CHECK(sqlite("timestamp") == "TEXT");
  CHECK(sqlite("uuid") == "TEXT");
}

TEST_CASE("keys sort by their logical values whatever the engine's own order is") {
  const auto sorted_by = [](const char* type, Engine engine) {
    return ordered_key("t.\"k\"", *LogicalType::parse(type), engine);
  };
  CHECK(sorted_by("text", Engine::postgres) == "t.\"k\"::text COLLATE \"C\"");
  CHECK(sorted_by("enumeration(a,b)", Engine::postgres) == "t.\"k\"::text COLLATE \"C\"");
  CHECK(sorted_by("integer(64)", Engine::postgres) == "t.\"k\"");
  CHECK(sorted_by("uuid", Engine::postgres) == "t.\"k\"");
  CHECK(sorted_by("integer(32)", Engine::sqlite) == "t.\"k\"");
  CHECK(sorted_by("text(5)", Engine::sqlite) == "seedctl_key(t.\"k\", 'text')");
  CHECK(sorted_by("enumeration(a,b)", Engine::sqlite) == "seedctl_key(t.\"k\", 'text')");
  CHECK(sorted_by("decimal(10,2)", Engine::sqlite) == "seedctl_key(t.\"k\", 'decimal')");
  CHECK(sorted_by("uuid", Engine::sqlite) == "seedctl_key(t.\"k\", 'uuid')");
}

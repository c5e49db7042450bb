// driver_contract: what the bulk writer writes, the reader reads back the same, for every logical type.
#include <sys/resource.h>

#include <fstream>
#include <limits>
#include <sstream>

#include "drivers/engines.h"
#include "support/catch.h"

using namespace seedctl;
using base::ColumnBatch;
using base::LogicalType;
using base::Null;
using base::TypeKind;
using base::Value;
using test::error_of;
using test::first_cell;
using test::for_each_driver;
using Access = db::Connection::Access;

namespace {

LogicalType logical(TypeKind kind, int bits = 0) {
  LogicalType type;
  type.kind = kind;
  type.bits = bits;
  return type;
}

LogicalType decimal_type(int precision, int scale) {
  LogicalType type = logical(TypeKind::decimal);
  type.precision = precision;
  type.scale = scale;
  return type;
}

LogicalType mood_type() {
  LogicalType type = logical(TypeKind::enumeration);
  type.labels = {"sad", "it's ok"};
  return type;
}

struct TypeCase {
  LogicalType type;
  const char *sqlite, *postgres;  // the column's declared type
  std::vector<Value> values;
};

Value date(const char* text) { return *base::Date::parse(text); }
Value time_of(const char* text) { return *base::Time::parse(text); }
Value stamp(const char* text) { return *base::Timestamp::parse(text); }
Value span_of(const char* text) { return *base::Interval::parse(text); }
Value uuid(const char* text) { return *base::Uuid::parse(text); }
Value decimal(const char* text) { return *base::Decimal::parse(text); }
Value bytes(std::string text) { return base::Bytes{std::move(text)}; }
Value text(std::string value) { return value; }
Value integer(std::int64_t value) { return value; }

std::vector<TypeCase> type_cases() {
  using limits = std::numeric_limits<double>;
  using floats = std::numeric_limits<float>;
  const std::string every_byte = [] {
    std::string out;
    for (int i = 0; i < 256; ++i) out += static_cast<char>(i);
    return out;
  }();
  return {
      {logical(TypeKind::boolean), "boolean", "boolean", {true, false, Null{}}},
      {logical(TypeKind::integer, 64),
       "bigint",
       "bigint",
       {integer(0), integer(-1), integer(INT64_MAX), integer(INT64_MIN), integer(1LL << 53 | 1), Null{}}},
      {logical(TypeKind::integer, 16), "smallint", "smallint", {integer(-32768), integer(32767)}},
      {decimal_type(10, 2),
       "decimal(10,2)",
       "numeric(10,2)",
       {decimal("0"), decimal("12.50"), decimal("-0.01"), decimal("99999999.99"), decimal("-99999999.99"),
        Null{}}},
      {logical(TypeKind::decimal),
       "text",
       "numeric",
       {decimal("12345678901234567890123456789012345678"),
        decimal("-0.00000000000000000000000000000000000001"), decimal("1.5"), Null{}}},
      {logical(TypeKind::real, 64),
       "double",
       "double precision",
       {0.1, -0.0, 1.0, limits::max(), limits::min(), limits::denorm_min(), limits::lowest(), 1e-7,
        123456789.123456789, limits::infinity(), -limits::infinity(), Null{}}},
      {logical(TypeKind::real, 32),
       "float4",
       "real",
       {static_cast<double>(0.1F), -0.0, 1.0, static_cast<double>(16777217.0F), static_cast<double>(1.1F),
        static_cast<double>(floats::max()), static_cast<double>(floats::min()),
        static_cast<double>(floats::denorm_min()), static_cast<double>(floats::lowest()), limits::infinity(),
        Null{}}},
      {logical(TypeKind::text),
       "text",
       "text",
       {text(""), text(" "), text("NULL"), text("\\N"), text("\\."), text("a\tb\nc\rd\\e\b\f\v"),
        text("'\"`;--"), text("grüße, 世界 😀"), text("e\xcc\x81"), text("\x01\x1f\x7f"),
        text(std::string(100'000, 'x')), text("007"), text("1e5"), text("\\x41"), Null{}}},
      {logical(TypeKind::bytes), "blob", "bytea", {bytes(""), bytes("text"), bytes(every_byte), Null{}}},
      {logical(TypeKind::date),
       "date",
       "date",
       {date("1970-01-01"), date("0001-01-01"), date("9999-12-31"), date("2024-02-29"), Null{}}},
      {logical(TypeKind::time),
       "time",
       "time",
       {time_of("00:00:00"), time_of("23:59:59.999999"), time_of("10:30:00.25"), Null{}}},
      {logical(TypeKind::timestamp),
       "timestamp",
       "timestamp",
       {stamp("1970-01-01 00:00:00"), stamp("1969-12-31 23:59:59.999999"), stamp("0001-01-01 00:00:00"),
        stamp("9999-12-31 23:59:59.999999"), stamp("2025-03-30 02:30:00"), Null{}}},
      {logical(TypeKind::timestamptz),
       "timestamptz",
       "timestamptz",
       {stamp("1970-01-01 00:00:00"), stamp("0001-01-01 00:00:00"), stamp("2025-03-30 02:30:00.5"), Null{}}},
      {logical(TypeKind::interval),
       "text",
       "interval",
       {span_of("90s"), span_of("1mo2d3h"), span_of("-3d"), Value(base::Interval{}),
        Value(base::Interval{.months = -14, .days = 3, .micros = -1}), Value(base::Interval{.months = 25}),
        Null{}}},
      {logical(TypeKind::uuid),
       "text",
       "uuid",
       {uuid("00000000-0000-0000-0000-000000000000"), uuid("ffffffff-ffff-ffff-ffff-ffffffffffff"), Null{}}},
      {logical(TypeKind::json),
       "json",
       "json",
       {text("{\"a\": [1, \"\\u00e4\", null]}"), text("[]"), Null{}}},
      {*LogicalType::parse("network(inet)"),
       "inet",
       "inet",
       {text("192.0.2.1"), text("10.0.0.1/8"), text("2001:db8::1"), Null{}}},
      {*LogicalType::parse("network(cidr)"), "cidr", "cidr", {text("192.0.2.0/24"), text("2001:db8::/32")}},
      {*LogicalType::parse("network(macaddr)"), "macaddr", "macaddr", {text("08:00:2b:01:02:03")}},
      {*LogicalType::parse("array(text)"),
       "text",
       "text[]",
       {text("{}"), text("{a,\"b c\",NULL,\"null\",\"\",\"x\\\\y\\\"z\",\"{}\",\"a,b\",\"\t\n\"}"), Null{}}},
      {*LogicalType::parse("array(boolean)"), "text", "boolean[]", {text("{true,false}")}},
      {*LogicalType::parse("array(real(64))"), "text", "double precision[]", {text("{0.1,1e+20,-0,1e-07}")}},
      {*LogicalType::parse("array(decimal(10,2))"), "text", "numeric(10,2)[]", {text("{12.50,-0.01}")}},
      {*LogicalType::parse("array(timestamptz)"),
       "text",
       "timestamptz[]",
       {text("{\"2025-03-30 02:30:00.5+00\"}")}},
      {*LogicalType::parse("array(bytes)"), "text", "bytea[]", {text("{\"\\\\x00ff\"}")}},
      {*LogicalType::parse("array(enumeration(sad,it's ok))"), "text", "mood[]", {text("{sad,\"it's ok\"}")}},
      {mood_type(), "text", "mood", {text("sad"), text("it's ok"), Null{}}},
  };
}

std::vector<Value> read_all(db::Connection& connection, const std::string& select,
                            const db::ColumnInfo& column) {
  std::vector<Value> out;
  std::vector<ColumnBatch> batches;
  const auto reader = connection.read(select, {&column, 1});
  while (reader->next(batches)) {
    for (std::size_t i = 0; i < batches[0].size(); ++i) out.push_back(batches[0].value_at(i));
  }
  return out;
}

// VmHWM is the process's peak; it cannot shrink, so what a step adds is what it needed.
long peak_kib() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss;
}

}  // namespace

TEST_CASE("driver_contract: every logical type comes back as it was written") {
  for_each_driver([](const test::Target& target) {
    const auto connection = target.open();
    if (target.postgres()) connection->execute("CREATE TYPE mood AS ENUM ('sad', 'it''s ok')");
    for (const TypeCase& c : type_cases()) {
      INFO(c.type.str() << " stored as " << target.pick(c.sqlite, c.postgres));
      connection->execute("CREATE TABLE t (row_no int, \"the \"\"value\" " +
                          target.pick(c.sqlite, c.postgres) + ")");
      ColumnBatch row_numbers(TypeKind::integer);
      ColumnBatch values(c.type.kind);
      for (const Value& value : c.values) {
        row_numbers.append_integer(static_cast<std::int64_t>(row_numbers.size()));
        values.append(value);
      }
      const std::vector<db::ColumnInfo> columns{{"row_no", logical(TypeKind::integer, 32)},
                                                {"the \"value", c.type}};
      db::Transaction transaction(*connection, Access::write);
      const auto writer = connection->bulk_writer({"", "t"}, columns);
      const std::vector<ColumnBatch> batch{row_numbers, values};
      writer->write(batch);
      CHECK(writer->finish() == c.values.size());
      const auto back = read_all(*connection, "SELECT \"the \"\"value\" FROM t ORDER BY row_no", columns[1]);
      REQUIRE(back.size() == c.values.size());
      for (std::size_t i = 0; i < back.size(); ++i) {
        INFO("value " << i << ": " << base::to_text(c.values[i]).substr(0, 80) << " came back as "
                      << base::to_text(back[i]).substr(0, 80));
        ColumnBatch again(c.type.kind);
        again.append(back[i]);
        CHECK(again.same(0, values, i));
      }
      transaction.commit();
      connection->execute("DROP TABLE t");
    }
  });
}

TEST_CASE("driver_contract: a writer takes many batches and other statements in between") {
  for_each_driver([](const test::Target& target) {
    const auto connection = target.open();
    connection->execute("CREATE TABLE t (id int PRIMARY KEY, name text)");
    connection->execute("CREATE TABLE u (id int)");
    const std::vector<db::ColumnInfo> columns{{"name", logical(TypeKind::text)},
                                              {"id", logical(TypeKind::integer, 32)}};
    const std::vector<db::ColumnInfo> other{{"id", logical(TypeKind::integer, 32)}};
    db::Transaction transaction(*connection, Access::write);
    const auto writer = connection->bulk_writer({target.pick("main", "public"), "t"}, columns);
    const auto second = connection->bulk_writer({"", "u"}, other);
    std::int64_t id = 0;
    for (const std::size_t rows :
         {std::size_t{1}, std::size_t{0}, std::size_t{49}, std::size_t{1024}, std::size_t{173}}) {
      std::vector<ColumnBatch> batch{ColumnBatch(TypeKind::text), ColumnBatch(TypeKind::integer)};
      for (std::size_t i = 0; i < rows; ++i) {
        batch[0].append_text("name " + std::to_string(id));
        batch[1].append_integer(id++);
      }
      writer->write(batch);
      second->write({&batch[1], 1});
      CHECK(first_cell(*connection, "SELECT 1") == "1");
    }
    CHECK(writer->finish() == static_cast<std::uint64_t>(id));
    CHECK(second->finish() == static_cast<std::uint64_t>(id));
    CHECK(first_cell(*connection, "SELECT count(*) FROM t WHERE name = 'name ' || id") == std::to_string(id));
    CHECK(first_cell(*connection, "SELECT count(*) FROM u") == std::to_string(id));
    transaction.commit();
  });
}

TEST_CASE("driver_contract: a refused row fails the writer and leaves nothing after rollback") {
  for_each_driver([](const test::Target& target) {
    const auto connection = target.open();
    connection->execute("CREATE TABLE t (id int PRIMARY KEY)");
    const std::vector<db::ColumnInfo> columns{{"id", logical(TypeKind::integer, 32)}};
    std::vector<ColumnBatch> batch{ColumnBatch(TypeKind::integer)};
    for (const int id : {1, 2, 3, 2}) batch[0].append_integer(id);
    connection->begin(Access::write);
    const base::Error error = error_of([&] {
      const auto writer = connection->bulk_writer({"", "t"}, columns);
      writer->write(batch);
      writer->finish();
    });
    CHECK(error.code() == base::ErrorCode::sql);
    CHECK(error.sqlstate == target.pick("SQLITE_CONSTRAINT_PRIMARYKEY", "23505"));
    CHECK_THAT(error.detail, ContainsSubstring("row"));
    connection->rollback();
    CHECK(first_cell(*connection, "SELECT count(*) FROM t") == "0");
    const base::Error absent = error_of([&] {
      const auto writer = connection->bulk_writer({"", "absent"}, columns);
      writer->write(batch);
      writer->finish();
    });
    CHECK_THAT(absent.message(), ContainsSubstring("absent"));
    connection->rollback();
  });
}

TEST_CASE("driver_contract: identity columns take the keys they are given") {
  for_each_driver([](const test::Target& target) {
    const auto connection = target.open();
    connection->execute(target.pick("CREATE TABLE t (id integer PRIMARY KEY AUTOINCREMENT)",
                                    "CREATE TABLE t (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY)"));
    const std::vector<db::ColumnInfo> columns{{"id", logical(TypeKind::integer, 32)}};
    std::vector<ColumnBatch> batch{ColumnBatch(TypeKind::integer)};
    batch[0].append_integer(4711);
    const auto writer = connection->bulk_writer({"", "t"}, columns);
    writer->write(batch);
    writer->finish();
    CHECK(first_cell(*connection, "SELECT id FROM t") == "4711");
  });
}

TEST_CASE("driver_contract: other statements run between two batches of a reader") {
  for_each_driver([](const test::Target& target) {
    const auto connection = target.open();
    connection->execute("CREATE TABLE seen (id int)");
    connection->execute("CREATE TABLE t (id int)");
    connection->execute(
        "INSERT INTO t WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000) SELECT "
        "i FROM n");
    const db::ColumnInfo column{"id", logical(TypeKind::integer, 32)};
    db::Transaction transaction(*connection, Access::write);
    const auto reader = connection->read("SELECT id FROM t ORDER BY id", {&column, 1});
    std::vector<ColumnBatch> batches;
    std::int64_t expected = 1;
    while (reader->next(batches)) {
      REQUIRE(batches.size() == 1);
      CHECK(batches[0].size() <= base::kBatchRows);
      for (std::size_t i = 0; i < batches[0].size(); ++i) CHECK(batches[0].integer_at(i) == expected++);
      connection->execute("INSERT INTO seen VALUES (" + std::to_string(expected) + ")");
      CHECK(connection->query("SELECT count(*) FROM seen").size() == 1);
    }
    CHECK(expected == 3001);
    CHECK_FALSE(reader->next(batches));
    CHECK(first_cell(*connection, "SELECT count(*) FROM seen") == "3");
    transaction.commit();
  });
}

TEST_CASE("driver_contract: a reader's wrong SELECT has a position of its own text") {
  for_each_driver([](const test::Target& target) {
    const auto connection = target.open();
    connection->execute("CREATE TABLE t (id int)");
    const db::ColumnInfo column{"id", logical(TypeKind::integer, 32)};
    db::Transaction transaction(*connection, Access::read);
    const base::Error error = error_of([&] { connection->read("SELECT 'ü', nope FROM t", {&column, 1}); });
    CHECK(error.statement_offset == std::uint64_t{12});
  });
}

TEST_CASE("driver_contract: a stored value that is not of its type is unreadable and stops nothing") {
  struct Case {
    LogicalType type;
    const char *sqlite, *postgres;
  };
  const std::vector<Case> cases{
      {logical(TypeKind::decimal), "'abc'", "'NaN'::numeric"},
      {logical(TypeKind::decimal), "9e999", "'Infinity'::numeric"},
      {logical(TypeKind::integer, 64), "1.5", "1.5"},
      {logical(TypeKind::date), "'2025-02-30'", "'infinity'::date"},
      {logical(TypeKind::date), "20250101", "'0044-03-15 BC'::date"},
      {logical(TypeKind::date), "'10000-01-01'", "'10000-01-01'::date"},
      {logical(TypeKind::timestamp), "1700000000", "'-infinity'::timestamp"},
      {logical(TypeKind::timestamptz), "'12000-01-01 00:00:00'", "'12000-01-01 00:00:00+00'::timestamptz"},
      {logical(TypeKind::boolean), "2", "2"},
      {logical(TypeKind::uuid), "x'00'", "'x'"},
      {logical(TypeKind::text), "x'ff'", nullptr}};
  for_each_driver([&cases](const test::Target& target) {
    const auto connection = target.open();
    for (const Case& c : cases) {
      const char* value = target.postgres() ? c.postgres : c.sqlite;
      if (value == nullptr) continue;
      const std::string select = "SELECT 1, " + std::string(value) + " UNION ALL SELECT 2, NULL";
      INFO(select);
      const std::vector<db::ColumnInfo> columns{{"n", logical(TypeKind::integer, 32)}, {"price", c.type}};
      db::Transaction transaction(*connection, Access::read);
      std::vector<ColumnBatch> batches;
      REQUIRE(connection->read(select, columns)->next(batches));
      REQUIRE(batches[1].size() == 2);
      CHECK(batches[1].is_unreadable(0));
      CHECK_FALSE(batches[1].is_null(0));
      CHECK(batches[1].is_null(1));
      CHECK(batches[0].integer_at(0) == 1);
      CHECK(batches[0].integer_at(1) == 2);
    }
  });
}

TEST_CASE("driver_contract: an unreadable cell is not written") {
  for_each_driver([](const test::Target& target) {
    const auto connection = target.open();
    connection->execute("CREATE TABLE t (id int)");
    const std::vector<db::ColumnInfo> columns{{"id", logical(TypeKind::integer, 32)}};
    std::vector<ColumnBatch> batch{ColumnBatch(TypeKind::integer)};
    batch[0].append_unreadable();
    const base::Error error = error_of([&] { connection->bulk_writer({"", "t"}, columns)->write(batch); });
    CHECK(error.code() == base::ErrorCode::internal);
  });
}

TEST_CASE("driver_contract: a reader of other columns than the query's is a mistake of the caller") {
  for_each_driver([](const test::Target& target) {
    const auto connection = target.open();
    const db::ColumnInfo column{"a", logical(TypeKind::integer, 32)};
    db::Transaction transaction(*connection, Access::read);
    CHECK(error_of([&] {
            std::vector<ColumnBatch> batches;
            connection->read("SELECT 1, 2", {&column, 1})->next(batches);
          }).code() == base::ErrorCode::internal);
  });
}

TEST_CASE("driver_contract: memory does not grow with the number of rows") {
  static constexpr int kBatches = 200;  // about 200 thousand rows
#ifdef __SANITIZE_ADDRESS__
  static constexpr long kAllowanceKib = 1024 * 1024;  // freed memory is kept in quarantine there
#else
  static constexpr long kAllowanceKib = 12 * 1024;  // page caches; the rows themselves are some 60 MiB
#endif
  for_each_driver([](const test::Target& target) {
    const auto connection = target.open();
    connection->execute("CREATE TABLE t (id bigint, name text)");
    const std::vector<db::ColumnInfo> columns{{"id", logical(TypeKind::integer, 64)},
                                              {"name", logical(TypeKind::text)}};
    std::vector<ColumnBatch> batch{ColumnBatch(TypeKind::integer), ColumnBatch(TypeKind::text)};
    db::Transaction transaction(*connection, Access::write);
    const auto write = [&](int batches) {
      const auto writer = connection->bulk_writer({"", "t"}, columns);
      for (int i = 0; i < batches; ++i) {
        for (auto& column : batch) column.clear();
        for (std::size_t row = 0; row < base::kBatchRows; ++row) {
          batch[0].append_integer(i);
          batch[1].append_text(std::string(300, 'x'));
        }
        writer->write(batch);
      }
      writer->finish();
    };
    const auto read = [&] {
      std::uint64_t rows = 0;
      std::vector<ColumnBatch> read_batches;
      const auto reader = connection->read("SELECT id, name FROM t", columns);
      while (reader->next(read_batches)) rows += read_batches[0].size();
      return rows;
    };
    write(5);
    read();
    const long before = peak_kib();
    write(kBatches);
    CHECK(read() == (kBatches + 5) * base::kBatchRows);
    CHECK(peak_kib() - before < kAllowanceKib);
  });
}

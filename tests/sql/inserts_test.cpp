// INSERT statements: the literals of each engine, and statements that end where the places say.
#include "sql/inserts.h"

#include <limits>
#include <numeric>

#include "support/catch.h"
#include "support/errors.h"

using namespace seedctl;
using base::Engine;

namespace {

std::string row_of(Engine engine, base::TypeKind kind, const base::Value& value) {
  base::ColumnBatch cells(kind);
  cells.append(value);
  base::TextBuffer out;
  const std::uint32_t row = 0;
  sql::insert_encoder(engine, "t", {"a"})->append({&cells, 1}, {&row, 1}, 0, out);
  return std::string(out.view());
}

}  // namespace

TEST_CASE("each kind of value is a literal that the engine reads as it would a bound value") {
  using base::TypeKind;
  struct Row {
    TypeKind kind;
    base::Value value;
    const char *sqlite, *postgres;
  };
  const std::string bytes("\0\xFF", 2);
  const Row rows[] = {
      {TypeKind::integer, base::Null{}, "NULL", "NULL"},
      {TypeKind::integer, std::int64_t{-5}, "-5", "-5"},
      {TypeKind::integer, std::numeric_limits<std::int64_t>::min(), "-9223372036854775808",
       "'-9223372036854775808'::bigint"},
      {TypeKind::boolean, true, "1", "true"},
      {TypeKind::decimal, *base::Decimal::parse("-0.50"), "'-0.50'", "-0.50"},
      {TypeKind::real, 5.0, "5.0", "'5'::float8"},
      {TypeKind::text, std::string("it's"), "'it''s'", "'it''s'"},
      {TypeKind::text, std::string("\\'); drop table t; --"), "'\\''); drop table t; --'",
       "'\\''); drop table t; --'"},
      {TypeKind::bytes, base::Bytes{bytes}, "x'00ff'", "'\\x00ff'"},
      {TypeKind::timestamptz, *base::Timestamp::parse("2025-02-18 10:30"), "'2025-02-18 10:30:00'",
       "'2025-02-18 10:30:00+00'"},
      {TypeKind::interval, *base::Interval::parse("1d2h"), "'1 day 02:00:00'", "'1 day 02:00:00'"},
      {TypeKind::uuid, *base::Uuid::parse("0123456789abcdef0123456789abcdef"),
       "'01234567-89ab-cdef-0123-456789abcdef'", "'01234567-89ab-cdef-0123-456789abcdef'"},
  };
  for (const Row& row : rows) {
    INFO(row.postgres);
    CHECK(row_of(Engine::sqlite, row.kind, row.value) == "(" + std::string(row.sqlite) + ")");
    CHECK(row_of(Engine::postgres, row.kind, row.value) == "(" + std::string(row.postgres) + ")");
  }
  const std::string nul("a\0b", 3);
  CHECK(row_of(Engine::sqlite, TypeKind::text, nul) == "(CAST(x'610062' AS TEXT))");
  CHECK(test::error_of([&] { row_of(Engine::postgres, TypeKind::text, nul); }).code() ==
        base::ErrorCode::failed);
}

TEST_CASE("a statement ends at the places that bound it however the rows come") {
  const auto encoder = sql::insert_encoder(Engine::sqlite, "t \"x\"", {"id", "n"});
  const base::RowLayout& layout = encoder->layout();
  CHECK(layout.head == "begin;\n");
  CHECK(layout.tail == "commit;\n");
  CHECK(layout.open == "insert into \"t \"\"x\"\"\" (\"id\", \"n\") values\n");
  std::vector<base::ColumnBatch> cells(2, base::ColumnBatch(base::TypeKind::integer));
  for (std::int64_t i = 0; i < 3; ++i)
    for (base::ColumnBatch& column : cells) column.append_integer(i);
  base::TextBuffer out;
  std::vector<std::uint32_t> rows(3);
  std::iota(rows.begin(), rows.end(), 0U);
  encoder->append(cells, rows, sql::kInsertRows - 2, out);
  CHECK(out.view() == "(0, 0),\n(1, 1);\n" + layout.open + "(2, 2)");
}

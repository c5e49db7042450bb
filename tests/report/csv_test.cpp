// CSV as PostgreSQL's COPY reads it.
#include "report/csv.h"

#include <numeric>

#include "support/catch.h"

using namespace seedctl;

namespace {

std::string line(base::TypeKind kind, const base::Value& value) {
  base::ColumnBatch cells(kind);
  cells.append(value);
  base::TextBuffer out;
  const std::uint32_t row = 0;
  report::csv_encoder({"a"})->append({&cells, 1}, {&row, 1}, 0, out);
  return std::string(out.view());
}

}  // namespace

TEST_CASE("each kind of value has the text that a server reads back") {
  using base::TypeKind;
  struct Row {
    TypeKind kind;
    base::Value value;
    const char* text;
  };
  const std::string bytes("\0\xFF", 2);
  const Row rows[] = {
      {TypeKind::integer, base::Null{}, ""},
      {TypeKind::integer, std::int64_t{-120}, "-120"},
      {TypeKind::boolean, true, "true"},
      {TypeKind::boolean, false, "false"},
      {TypeKind::decimal, *base::Decimal::parse("-0.50"), "-0.50"},
      {TypeKind::real, 0.1, "0.1"},
      {TypeKind::text, base::Null{}, ""},
      {TypeKind::text, std::string{}, "\"\""},
      {TypeKind::text, std::string("plain"), "plain"},
      {TypeKind::text, std::string("a,b"), "\"a,b\""},
      {TypeKind::text, std::string("say \"x\""), "\"say \"\"x\"\"\""},
      {TypeKind::text, std::string("two\nlines"), "\"two\nlines\""},
      {TypeKind::text, std::string("\\."), "\"\\.\""},
      {TypeKind::text, std::string("NULL"), "NULL"},
      {TypeKind::json, std::string("{\"a\": 1}"), "\"{\"\"a\"\": 1}\""},
      {TypeKind::bytes, base::Bytes{bytes}, "\\x00ff"},
      {TypeKind::date, *base::Date::parse("2025-02-18"), "2025-02-18"},
      {TypeKind::time, *base::Time::parse("10:30:00.25"), "10:30:00.25"},
      {TypeKind::timestamp, *base::Timestamp::parse("2025-02-18 10:30"), "2025-02-18 10:30:00"},
      {TypeKind::timestamptz, *base::Timestamp::parse("2025-02-18 10:30"), "2025-02-18 10:30:00+00"},
      {TypeKind::interval, *base::Interval::parse("1d2h"), "1 day 02:00:00"},
      {TypeKind::uuid, *base::Uuid::parse("0123456789abcdef0123456789ABCDEF"),
       "01234567-89ab-cdef-0123-456789abcdef"},
  };
  for (const Row& row : rows) {
    INFO(row.text);
    CHECK(line(row.kind, row.value) == std::string(row.text) + "\n");
  }
}

TEST_CASE("the rows asked for are written in their order and the header quotes names that need it") {
  std::vector<base::ColumnBatch> cells{base::ColumnBatch(base::TypeKind::integer),
                                       base::ColumnBatch(base::TypeKind::text)};
  const std::string long_text(100'000, '"');
  for (std::int64_t i = 0; i < 4; ++i) {
    cells[0].append_integer(i);
    i == 2 ? cells[1].append_text(long_text) : cells[1].append_null();
  }
  const auto encoder = report::csv_encoder({"id", "a \"b\""});
  CHECK(encoder->layout().head == "id,\"a \"\"b\"\"\"\n");
  base::TextBuffer out;
  const std::uint32_t rows[] = {1, 2, 3};
  encoder->append(cells, rows, 0, out);
  CHECK(out.view() == "1,\n2,\"" + long_text + long_text + "\"\n3,\n");
}

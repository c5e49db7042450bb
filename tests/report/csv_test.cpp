// CSV as PostgreSQL's COPY reads it.
#include "report/csv.h"

#include "report/encoded.h"
#include "support/catch.h"

using namespace seedctl;
using namespace seedctl::test;

TEST_CASE("each kind of value has the text that a server reads back") {
  using base::TypeKind;
  struct Row {
    base::Value value;
    const char* text;
    TypeKind kind;
  };
  const std::string bytes("\0\xFF", 2);
  const Row rows[] = {
      {base::Null{}, "", TypeKind::integer},
      {std::int64_t{-120}, "-120", TypeKind::integer},
      {true, "true", TypeKind::boolean},
      {false, "false", TypeKind::boolean},
      {*base::Decimal::parse("-0.50"), "-0.50", TypeKind::decimal},
      {0.1, "0.1", TypeKind::real},
      {base::Null{}, "", TypeKind::text},
      {std::string{}, "\"\"", TypeKind::text},
      {std::string("plain"), "plain", TypeKind::text},
      {std::string("a,b"), "\"a,b\"", TypeKind::text},
      {std::string("say \"x\""), "\"say \"\"x\"\"\"", TypeKind::text},
      {std::string("two\nlines"), "\"two\nlines\"", TypeKind::text},
      {std::string("\\."), "\"\\.\"", TypeKind::text},
      {std::string("NULL"), "NULL", TypeKind::text},
      {std::string("{\"a\": 1}"), "\"{\"\"a\"\": 1}\"", TypeKind::json},
      {base::Bytes{bytes}, "\\x00ff", TypeKind::bytes},
      {*base::Date::parse("2025-02-18"), "2025-02-18", TypeKind::date},
      {*base::Time::parse("10:30:00.25"), "10:30:00.25", TypeKind::time},
      {*base::Timestamp::parse("2025-02-18 10:30"), "2025-02-18 10:30:00", TypeKind::timestamp},
      {*base::Timestamp::parse("2025-02-18 10:30"), "2025-02-18 10:30:00+00", TypeKind::timestamptz},
      {*base::Interval::parse("1d2h"), "1 day 02:00:00", TypeKind::interval},
      {*base::Uuid::parse("0123456789abcdef0123456789ABCDEF"), "01234567-89ab-cdef-0123-456789abcdef",
       TypeKind::uuid},
  };
  for (const Row& row : rows) {
    INFO(row.text);
    CHECK(encoded(*report::csv_encoder({"a"}), row.kind, row.value) == std::string(row.text) + "\n");
  }
}

TEST_CASE("the rows asked for are written in their order and the header quotes names that need it") {
  const std::string long_text(100'000, '"');
  const auto encoder = report::csv_encoder({"id", "a \"b\""});
  CHECK(encoder->layout().head == "id,\"a \"\"b\"\"\"\n");
  CHECK(encoded(*encoder, numbers_and_text(long_text), {1, 2, 3}) ==
        "1,\n2,\"" + long_text + long_text + "\"\n3,\n");
}

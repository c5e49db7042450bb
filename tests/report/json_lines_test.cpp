// JSON lines: what each kind of value is in JSON.
#include "report/json_lines.h"

#include <limits>

#include "report/encoded.h"
#include "support/catch.h"

using namespace seedctl;
using namespace seedctl::test;

TEST_CASE("numbers keep their digits and what is no number or truth is text") {
  using base::TypeKind;
  struct Row {
    base::Value value;
    const char* text;
    TypeKind kind;
  };
  const std::string bytes("\0\xFF", 2);
  const std::string controls("\0\x1F\t\n\r", 5);
  const Row rows[] = {
      {base::Null{}, "null", TypeKind::integer},
      {std::numeric_limits<std::int64_t>::min(), "-9223372036854775808", TypeKind::integer},
      {true, "true", TypeKind::boolean},
      {*base::Decimal::parse("-0.50"), "-0.50", TypeKind::decimal},
      {*base::Decimal::parse("12345678901234567890.123"), "12345678901234567890.123", TypeKind::decimal},
      {0.1, "0.1", TypeKind::real},
      {std::numeric_limits<double>::infinity(), "\"Infinity\"", TypeKind::real},
      {std::string{}, "\"\"", TypeKind::text},
      {std::string("null"), "\"null\"", TypeKind::text},
      {std::string("say \"x\" \\ Zürich"), "\"say \\\"x\\\" \\\\ Zürich\"", TypeKind::text},
      {controls, "\"\\u0000\\u001f\\t\\n\\r\"", TypeKind::text},
      {std::string("{\"a\": 1}"), "\"{\\\"a\\\": 1}\"", TypeKind::json},
      {base::Bytes{bytes}, "\"\\\\x00ff\"", TypeKind::bytes},
      {*base::Date::parse("2025-02-18"), "\"2025-02-18\"", TypeKind::date},
      {*base::Timestamp::parse("2025-02-18 10:30"), "\"2025-02-18 10:30:00+00\"", TypeKind::timestamptz},
      {*base::Interval::parse("1d2h"), "\"1 day 02:00:00\"", TypeKind::interval},
  };
  for (const Row& row : rows) {
    INFO(row.text);
    CHECK(encoded(*report::json_lines_encoder({"a"}), row.kind, row.value) ==
          "{\"a\":" + std::string(row.text) + "}\n");
  }
}

TEST_CASE("each row asked for is an object on its own line with the columns in their order") {
  const std::string long_text(100'000, '\x01');
  std::string escaped;
  for (std::size_t i = 0; i < long_text.size(); ++i) escaped += "\\u0001";
  const auto encoder = report::json_lines_encoder({"id", "a \"b\""});
  CHECK(encoder->layout().head.empty());
  CHECK(encoded(*encoder, numbers_and_text(long_text), {1, 2}) ==
        "{\"id\":1,\"a \\\"b\\\"\":null}\n{\"id\":2,\"a \\\"b\\\"\":\"" + escaped + "\"}\n");
}

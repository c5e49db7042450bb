// Canonical JSON: one form for what jsonb rewrites and what text keeps.
#include "base/json.h"

#include <limits>

#include "base/json_text.h"
#include "support/catch.h"

using seedctl::base::canonical_json;
using seedctl::base::is_json;

TEST_CASE("equal documents have one canonical form") {
  struct Row {
    const char* written;
    const char* canonical;
  };
  const Row rows[] = {
      {R"( { "b" : 1 , "a" : [ true , null , "x" ] } )", R"({"a":[true,null,"x"],"b":1})"},
      {R"({"a":{"z":1,"y":{"q":[],"p":{}}}})", R"({"a":{"y":{"p":{},"q":[]},"z":1}})"},
      {R"({"a":1,"b":2,"a":3})", R"({"a":3,"b":2})"},
      {R"({"":1,"a":{}})", R"({"":1,"a":{}})"},
      {"[]", "[]"},
      {"[[],[1,[2]]]", "[[],[1,[2]]]"},
      {"1", "1"},
      {"1.0", "1"},
      {"-0.0", "0"},
      {"100", "1e2"},
      {"1e2", "1e2"},
      {"1.50E+1", "15"},
      {"0.05", "5e-2"},
      {"12345678901234567890123", "12345678901234567890123"},
      {"0.1000000000000000055511151231257827", "1000000000000000055511151231257827e-34"},
      {R"("\u00fc\n\"\\\/")", "\"\xC3\xBC\\u000a\\\"\\\\/\""},
      {"true", "true"},
  };
  for (const Row& row : rows) {
    INFO(row.written);
    CHECK(canonical_json(row.written) == row.canonical);
    CHECK(canonical_json(row.canonical) == row.canonical);
  }
}

TEST_CASE("text that is no JSON stays as it is") {
  for (const char* text : {"", "{", "{a:1}", "[1,]", "1 2", "nul", "\"\xFF\"", "1e999"}) {
    CHECK(canonical_json(text) == text);
    CHECK_FALSE(is_json(text));
  }
}

TEST_CASE("a document nested deeper than a thousand levels stays as it is") {
  const auto nested = [](std::size_t depth) {
    return std::string(depth, '[') + " 1.0 " + std::string(depth, ']');
  };
  CHECK(canonical_json(nested(1000)) == std::string(1000, '[') + "1" + std::string(1000, ']'));
  CHECK(canonical_json(nested(1001)) == nested(1001));
}

TEST_CASE("nesting cannot exhaust the stack") {
  const std::string deep(1'000'000, '[');
  CHECK(canonical_json(deep) == deep);
  std::string objects;
  for (int i = 0; i < 200'000; ++i) objects += R"({"a":)";
  CHECK(canonical_json(objects) == objects);
  const std::string closed = deep + std::string(deep.size(), ']');
  CHECK(canonical_json(closed) == closed);
}

TEST_CASE("text and cells are written as JSON") {
  using namespace seedctl::base;
  std::string out;
  append_json_text(out, "say \"hi\"\\ \t\n\r\x01 grüße");
  CHECK(out == "\"say \\\"hi\\\"\\\\ \\t\\n\\r\\u0001 grüße\"");
  ColumnBatch cells(TypeKind::real);
  cells.append_real(1.5);
  cells.append_real(std::numeric_limits<double>::infinity());
  cells.append_null();
  out.clear();
  for (std::size_t i = 0; i < cells.size(); ++i) append_json_cell(out, cells, i);
  CHECK(out == "1.5\"Infinity\"null");
  cells.reset(TypeKind::json);
  cells.append_text("{\"a\":1}");
  out.clear();
  append_json_cell(out, cells, 0);
  CHECK(out == "{\"a\":1}");
}

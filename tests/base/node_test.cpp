// Positioned nodes: the core schema's kinds and the readers that point at what is wrong.
#include "base/node.h"

#include "support/catch.h"
#include "support/errors.h"

using namespace seedctl::base;
using seedctl::test::error_of;
using Kind = Node::Kind;

namespace {

Node plain(const std::string& text) {
  Node node;
  node.kind = core_schema_kind(text);
  node.position = {"p.yaml", 4, 7};
  node.text = text;
  return node;
}

Node quoted(const std::string& text) {
  Node node = plain(text);
  node.kind = Kind::text;
  node.quoted = true;
  return node;
}

void add_entry(Node& map, const std::string& key, std::uint32_t line) {
  NodeEntry& entry = map.entries.emplace_back();
  entry.key = key;
  entry.position = {"p.yaml", line, 1};
  entry.value = plain("5");
}

}  // namespace

TEST_CASE("plain scalars have the kinds of the core schema") {
  struct Row {
    const char* text;
    Kind kind;
  };
  const Row rows[] = {
      {"", Kind::null},        {"~", Kind::null},          {"null", Kind::null},    {"Null", Kind::null},
      {"NULL", Kind::null},    {"nULL", Kind::text},       {"true", Kind::boolean}, {"False", Kind::boolean},
      {"TRUE", Kind::boolean}, {"tRUE", Kind::text},       {"yes", Kind::text},     {"no", Kind::text},
      {"on", Kind::text},      {"0", Kind::integer},       {"-12", Kind::integer},  {"+12", Kind::integer},
      {"010", Kind::integer},  {"0o17", Kind::integer},    {"0o18", Kind::text},    {"0x1F", Kind::integer},
      {"0xG", Kind::text},     {"0x", Kind::text},         {"-0x1F", Kind::text},   {"1.5", Kind::real},
      {"1.", Kind::real},      {".5", Kind::real},         {".", Kind::text},       {"-", Kind::text},
      {"+", Kind::text},       {"1e3", Kind::real},        {"1E+3", Kind::real},    {"1e", Kind::text},
      {"e3", Kind::text},      {"1e3.5", Kind::text},      {".inf", Kind::real},    {"-.Inf", Kind::real},
      {".nan", Kind::real},    {"-.nan", Kind::text},      {"inf", Kind::text},     {"1_000", Kind::text},
      {"5%", Kind::text},      {"2025-02-18", Kind::text}, {"1.2.3", Kind::text},   {" 1", Kind::text},
  };
  for (const Row& row : rows) {
    INFO(row.text);
    CHECK(core_schema_kind(row.text) == row.kind);
  }
}

TEST_CASE("a whole number is read in each of its notations") {
  CHECK(as_integer(plain("-42"), "n") == -42);
  CHECK(as_integer(plain("+42"), "n") == 42);
  CHECK(as_integer(plain("010"), "n") == 10);
  CHECK(as_integer(plain("0o17"), "n") == 15);
  CHECK(as_integer(plain("0x1f"), "n") == 31);
  CHECK(as_integer(plain("-9223372036854775808"), "n") == INT64_MIN);
  for (const char* wrong : {"1.5", "abc", "", "9223372036854775808", "0xFFFFFFFFFFFFFFFFFF", "true"}) {
    CHECK_THROWS_AS(as_integer(plain(wrong), "n"), Error);
  }
  CHECK_THROWS_AS(as_integer(quoted("5"), "n"), Error);
}

TEST_CASE("a count is read with underscores and exponents") {
  struct Row {
    const char* text;
    std::uint64_t count;
  };
  const Row rows[] = {{"0", 0},
                      {"007", 7},
                      {"1_000_000", 1'000'000},
                      {"1e6", 1'000'000},
                      {"1.5e3", 1500},
                      {"5.0", 5},
                      {"0o17", 15},
                      {"0x1F", 31},
                      {"+3", 3},
                      {"1_0e2", 1000},
                      {"18446744073709551615", UINT64_MAX}};
  for (const Row& row : rows) CHECK(as_count(plain(row.text), "rows") == row.count);
  for (const char* wrong : {"-1", "1.5", "1__0", "_1", "1_", "abc", "", "18446744073709551616", "1e99",
                            ".inf", "true", "1e-3", "0x_1", "1e_3"}) {
    INFO(wrong);
    CHECK_THROWS_AS(as_count(plain(wrong), "rows"), Error);
  }
  CHECK_THROWS_AS(as_count(quoted("5"), "rows"), Error);
}

TEST_CASE("a reader names the thing and what it found at the node's place") {
  const Error error = error_of([] { as_count(plain("many"), "rows"); });
  CHECK(error.message() == "rows must be a whole number of at least 0, not \"many\"");
  CHECK(error.code() == ErrorCode::profile);
  CHECK(error.position() == SourcePosition{"p.yaml", 4, 7});

  Node list;
  list.kind = Kind::list;
  CHECK(error_of([&] { as_text(list, "locale"); }).message() == "locale must be text, not a list");
  CHECK(error_of([] { as_text(plain(""), "locale"); }).message() == "locale must be text, not nothing");
  CHECK_THAT(error_of([] { as_text(plain("5"), "locale"); }).hint, ContainsSubstring("\"5\""));
}

TEST_CASE("text and booleans are read as what they are") {
  CHECK(as_text(plain("abc"), "x") == "abc");
  CHECK(as_text(quoted("5"), "x") == "5");
  CHECK(as_boolean(plain("True"), "x"));
  CHECK_FALSE(as_boolean(plain("false"), "x"));
  CHECK_THROWS_AS(as_boolean(plain("yes"), "x"), Error);
  CHECK_THROWS_AS(as_boolean(quoted("true"), "x"), Error);
}

TEST_CASE("an unknown key is refused at its place with a suggestion") {
  Node map;
  map.kind = Kind::map;
  add_entry(map, "rows", 1);
  add_entry(map, "colums", 2);
  const std::vector<std::string> known{"rows", "columns", "per"};
  const Error error = error_of([&] { allow_keys(map, known, "table \"user\""); });
  CHECK(error.message() == "unknown key \"colums\" in table \"user\" (did you mean \"columns\"?)");
  CHECK(error.position() == SourcePosition{"p.yaml", 2, 1});
  CHECK(error.hint == "known here: rows, columns, per");
  map.entries.pop_back();
  CHECK_NOTHROW(allow_keys(map, known, "table"));
  CHECK(map.find("rows")->text == "5");
  CHECK(map.find("per") == nullptr);
  CHECK(error_of([&] { allow_keys(plain("5"), known, "tables"); }).message() ==
        "tables must be a map, not \"5\"");
}

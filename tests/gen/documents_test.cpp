// Documents and arrays: values put together of other generators' values.
#include <map>
#include <set>

#include "base/array_text.h"
#include "base/json.h"
#include "base/text.h"
#include "gen/world.h"
#include "support/catch.h"

using namespace seedctl;
using namespace seedctl::gen;
using namespace seedctl::test;

namespace {

// What stands between the brackets or braces; elements without commas of their own.
std::vector<std::string> elements(const std::string& text) {
  const std::string inner = text.substr(1, text.size() - 2);
  return inner.empty() ? std::vector<std::string>{} : base::split(inner, ',');
}

}  // namespace

TEST_CASE("a document has the members that were written in their order") {
  for (const char* type : {"json", "text"}) {
    const auto made = sample(type,
                             "{json: {name: [Ann, Bob], age: {between: [18, 70]}, vip: boolean, "
                             "note: {value: say hi}, tags: {array: [a, b], length: 2}, "
                             "home: {json: {city: [Rome]}}}}",
                             200);
    for (const std::string& text : made) {
      INFO(text);
      CHECK(base::is_json(text));
      CHECK(text.starts_with("{\"name\":\""));
      CHECK_THAT(text, ContainsSubstring(",\"age\":"));
      CHECK_THAT(text, ContainsSubstring(",\"note\":\"say hi\",\"tags\":[\""));
      CHECK(text.ends_with("],\"home\":{\"city\":\"Rome\"}}"));
    }
    CHECK(std::set<std::string>(made.begin(), made.end()).size() > 150);
  }
}

TEST_CASE("a member can be NULL and read the row's other columns") {
  World world;
  const Table& table = world.plain(
      "t", 400,
      {{"doc", "json", "{json: {kind: {template: \"{type}\"}, size: {between: [1, 9], nulls: 25%}}}"},
       {"type", "text", "[road, hybrid]"}});
  const auto docs = texts(table, "doc"), types = texts(table, "type");
  int nulls = 0;
  for (std::size_t i = 0; i < docs.size(); ++i) {
    CHECK(docs[i].starts_with("{\"kind\":\"" + types[i] + "\""));
    nulls += docs[i].ends_with("\"size\":null}") ? 1 : 0;
  }
  CHECK(nulls == 100);
}

TEST_CASE("a document's person is the row's and two documents differ") {
  World world;
  const Table& table =
      world.plain("t", 100,
                  {{"name", "text", "full_name"},
                   {"doc", "json", "{json: {name: full_name, n: {between: [1, 1000000]}}}"},
                   {"other", "json", "{json: {name: full_name, n: {between: [1, 1000000]}}}"},
                   {"n", "integer(64)", "{between: [1, 1000000]}"}});
  const auto names = texts(table, "name"), docs = texts(table, "doc"), others = texts(table, "other"),
             numbers = texts(table, "n");
  for (std::size_t i = 0; i < names.size(); ++i) {
    CHECK(docs[i].starts_with("{\"name\":\"" + names[i] + "\""));
    CHECK(docs[i] != others[i]);
    CHECK_FALSE(docs[i].ends_with(":" + numbers[i] + "}"));
  }
}

TEST_CASE("an array has as many elements as it should be of the column's type") {
  std::map<std::size_t, int> lengths;
  for (const std::string& text :
       sample("array(integer(32))", "{array: {between: [10, 99]}, length: [1, 4]}", 800)) {
    INFO(text);
    ++lengths[elements(text).size()];
    CHECK(base::canonical_array(text, base::LogicalType::parse("integer(32)").value()) == text);
  }
  CHECK(lengths.size() == 4);
  for (const auto& [length, times] : lengths) CHECK(times > 130);
  for (const std::string& text : sample("array(text)", "{array: word}", 100))
    CHECK(elements(text).size() <= 3);
  for (const std::string& text : sample("array(text)", "{array: [a b, \"\"], length: 1}", 100))
    CHECK((text == "{\"a b\"}" || text == "{\"\"}"));
  for (const std::string& text : sample("array(boolean)", "{array: boolean, length: 2}", 100))
    CHECK(base::canonical_array(text, base::LogicalType::parse("boolean").value()) == text);
}

TEST_CASE("a column of json or text has a JSON array") {
  for (const char* type : {"json", "text"}) {
    for (const std::string& text : sample(type, "{array: [red, green], length: [0, 2]}", 100)) {
      INFO(text);
      CHECK(base::is_json(text));
      CHECK(text.front() == '[');
    }
  }
}

TEST_CASE("distinct elements come once in an array and all of them come") {
  std::set<std::string> arrays;
  for (const std::string& text :
       sample("array(text)", "{array: [a, b, c, d], length: [2, 4], distinct: true}", 1000)) {
    const auto found = elements(text);
    CHECK(std::set<std::string>(found.begin(), found.end()).size() == found.size());
    arrays.insert(text);
  }
  CHECK(arrays.size() == 12 + 24 + 24);
  check_refused([] { sample("array(text)", "{array: [a, b], length: [0, 3], distinct: true}", 1); },
                "only 2 different elements", 43);
  check_refused([] { sample("array(text)", "{array: {weights: {a: 1, b: 2}}, distinct: true}", 1); },
                "weights cannot be unique", 19);
}

TEST_CASE("a longer array keeps the elements of a shorter one") {
  const auto shorter = sample("array(integer(64))", "{array: {between: [1, 1000000]}, length: 2}", 100);
  const auto longer = sample("array(integer(64))", "{array: {between: [1, 1000000]}, length: 3}", 100);
  for (std::size_t i = 0; i < shorter.size(); ++i)
    CHECK(longer[i].starts_with(shorter[i].substr(0, shorter[i].size() - 1) + ","));
}

TEST_CASE("documents and arrays that cannot be are refused with their place") {
  check_refused([] { sample("integer(32)", "{json: {a: word}}", 1); }, "json makes JSON", 8);
  check_refused([] { sample("text(10)", "{array: word}", 1); }, "array makes JSON", 9);
  check_refused([] { sample("json", "{json: [a]}", 1); }, "json takes a map", 8);
  check_refused([] { sample("json", "{json: {a: word}, unique: true}", 1); }, "json cannot be unique", 8);
  check_refused([] { sample("array(text)", "{array: word, length: 2000}", 1); }, "at most 1000", 23);
  check_refused([] { sample("array(integer(32))", "{array: word}", 1); }, "word makes text", 9);
}

TEST_CASE("documents and arrays never change") {
  const struct {
    const char *type, *generator;
    std::vector<std::string> values;
  } cases[] = {
      {"json",
       "{json: {name: full_name, age: {between: [18, 70]}, tags: {array: word, length: [0, 2]}}}",
       {R"({"name":"Monica Gates","age":44,"tags":["finger","busy"]})",
        R"({"name":"Jessica Lott","age":21,"tags":[]})", R"({"name":"Juanita Fleming","age":43,"tags":[]})"}},
      {"array(text)", "{array: [red, green, blue]}", {R"({green})", R"({green,red})", R"({green,red,red})"}},
      {"array(text)",
       "{array: [red, green, blue], length: [1, 3], distinct: true}",
       {R"({blue,red})", R"({red,blue})", R"({green,red,blue})"}},
      {"array(timestamptz)",
       "{array: {between: [2025-01-01, 2025-01-31]}, length: 1}",
       {R"({"2025-01-18 02:25:00+00"})", R"({"2025-01-15 16:32:10+00"})", R"({"2025-01-11 17:18:27+00"})"}},
      {"text",
       "{array: {json: {n: {between: [1, 9]}}}, length: 2}",
       {R"([{"n":2},{"n":4}])", R"([{"n":7},{"n":5}])", R"([{"n":6},{"n":9}])"}},
  };
  for (const auto& c : cases) {
    INFO(c.generator);
    CHECK(sample(c.type, c.generator, 3) == c.values);
  }
}

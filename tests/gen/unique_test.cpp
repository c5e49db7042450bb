// Unique columns: every value at most once, up to the very last one, and more rows refused with the number
// that works.
#include <set>

#include "gen/world.h"
#include "support/catch.h"
#include "support/errors.h"

using namespace seedctl;
using namespace seedctl::gen;
using namespace seedctl::test;

TEST_CASE("between draws from all numbers of a type") {
  for (const char* generator : {"{between: [-9223372036854775808, 9223372036854775807]}",
                                "{between: [-9223372036854775808, 9223372036854775807], unique: true}",
                                "{between: [-9223372036854775807, 9223372036854775806], unique: true}"}) {
    INFO(generator);
    const auto made = sample("integer(64)", generator, 1000);
    CHECK(std::set<std::string>(made.begin(), made.end()).size() == 1000);
    std::size_t large = 0, negative = 0;
    for (const std::string& text : made) {
      const std::int64_t value = std::stoll(text);
      large += (value > (std::int64_t{1} << 62) || value < -(std::int64_t{1} << 62)) ? 1 : 0;
      negative += value < 0 ? 1 : 0;
    }
    CHECK((large > 400 && large < 600));
    CHECK((negative > 400 && negative < 600));
  }
}

TEST_CASE("unique values are all different up to the full capacity and one more row is refused") {
  const struct {
    const char *type, *generator;
    std::uint64_t capacity;
  } cases[] = {
      {"integer(32)", "{between: [18, 70], unique: true}", 53},
      {"integer(64)", "{between: [-500, 500], unique: true}", 1001},
      {"decimal(10,2)", "{between: [1, 2.5], unique: true}", 151},
      {"decimal", "{between: [0.5, 1.25], unique: true}", 76},
      {"real(64)", "{between: [0, 0.001], unique: true}", 1001},
      {"real(32)", "{between: [0, 0.01], unique: true}", 1001},
      {"date", "{between: [2025-01-01, 2025-12-31], unique: true}", 365},
      {"timestamp", "{between: [2025-02-14, 2025-02-14], unique: true}", 86'400},
      {"timestamptz", "{between: [\"2025-02-14 10:00:00\", \"2025-02-14 10:59:59\"], unique: true}", 3600},
      {"time", "{between: [\"10:00\", \"10:01\"], unique: true}", 61},
      {"text", "{choice: [a, b, c, d, e], unique: true}", 5},
      {"boolean", "{boolean: null, unique: true}", 2},
      {"text", "{value: a, unique: true}", 1},
      {"text", "{first_name: null, unique: true}", 658},
      {"text", "{last_name: null, unique: true}", 992},
      {"text", "{city: null, unique: true}", 301},
      {"text", "{country: null, unique: true}", 195},
      {"text", "{word: null, unique: true}", 757},
      {"text", "{phone: null, unique: true}", 27'000},
      {"text", "{company: null, unique: true}", 10'425},
      {"text", "{full_name: null, unique: true}", 652'736},
  };
  for (const auto& c : cases) {
    INFO(c.generator);
    const auto values = sample(c.type, c.generator, c.capacity);
    CHECK(std::set<std::string>(values.begin(), values.end()).size() == c.capacity);
    const base::Error error = test::error_of([&] { sample(c.type, c.generator, c.capacity + 1); });
    CHECK(error.code() == base::ErrorCode::profile);
    CHECK_THAT(error.message(), ContainsSubstring(std::to_string(c.capacity + 1) + " rows are asked for; " +
                                                  std::to_string(c.capacity) + " would work"));
    CHECK(error.position());
  }
}

TEST_CASE("unique values that are numbered or random never repeat") {
  for (const char* generator :
       {"{email: null, unique: true}", "{username: null, unique: true}", "{uuid: null, unique: true}",
        "{template: \"user{row}@example.com\", unique: true}", "{street: null, unique: true}"}) {
    INFO(generator);
    const auto values = sample("text", generator, 50'000);
    CHECK(std::set<std::string>(values.begin(), values.end()).size() == values.size());
  }
}

TEST_CASE("unique postcodes cover their whole space") {
  const auto prefixes = [] {
    std::set<std::string> found;
    for (const auto city : Locale::find("en_US")->list("cities"))
      found.insert(std::string(list_field(city, 2)));
    return found.size();
  }();
  const auto values = sample("text", "{postcode: null, unique: true}", prefixes * 100);
  CHECK(std::set<std::string>(values.begin(), values.end()).size() == prefixes * 100);
}

TEST_CASE("unique values keep their prefix when rows are added") {
  const auto few = sample("integer(64)", "{between: [1, 1000], unique: true}", 100);
  auto many = sample("integer(64)", "{between: [1, 1000], unique: true}", 1000);
  many.resize(100);
  CHECK(few == many);
}

TEST_CASE("what cannot be unique says so") {
  for (const char* generator : {"{weights: {a: 1, b: 2}, unique: true}", "{sentence: null, unique: true}",
                                "{paragraph: null, unique: true}", "{template: \"x\", unique: true}"}) {
    INFO(generator);
    const base::Error error = test::error_of([&] { sample("text", generator, 1); });
    CHECK_THAT(error.message(), ContainsSubstring("cannot be unique"));
    CHECK(error.position());
  }
}

TEST_CASE("a template is unique where the row can be read back from it") {
  const struct {
    const char* text;
    bool unique;
  } cases[] = {{"{row}", true},          {"user{row}@example.com", true},
               {"{row}{row}", true},     {"{row:06}x{row}", true},
               {"{row}-{a}", true},      {"{a}-{row}", true},
               {"7{row}/{a}{b}", true},  {"{a}{b}x{row}9", true},
               {"{row}{a}", false},      {"{a}{row}", false},
               {"{row}1{a}", false},     {"{a}1{row}", false},
               {"{a}-{row}-{b}", false}, {"{a}", false},
               {"none", false},          {"{row}{a}-{row}", true}};
  for (const auto& c : cases) {
    INFO(c.text);
    World world;
    const std::vector<ColumnSpec> columns{
        {"a", "integer(32)", "{between: [1, 99]}"},
        {"b", "text", "[x, \"1-2\", \"2\"]"},
        {"t", "text", std::string("{template: \"") + c.text + "\", unique: true}"}};
    if (!c.unique) {
      CHECK_THROWS_AS(world.plain("t", 20'000, columns), base::Error);
      continue;
    }
    const auto values = texts(world.plain("t", 20'000, columns), "t");
    CHECK(std::set<std::string>(values.begin(), values.end()).size() == values.size());
  }
}

TEST_CASE("a unique choice has no value twice") {
  CHECK_THROWS_AS(sample("decimal(5,2)", "{choice: [1, 1.0], unique: true}", 1), base::Error);
  CHECK(sample("decimal(5,2)", "{choice: [1, 1.0]}", 1).size() == 1);
  CHECK_THROWS_AS(sample("real", "{choice: [0.5, 0, -0.0], unique: true}", 1), base::Error);
  CHECK_THROWS_AS(sample("json", "{choice: [1, 1.0], unique: true}", 1), base::Error);
}

TEST_CASE("a unique choice blames the first value that is there again") {
  const base::Error error =
      error_of([] { sample("text", "{choice: [z, b, z, a, b, a, z], unique: true}", 1); });
  CHECK(error.message() == "unique: this value is in the list twice, first as number 1");
  REQUIRE(error.position());
  CHECK(error.position()->column == 17);
}

TEST_CASE("a long unique choice is checked in one pass") {
  std::string list = "{choice: [v0";  // comparing all pairs of so many took half a minute
  for (int i = 1; i < 60'000; ++i) list += ", v" + std::to_string(i);
  CHECK(sample("text", list + "], unique: true}", 3).size() == 3);
}

// Rates: read exactly, kept exactly in every block, and stable when rows are added.
#include "gen/rate.h"

#include "gen/flow.h"
#include "gen/statistics.h"
#include "support/catch.h"
#include "support/errors.h"

using namespace seedctl;
using namespace seedctl::gen;
using seedctl::test::FlowParser;

namespace {

RowId plain(std::uint64_t number) { return {.number = number, .token = number}; }

}  // namespace

TEST_CASE("a rate is read exactly") {
  const struct {
    const char* text;
    std::uint32_t hits, block;
  } cases[] = {{"5%", 1, 20},
               {"0.1%", 1, 1000},
               {"0.05", 1, 20},
               {"0", 0, 1},
               {"0%", 0, 1},
               {"1", 1, 1},
               {"100%", 1, 1},
               {"1.0", 1, 1},
               {"30%", 3, 10},
               {"12.5%", 1, 8},
               {"99%", 99, 100},
               {"0.000001", 1, 1'000'000},
               {"0.0001%", 1, 1'000'000},
               {"1e-3", 1, 1000},
               {"33.3333%", 333'333, 1'000'000}};
  for (const auto& c : cases) {
    INFO(c.text);
    const Rate rate = Rate::from(FlowParser::parse(c.text));
    CHECK(rate.hits == c.hits);
    CHECK(rate.block == c.block);
  }
}

TEST_CASE("what is no rate is refused at its place") {
  for (const char* text : {"-1%", "101%", "1.5", "-0.1", "often", "\"\"", "%", "[5%]", "{a: 1}", "null",
                           "0.0000001", "33.33333%", "5 %%", "\"0.5\"", "true"}) {
    INFO(text);
    const base::Error error = test::error_of([&] { Rate::from(FlowParser::parse(text)); });
    CHECK(error.code() == base::ErrorCode::profile);
    REQUIRE(error.position());
    CHECK(error.position()->column == 1);
  }
}

TEST_CASE("each block of rows holds exactly its hits") {
  for (const Rate rate : {Rate{1, 20}, Rate{3, 10}, Rate{99, 100}, Rate{1, 1}, Rate{0, 1}, Rate{7, 1000}}) {
    for (std::uint64_t block = 0; block < 50; ++block) {
      std::uint32_t hits = 0;
      for (std::uint64_t i = 1; i <= rate.block; ++i)
        hits += rate.hit(9, plain(block * rate.block + i)) ? 1 : 0;
      CHECK(hits == rate.hits);
    }
  }
}

TEST_CASE("hits fall anywhere in the block and apart for each key") {
  for (const Rate rate : {Rate{1, 20}, Rate{3, 20}}) {
    std::vector<std::uint64_t> places(20);
    std::uint64_t both = 0;
    for (std::uint64_t i = 1; i <= 200'000; ++i) {
      if (!rate.hit(1, plain(i))) continue;
      ++places[(i - 1) % 20];
      both += rate.hit(2, plain(i)) ? 1 : 0;
    }
    CHECK(std::abs(test::uniform_deviation(places)) < test::kFair);
    const double share = static_cast<double>(rate.hits) / rate.block;
    CHECK(std::abs(static_cast<double>(both) / 200'000 - share * share) < share * share / 10);
  }
}

TEST_CASE("children are counted over parents apart for each ordinal") {
  const Rate rate{1, 4};
  for (std::uint32_t ordinal = 1; ordinal <= 20; ++ordinal) {
    std::vector<bool> hits;
    for (std::uint64_t parent = 1; parent <= 400; ++parent) {
      // The number and the token of a child do not matter: another `max` of the table moves no NULL.
      hits.push_back(
          rate.hit(5, {.number = parent * 1000 + ordinal, .token = 3, .parent = parent, .ordinal = ordinal}));
    }
    for (std::size_t block = 0; block < 100; ++block) {
      CHECK(hits[block * 4] + hits[block * 4 + 1] + hits[block * 4 + 2] + hits[block * 4 + 3] == 1);
    }
  }
}

TEST_CASE("a fixed row is hit or not by its name wherever it stands") {
  const Rate rate{1, 2};
  std::uint64_t hits = 0;
  for (std::uint64_t name = 0; name < 1000; ++name) {
    const std::uint64_t token = mix64(name + 1) | std::uint64_t{1} << 63;
    const bool hit = rate.hit(5, {.number = 1, .token = token});
    CHECK(hit == rate.hit(5, {.number = 2, .token = token}));
    hits += hit ? 1 : 0;
  }
  CHECK(hits > 400);
  CHECK(hits < 600);
}

TEST_CASE("rates never change") {
  std::string one, three;
  for (std::uint64_t i = 1; i <= 40; ++i) {
    one += Rate{1, 10}.hit(42, plain(i)) ? 'x' : '.';
    three += Rate{3, 10}.hit(42, plain(i)) ? 'x' : '.';
  }
  CHECK(one == "....x.....x.........x...............x...");
  CHECK(three == "x...x...x..x.x.....x...xxx....x.....x..x");
}

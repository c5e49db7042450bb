// The profiles that ship with the project, held against the example's schema and pinned: their data is
// everybody's.
#include <cmath>

#include "profile/profiles.h"
#include "support/catch.h"

namespace seedctl {
namespace {

profile::ResolvedProfile shipped(const std::string& name) {
  return profile::resolve(profile::load_profile(test::source_file("seeds"), name), test::rental(),
                          test::plain_options());
}

struct Golden {
  const char* profile;
  const char* table;
  std::uint64_t rows;
  bool sequential;
  const char* first[3];
};

TEST_CASE("the shipped profiles make these rows") {
  for (const Golden& golden : {
           Golden{"ci",
                  "bike",
                  30,
                  true,
                  {"1|Model_A|mountain|388.81", "2|Model_A|hybrid|512.74", "3|Model_C|hybrid|467.01"}},
           Golden{"ci",
                  "user",
                  10,
                  true,
                  {"1|Peggy Baker|64|user1@example.com|silver", "2|Jay David|18|user2@example.com|none",
                   "3|Hazel Bennett|35|user3@example.com|none"}},
           Golden{"ci",
                  "loyalty_event",
                  11,
                  false,
                  {"1|1|100|referral|2024-07-20 05:32:09", "1|2|9|rent|2024-10-21 12:13:57",
                   "2|1|100|referral|2025-02-17 09:18:37"}},
           Golden{"ci",
                  "rent",
                  40,
                  true,
                  {"1|1|28|2025-02-14 18:18:51|2025-02-14 19:59:51|34.35",
                   "2|1|4|2025-02-16 12:18:17|2025-02-16 13:58:17|64.95",
                   "3|1|9|2025-02-15 17:33:43|2025-02-15 17:55:43|9.23"}},
           Golden{"dev",
                  "bike",
                  30,
                  true,
                  {"1|Model_A|mountain|388.81", "2|Model_A|hybrid|512.74", "3|Model_C|hybrid|467.01"}},
           Golden{"dev",
                  "rent_landing",
                  200,
                  true,
                  {"1|63|8|2025-02-14 17:04:04|2025-02-14 20:28:51|7.25|2025-02-18",
                   "2|14|22|2025-02-17 11:03:45||12.50|2025-02-18",
                   "3|11|11|2025-02-14 10:22:13|2025-02-14 11:32:39|12.50|2025-02-18"}},
           Golden{"dev",
                  "user",
                  100,
                  true,
                  {"1|Demo Admin|66|admin@example.com|gold", "2|Jay David|18|user2@example.com|none",
                   "3|Hazel Bennett|35|user3@example.com|none"}},
           Golden{"dev",
                  "loyalty_event",
                  171,
                  false,
                  {"1|1|30|rent|2024-10-18 20:48:30", "2|1|100|referral|2025-02-17 09:18:37",
                   "3|1|-111|redeemed|2024-07-19 04:50:45"}},
           Golden{"dev",
                  "rent",
                  500,
                  true,
                  {"1|1|28|2025-02-14 18:18:51|2025-02-14 19:59:51|34.35",
                   "2|1|4|2025-02-16 12:18:17|2025-02-16 13:58:17|64.95",
                   "3|1|9|2025-02-15 17:33:43|2025-02-15 17:55:43|9.23"}},
           Golden{"etl",
                  "rent_landing",
                  5404,
                  false,
                  {"1|12|24|2025-02-14 00:32:17|2025-02-14 02:34:02|62.58|2025-02-14",
                   "2|69|26|2025-02-14 12:36:25|2025-02-14 13:19:29|23.21|2025-02-14",
                   "3|45|20|2025-02-14 08:06:26|2025-02-14 11:13:20|101.11|2025-02-14"}},
           Golden{"perf",
                  "bike",
                  1000,
                  true,
                  {"1|Model_A|mountain|388.81", "2|Model_A|hybrid|512.74", "3|Model_C|hybrid|467.01"}},
           Golden{"perf",
                  "user",
                  100000,
                  true,
                  {"1|Peggy Baker|64|user1@example.com|silver", "2|Jay David|18|user2@example.com|none",
                   "3|Hazel Bennett|35|user3@example.com|none"}},
           Golden{"perf",
                  "rent",
                  1000000,
                  true,
                  {"1|50692|80|2025-02-14 18:18:51|2025-02-14 19:59:51|44.03",
                   "2|14442|765|2025-02-16 12:18:17|2025-02-16 13:58:17|73.06",
                   "3|562|390|2025-02-15 17:33:43|2025-02-15 17:55:43|21.66"}},
       }) {
    const auto profile = shipped(golden.profile);
    CAPTURE(golden.profile, golden.table);
    const auto* table = profile.table(golden.table);
    REQUIRE(table != nullptr);
    CHECK(table->data->rows() == golden.rows);
    CHECK(table->sequential_key == golden.sequential);
    for (std::uint64_t place = 0; place < 3; ++place)
      CHECK(test::row_text(*table, place) == golden.first[place]);
  }
}

TEST_CASE("base alone cannot be seeded since it says no rows") {
  CHECK_THAT(test::refusal([] { shipped("base"); }), ContainsSubstring("lacks `rows`"));
}

TEST_CASE("a bike costs what its type does and a rent what its bike and its minutes do") {
  const auto dev = shipped("dev");
  const auto* bikes = dev.table("bike");
  const auto* rents = dev.table("rent");
  for (std::uint64_t place = 0; place < 500; ++place) {
    const auto bike = std::stoull(test::cell(*rents, place, "bike_id")) - 1;
    const std::string type = test::cell(*bikes, bike, "type");
    const double price = std::stod(test::cell(*bikes, bike, "price"));
    CHECK(price >= (type == "road" ? 400 : type == "mountain" ? 300 : 200));
    CHECK(price <= (type == "road" ? 1000 : type == "mountain" ? 900 : 600));
    const auto moment = [&](const char* column) {
      return base::Timestamp::parse(test::cell(*rents, place, column)).value().micros;
    };
    const double minutes = static_cast<double>(moment("rent_end") - moment("rent_start")) / 60e6;
    const double cost = price * minutes / 1000;
    CHECK(std::abs(std::stod(test::cell(*rents, place, "rent_cost")) - cost) <= 0.005001);
  }
}

TEST_CASE("what landed up to a day is what landed up to a later one") {
  auto options = test::plain_options();
  options.until = base::Date::parse("2025-02-20");
  const auto etl = shipped("etl");
  const auto later =
      profile::resolve(profile::load_profile(test::source_file("seeds"), "etl"), test::rental(), options);
  const std::uint64_t rows = etl.tables[0].data->rows();
  CHECK(later.tables[0].data->rows() > rows + 1500);
  for (std::uint64_t place = 0; place < rows; place += 97)
    CHECK(test::row_text(etl.tables[0], place) == test::row_text(later.tables[0], place));
}

TEST_CASE("perf leaves out the table that it removes and keeps the others") {
  const auto perf = shipped("perf");
  CHECK(perf.table("loyalty_event") == nullptr);
  CHECK(perf.tables.size() == 3);
  CHECK(perf.checks.size() == 1);
}

TEST_CASE("a smaller profile's rows are the larger one's first rows where references allow it") {
  const auto ci = shipped("ci"), perf = shipped("perf");
  for (std::uint64_t place = 0; place < 10; ++place) {
    CHECK(test::row_text(*ci.table("user"), place) == test::row_text(*perf.table("user"), place));
  }
  for (std::uint64_t place = 0; place < 30; ++place) {
    CHECK(test::row_text(*ci.table("bike"), place) == test::row_text(*perf.table("bike"), place));
  }
  const auto dev = shipped("dev");
  for (std::uint64_t place = 0; place < 40; ++place) {
    CHECK(test::row_text(*ci.table("rent"), place) == test::row_text(*dev.table("rent"), place));
  }
}

}  // namespace
}  // namespace seedctl

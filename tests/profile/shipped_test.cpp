// The profiles that ship with the project, held against the example's schema and pinned: their data is
// everybody's.
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
                  5,
                  true,
                  {"1|Model_A|mountain|285.17", "2|Model_A|hybrid|786.40", "3|Model_C|hybrid|239.23"}},
           Golden{"ci",
                  "user",
                  10,
                  true,
                  {"1|Peggy Baker|64|user1@example.com|silver", "2|Jay David|18|user2@example.com|none",
                   "3|Hazel Bennett|35|user3@example.com|none"}},
           Golden{"ci",
                  "loyalty_event",
                  23,
                  false,
                  {"1|1|43|referral|2024-07-20 05:32:09", "2|1|173|referral|2025-02-17 09:18:37",
                   "2|2|-49|rent|2024-12-27 12:41:11"}},
           Golden{"ci",
                  "rent",
                  40,
                  true,
                  {"1|4|5|2025-02-14 18:18:51|2025-02-14 20:38:40|24.51",
                   "2|6|1|2025-02-16 12:18:17|2025-02-16 15:19:52|59.73",
                   "3|1|2|2025-02-15 17:33:43|2025-02-15 21:06:40|29.73"}},
           Golden{"dev",
                  "bike",
                  30,
                  true,
                  {"1|Model_A|mountain|285.17", "2|Model_A|hybrid|786.40", "3|Model_C|hybrid|239.23"}},
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
                  200,
                  false,
                  {"1|1|-2|rent|2024-10-18 20:48:30", "1|2|53|referral|2025-02-17 19:14:26",
                   "2|1|173|referral|2025-02-17 09:18:37"}},
           Golden{"dev",
                  "rent",
                  500,
                  true,
                  {"1|54|5|2025-02-14 18:18:51|2025-02-14 20:38:40|24.51",
                   "2|11|21|2025-02-16 12:18:17|2025-02-16 15:19:52|59.73",
                   "3|91|6|2025-02-15 17:33:43|2025-02-15 21:06:40|29.73"}},
           Golden{"etl",
                  "rent_landing",
                  5000,
                  false,
                  {"1|35|19|2025-02-16 13:26:32|2025-02-16 16:51:19|30.72|2025-02-18",
                   "2|29|21|2025-02-17 10:16:42|2025-02-17 13:19:36|27.44|2025-02-18",
                   "3|72|29|2025-02-17 04:38:15|2025-02-17 05:48:41|10.56|2025-02-18"}},
           Golden{"perf",
                  "bike",
                  1000,
                  true,
                  {"1|Model_A|mountain|285.17", "2|Model_A|hybrid|786.40", "3|Model_C|hybrid|239.23"}},
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
                  {"1|50692|887|2025-02-14 18:18:51|2025-02-14 20:38:40|24.51",
                   "2|14442|834|2025-02-16 12:18:17|2025-02-16 15:19:52|59.73",
                   "3|562|717|2025-02-15 17:33:43|2025-02-15 21:06:40|29.73"}},
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
  for (std::uint64_t place = 0; place < 5; ++place) {
    CHECK(test::row_text(*ci.table("bike"), place) == test::row_text(*perf.table("bike"), place));
  }
}

}  // namespace
}  // namespace seedctl

// A table that grows by days: what is there stays, whatever day the next run is for.
#include "bench.h"
#include "support/catch.h"

using namespace seedctl;
using namespace seedctl::test;

namespace {

void make_tables(Bench& bench) {
  bench.run(
      {"create table bike (id {id}, model text, bought_on date)",
       "create table rent (id {id}, bike_id integer not null references bike (id), rent_start timestamp "
       "not null, minutes integer)",
       "create table ping (id {id}, rent_id integer not null references rent (id), no integer)"});
}

// Everything that a day can bring along: factors, references, rows below the day's rows.
const char* const kYaml =
    "as_of: 2025-02-18\n"
    "tables:\n"
    "  bike: 8\n"
    "  rent:\n"
    "    per_day:\n"
    "      column: rent_start\n"
    "      from: 2025-02-14\n"
    "      to: 2025-02-16\n"
    "      rows: {normal: {mean: 20, sd: 5}}\n"
    "      weekdays: {sat: 1.5, sun: 0.5}\n"
    "      growth: {linear: 3}\n"
    "      hours: {7-9: 30, 16-19: 70}\n"
    "      max: 100\n"
    "    columns: {minutes: {between: [10, 240]}}\n"
    "  ping: {per: rent, rows: {between: [0, 2]}}\n";

seed::SeedResult seed_until(Bench& bench, const char* day) { return bench.seed_until(kYaml, day); }

}  // namespace

TEST_CASE("seeding up to a day and then to the next equals seeding the next afresh") {
  std::vector<std::string> everywhere;
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    Bench grown(engine), fresh(engine);
    for (Bench* bench : {&grown, &fresh}) make_tables(*bench);
    const seed::SeedResult until = seed_until(grown, "2025-02-20");
    const std::string before = grown.versions("rent where rent_start < '2025-02-21'");
    const seed::SeedResult next = seed_until(grown, "2025-02-21");
    const seed::SeedResult afresh = seed_until(fresh, "2025-02-21");
    REQUIRE(next.tables.size() == 3);
    std::vector<std::string> digests;
    for (std::size_t i = 0; i < next.tables.size(); ++i) {
      CAPTURE(next.tables[i].table);
      CHECK(next.tables[i].digest == afresh.tables[i].digest);
      CHECK(next.tables[i].updated == 0);
      CHECK(next.tables[i].deleted == 0);
      CHECK(next.tables[i].unchanged == until.tables[i].rows);
      digests.push_back(next.tables[i].digest);
    }
    CHECK(static_cast<std::int64_t>(next.tables[1].inserted) ==
          grown.number("select count(*) from rent where rent_start >= '2025-02-21'"));
    CHECK(next.tables[1].inserted > 0);
    CHECK(grown.versions("rent where rent_start < '2025-02-21'") == before);
    if (everywhere.empty()) everywhere = digests;
    CHECK(digests == everywhere);
    // An earlier day takes the later one's rows away again.
    const seed::SeedResult back = seed_until(grown, "2025-02-20");
    CHECK(back.tables[1].digest == until.tables[1].digest);
    CHECK(back.tables[1].deleted == next.tables[1].inserted);
  }
}

TEST_CASE("rows per day converge and without until end as the profile says") {
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    Bench bench(engine);
    make_tables(bench);
    bench.seed(kYaml);
    CHECK(bench.text("select distinct substr(cast(rent_start as text), 1, 10) from rent order by 1") ==
          "2025-02-14\n2025-02-15\n2025-02-16\n");
    for (const seed::TableCounts& counts : bench.seed(kYaml).tables)
      CHECK(counts.inserted + counts.updated + counts.deleted == 0);
  }
}

// Owned keys of tables with rows per parent: numbers with gaps, which are ranges while they are few and stand
// in the keys table beyond, so that memory does not grow with the parents.
#include "bench.h"
#include "profile/resolve.h"
#include "support/catch.h"

using namespace seedctl;
using namespace seedctl::test;

namespace {

const std::vector<std::string> kTables{
    "create table p (id integer primary key, v integer not null)",
    "create table c (id integer primary key, p_id integer not null references p(id), v integer not null)",
    "create table note (id integer primary key, c_id integer not null references c(id))"};

constexpr int kFew = 1000, kMany = 12'500;  // parents: with so many, ranges are more than are held

std::string per(int parents, int value = 9) {
  return "seed: 7\nas_of: 2025-02-18\ntables:\n  p:\n    rows: " + std::to_string(parents) +
         "\n    columns: {v: {between: [1, 9]}}\n  c:\n    per: p\n    rows: {between: [0, 2]}\n"
         "    columns: {v: {between: [1, " +
         std::to_string(value) + "]}}\n";
}

bool in_table(Bench& bench) {
  return bench.number("select keys_in_table from seedctl_seeds where table_name = 'c'") != 0;
}

std::string all_versions(Bench& bench) {
  return bench.versions("p") + bench.versions("c") + bench.versions("seedctl_seeds") +
         bench.versions("seedctl_seeds_keys");
}

}  // namespace

TEST_CASE("ranges that grow with the parents are kept as keys and nothing else about the rows changes") {
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    Bench bench(engine);
    bench.run(kTables);
    bench.seed(per(kFew));
    CHECK_FALSE(in_table(bench));
    const std::string few = bench.text("select * from c order by id");

    const seed::SeedResult grown = bench.seed(per(kMany));
    CHECK(in_table(bench));
    CHECK(bench.number("select count(*) from seedctl_seeds_keys") ==
          static_cast<std::int64_t>(grown.tables[1].rows));
    CHECK(bench.text("select key_ranges from seedctl_seeds where table_name = 'c'") == "\n");
    CHECK(bench.text("select * from c where p_id <= 1000 order by id") == few);

    const std::string before = all_versions(bench);
    const seed::SeedResult again = bench.seed(per(kMany));
    CHECK(again.tables[1].unchanged == grown.tables[1].rows);
    CHECK(again.tables[1].digest == grown.tables[1].digest);
    CHECK(all_versions(bench) == before);

    const seed::SeedResult edited = bench.seed(per(kMany, 5));
    CHECK(edited.tables[1].updated > 0);
    CHECK(edited.tables[1].inserted + edited.tables[1].deleted == 0);

    bench.seed(per(kFew));
    CHECK_FALSE(in_table(bench));
    CHECK(bench.number("select count(*) from seedctl_seeds_keys") == 0);
    CHECK(bench.text("select * from c order by id") == few);
  }
}

TEST_CASE("a ledger that holds many ranges is read as before and written in the new form") {
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    Bench bench(engine);
    bench.run(kTables);
    const seed::SeedResult seeded = bench.seed(per(kMany));
    state::KeyRanges ranges;
    for (const db::Row& row : bench.connection().query("select id from c order by id")) {
      ranges.append(std::stoll(*row.front()));
    }
    REQUIRE(ranges.ranges().size() > 5000);
    bench.run(
        {"delete from seedctl_seeds_keys", "update seedctl_seeds set keys_in_table = 0, key_ranges = '" +
                                               ranges.str() + "' where table_name = 'c'"});
    const std::string rows = bench.versions("c");
    CHECK(bench.digests()[0].digest == seeded.tables[1].digest);
    CHECK(bench.seed(per(kMany)).tables[1].unchanged == seeded.tables[1].rows);
    CHECK(in_table(bench));
    CHECK(bench.versions("c") == rows);
    const std::string before = all_versions(bench);
    bench.seed(per(kMany));
    CHECK(all_versions(bench) == before);
  }
}

TEST_CASE("rows of people in the gaps of a large table stay and what they refer to can be kept") {
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    Bench bench(engine);
    bench.run(kTables);
    bench.seed(per(kMany));
    bench.run(
        {"insert into c select min(a.id) + 1, min(a.p_id), 77 from c a where a.id % 2 = 1 and not exists "
         "(select 1 from c b where b.id = a.id + 1)",
         "insert into note select max(id), max(id) from c"});
    const std::int64_t last = bench.number("select max(id) from c");
    CHECK_THROWS_AS(bench.seed(per(12'400)), base::Error);
    bench.seed(per(12'400), {.only = {}, .keep_referenced = true});
    CHECK(in_table(bench));
    CHECK(bench.number("select count(*) from c where v = 77") == 1);
    CHECK(bench.number("select max(id) from c") == last);
    bench.run({"delete from note"});
    bench.seed(per(kFew), {.only = {}, .keep_referenced = true});
    CHECK(bench.number("select count(*) from c where v = 77") == 1);
    CHECK(bench.number("select count(*) from c where id > 2000 and v <> 77") == 0);
  }
}

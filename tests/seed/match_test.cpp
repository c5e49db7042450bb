// What another column's value decides is stored alike on every engine, and follows its case alone.
#include "bench.h"
#include "support/catch.h"

using namespace seedctl;
using namespace seedctl::test;

namespace {

std::string bikes(const std::string& road) {
  return "seed: 5\nas_of: 2025-02-18\ntables:\n  bike:\n    rows: 2500\n    columns:\n"
         "      type: {weights: {road: 50%, mountain: 30%, hybrid: 20%}}\n"
         "      price: {match: type, cases: {road: {between: " +
         road +
         "}, mountain: {normal: {mean: 600, sd: 90, min: 300, max: 900}}}, else: {expr: \"200 + row % "
         "100\"}}\n";
}

// Of what the profile makes, for ever.
const std::string kDigest = "f6d40f9d11329d4ebd1bcd9a3288892e";

}  // namespace

TEST_CASE("what match decides is stored alike on every engine and editing a case writes its rows alone") {
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    Bench bench(engine);
    bench.run(
        {"create table bike (id {id}, type text not null check (type in ('road', 'mountain', 'hybrid')), "
         "price numeric(8,2) not null)"});
    const auto first = bench.seed(bikes("[400, 1000]"));
    CHECK(counts_text(first) == "bike +2500 ~0 -0 =0");
    CHECK(first.tables[0].digest == kDigest);
    CHECK(
        bench.number("select count(*) from bike where price not between case type when 'road' then 400 when "
                     "'mountain' then 300 else 200 end and case type when 'road' then 1000 when 'mountain' "
                     "then 900 else 299 end") == 0);
    const auto roads =
        static_cast<std::uint64_t>(bench.number("select count(*) from bike where type = 'road'"));
    CHECK(bench.seed(bikes("[4000, 9000]")).tables[0].updated == roads);
  }
}

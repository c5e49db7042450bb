// Virtual columns are in no table: what depends on them is stored, compared and written again when they
// change.
#include "bench.h"
#include "support/catch.h"

using namespace seedctl;
using namespace seedctl::test;

namespace {

std::string trips(const std::string& minutes) {
  return "seed: 5\nas_of: 2025-02-18\ntables:\n  trip:\n    rows: 2500\n    columns:\n"
         "      minutes: {between: " +
         minutes +
         ", virtual: true}\n"
         "      started: {between: [2025-02-14, 2025-02-17]}\n"
         "      ended: {expr: \"started + minutes * interval '1 minute'\"}\n"
         "      long: {expr: \"minutes > 120\"}\n";
}

// Of what the profile makes, for ever.
const std::string kDigest = "933ec09acf01536f261a5ecafb597d48";

}  // namespace

TEST_CASE("what virtual columns decide is stored alike on every engine and follows them when they change") {
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    Bench bench(engine);
    bench.run(
        {"create table trip (id {id}, started timestamp not null, ended timestamp not null, "
         "long boolean not null)"});
    const auto first = bench.seed(trips("[10, 240]"));
    CHECK(counts_text(first) == "trip +2500 ~0 -0 =0");
    CHECK(first.tables[0].digest == kDigest);
    CHECK(counts_text(bench.seed(trips("[10, 240]"))) == "trip +0 ~0 -0 =2500");
    CHECK(bench.number("select count(*) from trip where ended <= started") == 0);
    CHECK(bench.seed(trips("[300, 301]")).tables[0].updated == 2500);
    CHECK(bench.number("select count(*) from trip where not long") == 0);
  }
}

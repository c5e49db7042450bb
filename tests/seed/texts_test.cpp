// Texts of patterns and of semantic groups are stored as they are made, on both engines.
#include "bench.h"
#include "support/catch.h"

using namespace seedctl;
using namespace seedctl::test;

TEST_CASE("patterns converge and have one digest on both engines") {
  const std::string yaml =
      "seed: 1\ntables:\n  t:\n    rows: 2000\n    columns:\n"
      "      plate: {pattern: '[A-Z]{2}-\\d{4}', nulls: 5%}\n"
      "      code: {pattern: '[A-Z]{2}\\d{2}'}\n";
  std::string digest;
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    Bench bench(engine);
    bench.run({"create table t (id {id}, plate varchar(7), code char(4) not null unique)"});
    const seed::SeedResult first = bench.seed(yaml);
    CHECK(counts_text(bench.seed(yaml)) == "t +0 ~0 -0 =2000");
    CHECK(bench.number("select count(*) from t where plate like '__-____'") == 1900);
    if (digest.empty()) digest = first.tables[0].digest;
    CHECK(first.tables[0].digest == digest);
  }
}

// Values of distributions and shapes are stored as they are made, on both engines.
#include "bench.h"
#include "support/catch.h"

using namespace seedctl;
using namespace seedctl::test;

TEST_CASE("distributions and shapes converge and have one digest on both engines") {
  const std::string yaml =
      "seed: 1\nas_of: 2025-02-18\ntables:\n  t:\n    rows: 2000\n    columns:\n"
      "      age: {normal: {mean: 40, sd: 12, min: 18, max: 90}}\n"
      "      price: {lognormal: {median: 20, sigma: 0.5}}\n"
      "      ratio: {normal: {mean: 0, sd: 1}}\n"
      "      quantity: {zipf: {exponent: 1.1, max: 1000}}\n"
      "      born: {histogram: [{from: 1950-01-01, to: 1979-12-31, weight: 1}, {from: 1980-01-01, to: "
      "2006-12-31, weight: 3}]}\n"
      "      opened: {exponential: {mean: 2h, min: '08:00', max: '18:00'}}\n"
      "      at: {between: [2023-01-01, 2024-12-31], hours: {7-9: 30, 16-19: 40}, weekdays: {sat: 2}, "
      "months: {jun-aug: 3}, growth: {exponential: 2}}\n"
      "      plan: {weights: {2023-01-01: {free: 95%, pro: 5%}, 2025-01-01: {free: 60%, pro: 40%}}, by: "
      "at}\n";
  std::string digest;
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    Bench bench(engine);
    bench.run(
        {"create table t (id {id}, age smallint not null check (age between 18 and 90), price numeric(10, 2) "
         "not null check (price >= 0), ratio double precision, quantity integer check (quantity > 0), born "
         "date, opened time, at timestamp, plan varchar(10))"});
    const seed::SeedResult first = bench.seed(yaml);
    CHECK(counts_text(bench.seed(yaml)) == "t +0 ~0 -0 =2000");
    CHECK(bench.number("select count(*) from t where age < 30 or price > 100 or plan = 'pro'") > 400);
    if (digest.empty()) digest = first.tables[0].digest;
    CHECK(first.tables[0].digest == digest);
  }
}

// References by every policy, and cells of the rows that they pick, stored on both engines.
#include "bench.h"
#include "support/catch.h"

using namespace seedctl;
using namespace seedctl::test;

namespace {

const std::vector<std::string> kTables{
    "create table shop (country varchar(2) not null, number integer not null, city varchar(20) not null, "
    "primary key (country, number))",
    "create table bike (id {id}, price numeric(8, 2) not null, name varchar(20))",
    "create table rent (id {id}, bike_id integer not null references bike (id), spare_id integer references "
    "bike (id), shop_country varchar(2) not null, shop_number integer not null, minutes integer not null, "
    "cost numeric(10, 2) not null, spare_price numeric(8, 2), city varchar(20) not null, foreign key "
    "(shop_country, shop_number) references shop (country, number))"};

const std::string kProfile =
    "seed: 5\ntables:\n"
    "  shop:\n    rows: 40\n    columns:\n      country: [de, fr, us]\n      number: {between: [1, 99]}\n"
    "      city: city\n"
    "  bike:\n    rows: 30\n    fixed: [{as: best, price: 999.99}]\n    columns:\n"
    "      price: {between: [200.00, 900.00]}\n"
    "  rent:\n    rows: 2500\n    fixed: [{bike_id: 1}, {spare_id: null}]\n    columns:\n"
    "      bike_id: {ref: bike, pick: {zipf: 1.1}}\n"
    "      spare_id: {ref: bike, distinct_from: bike_id, nulls: 20%}\n"
    "      shop_country: {ref: shop, pick: {growth: {children_per_parent: 70}}}\n"
    "      minutes: {between: [10, 240]}\n"
    "      cost: {expr: \"round(bike_id.price * minutes / 1000, 2)\"}\n"
    "      spare_price: {expr: \"spare_id.price\"}\n"
    "      city: {expr: \"shop_country.city\"}\n";

}  // namespace

TEST_CASE("references of every policy and the cells of the rows they pick agree in the database") {
  std::string digest;
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    Bench bench(engine);
    bench.run(kTables);
    const auto first = bench.seed(kProfile);
    CHECK(counts_text(bench.seed(kProfile)) == "bike +0 ~0 -0 =30, shop +0 ~0 -0 =40, rent +0 ~0 -0 =2500");
    // What the database finds in the rows referred to is what the generator made of them.
    CHECK(bench.number(
              "select count(*) from rent r join bike b on b.id = r.bike_id where abs(r.cost - b.price * "
              "r.minutes / 1000.0) > 0.0051") == 0);
    CHECK(bench.number("select count(*) from rent r join bike b on b.id = r.spare_id where r.spare_price <> "
                       "b.price") == 0);
    CHECK(bench.number("select count(*) from rent where (spare_id is null) <> (spare_price is null)") == 0);
    CHECK(bench.number("select count(*) from rent where spare_id = bike_id") == 0);
    CHECK(bench.number("select count(*) from rent r join shop s on s.country = r.shop_country and s.number = "
                       "r.shop_number where s.city = r.city") == 2500);
    CHECK(bench.number("select count(*) from rent where id = 1 and bike_id = 1") == 1);
    CHECK(bench.number("select count(*) from rent where id = 2 and spare_id is null") == 1);
    if (digest.empty()) digest = first.tables[2].digest;
    CHECK(first.tables[2].digest == digest);
  }
}

TEST_CASE("a changed cell of the parent changes what is computed from it") {
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    Bench bench(engine);
    bench.run(kTables);
    bench.seed(kProfile);
    const auto affected = bench.number("select count(*) from rent where bike_id = 1 or spare_id = 1");
    std::string dearer = kProfile;
    dearer.replace(dearer.find("999.99"), 6, "1999.99");
    CHECK(counts_text(bench.seed(dearer)) == "bike +0 ~1 -0 =29, shop +0 ~0 -0 =40, rent +0 ~" +
                                                 std::to_string(affected) +
                                                 " -0 =" + std::to_string(2500 - affected));
  }
}

TEST_CASE("a capacity on either column of a composite foreign key is of both") {
  for (const char* column : {"shop_country", "shop_number"}) {
    for (const base::Engine engine : kEngines) {
      INFO(column << " on " << base::engine_name(engine));
      Bench bench(engine);
      bench.run(kTables);
      std::string yaml = kProfile;
      const std::string policy =
          "      shop_country: {ref: shop, pick: {growth: {children_per_parent: 70}}}\n";
      yaml.replace(yaml.find(policy), policy.size(),
                   std::string("      ") + column + ": {ref: shop, capacity: 3}\n");
      bench.seed(yaml);
      CHECK(bench.number("select count(*) from (select distinct shop_country, shop_number from rent) s") ==
            3);
    }
  }
}

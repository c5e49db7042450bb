// Rows of a file in a database: an edit of the file writes the rows that it changes and no others.
#include "seed/bench.h"
#include "support/catch.h"
#include "support/errors.h"

using namespace seedctl;
using namespace seedctl::test;

namespace {

const std::vector<std::string> kTables{
    "create table country (code varchar(2) primary key, name text not null, area numeric(10, 1), visits "
    "integer not null)",
    "create table shop (id {id}, country_code varchar(2) not null references country (code))"};

const std::string kProfile =
    "seed: 9\ntables:\n"
    "  country:\n    from: data/countries.csv\n    columns:\n      visits: {between: [1, 1000]}\n"
    "  shop:\n    rows: 10\n    columns:\n      country_code: {ref: country, to: FR}\n";

}  // namespace

TEST_CASE("rows of a file may stand in a circle of tables") {
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    Bench bench(engine);
    const std::string capital = "capital_id bigint references town (id)";
    const bool sqlite = engine == base::Engine::sqlite;
    bench.run({"create table country (code varchar(2) primary key, " +
                   (sqlite ? capital : std::string("capital_id bigint")) + ")",
               "create table town (id {id}, country_code varchar(2) not null references country (code))"});
    if (!sqlite) bench.run({"alter table country add foreign key (capital_id) references town (id)"});
    const std::string profile = "tables:\n  country: {from: data/countries.csv}\n  town: 20\n";
    bench.write_file("data/countries.csv", "code,capital_id\nDE,7\nFR,3\nIT,\n");
    CHECK(counts_text(bench.seed(profile)) == "country +3 ~0 -0 =0, town +20 ~0 -0 =0");
    CHECK(bench.text("select code, capital_id from country order by code") == "DE|7\nFR|3\nIT|NULL\n");
    bench.write_file("data/countries.csv", "code,capital_id\nDE,7\nFR,9\nIT,\n");
    CHECK(counts_text(bench.seed(profile)) == "country +0 ~1 -0 =2, town +0 ~0 -0 =20");
    bench.write_file("data/countries.csv", "code,capital_id\nDE,7\nFR,99\nIT,\n");
    CHECK(error_of([&] { bench.seed(profile); }).message() ==
          "country.capital_id: no row of town has id \"99\", which the foreign key asks for");
  }
}

TEST_CASE("a file's edits are written row by row") {
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    Bench bench(engine);
    bench.run(kTables);
    const auto seed_with = [&](const std::string& rows) {
      bench.write_file("data/countries.csv", "code,name,area\n" + rows);
      return counts_text(bench.seed(kProfile));
    };
    CHECK(seed_with("DE,Germany,357.6\nFR,France,\nIT,Italy,301.3\n") ==
          "country +3 ~0 -0 =0, shop +10 ~0 -0 =0");
    const std::string visits = bench.text("select code, visits from country order by code");
    CHECK(bench.text("select code, name, area from country order by code") ==
          "DE|Germany|357.6\nFR|France|NULL\nIT|Italy|301.3\n");
    CHECK(bench.number("select count(*) from shop where country_code = 'FR'") == 10);
    CHECK(seed_with("DE,Germany,357.6\nFR,France,\nIT,Italy,301.3\n") ==
          "country +0 ~0 -0 =3, shop +0 ~0 -0 =10");
    // One line is put in, one is changed, one is moved, one is removed.
    CHECK(seed_with("AT,Austria,83.9\nFR,\"République, française\",\nDE,Germany,357.6\n") ==
          "country +1 ~1 -1 =1, shop +0 ~0 -0 =10");
    CHECK(bench.text("select code, visits from country where code in ('DE', 'FR') order by code") ==
          visits.substr(0, visits.find("IT|")));
    CHECK(bench.text("select name from country where code = 'FR'") == "République, française\n");
  }
}

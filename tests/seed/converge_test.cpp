// A run makes the tables what the profile says, and a run that finds them so writes nothing.
#include "base/digest.h"
#include "bench.h"
#include "rental.h"
#include "support/catch.h"

using namespace seedctl;
using namespace seedctl::test;

TEST_CASE("a second run writes nothing at all") {
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    Bench bench(engine);
    bench.run(kRental);
    const seed::SeedResult first = bench.seed(rental(100, 500));
    CHECK(counts_text(first) == "person +100 ~0 -0 =0, rent +500 ~0 -0 =0");
    const std::string rows = bench.versions("person") + bench.versions("rent");
    const std::string ledger = bench.versions("seedctl_seeds") + bench.versions("seedctl_seeds_values");

    const seed::SeedResult second = bench.seed(rental(100, 500));
    CHECK(counts_text(second) == "person +0 ~0 -0 =100, rent +0 ~0 -0 =500");
    CHECK(bench.versions("person") + bench.versions("rent") == rows);
    CHECK(bench.versions("seedctl_seeds") + bench.versions("seedctl_seeds_values") == ledger);
    for (std::size_t i = 0; i < first.tables.size(); ++i) {
      CHECK(first.tables[i].digest == second.tables[i].digest);
      CHECK(first.tables[i].rows == second.tables[i].rows);
    }
  }
}

TEST_CASE("an edited generator rewrites only the rows that change") {
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    Bench bench(engine);
    bench.run(kRental);
    bench.seed(rental(100, 50));
    const std::string names = bench.text("select id, name, email from person order by id");
    const std::string rents = bench.versions("rent");

    const seed::SeedResult edited = bench.seed(rental(100, 50, "{weights: {18: 50, 19: 50}}"));
    CHECK(edited.tables[0].inserted == 0);
    CHECK(edited.tables[0].deleted == 0);
    CHECK(edited.tables[0].updated + edited.tables[0].unchanged == 100);
    CHECK(edited.tables[0].updated > 80);
    CHECK(bench.number("select count(*) from person where age not in (18, 19)") == 0);
    CHECK(bench.text("select id, name, email from person order by id") == names);
    CHECK(bench.versions("rent") == rents);
    CHECK(counts_text(bench.seed(rental(100, 50, "{weights: {18: 50, 19: 50}}"))) ==
          "person +0 ~0 -0 =100, rent +0 ~0 -0 =50");
  }
}

TEST_CASE("a cell that was changed by hand is put right and nothing else is touched") {
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    Bench bench(engine);
    bench.run(kRental);
    const std::string digest = bench.seed(rental(100, 500)).tables[0].digest;
    bench.run({"update person set age = age + 1 where id = 7"});
    CHECK(bench.digests()[0].digest != digest);
    CHECK(bench.digests()[0].recorded == digest);
    CHECK(counts_text(bench.seed(rental(100, 500))) == "person +0 ~1 -0 =99, rent +0 ~0 -0 =500");
    CHECK(bench.digests()[0].digest == digest);
  }
}

TEST_CASE("growing inserts the new rows and shrinking deletes them again") {
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    Bench bench(engine);
    bench.run(kRental);
    bench.seed(rental(10, 5));
    const std::string ten = bench.text("select * from person order by id");
    const seed::SeedResult grown = bench.seed(rental(2500, 5));
    CHECK(grown.tables[0].inserted == 2490);
    CHECK(grown.tables[0].unchanged == 10);
    CHECK(bench.text("select * from person where id <= 10 order by id") == ten);
    const seed::SeedResult shrunk = bench.seed(rental(10, 5));
    CHECK(shrunk.tables[0].deleted == 2490);
    CHECK(bench.text("select * from person order by id") == ten);
    CHECK(counts_text(bench.seed(rental(10, 5))) == "person +0 ~0 -0 =10, rent +0 ~0 -0 =5");
  }
}

TEST_CASE("a row that was deleted by hand comes back") {
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    Bench bench(engine);
    bench.run(kRental);
    bench.seed(rental(20, 30));
    bench.run({"delete from rent where id in (3, 4)"});
    CHECK(counts_text(bench.seed(rental(20, 30))) == "person +0 ~0 -0 =20, rent +2 ~0 -0 =28");
  }
}

TEST_CASE("the digest is the same on both engines and that of the generated cells") {
  std::map<std::string, std::string> digests;
  for (const base::Engine engine : kEngines) {
    Bench bench(engine);
    bench.run(kRental);
    const seed::SeedResult result = bench.seed(rental(300, 700));
    const profile::ResolvedProfile profile = bench.resolve(rental(300, 700));
    for (std::size_t t = 0; t < profile.tables.size(); ++t) {
      const profile::ResolvedTable& table = profile.tables[t];
      std::vector<std::string> columns;
      std::vector<std::size_t> all;
      for (std::size_t i = 0; i < table.columns.size(); ++i) {
        columns.push_back(table.columns[i].name);
        all.push_back(i);
      }
      base::TableDigest digest(table.name, columns);
      std::vector<gen::RowId> rows(static_cast<std::size_t>(table.data->rows()));
      REQUIRE(table.data->rows_from(0, rows) == rows.size());
      std::vector<base::ColumnBatch> cells;
      table.data->fill(rows, all, cells);
      digest.add(cells);
      INFO(base::engine_name(engine) << " " << table.name);
      CHECK(result.tables[t].digest == digest.hex());
      const auto [known, added] = digests.emplace(table.name, digest.hex());
      CHECK((added || known->second == digest.hex()));
    }
  }
}

TEST_CASE("a dry run counts what a run would do and writes nothing") {
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    Bench bench(engine);
    bench.run(kRental);
    const seed::SeedOptions dry{.only = {}, .dry_run = true, .keep_referenced = false};
    CHECK(counts_text(bench.seed(rental(10, 20), dry)) == "person +10 ~0 -0 =0, rent +20 ~0 -0 =0");
    CHECK(bench.number("select count(*) from person") == 0);
    CHECK_FALSE(schema::table_exists(bench.connection(), {"", "seedctl_seeds"}));
    bench.seed(rental(10, 20));
    CHECK(counts_text(bench.seed(rental(12, 15), dry)).substr(0, 21) == "person +2 ~0 -0 =10, ");
    CHECK(bench.number("select count(*) from person") == 10);
    CHECK(counts_text(bench.seed(rental(10, 20))) == "person +0 ~0 -0 =10, rent +0 ~0 -0 =20");
  }
}

TEST_CASE("numbers that the engine gives out are reserved and never go back") {
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    Bench bench(engine);
    bench.run(kRental);
    bench.seed(rental(100, 5));
    const auto insert = [&](const std::string& name) {
      bench.run(
          {"insert into person (name, email, age) values ('" + name + "', '" + name + "@example.org', 30)"});
      return bench.number("select max(id) from person");
    };
    CHECK(insert("first") == 1'000'101);
    bench.seed(rental(100, 5));
    CHECK(insert("second") == 1'000'102);
    bench.seed(rental(110, 5));
    CHECK(insert("third") == 1'000'111);
    bench.seed(rental(5, 5));
    CHECK(insert("fourth") == 1'000'112);
  }
}

TEST_CASE("a failure in the middle leaves everything as it was") {
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    Bench bench(engine);
    bench.run(kRental);
    bench.seed(rental(10, 20));
    if (bench.is_postgres()) {
      bench.run(
          {"create function refuse() returns trigger language plpgsql as $$ begin if new.id = 1500 then "
           "raise "
           "exception 'no such row'; end if; return new; end $$",
           "create trigger refuse before insert on rent for each row execute function refuse()"});
    } else {
      bench.run(
          {"create trigger refuse before insert on rent when new.id = 1500 begin select raise(abort, 'no "
           "such "
           "row'); end"});
    }
    const std::string before =
        bench.versions("person") + bench.versions("rent") + bench.text("select * from seedctl_seeds");
    const base::Error error = error_of([&] { bench.seed(rental(50, 3000, "{between: [30, 40]}")); });
    CHECK(error.code() == base::ErrorCode::sql);
    CHECK_THAT(error.message(), ContainsSubstring("rent: "));
    CHECK_THAT(error.message(), ContainsSubstring("no such row"));
    CHECK(bench.versions("person") + bench.versions("rent") + bench.text("select * from seedctl_seeds") ==
          before);
    CHECK_FALSE(bench.connection().in_transaction());
    if (!bench.is_postgres()) CHECK(bench.text("pragma foreign_keys") == "1\n");
    CHECK(counts_text(bench.seed(rental(10, 20))) == "person +0 ~0 -0 =10, rent +0 ~0 -0 =20");
  }
}

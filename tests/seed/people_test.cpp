// Rows that people added are never changed and never deleted, wherever they stand and whatever refers to
// them.
#include "bench.h"
#include "rental.h"
#include "support/catch.h"
#include "support/lost_lock.h"

using namespace seedctl;
using namespace seedctl::test;

namespace {

// A person's row at a key that the profile grows into.
void add_person(Bench& bench, int id, const std::string& email = "ada@example.org") {
  bench.run({"insert into person (id, name, email, age) values (" + std::to_string(id) + ", 'Ada', '" +
             email + "', 36)"});
}

}  // namespace

TEST_CASE("rows that people added stay when the profile grows and shrinks beside them") {
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    Bench bench(engine);
    bench.run(kRental);
    bench.seed(rental(20, 10));
    add_person(bench, 5000);
    bench.run({"insert into rent (id, person_id, cost) values (7000, 5000, 1.00)"});
    for (const int people : {40, 3, 20}) {
      bench.seed(rental(people, 10));
      CHECK(bench.number("select count(*) from person") == people + 1);
      CHECK(bench.text("select name, email, age from person where id = 5000") == "Ada|ada@example.org|36\n");
      CHECK(bench.number("select count(*) from rent") == 11);
    }
  }
}

TEST_CASE("a person's row in the way stops the run and is named") {
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    Bench bench(engine);
    bench.run(kRental);
    bench.seed(rental(20, 10));
    for (int id = 25; id < 40; ++id) add_person(bench, id, "ada" + std::to_string(id) + "@example.org");
    const std::string before =
        bench.versions("person") + bench.versions("rent") + bench.versions("seedctl_seeds");
    const base::Error error = error_of([&] { bench.seed(rental(50, 60)); });
    CHECK(error.code() == base::ErrorCode::refused);
    CHECK_THAT(error.message(), ContainsSubstring("person: 15 rows: id = 25; id = 26;"));
    CHECK_THAT(error.message(), ContainsSubstring("; ..."));
    CHECK_THAT(error.hint, ContainsSubstring("on_conflict"));
    CHECK(bench.versions("person") + bench.versions("rent") + bench.versions("seedctl_seeds") == before);
  }
}

TEST_CASE("on_conflict keep leaves the row to the person for good") {
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    Bench bench(engine);
    bench.run(kRental);
    add_person(bench, 5);
    const std::string keep = rental(10, 30, "{between: [18, 70]}", "keep");
    CHECK(counts_text(bench.seed(keep)) == "person +9 ~0 -0 =0 kept 1, rent +30 ~0 -0 =0");
    CHECK(bench.text("select name from person where id = 5") == "Ada\n");
    CHECK(counts_text(bench.seed(keep)) == "person +0 ~0 -0 =9 kept 1, rent +0 ~0 -0 =30");
    CHECK(bench.text("select key_ranges from seedctl_seeds where table_name = 'person'") == "1-4,6-10\n");
    bench.run({"delete from rent where person_id = 5"});
    bench.seed(rental(2, 0, "{between: [18, 70]}", "keep"));
    CHECK(bench.text("select id from person order by id") == "1\n2\n5\n");
  }
}

TEST_CASE("on_conflict overwrite takes the row over") {
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    Bench bench(engine);
    bench.run(kRental);
    add_person(bench, 5);
    const std::string overwrite = rental(10, 0, "{between: [18, 70]}", "overwrite");
    CHECK(counts_text(bench.seed(overwrite)) == "person +9 ~1 -0 =0, rent +0 ~0 -0 =0");
    CHECK(bench.text("select email from person where id = 5") == "user5@example.com\n");
    CHECK(counts_text(bench.seed(rental(4, 0))) == "person +0 ~0 -6 =4, rent +0 ~0 -0 =0");
  }
}

TEST_CASE("an owned row that a person's row refers to is not deleted though the key cascades") {
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    Bench bench(engine);
    bench.run(kRental);
    bench.seed(rental(20, 10));
    bench.run({"insert into rent (id, person_id, cost) values (9000, 18, 1.00)"});
    const std::string before =
        bench.versions("person") + bench.versions("rent") + bench.versions("seedctl_seeds");
    const base::Error error = error_of([&] { bench.seed(rental(10, 10)); });
    CHECK(error.code() == base::ErrorCode::refused);
    CHECK_THAT(error.message(),
               ContainsSubstring("person (id = 18) is referred to by rent (id = 9000) through person_id"));
    CHECK(bench.versions("person") + bench.versions("rent") + bench.versions("seedctl_seeds") == before);

    const seed::SeedOptions keep{.only = {}, .dry_run = false, .keep_referenced = true};
    const seed::SeedResult kept = bench.seed(rental(10, 10), keep);
    CHECK(kept.tables[0].deleted == 9);
    CHECK(kept.tables[0].rows == 11);
    CHECK(bench.text("select id from person where id > 10") == "18\n");
    CHECK(bench.text("select person_id from rent where id = 9000") == "18\n");
    CHECK(bench.text("select key_ranges from seedctl_seeds where table_name = 'person'") == "1-10,18\n");
    const std::string rows =
        bench.versions("person") + bench.versions("rent") + bench.versions("seedctl_seeds");
    bench.seed(rental(10, 10), keep);
    CHECK(bench.versions("person") + bench.versions("rent") + bench.versions("seedctl_seeds") == rows);

    bench.run({"delete from rent where id = 9000"});
    CHECK(bench.seed(rental(10, 10)).tables[0].deleted == 1);
    CHECK(bench.number("select count(*) from person") == 10);
  }
}

TEST_CASE("a value that a person's row refers to is not changed whatever ON UPDATE says") {
  const auto profile = [](const std::string& letter) {
    return "seed: 1\nas_of: 2025-02-18\ntables:\n  country:\n    rows: 5\n    columns: {code: {template: \"" +
           letter + "{row}\"}}\n  town: {rows: 10, columns: {country_code: {ref: country}}}\n";
  };
  for (const base::Engine engine : kEngines) {
    for (const std::string action : {"cascade", "set null", "no action"}) {
      INFO(base::engine_name(engine) << " " << action);
      Bench bench(engine);
      bench.run({"create table country (id {id}, code text not null unique)",
                 "create table town (id {id}, country_code text references country (code) on update " +
                     action + ")"});
      bench.seed(profile("C"));
      CHECK(counts_text(bench.seed(profile("D"))) == "country +0 ~5 -0 =0, town +0 ~10 -0 =0");
      bench.run({"insert into town (id, country_code) values (5000, 'D3')"});
      const std::string before =
          bench.versions("country") + bench.versions("town") + bench.versions("seedctl_seeds");
      const base::Error error = error_of([&] { bench.seed(profile("E")); });
      CHECK(error.code() == base::ErrorCode::refused);
      CHECK_THAT(
          error.message(),
          ContainsSubstring("country (id = 3) is referred to by town (id = 5000) through country_code"));
      CHECK(bench.versions("country") + bench.versions("town") + bench.versions("seedctl_seeds") == before);

      bench.run({"delete from town where id < 5000"});
      const std::string only =
          "seed: 1\nas_of: 2025-02-18\ntables:\n  country:\n    rows: 5\n    columns: {code: "
          "{template: \"E{row}\"}}\n";
      const seed::SeedOptions keep{.only = {}, .dry_run = false, .keep_referenced = true};
      CHECK(counts_text(bench.seed(only, keep)) == "country +0 ~4 -0 =1");
      CHECK(bench.text("select code from country order by id") == "E1\nE2\nD3\nE4\nE5\n");
      CHECK(bench.text("select country_code from town") == "D3\n");
      const std::string rows = bench.versions("country") + bench.versions("seedctl_seeds");
      CHECK(counts_text(bench.seed(only, keep)) == "country +0 ~0 -0 =5");
      CHECK(bench.versions("country") + bench.versions("seedctl_seeds") == rows);
      bench.run({"delete from town"});
      CHECK(counts_text(bench.seed(only)) == "country +0 ~1 -0 =4");
    }
  }
}

TEST_CASE("no value changes that another schema refers to") {
  const auto profile = [](const std::string& letter) {
    return "seed: 1\nas_of: 2025-02-18\ntables:\n  country: {rows: 5, columns: {code: {template: \"" +
           letter + "{row}\"}}}\n";
  };
  Bench bench(base::Engine::postgres);
  bench.run({"create table country (id {id}, code text not null unique)", "create schema audit",
             "create table audit.visit (code text references public.country (code) on update cascade)"});
  bench.seed(profile("C"));
  bench.seed(profile("D"));
  bench.run({"insert into audit.visit values ('D2')"});
  const base::Error error = error_of([&] { bench.seed(profile("E")); });
  CHECK(error.code() == base::ErrorCode::refused);
  CHECK_THAT(error.message(),
             ContainsSubstring("country (id = 2) is referred to by audit.visit (code = D2)"));
  CHECK(bench.text("select code from audit.visit") == "D2\n");
}

TEST_CASE("a lost lock commits nothing") {
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    Bench bench(engine);
    bench.run(kRental);
    const profile::ResolvedProfile profile = bench.resolve(rental(5, 5));
    LostLock lock;
    const base::Error error = error_of([&] {
      seed::apply(bench.connection(), profile, bench.live(), bench.names, {}, base::silent_progress(), &lock);
    });
    CHECK(error.code() == base::ErrorCode::lock);
    CHECK(bench.number("select count(*) from person") == 0);
    CHECK_FALSE(bench.connection().in_transaction());
  }
}

TEST_CASE("rows kept for a person keep what they refer to") {
  const std::vector<std::string> tables{
      "create table country (id {id}, name text not null)",
      "create table town (id {id}, country_id bigint not null references country (id), name text not null)",
      "create table photo (id {id}, town_id bigint references town (id))"};
  const auto profile = [](int countries, int towns) {
    return "seed: 1\nas_of: 2025-02-18\ntables:\n  country: {rows: " + std::to_string(countries) +
           ", columns: {name: {template: \"c{row}\"}}}\n  town: {rows: " + std::to_string(towns) +
           ", columns: {name: {template: \"t{row}\"}, country_id: {ref: country}}}\n";
  };
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    Bench bench(engine);
    bench.run(tables);
    bench.seed(profile(30, 30));
    bench.run({"insert into photo (town_id) select max(id) from town where country_id > 5"});
    const std::string kept =
        bench.text("select t.id, t.country_id from photo p join town t on t.id = p.town_id");
    bench.seed(profile(1, 1), {.only = {}, .dry_run = false, .keep_referenced = true});
    CHECK(
        bench.text(
            "select t.id, t.country_id from photo p join town t on t.id = p.town_id join country c on c.id = "
            "t.country_id") == kept);
    CHECK(bench.number("select count(*) from town") == 2);
    CHECK(bench.number("select count(*) from country") == 2);
  }
}

TEST_CASE(
    "the keys of a table without a unique key that people doubled stop the run only where a row would "
    "change") {
  const std::string profile =
      "seed: 1\nas_of: 2025-02-18\ntables:\n  landing:\n    rows: 10\n    key: ref\n    columns:\n"
      "      ref: {sequence: {start: 1}}\n      cost: ";
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    Bench bench(engine);
    bench.run({"create table landing (ref bigint, cost text)"});
    CHECK(counts_text(bench.seed(profile + "{value: error}\n")) == "landing +10 ~0 -0 =0");
    bench.run({"insert into landing values (4, 'error')", "insert into landing values (null, 'x')",
               "insert into landing values (99, 'y')", "insert into landing values (99, 'y')"});
    CHECK(counts_text(bench.seed(profile + "{value: error}\n")) == "landing +0 ~0 -0 =10");
    const base::Error error = error_of([&] { bench.seed(profile + "{value: fine}\n"); });
    CHECK(error.code() == base::ErrorCode::refused);
    CHECK_THAT(error.message(), ContainsSubstring("ref = 4 (several rows)"));
    CHECK(bench.number("select count(*) from landing where cost = 'error'") == 11);
  }
}

TEST_CASE("of several rows with one key the one that the profile makes is seedctl's on every engine") {
  const auto profile = [](int rows, const std::string& cost) {
    return "seed: 1\nas_of: 2025-02-18\ntables:\n  landing:\n    rows: " + std::to_string(rows) +
           "\n    key: ref\n    columns:\n      ref: {sequence: {start: 1}}\n      cost: {value: " + cost +
           "}\n";
  };
  for (const base::Engine engine : kEngines) {
    // Of the rows that people add one sorts before the profile's and one after it, whatever the order.
    for (const std::string mine : {"'a'", "'z'", "null"}) {
      INFO(base::engine_name(engine) << " " << mine);
      Bench bench(engine);
      bench.run({"create table landing (ref bigint, cost text)"});
      const std::string digest = bench.seed(profile(10, "m")).tables[0].digest;
      bench.run({"insert into landing values (4, " + mine + ")",
                 "insert into landing values (6, " + mine + ")",
                 "insert into landing select ref, cost from landing where ref = 7",
                 "delete from landing where ref = 10"});
      const seed::SeedResult again = bench.seed(profile(10, "m"));
      CHECK(counts_text(again) == "landing +1 ~0 -0 =9");
      CHECK(again.tables[0].digest == digest);
      CHECK(again.tables[0].note.empty());
      CHECK(bench.digests()[0].digest == digest);
      CHECK(counts_text(bench.seed(profile(12, "m"))) == "landing +2 ~0 -0 =10");

      const std::string before = bench.versions("landing") + bench.versions("seedctl_seeds");
      for (const std::string& changed : {profile(12, "other"), profile(5, "m")}) {
        const base::Error error = error_of([&] { bench.seed(changed); });
        CHECK(error.code() == base::ErrorCode::refused);
        CHECK_THAT(error.message(), ContainsSubstring("ref = 6 (several rows)"));
        CHECK(bench.versions("landing") + bench.versions("seedctl_seeds") == before);
      }
      bench.run({"delete from landing where ref in (4, 6, 7)"});
      CHECK(counts_text(bench.seed(profile(12, "other"))) == "landing +3 ~9 -0 =0");
    }
  }
}

TEST_CASE("no delete reaches into another schema by a cascade") {
  Bench bench(base::Engine::postgres);
  bench.run(kRental);
  bench.seed(rental(20, 10));
  bench.run({"create schema audit",
             "create table audit.visit (person_id bigint references public.person (id) on delete "
             "cascade)",
             "insert into audit.visit values (18)"});
  const base::Error error = error_of([&] { bench.seed(rental(10, 10)); });
  CHECK(error.code() == base::ErrorCode::refused);
  CHECK_THAT(error.message(), ContainsSubstring("audit.visit of another schema"));
  CHECK(bench.number("select count(*) from audit.visit") == 1);
  CHECK(bench.number("select count(*) from person") == 20);
  bench.seed(rental(30, 10));
  CHECK(bench.number("select count(*) from person") == 30);
}

TEST_CASE("a ledger that claims more keys than there can be rows is refused or passed over at once") {
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    Bench bench(engine);
    bench.run(kRental);
    bench.seed(rental(20, 30));
    bench.run({"update seedctl_seeds set key_ranges = '1-9000000000000000000' where table_name = 'rent'"});
    const base::Error error = error_of([&] { bench.seed(rental(20, 30)); });
    CHECK(error.code() == base::ErrorCode::failed);
    CHECK_THAT(error.message(), ContainsSubstring("record of table rent is damaged: key_ranges"));
    bench.run({"update seedctl_seeds set row_count = 9000000000000000000 where table_name = 'rent'"});
    // Both agree, so that only the table can tell; the numbering of SQLite says that it cannot be the same
    // one.
    if (!bench.is_postgres()) {
      CHECK(error_of([&] { bench.seed(rental(20, 30)); }).code() == base::ErrorCode::refused);
      continue;
    }
    CHECK(counts_text(bench.seed(rental(20, 30))) == "person +0 ~0 -0 =20, rent +0 ~0 -0 =30");
    CHECK(bench.text("select key_ranges from seedctl_seeds where table_name = 'rent'") == "1-30\n");
  }
}

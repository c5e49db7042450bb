// Keys that do not come in their own order, tables that change hands, and tables that are made again.
#include "bench.h"
#include "rental.h"
#include "support/catch.h"

using namespace seedctl;
using namespace seedctl::test;

namespace {

struct Keyed {
  const char* says;
  const char* table;
  std::string columns;
};

const std::vector<Keyed> kKeyed{
    {"uuid keys", "create table t (k uuid primary key, v integer not null)",
     "      k: uuid\n      v: {between: [1, 1000]}\n"},
    {"text keys", "create table t (k text primary key, v integer not null)",
     "      k: {template: \"k{row}\"}\n      v: {between: [1, 1000]}\n"},
    {"numbers in no order", "create table t (k integer primary key, v integer not null)",
     "      k: {between: [1, 1000000], unique: true}\n      v: {between: [1, 1000]}\n"},
};

std::string keyed(const Keyed& one, int rows, int seed = 42) {
  return "seed: " + std::to_string(seed) +
         "\nas_of: 2025-02-18\ntables:\n  t:\n    rows: " + std::to_string(rows) + "\n    columns:\n" +
         one.columns;
}

}  // namespace

TEST_CASE("keys in any order converge as numbers do") {
  for (const base::Engine engine : kEngines) {
    for (const Keyed& one : kKeyed) {
      INFO(base::engine_name(engine) << " " << one.says);
      Bench bench(engine);
      bench.run({one.table});
      CHECK(counts_text(bench.seed(keyed(one, 3000))) == "t +3000 ~0 -0 =0");
      const std::string rows =
          bench.versions("t") + bench.versions("seedctl_seeds") + bench.versions("seedctl_seeds_keys");
      CHECK(counts_text(bench.seed(keyed(one, 3000))) == "t +0 ~0 -0 =3000");
      CHECK(bench.versions("t") + bench.versions("seedctl_seeds") + bench.versions("seedctl_seeds_keys") ==
            rows);
      CHECK(counts_text(bench.seed(keyed(one, 3100))) == "t +100 ~0 -0 =3000");
      CHECK(counts_text(bench.seed(keyed(one, 50))) == "t +0 ~0 -3050 =50");
      CHECK(bench.number("select count(*) from seedctl_seeds_keys") == 50);
      const auto digests = bench.digests();
      REQUIRE(digests.size() == 1);
      CHECK(digests[0].rows == 50);
      CHECK(digests[0].digest == digests[0].recorded);
    }
  }
}

TEST_CASE("composite keys below a parent converge") {
  const auto profile = [](int users, int high) {
    return "seed: 7\nas_of: 2025-02-18\ntables:\n  person:\n    rows: " + std::to_string(users) +
           "\n    columns: {name: full_name, email: email, age: {between: [18, 70]}}\n  event:\n    per: "
           "person\n"
           "    rows: {between: [0, " +
           std::to_string(high) + "]}\n    columns:\n      points: {between: [1, 9]}\n";
  };
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    Bench bench(engine);
    bench.run({kRental[0],
               "create table event (person_id bigint not null references person (id), event_no integer not "
               "null, points "
               "integer not null, primary key (person_id, event_no))"});
    bench.seed(profile(50, 4));
    const seed::SeedResult again = bench.seed(profile(50, 4));
    CHECK(again.tables[1].inserted + again.tables[1].updated + again.tables[1].deleted == 0);
    CHECK(again.tables[1].unchanged > 0);
    const seed::SeedResult fewer = bench.seed(profile(20, 4));
    CHECK(fewer.tables[1].deleted > 0);
    CHECK(bench.number("select max(person_id) from event") <= 20);
    CHECK(bench.number("select count(*) from seedctl_seeds_keys") ==
          bench.number("select count(*) from event"));
  }
}

TEST_CASE("another profile that names a table takes it over and leaves the others alone") {
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    Bench bench(engine);
    bench.run(kRental);
    bench.seed(rental(20, 30), {}, "dev");
    const std::string rents = bench.text("select id, cost from rent order by id");
    const std::string people_only =
        "seed: 42\nas_of: 2025-02-18\ntables:\n  person: {rows: 25, columns: {name: full_name, email: "
        "{template: "
        "\"user{row}@example.com\"}, age: {between: [18, 70]}}}\n";
    const seed::SeedResult taken = bench.seed(people_only, {}, "ci");
    CHECK(counts_text(taken) == "person +5 ~0 -0 =20");
    CHECK_THAT(taken.tables[0].note, ContainsSubstring("taken over from profile dev"));
    CHECK(bench.text("select id, cost from rent order by id") == rents);
    CHECK(bench.text("select table_name, profile from seedctl_seeds order by 1") == "person|ci\nrent|dev\n");
  }
}

TEST_CASE("a VACUUM that moves every table takes nothing away also after an edit by hand") {
  Bench bench(base::Engine::sqlite);
  bench.run({"create table filler (x integer)"});
  bench.run(kRental);
  bench.seed(rental(20, 30));
  bench.run({"drop table filler", "update person set age = age + 1 where id = 7",
             "insert into person (name, email, age) values ('Ada', 'ada@example.org', 36)"});
  const std::string pages = bench.text("select rootpage from sqlite_schema where name = 'person'");
  bench.run({"vacuum"});
  REQUIRE(bench.text("select rootpage from sqlite_schema where name = 'person'") != pages);
  CHECK(counts_text(bench.seed(rental(20, 30))) == "person +0 ~1 -0 =19, rent +0 ~0 -0 =30");
  CHECK(bench.number("select count(*) from person where name = 'Ada'") == 1);
}

TEST_CASE("a table that was made again owns nothing unless its content is the same") {
  const std::string table = "create table t (id {id}, v integer not null)";
  const std::string profile =
      "seed: 1\nas_of: 2025-02-18\ntables:\n  t: {rows: 5, columns: {v: {between: [1, 9]}}}\n";
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    Bench bench(engine);
    bench.run({table});
    bench.seed(profile);
    // Rebuilt by a migration, or restored: the same rows in another table.
    bench.run({"create table filler (x integer)", "create table copy as select * from t", "drop table t",
               table, "insert into t select * from copy"});
    CHECK(counts_text(bench.seed(profile)) == "t +0 ~0 -0 =5");
    // Made again by a person, with rows of their own.
    bench.run({"create table filler2 (x integer)", "create table other as select id, v + 100 as v from t",
               "drop table t", table, "insert into t select * from other where id <> 3"});
    const base::Error error = error_of([&] { bench.seed(profile); });
    CHECK(error.code() == base::ErrorCode::refused);
    CHECK_THAT(error.message(), ContainsSubstring("t: 4 rows: id = 1; id = 2; id = 4; id = 5"));
    bench.run({"create table filler3 (x integer)", "drop table t", table});
    CHECK(counts_text(bench.seed(profile)) == "t +5 ~0 -0 =0");
  }
}

TEST_CASE("rows of people in a table that was emptied for them are theirs") {
  struct Emptied {
    const char* says;
    std::vector<std::string> statements;
    bool postgres_only = false;
  };
  const std::string table = "create table c (id integer primary key, name text not null)";
  const std::vector<Emptied> cases{
      {"dropped and made again", {"drop table c", table}},
      {"dropped and made again in one transaction", {"begin", "drop table c", table, "commit"}},
      {"truncated", {"truncate c"}, true},
  };
  const std::string profile =
      "seed: 1\nas_of: 2025-02-18\ntables:\n  c: {rows: 20, columns: {name: {template: \"c{row}\"}}}\n";
  for (const base::Engine engine : kEngines) {
    for (const Emptied& one : cases) {
      INFO(base::engine_name(engine) << " " << one.says);
      Bench bench(engine);
      if (one.postgres_only && !bench.is_postgres()) continue;
      bench.run({table});
      bench.seed(profile);
      bench.run(one.statements);
      for (int id = 1; id <= 18; ++id)
        bench.run({"insert into c values (" + std::to_string(id) + ", 'mine')"});
      const base::Error error = error_of([&] { bench.seed(profile); });
      CHECK(error.code() == base::ErrorCode::refused);
      CHECK_THAT(error.message(), ContainsSubstring("c: 18 rows: id = 1;"));
      CHECK(bench.number("select count(*) from c where name = 'mine'") == 18);
    }
  }
}

TEST_CASE("a migration of any kind takes no row away from the profile") {
  struct Migrated {
    const char* says;
    std::vector<std::string> statements;
    std::string columns = "a: {template: \"a{row}\"}, b: {template: \"b{row}\"}, c: {template: \"c{row}\"}";
  };
  const std::vector<Migrated> cases{
      {"another table", {"create table other (id integer)"}},
      {"a new column", {"alter table t add column d text"}},
      {"a new column with a generator",
       {"alter table t add column d text"},
       "a: {template: \"a{row}\"}, b: {template: \"b{row}\"}, c: {template: \"c{row}\"}, d: {template: "
       "\"d{row}\"}"},
      {"a dropped column",
       {"alter table t drop column c"},
       "a: {template: \"a{row}\"}, b: {template: \"b{row}\"}"},
      {"a renamed column",
       {"alter table t rename column c to d"},
       "a: {template: \"a{row}\"}, b: {template: \"b{row}\"}, d: {template: \"d{row}\"}"},
      {"a column that the migration fills anew", {"create index t_a on t (a)", "update t set c = upper(c)"}},
      {"VACUUM", {"create table other (id integer)", "drop table other", "vacuum"}},
  };
  for (const base::Engine engine : kEngines) {
    for (const Migrated& one : cases) {
      for (const bool edited : {false, true}) {
        INFO(base::engine_name(engine) << " " << one.says << (edited ? " after an edit by hand" : ""));
        Bench bench(engine);
        const auto profile = [](const std::string& columns) {
          return "seed: 1\nas_of: 2025-02-18\ntables:\n  t: {rows: 20, columns: {" + columns + "}}\n";
        };
        bench.run({"create table t (id integer primary key, a text, b text, c text)"});
        bench.seed(profile(cases[0].columns));
        bench.run(one.statements);
        if (edited) bench.run({"update t set a = 'edited' where id = 7"});
        const seed::SeedResult result = bench.seed(profile(one.columns));
        CHECK(result.tables[0].inserted + result.tables[0].deleted == 0);
        CHECK(bench.seed(profile(one.columns)).tables[0].unchanged == 20);
      }
    }
  }
}

TEST_CASE("a restored table with a few edits by hand is still owned") {
  const std::string table = "create table t (a integer, b integer, v integer not null, primary key (a, b))";
  const std::string profile =
      "seed: 1\nas_of: 2025-02-18\ntables:\n  t: {rows: 20, columns: {a: {sequence: {start: 1}}, b: {value: "
      "1}, "
      "v: {between: [1, 9]}}}\n";
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    Bench bench(engine);
    bench.run({"create table filler (x integer)", table});
    bench.seed(profile);
    bench.run({"create table copy as select * from t", "drop table filler", "drop table t",
               "create table filler (x integer)", "create table filler2 (x integer)", table,
               "insert into t select * from copy", "update t set v = 100 where a = 7",
               "delete from t where a = 8", "insert into t values (99, 1, 5)"});
    if (!bench.is_postgres()) bench.run({"vacuum"});
    CHECK(counts_text(bench.seed(profile)) == "t +1 ~1 -0 =18");
    CHECK(bench.number("select count(*) from t where a = 99") == 1);
    // More than half of the rows are other ones: somebody else's table.
    bench.run({"drop table copy", "create table copy as select * from t", "drop table t",
               "create table filler3 (x integer)", table, "insert into t select * from copy",
               "update t set v = v + 100 where a > 8"});
    CHECK(error_of([&] { bench.seed(profile); }).code() == base::ErrorCode::refused);
  }
}

TEST_CASE("only the named tables are touched and their parents must be as the profile makes them") {
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    Bench bench(engine);
    bench.run(kRental);
    const seed::SeedOptions rents{.only = {"rent"}, .dry_run = false, .keep_referenced = false};
    const base::Error missing = error_of([&] { bench.seed(rental(10, 20), rents); });
    CHECK(missing.code() == base::ErrorCode::failed);
    CHECK_THAT(missing.hint, ContainsSubstring("parents first"));
    CHECK(counts_text(
              bench.seed(rental(10, 20), {.only = {"person"}, .dry_run = false, .keep_referenced = false})) ==
          "person +10 ~0 -0 =0");
    CHECK(counts_text(bench.seed(rental(10, 20), rents)) == "rent +20 ~0 -0 =0");
    CHECK(error_of([&] { bench.seed(rental(11, 20), rents); }).code() == base::ErrorCode::failed);
    const base::Error unknown = error_of(
        [&] { bench.seed(rental(10, 20), {.only = {"rents"}, .dry_run = false, .keep_referenced = false}); });
    CHECK(unknown.code() == base::ErrorCode::usage);
    CHECK_THAT(unknown.message(), ContainsSubstring("did you mean \"rent\"?"));
  }
}

TEST_CASE("keys that others refer to are renumbered where rows are matched by other columns") {
  const auto profile = [](int start) {
    return "seed: 1\nas_of: 2025-02-18\ntables:\n  person:\n    rows: 10\n    key: email\n    columns: {id: "
           "{sequence: {start: " +
           std::to_string(start) +
           "}}, email: {template: \"user{row}@example.com\"}}\n  rent:\n    rows: 20\n    columns: "
           "{person_id: "
           "{ref: person}}\n";
  };
  for (const base::Engine engine : kEngines) {
    for (const std::string identity : {"by default", "always"}) {
      INFO(base::engine_name(engine) << " " << identity);
      Bench bench(engine);
      const std::string id = bench.is_postgres()
                                 ? "id bigint generated " + identity + " as identity primary key"
                                 : std::string("id integer primary key autoincrement");
      bench.run(
          {"create table person (" + id + ", email text not null unique)",
           "create table rent (id {id}, person_id bigint not null constraint of_person references person "
           "(id) on update set null)"});
      const std::string catalog =
          "select conname, pg_get_constraintdef(oid) from pg_constraint where conrelid in "
          "('person'::regclass, 'rent'::regclass) order by 1";
      const std::string numbered =
          "select attidentity from pg_attribute where attrelid = 'person'::regclass and attname = 'id'";
      bench.seed(profile(1));
      const std::string before = bench.is_postgres() ? bench.text(catalog) + bench.text(numbered) : "";
      for (const int start : {100, 103}) {
        const seed::SeedResult result = bench.seed(profile(start));
        CHECK(result.tables[0].updated == 10);
        CHECK(bench.number("select min(id) from person") == start);
        CHECK(bench.number("select count(*) from rent r join person p on p.id = r.person_id") == 20);
        CHECK(counts_text(bench.seed(profile(start))) == "person +0 ~0 -0 =10, rent +0 ~0 -0 =20");
      }
      if (bench.is_postgres()) CHECK(bench.text(catalog) + bench.text(numbered) == before);
    }
  }
}

TEST_CASE("numbers of a sequence that the column does not own are reserved too") {
  Bench bench(base::Engine::postgres);
  bench.run({"create sequence s", "create table t (id bigint primary key default nextval('s'), v integer)",
             "create table u (id bigint primary key default nextval('s'::text), v integer)"});
  CHECK(bench.live().table("t")->can_reserve_numbers);
  CHECK_FALSE(bench.live().table("u")->can_reserve_numbers);
  bench.seed("seed: 1\nas_of: 2025-02-18\ntables:\n  t: {rows: 5, columns: {v: {between: [1, 9]}}}\n");
  CHECK(bench.number("select nextval('s')") > 1'000'000);
}

TEST_CASE("rows keep their owner when the profile matches them by other columns") {
  const auto profile = [](const std::string& key, int rows) {
    return "seed: 1\nas_of: 2025-02-18\ntables:\n  t:\n    rows: " + std::to_string(rows) +
           "\n    key: " + key +
           "\n    columns: {id: {sequence: {start: 1}}, code: {template: \"c{row}\"}}\n";
  };
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    Bench bench(engine);
    bench.run({"create table t (id bigint not null unique, code text not null unique)"});
    bench.seed(profile("id", 30));
    CHECK(counts_text(bench.seed(profile("code", 20))) == "t +0 ~0 -10 =20");
    CHECK(bench.number("select count(*) from seedctl_seeds_keys") == 20);
    CHECK(counts_text(bench.seed(profile("id", 25))) == "t +5 ~0 -0 =20");
    CHECK(bench.number("select count(*) from seedctl_seeds_keys") == 0);
    CHECK(counts_text(bench.seed(profile("id", 25))) == "t +0 ~0 -0 =25");
  }
}

TEST_CASE("a renamed table keeps its rows under its new name") {
  for (const base::Engine engine : kEngines) {
    for (const Keyed& one : kKeyed) {
      INFO(base::engine_name(engine) << " " << one.says);
      Bench bench(engine);
      bench.run({one.table, "create table u (id {id}, v integer not null)"});
      const std::string other = "  u: {rows: 20, columns: {v: {between: [1, 1000]}}}\n";
      bench.seed(keyed(one, 30) + other);
      bench.run({"alter table t rename to t2", "alter table u rename to u2"});
      const auto renamed = [](std::string yaml) {
        for (const char* name : {"  t:", "  u:"}) yaml.insert(yaml.find(name) + 3, "2");
        return yaml;
      };
      const seed::SeedResult result = bench.seed(renamed(keyed(one, 30) + other));
      CHECK_THAT(result.tables[0].note, ContainsSubstring("seeded as table t"));
      CHECK_THAT(result.tables[1].note, ContainsSubstring("seeded as table u"));
      CHECK(bench.number("select count(*) from t2") == 30);
      CHECK(bench.number("select count(*) from u2") == 20);
      CHECK(bench.text("select table_name from seedctl_seeds order by 1") == "t2\nu2\n");
      CHECK(counts_text(bench.seed(renamed(keyed(one, 30) + other))) == "t2 +0 ~0 -0 =30, u2 +0 ~0 -0 =20");
    }
  }
}

TEST_CASE("rows of a table that --only leaves out are not called people's") {
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    Bench bench(engine);
    bench.run(kRental);
    bench.seed(rental(20, 200));
    const seed::SeedOptions people{.only = {"person"}, .dry_run = false, .keep_referenced = false};
    const base::Error error = error_of([&] { bench.seed(rental(5, 50), people); });
    CHECK(error.code() == base::ErrorCode::refused);
    CHECK_THAT(error.message(), ContainsSubstring("rows of tables that --only leaves out refer to them"));
    CHECK_THAT(error.hint, ContainsSubstring("add rent to --only"));
    bench.seed(rental(5, 50));
    CHECK(bench.number("select count(*) from person") == 5);
  }
}

// What people are told of a change before it is made, by a dry run and by the run.
#include "bench.h"
#include "rental.h"
#include "support/catch.h"

using namespace seedctl;
using namespace seedctl::test;

namespace {

const seed::SeedOptions kDryRun{.only = {}, .dry_run = true, .keep_referenced = false};

struct Indexed {
  const char* says;
  const char* statement;
  bool warns;
};

constexpr Indexed kIndexed[] = {
    {"no index", "select 1", true},
    {"an index on the column", "create index on rent (person_id)", false},
    {"an index that leads with it", "create index on rent (person_id, cost)", false},
    {"an index that does not lead with it", "create index on rent (cost, person_id)", true},
    {"a hash index", "create index on rent using hash (person_id)", false},
    {"an index of blocks", "create index on rent using brin (person_id)", true},
    {"an index of all rows that refer to something",
     "create index on rent (person_id) where person_id is not null", false},
    {"an index of some rows", "create index on rent (person_id) where cost > 5", true},
    {"an index on an expression", "create index on rent ((person_id + 0))", true},
};

}  // namespace

TEST_CASE("deleting what a column without an index refers to is said to be slow") {
  for (const base::Engine engine : kEngines) {
    for (const Indexed& one : kIndexed) {
      INFO(base::engine_name(engine) << " " << one.says);
      Bench bench(engine);
      bench.run(kRental);
      if (!bench.is_postgres() && &one != kIndexed) break;
      bench.run({one.statement});
      bench.seed(rental(20, 10));
      // SQLite proves foreign keys whole, at no cost per row.
      const std::string wanted =
          bench.is_postgres() && one.warns
              ? "PostgreSQL reads all of rent for each row that is deleted, because it has no index on "
                "person_id (create index on rent (person_id))"
              : "";
      CHECK(bench.seed(rental(30, 10), kDryRun).tables[0].note.empty());
      CHECK(bench.seed(rental(10, 10), kDryRun).tables[0].note == wanted);
      CHECK(bench.seed(rental(10, 10)).tables[0].note == wanted);
      CHECK(bench.seed(rental(10, 10)).tables[0].note.empty());
    }
  }
}

TEST_CASE("the index that a reference of several columns lacks names them all") {
  const auto profile = [](int rows) {
    return "tables: {\"Seat\": {rows: " + std::to_string(rows) +
           ", columns: {hall: {value: 1}, place: {sequence: {start: 1}}}}}\n";
  };
  Bench bench(base::Engine::postgres);
  bench.run(
      {"create table \"Seat\" (hall integer, place integer, primary key (hall, place))",
       "create schema audit",
       "create table audit.visit (hall integer, \"the Place\" integer, foreign key (hall, \"the Place\") "
       "references \"Seat\")",
       "create index on audit.visit (hall)"});
  bench.seed(profile(5));
  CHECK_THAT(bench.seed(profile(3), kDryRun).tables[0].note,
             ContainsSubstring("create index on audit.visit (hall, \"the Place\")"));
  bench.run({"create index on audit.visit (\"the Place\", hall)"});
  CHECK(bench.seed(profile(3), kDryRun).tables[0].note.empty());
}

TEST_CASE("numbers that cannot be reserved are named with the reason") {
  struct Numbered {
    const char* says;
    const char* id;
    const char* note;
  };
  constexpr Numbered kNumbered[] = {
      {"a sequence that is known", "default nextval('s')", ""},
      {"an identity column", "generated always as identity", ""},
      {"a column that nothing numbers", "not null", ""},
      {"a sequence named as text", "default nextval('s'::text)",
       "no numbers are reserved for id, because its default nextval(('s'::text)::regclass) names its "
       "sequence "
       "as text: rows that people add may meet those that the profile grows into"},
      {"a sequence that counts downwards", "default nextval('down')",
       "no numbers are reserved for id, because its sequence down counts downwards: rows that people add may "
       "meet those that the profile grows into"},
  };
  for (const Numbered& one : kNumbered) {
    INFO(one.says);
    Bench bench(base::Engine::postgres);
    bench.run({"create sequence s", "create sequence down increment by -1",
               "create table t (id bigint primary key " + std::string(one.id) + ", v integer)"});
    const std::string yaml = "tables: {t: {rows: 5, columns: {v: {between: [1, 9]}}}}\n";
    CHECK(bench.seed(yaml, kDryRun).tables[0].note == one.note);
    CHECK(bench.seed(yaml).tables[0].note == one.note);
    CHECK(bench.seed(yaml).tables[0].note.empty());
  }
}

TEST_CASE("a named fixed row that moves in the list is named with both its numbers") {
  const auto profile = [](const std::string& fixed) {
    std::string yaml = rental(10, 5);
    return yaml.insert(yaml.find("    columns:"), "    fixed: [" + fixed + "]\n");
  };
  const std::string admin = "{as: admin, name: Ada}", other = "{as: other, name: Bo}", third = "{name: C}";
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    Bench bench(engine);
    bench.run(kRental);
    bench.seed(profile(admin + ", " + other));
    CHECK(bench.seed(profile(admin + ", " + other + ", " + third), kDryRun).tables[0].note.empty());
    const std::string moved =
        "the fixed row \"admin\" was number 1 and becomes number 2, as it moved in the list";
    CHECK(bench.seed(profile(third + ", " + admin), kDryRun).tables[0].note == moved);
    CHECK(bench.seed(profile(third + ", " + admin)).tables[0].note == moved);
    CHECK(bench.seed(profile(third + ", " + admin)).tables[0].note.empty());
  }
}

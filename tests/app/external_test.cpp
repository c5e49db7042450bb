// References to rows that the profile does not make: people's, or another profile's.
#include "check/check.h"
#include "seed/bench.h"
#include "support/catch.h"

using namespace seedctl;
using namespace seedctl::test;

namespace {

// `owner` is filled by people; dogs are the profile's.
const std::vector<std::string> kSchema{
    "create table owner (id {id}, name text not null, since date)",
    "create table dog (id {id}, owner_id bigint not null references owner (id) on delete cascade, met date)"};

const std::string kDogs =
    "seed: 7\nas_of: 2025-02-18\ntables:\n  dog: {rows: 1000, columns: {met: {value: 2025-01-01}}}\n";

void add_owners(Bench& bench, int first, int last) {
  for (int i = first; i <= last; ++i) {
    const std::string id = std::to_string(i);
    const std::string day = std::to_string(1 + i % 28);
    bench.run({"insert into owner (id, name, since) values (" + id + ", 'Owner " + id + "', '2024-03-" +
               (day.size() == 1 ? "0" : "") + day + "')"});
  }
}

// What check finds wrong.
std::string findings(Bench& bench, const std::string& yaml) {
  const profile::ResolvedProfile profile = bench.resolve(yaml);
  std::string all;
  for (const check::Outcome& outcome :
       check::run(bench.connection(), profile, bench.live(), bench.names).outcomes)
    if (!outcome.passed) all += outcome.check + ": " + outcome.finding.message + "\n";
  return all;
}

}  // namespace

TEST_CASE("rows that the profile does not make are referred to evenly and the same on every engine") {
  std::vector<std::string> digests;
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    Bench bench(engine);
    bench.run(kSchema);
    add_owners(bench, 1, 50);
    const seed::SeedResult dry = bench.seed(kDogs, {.only = {}, .dry_run = true, .keep_referenced = false});
    CHECK(counts_text(dry) == "dog +1000 ~0 -0 =0");
    const seed::SeedResult first = bench.seed(kDogs);
    digests.push_back(first.tables.at(0).digest);
    CHECK(bench.number("select count(distinct owner_id) from dog") == 50);
    CHECK(bench.number("select max(n) from (select count(*) as n from dog group by owner_id) as d") < 60);
    CHECK(findings(bench, kDogs).empty());
    const std::string before = bench.versions("dog") + bench.versions("owner");
    CHECK(counts_text(bench.seed(kDogs)) == "dog +0 ~0 -0 =1000");
    CHECK(bench.versions("dog") + bench.versions("owner") == before);
  }
  CHECK(digests.at(0) == digests.at(1));
}

TEST_CASE("a row that comes takes its share of the references and nothing else moves") {
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    Bench bench(engine);
    bench.run(kSchema);
    add_owners(bench, 1, 20);
    bench.seed(kDogs);
    bench.run({"create table old as select id, owner_id from dog"});
    add_owners(bench, 500, 500);
    CHECK(findings(bench, kDogs) ==
          "seeded: the profile, the schema or the rows of owner have changed since it was seeded\n");
    const seed::SeedResult result = bench.seed(kDogs);
    const auto updated = static_cast<std::int64_t>(result.tables.at(0).updated);
    CHECK(updated > 20);
    CHECK(updated < 90);
    CHECK(bench.number("select count(*) from dog where owner_id = 500") == updated);
    CHECK(
        bench.number("select count(*) from dog d join old o on o.id = d.id where o.owner_id <> d.owner_id") ==
        updated);
    CHECK(findings(bench, kDogs).empty());
    // And gives it back when it goes: the cascade took its dogs, which come back with their old owners.
    if (!bench.is_postgres()) bench.run({"pragma foreign_keys = on"});
    bench.run({"delete from owner where id = 500"});
    CHECK(counts_text(bench.seed(kDogs)) ==
          "dog +" + std::to_string(updated) + " ~0 -0 =" + std::to_string(1000 - updated));
    CHECK(bench.number(
              "select count(*) from dog d join old o on o.id = d.id where o.owner_id <> d.owner_id") == 0);
  }
}

TEST_CASE("references move away from a row that vanished") {
  const std::string yaml =
      "seed: 7\nas_of: 2025-02-18\ntables:\n  dog:\n    rows: 300\n    columns:\n"
      "      owner_id: {ref: owner, nulls: 10%}\n      vet_id: {value: null}\n      met: {value: "
      "2025-01-01}\n";
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    Bench bench(engine);
    bench.run({kSchema.front(),
               "create table dog (id {id}, owner_id bigint references owner (id) on delete set null, vet_id "
               "bigint references owner (id), met date)"});
    add_owners(bench, 1, 10);
    bench.seed(yaml);
    CHECK(bench.number("select count(*) from dog where owner_id is null") == 30);
    const std::int64_t had = bench.number("select count(*) from dog where owner_id = 3");
    if (!bench.is_postgres()) bench.run({"pragma foreign_keys = on"});
    bench.run({"delete from owner where id = 3"});
    CHECK(counts_text(bench.seed(yaml)) ==
          "dog +0 ~" + std::to_string(had) + " -0 =" + std::to_string(300 - had));
    CHECK(bench.number("select count(*) from dog where owner_id is null") == 30);
    CHECK(findings(bench, yaml).empty());
  }
}

TEST_CASE("a column that may be NULL is left NULL where the profile does not say otherwise") {
  Bench bench(base::Engine::sqlite);
  bench.run({kSchema.front(), "create table dog (id {id}, owner_id bigint references owner (id), met date)"});
  add_owners(bench, 1, 5);
  bench.seed(kDogs);
  CHECK(bench.number("select count(owner_id) from dog") == 0);
}

TEST_CASE("keys of every kind and of several columns pick whole rows that expressions read") {
  const std::string yaml =
      "seed: 7\nas_of: 2025-02-18\ntables:\n  visit:\n    rows: 200\n    columns:\n"
      "      note: {expr: \"house_no.label || '/' || coalesce(house_no.floors, 0)\"}\n"
      "      built: {expr: house_no.built}\n"
      "  stay: {rows: 200, columns: {note: {expr: \"room_code.house_no::text\"}}}\n";
  std::vector<std::string> digests;
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    Bench bench(engine);
    bench.run(
        {"create table house (street text, no integer, label text, floors integer, built date, primary "
         "key (street, no))",
         "create table room (code uuid primary key, house_no integer)",
         "create table visit (id {id}, house_street text not null, house_no integer not null, note text, "
         "built date, foreign key (house_street, house_no) references house (street, no))",
         "create table stay (id {id}, room_code uuid not null references room (code), note text)"});
    for (int i = 1; i <= 40; ++i) {
      const std::string n = std::to_string(i);
      bench.run({"insert into house values ('Street " + std::to_string(i % 7) + "', " + n + ", 'L" + n +
                     "', " + (i % 3 == 0 ? "null" : n) + ", '2001-02-03')",
                 "insert into room values ('abcdef00-0000-4000-8000-0000000000" + std::to_string(10 + i) +
                     "', " + n + ")"});
    }
    for (const seed::TableCounts& counts : bench.seed(yaml).tables) digests.push_back(counts.digest);
    CHECK(bench.number(
              "select count(*) from visit v join house h on h.street = v.house_street and h.no = "
              "v.house_no where v.note = h.label || '/' || coalesce(h.floors, 0) and v.built = h.built") ==
          200);
    CHECK(bench.number("select count(*) from stay s join room r on r.code = s.room_code where s.note = cast("
                       "r.house_no as text)") == 200);
    CHECK(findings(bench, yaml).empty());
    // What an expression reads is an input too.
    bench.run({"update house set floors = 99 where no = 5"});
    std::uint64_t updated = 0;
    for (const seed::TableCounts& counts : bench.seed(yaml).tables) updated += counts.updated;
    CHECK(static_cast<std::int64_t>(updated) ==
          bench.number("select count(*) from visit where house_no = 5"));
  }
  CHECK(digests.at(0) == digests.at(2));
  CHECK(digests.at(1) == digests.at(3));
}

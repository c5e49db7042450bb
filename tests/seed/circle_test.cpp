// Tables that refer to one another in a circle, seeded, changed and emptied on both engines.
#include "bench.h"
#include "support/catch.h"
#include "support/errors.h"
#include "support/role.h"

using namespace seedctl;
using namespace seedctl::test;

namespace {

std::string yaml_of(int departments, int employees, const char* seed = "1") {
  return std::string("seed: ") + seed + "\ntables:\n  employee: " + std::to_string(employees) +
         "\n  department: " + std::to_string(departments) + "\n";
}

// `boss` is the end of the column's definition.
void make_tables(Bench& bench, const std::string& boss) {
  const bool sqlite = bench.connection().engine() == base::Engine::sqlite;
  const std::string constraint = "references employee (id)" + boss;
  std::vector<std::string> statements = {
      "create table department (id {id}, name varchar(30) not null, boss_id bigint" +
          (sqlite ? " " + constraint : std::string()) + ")",
      "create table employee (id {id}, name varchar(30) not null, department_id bigint not null references "
      "department (id))"};
  if (!sqlite)
    statements.push_back("alter table department add constraint boss foreign key (boss_id) " + constraint);
  bench.run(statements);
}

std::int64_t orphans(Bench& bench) {
  return bench.number(
             "select count(*) from department d where not exists (select 1 from employee e where e.id = "
             "d.boss_id)") +
         bench.number(
             "select count(*) from employee e where not exists (select 1 from department d where d.id = "
             "e.department_id)");
}

}  // namespace

TEST_CASE("tables that refer to one another are seeded and grow and shrink and converge") {
  for (const char* boss : {"", " on delete set null", " on delete cascade", " deferrable initially deferred",
                           " deferrable initially immediate"}) {
    std::string digest;
    for (const base::Engine engine : kEngines) {
      INFO(boss << " on " << base::engine_name(engine));
      Bench bench(engine);
      make_tables(bench, boss);
      const seed::SeedResult first = bench.seed(yaml_of(10, 100));
      CHECK(counts_text(first) == "department +10 ~0 -0 =0, employee +100 ~0 -0 =0");
      CHECK(orphans(bench) == 0);
      CHECK(bench.number("select count(distinct boss_id) from department") > 3);
      if (digest.empty()) digest = first.tables[0].digest + first.tables[1].digest;
      CHECK(first.tables[0].digest + first.tables[1].digest == digest);

      const std::string before = bench.versions("department") + bench.versions("employee");
      CHECK(counts_text(bench.seed(yaml_of(10, 100))) == "department +0 ~0 -0 =10, employee +0 ~0 -0 =100");
      CHECK(bench.versions("department") + bench.versions("employee") == before);

      for (const auto& [departments, employees] : {std::pair{20, 200}, std::pair{20, 30}, std::pair{3, 30}}) {
        const seed::SeedResult changed = bench.seed(yaml_of(departments, employees));
        CHECK(changed.tables[0].rows == static_cast<std::uint64_t>(departments));
        CHECK(changed.tables[1].rows == static_cast<std::uint64_t>(employees));
        CHECK(orphans(bench) == 0);
      }
      bench.seed(yaml_of(10, 100, "2"));
      CHECK(orphans(bench) == 0);
      const seed::SeedResult again = bench.seed(yaml_of(10, 100));
      CHECK(again.tables[0].digest + again.tables[1].digest == digest);
      if (engine == base::Engine::postgres) {
        CHECK(bench
                  .text("select pg_get_constraintdef(oid), convalidated from pg_constraint where conname = "
                        "'boss'")
                  .find("REFERENCES employee(id)") != std::string::npos);
      }
    }
  }
}

TEST_CASE("a role that owns nothing fills a circle through a deferrable foreign key and is told so") {
  Bench bench(base::Engine::postgres);
  for (const bool deferrable : {true, false}) {
    if (!deferrable) bench.run({"drop table department cascade", "drop table employee"});
    make_tables(bench, deferrable ? " deferrable" : "");
    bench.seed("tables: {employee: 1, department: {rows: 1, columns: {boss_id: {value: null}}}}");
    const Role role(bench.connection());
    bench.run({"grant all on all tables in schema public to " + role.name(),
               "grant all on all sequences in schema public to " + role.name(), "set role " + role.name()});
    if (deferrable) {
      CHECK(bench.seed(yaml_of(10, 100)).tables[0].rows == 10);
      CHECK(orphans(bench) == 0);
    } else {
      const base::Error error = error_of([&] { bench.seed(yaml_of(10, 100)); });
      CHECK(error.message().find("must be owner of table department") != std::string::npos);
      CHECK(error.hint.find("DEFERRABLE") != std::string::npos);
      CHECK(bench.number("select count(*) from employee") == 1);
    }
  }
}

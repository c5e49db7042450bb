// Rows that a policy of PostgreSQL hides are not there for a count: a check says so instead of passing.
#include "check/check.h"
#include "support/catch.h"
#include "support/database_bench.h"
#include "support/role.h"

using namespace seedctl;
using namespace seedctl::test;

TEST_CASE("a check of a table with rows that a policy may hide fails and says why") {
  DatabaseBench bench(base::Engine::postgres);
  bench.run({"create table person (id {id}, name text not null)",
             "insert into person (name) values ('Ada'), ('Eve')",
             "alter table person enable row level security",
             "create policy own on person using (name = 'Ada')"});
  const profile::ResolvedProfile profile = bench.resolve(
      "seed: 1\nas_of: 2025-02-18\ntables: {}\nchecks:\n  - {table: person, row_count: 1}\n"
      "  - {sql: select count(*) from person, expect: 1}\n");
  const schema::Schema live = bench.live();
  const Role role(bench.connection());
  bench.run({"grant select on person to " + role.name(), "set role " + role.name()});
  const check::CheckResult result = check::run(bench.connection(), profile, live, bench.names);
  CHECK(result.passed() == 0);
  CHECK(result.failed() >= 3);
  for (const check::Outcome& outcome : result.outcomes) {
    INFO(outcome.title);
    CHECK_THAT(outcome.finding.message, ContainsSubstring("row-level security policy for table \"person\""));
  }
}

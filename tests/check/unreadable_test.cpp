// A stored cell that is no value of its column's type is a finding, and what comes after it is still checked.
#include "check/check.h"
#include "state/ledger.h"
#include "state/owned_rows.h"
#include "support/catch.h"
#include "support/database_bench.h"

using namespace seedctl;
using namespace seedctl::test;

namespace {

const std::string kProfile =
    "seed: 1\nas_of: 2025-02-18\ntables:\n"
    "  bike: {rows: 2, columns: {price: {between: [1.00, 9.00]}, bought: {between: [2020-01-01, "
    "2021-01-01]}}}\n"
    "checks:\n  - {name: the rule after it, sql: select count(*) from bike, expect: 3}\n";

// As a run leaves it: rows 1 and 2 are seedctl's.
void record_bikes(DatabaseBench& bench) {
  db::Transaction transaction(bench.connection(), db::Connection::Access::write);
  state::Ledger ledger(bench.connection(), bench.names);
  ledger.create();
  state::TableRecord record;
  record.table = "bike";
  record.profile = "dev";
  record.rows = 2;
  record.columns = {"bought", "price"};
  record.key_columns = {"id"};
  for (const int id : {1, 2}) record.ranges.append(id);
  const schema::Schema live = bench.live();
  record.digest = state::read_owned_content(bench.connection(), ledger, record, *live.table("bike")).digest;
  ledger.save(record);
  transaction.commit();
}

check::Outcome outcome_of(const check::CheckResult& result, const std::string& check) {
  for (const check::Outcome& outcome : result.outcomes) {
    if (outcome.check == check) return outcome;
  }
  throw std::runtime_error("not checked: " + check);
}

}  // namespace

TEST_CASE("a cell that cannot be read is a finding of the digest in a seeded row and none in a person's") {
  for (const base::Engine engine : kEngines) {
    DatabaseBench bench(engine);
    bench.run({"create table bike (id {id}, price numeric, bought date)",
               "insert into bike (price, bought) values (2.5, '2020-05-05'), (3.5, '2020-05-06')",
               "insert into bike (id, price, bought) values (5000000, 1, '2020-01-01')"});
    const profile::ResolvedProfile profile = bench.resolve(kProfile);
    record_bikes(bench);
    const auto result = [&] { return check::run(bench.connection(), profile, bench.live(), bench.names); };
    for (const auto& [column, value] : std::vector<std::pair<std::string, std::string>>{
             {"price", bench.is_postgres() ? "'NaN'" : "'oops'"},
             {"bought", bench.is_postgres() ? "'infinity'" : "'someday'"}}) {
      INFO(base::engine_name(engine) << " " << column);
      bench.run({"update bike set " + column + " = " + value + " where id = 5000000"});
      CHECK(outcome_of(result(), "digest").passed);
      bench.run({"update bike set " + column + " = " + value + " where id = 1"});
      const check::CheckResult found = result();
      CHECK_FALSE(outcome_of(found, "digest").passed);
      CHECK_THAT(outcome_of(found, "digest").finding.message,
                 ContainsSubstring("cells that were seeded have changed"));
      CHECK(outcome_of(found, "sql").passed);
      bench.run({"update bike set price = 2.5, bought = '2020-05-05' where id = 1"});
      CHECK(outcome_of(result(), "digest").passed);
    }
  }
}

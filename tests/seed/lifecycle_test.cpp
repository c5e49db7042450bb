// Rows that go through states: a later day writes the steps that are due, and nothing else.
#include "bench.h"
#include "support/catch.h"

using namespace seedctl;
using namespace seedctl::test;

namespace {

const char* const kYaml =
    "as_of: 2025-02-18\n"
    "tables:\n"
    "  orders:\n"
    "    per_day: {column: created_at, from: 2025-02-01, rows: {between: [5, 15]}}\n"
    "    lifecycle:\n"
    "      column: status\n"
    "      start: {placed: created_at}\n"
    "      steps:\n"
    "        placed:\n"
    "          paid: {chance: 90%, after: {exponential: {mean: 6h, max: 7d}}, at: paid_at}\n"
    "          cancelled: {chance: 5%, after: [1h, 3d], at: cancelled_on}\n"
    "        paid:\n"
    "          shipped: {after: [1d, 4d], at: shipped_at}\n";

void make_table(Bench& bench) {
  const std::string status = bench.is_postgres() ? "order_status" : "text";
  if (bench.is_postgres())
    bench.run({"create type order_status as enum ('placed', 'paid', 'shipped', 'cancelled')"});
  bench.run({"create table orders (id {id}, status " + status +
             " not null, created_at timestamp not null, paid_at timestamp, shipped_at timestamp, "
             "cancelled_on date, check (shipped_at > paid_at), check (paid_at >= created_at))"});
}

std::string due(const std::string& day, const std::string& next) {
  std::string where;
  for (const char* column : {"paid_at", "shipped_at", "cancelled_on"})
    where += std::string(where.empty() ? "" : " or ") + "(" + column + " >= '" + day + "' and " + column +
             " < '" + next + "')";
  return "select count(*) from orders where created_at < '" + day + "' and (" + where + ")";
}

}  // namespace

TEST_CASE("a later day writes its own rows and the steps that are due") {
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    Bench grown(engine), fresh(engine);
    make_table(grown);
    make_table(fresh);
    grown.seed(kYaml);
    CHECK(grown.number("select count(distinct status) from orders") == 4);
    CHECK(grown.number(
              "select count(*) from orders where paid_at >= '2025-02-19' or shipped_at >= '2025-02-19'") ==
          0);
    const seed::SeedResult next = grown.seed_until(kYaml, "2025-02-19");
    const seed::SeedResult afresh = fresh.seed_until(kYaml, "2025-02-19");
    CHECK(next.tables[0].digest == afresh.tables[0].digest);
    CHECK(static_cast<std::int64_t>(next.tables[0].updated) == grown.number(due("2025-02-19", "2025-02-20")));
    CHECK(next.tables[0].updated > 0);
    CHECK(static_cast<std::int64_t>(next.tables[0].inserted) ==
          grown.number("select count(*) from orders where created_at >= '2025-02-19'"));
    CHECK(next.tables[0].deleted == 0);
    CHECK(counts_text(grown.seed_until(kYaml, "2025-02-19")).find("+0 ~0 -0") != std::string::npos);
  }
}

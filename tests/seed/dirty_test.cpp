// Dirt in a database: stored as the manifest lists it, converged like any other value.
#include "profile/manifest.h"
#include "profile/row_address.h"
#include "seed/bench.h"
#include "support/catch.h"

using namespace seedctl;
using namespace seedctl::test;

namespace {

const std::vector<std::string> kLanding{"create table landing (id {id}, cost text, day date, half text)"};

std::string profile_of(const std::string& dirt_of_cost) {
  return "seed: 3\ntables:\n  landing:\n    rows: 2000\n    columns:\n"
         "      cost: {template: \"{id}.50\"" +
         dirt_of_cost +
         "}\n"
         "      day: {between: [2025-01-01, 2025-01-31], dirty: {rate: 1%, kinds: [null, duplicate]}}\n"
         "      half: {expr: \"left(cost, 2)\"}\n";
}

}  // namespace

TEST_CASE("the stored cells are dirty where the manifest says and clean elsewhere") {
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    Bench bench(engine);
    bench.run(kLanding);
    const std::string yaml = profile_of(", dirty: {rate: 2%, values: [error, N/A, \"\"]}");
    CHECK(counts_text(bench.seed(yaml)) == "landing +2000 ~0 -0 =0");
    const profile::ResolvedProfile profile = bench.resolve(yaml);
    std::size_t of_cost = 0, of_day = 0;
    profile::visit_dirty_cells(profile.tables[0], [&](const profile::DirtyCell& cell) {
      const std::string& column = profile.tables[0].columns[cell.column].name;
      ++(column == "cost" ? of_cost : of_day);
      const std::string stored = base::is_null(cell.stored) ? "NULL" : base::to_text(cell.stored);
      CHECK(bench.text("select " + column + " from landing where id = " +
                       profile::row_address(*profile.tables[0].data, cell.row)) == stored + "\n");
    });
    CHECK(of_cost == 40);
    CHECK(of_day > 15);  // duplicates of the same day are none
    CHECK(bench.number("select count(*) from landing where cost in ('error', 'N/A', '')") == 40);
    CHECK(bench.number(
              "select count(*) from landing where half <> substr(cast(id as text) || '.50', 1, 2)") == 0);
    CHECK(counts_text(bench.seed(yaml)) == "landing +0 ~0 -0 =2000");
    CHECK(counts_text(bench.seed(profile_of(""))) == "landing +0 ~40 -0 =1960");
  }
}

// A profile that says only how many rows fits any schema: it loads, with every constraint holding and the
// same content on both engines, or it is refused before anything is written.
#include "random_schema.h"

#include <rapidcheck.h>

#include <optional>

#include "check/check.h"
#include "seed/bench.h"
#include "support/catch.h"

using namespace seedctl;
using namespace seedctl::test;

namespace {

struct Seeded {
  std::string refusal;  // or:
  std::string digests;
};

std::string failures(Bench& bench, const profile::ResolvedProfile& profile) {
  std::string all;
  for (const check::Outcome& outcome :
       check::run(bench.connection(), profile, bench.live(), bench.names).outcomes)
    if (!outcome.passed) all += outcome.check + " " + outcome.table + ": " + outcome.finding.message + "\n";
  return all;
}

Seeded seeded(Bench& bench, const RandomSchema& schema) {
  bench.run(schema.statements(bench.engine()));
  std::optional<profile::ResolvedProfile> profile;
  try {
    profile = bench.resolve(schema.profile());
  } catch (const base::Error& error) {
    RC_ASSERT(error.code() == base::ErrorCode::profile);
    return {error.message(), {}};
  }
  const seed::SeedResult result = bench.seed(schema.profile());
  RC_ASSERT(failures(bench, *profile) == "");
  if (!bench.is_postgres()) {
    RC_ASSERT(bench.text("pragma foreign_key_check") == "");
    RC_ASSERT(bench.text("pragma integrity_check") == "ok\n");
  }
  std::string digests;
  for (const seed::TableCounts& counts : result.tables) {
    RC_ASSERT(counts.inserted == counts.rows);
    digests += counts.table + " " + counts.digest + "\n";
  }
  for (const seed::TableCounts& counts : bench.seed(schema.profile()).tables)
    RC_ASSERT(counts.unchanged == counts.rows);
  return {{}, digests};
}

// How many were loaded.
int load_random_schemas(int count) {
  int loaded = 0;
  Bench postgres(base::Engine::postgres);
  rc::detail::TestParams params = rc::detail::configuration().testParams;
  params.maxSuccess = count;
  const auto result = rc::detail::checkTestable(
      [&] {
        const RandomSchema schema = random_schema();
        RC_LOG() << schema.profile();
        for (const std::string& statement : schema.statements(base::Engine::postgres))
          RC_LOG() << statement << ";\n";
        postgres.run({"drop schema public cascade", "create schema public"});
        Bench sqlite(base::Engine::sqlite);
        const Seeded there = seeded(postgres, schema), here = seeded(sqlite, schema);
        if (schema.is_alike_everywhere()) {
          RC_ASSERT(here.refusal == there.refusal);
          RC_ASSERT(here.digests == there.digests);
        }
        loaded += here.refusal.empty() ? 1 : 0;
      },
      rc::detail::TestMetadata{"", "random schemas"}, params);
  rc::detail::printResultMessage(result, std::cerr);
  CHECK(result.is<rc::detail::SuccessResult>());
  return loaded;
}

}  // namespace

TEST_CASE("a profile of row counts alone loads into any schema or is refused in the plan") {
  constexpr int kSchemas = 60;
  CHECK(load_random_schemas(kSchemas) > kSchemas / 2);
}

// Some minutes: build/dev/tests/app_tests "[soak]"
TEST_CASE("a profile of row counts alone loads into a thousand schemas", "[.][soak]") {
  constexpr int kSchemas = 1000;
  CHECK(load_random_schemas(kSchemas) > kSchemas / 2);
}

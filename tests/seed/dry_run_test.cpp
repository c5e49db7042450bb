// A dry run is the run without its writes: the same plan, the same counts, the same refusals.
#include "bench.h"
#include "rental.h"
#include "support/catch.h"

using namespace seedctl;
using namespace seedctl::test;

namespace {

const seed::SeedOptions kDryRun{.only = {}, .dry_run = true, .keep_referenced = false};

// What the run would be refused for, after the dry run said the same; neither leaves anything behind.
base::Error refusal(Bench& bench, const std::string& yaml, const std::vector<std::string>& tables) {
  const auto stored = [&] {
    std::string all;
    for (const std::string& table : tables) all += bench.versions(table);
    return all;
  };
  const std::string before = stored();
  const base::Error dry = error_of([&] { bench.seed(yaml, kDryRun); });
  CHECK(stored() == before);
  const base::Error run = error_of([&] { bench.seed(yaml); });
  CHECK(stored() == before);
  CHECK(dry.code() == run.code());
  CHECK(dry.message() == run.message());
  CHECK(dry.hint == run.hint);
  CHECK(dry.position() == run.position());
  return dry;
}

}  // namespace

TEST_CASE("a dry run refuses to delete what a person's row refers to as the run does") {
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    Bench bench(engine);
    bench.run(kRental);
    bench.seed(rental(20, 10));
    bench.run({"insert into rent (id, person_id, cost) values (9000, 18, 1.00)"});
    const base::Error error = refusal(bench, rental(10, 10), {"person", "rent", "seedctl_seeds"});
    CHECK(error.code() == base::ErrorCode::refused);
    CHECK_THAT(error.message(), ContainsSubstring("rent (id = 9000)"));
  }
}

TEST_CASE("a dry run counts what the run would do with rows that are kept") {
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    Bench bench(engine);
    bench.run(kRental);
    bench.seed(rental(20, 10));
    bench.run({"insert into rent (id, person_id, cost) values (9000, 18, 1.00)"});
    const std::string before = bench.versions("person") + bench.versions("seedctl_seeds");
    const std::string dry =
        counts_text(bench.seed(rental(10, 10), {.only = {}, .dry_run = true, .keep_referenced = true}));
    CHECK(bench.versions("person") + bench.versions("seedctl_seeds") == before);
    const std::string run =
        counts_text(bench.seed(rental(10, 10), {.only = {}, .dry_run = false, .keep_referenced = true}));
    CHECK(dry == run);
    CHECK_THAT(dry, ContainsSubstring("person +0 ~0 -9 =10"));
  }
}

TEST_CASE("a dry run refuses to change a value that a person's row refers to as the run does") {
  const auto profile = [](const std::string& letter) {
    return "seed: 1\nas_of: 2025-02-18\ntables:\n  country: {rows: 5, columns: {code: {template: \"" +
           letter + "{row}\"}}}\n";
  };
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    Bench bench(engine);
    bench.run({"create table country (id {id}, code text not null unique)",
               "create table town (id {id}, country_code text references country (code))"});
    bench.seed(profile("C"));
    bench.run({"insert into town (country_code) values ('C3')"});
    const base::Error error = refusal(bench, profile("D"), {"country", "town", "seedctl_seeds"});
    CHECK_THAT(error.message(), ContainsSubstring("country (id = 3) is referred to by town (id = 1)"));
  }
}

TEST_CASE("a dry run meets the cells that an empty table would cut") {
  Bench bench(base::Engine::postgres);
  bench.run({"create table first (id {id}, v integer)", "create table visit (id {id}, at timestamp(0))"});
  const std::string profile =
      "seed: 1\nas_of: 2025-02-18\ntables:\n  first: {rows: 3, columns: {v: {between: [1, 9]}}}\n  visit:\n"
      "    rows: 2000\n    fixed: [{at: \"2025-01-01 10:00:00.5\"}]\n    columns: {at: {value: "
      "\"2025-01-01 10:00:00\"}}\n";
  const base::Error error = refusal(bench, profile, {"first", "visit"});
  CHECK(error.code() == base::ErrorCode::refused);
  CHECK_THAT(error.message(), ContainsSubstring("visit.at cannot keep"));
}

TEST_CASE("a dry run refuses to reach into another schema by a cascade as the run does") {
  Bench bench(base::Engine::postgres);
  bench.run(kRental);
  bench.seed(rental(20, 10));
  bench.run({"create schema audit",
             "create table audit.visit (person_id bigint references public.person (id) on delete cascade)"});
  const base::Error error = refusal(bench, rental(10, 10), {"person", "seedctl_seeds"});
  CHECK_THAT(error.message(), ContainsSubstring("audit.visit of another schema"));
}

TEST_CASE("a dry run refuses a trade of unique values that would run a trigger as the run does") {
  Bench bench(base::Engine::sqlite);
  bench.run({"create table p (id {id}, c text not null unique)", "create table d (id {id}, p_id bigint)",
             "create trigger td after delete on p begin delete from d where p_id = old.id; end"});
  const auto profile = [](const std::string& values) {
    return "seed: 1\nas_of: 2025-02-18\ntables:\n  p: {rows: 2, fixed: [" + values + "]}\n";
  };
  bench.seed(profile("{c: x}, {c: y}"));
  const base::Error error = refusal(bench, profile("{c: y}, {c: x}"), {"p", "d", "seedctl_seeds"});
  CHECK_THAT(error.message(), ContainsSubstring("trigger td"));
}

TEST_CASE("a dry run needs no right to write") {
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    Bench bench(engine);
    bench.run(kRental);
    bench.seed(rental(20, 10));
    const profile::ResolvedProfile profile = bench.resolve(rental(10, 30, "{between: [20, 30]}"));
    const auto reader = bench.another_that_reads();
    const seed::SeedResult result =
        seed::apply(*reader, profile, bench.live(), bench.names, kDryRun, base::silent_progress());
    CHECK_THAT(counts_text(result), ContainsSubstring("-10"));
    CHECK(counts_text(bench.seed(rental(10, 30, "{between: [20, 30]}"))) == counts_text(result));
  }
}

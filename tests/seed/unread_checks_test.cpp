// CHECKs that seedctl does not understand: named in the plan, placed in the profile where they fail.
#include "bench.h"
#include "seed/plan.h"
#include "support/catch.h"

using namespace seedctl;
using namespace seedctl::test;

namespace {

constexpr const char* kRows = "seed: 1\nas_of: 2025-02-18\ntables:\n  t:\n    rows: 20\n";

std::string place_of(const base::Error& error) {
  if (!error.position()) return "nowhere";
  return std::to_string(error.position()->line) + ":" + std::to_string(error.position()->column);
}

}  // namespace

TEST_CASE("a CHECK that is not understood is named in the plan and placed in the profile where it fails") {
  struct Case {
    const char* says;
    const char* columns;  // of the table
    const char* profile;  // of its columns
    const char* place;
    const char* hint;
    const char* note;
  };
  const std::vector<Case> cases{
      {"inferred column", "code text not null, constraint loud check (code = upper(code))", "", "4:3",
       "say under `columns` what code may be", "code = upper(code)"},
      {"without a name", "code text not null check (code = upper(code))", "", "4:3",
       "say under `columns` what code may be", "code = upper(code)"},
      {"written column", "code text not null, constraint x check (code not like 'Y-%')",
       "    columns:\n      code: {template: 'Y-{row}'}\n", "7:7", "what code may be", "Y-%"},
      {"two columns", "debit integer not null, credit integer not null, check ((debit = 0) <> (credit = 0))",
       "    columns:\n      credit: {between: [0, 9]}\n", "7:7", "what credit and debit may be", "credit"},
  };
  for (const base::Engine engine : kEngines) {
    for (const Case& one : cases) {
      INFO(base::engine_name(engine) << " " << one.says);
      Bench bench(engine);
      bench.run({std::string("create table t (id {id}, ") + one.columns + ")"});
      seed::SeedOptions dry;
      dry.dry_run = true;
      const std::string profile = std::string(kRows) + one.profile;
      const std::string note = bench.seed(profile, dry).tables.front().note;
      CHECK_THAT(note, ContainsSubstring("not understood, left to the database: CHECK"));
      CHECK_THAT(note, ContainsSubstring(one.note));
      const base::Error error = error_of([&] { bench.seed(profile); });
      CHECK(error.code() == base::ErrorCode::sql);
      CHECK(place_of(error) == one.place);
      CHECK_THAT(error.hint, ContainsSubstring(one.hint));
      CHECK_THAT(error.excerpt, ContainsSubstring("^"));
      CHECK(bench.number("select count(*) from t") == 0);
    }
  }
}

TEST_CASE("a CHECK that an update breaks is placed in the profile too") {
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    Bench bench(engine);
    bench.run({"create table t (id {id}, code text not null, constraint x check (code not like 'Y-%'))"});
    const std::string columns = "    columns:\n      code: {template: '";
    bench.seed(kRows + columns + "X-{row}'}\n");
    const base::Error error = error_of([&] { bench.seed(kRows + columns + "Y-{row}'}\n"); });
    CHECK(place_of(error) == "7:7");
    CHECK_THAT(error.hint, ContainsSubstring("what code may be"));
  }
}

TEST_CASE("CHECKs that are understood and tables that nothing is written to have no note") {
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    Bench bench(engine);
    bench.run(
        {"create table t (id {id}, n integer not null check (n between 1 and 5 or n = 99), code text not "
         "null "
         "check (code = lower(code)), kind text not null check (kind = 'a' or kind = 'b'))"});
    const std::string note = bench.seed(kRows).tables.front().note;
    CHECK_THAT(note, ContainsSubstring("code = lower(code)"));
    CHECK_THAT(note, !ContainsSubstring("kind"));
    CHECK_THAT(note, !ContainsSubstring("99"));
    CHECK(bench.seed(kRows).tables.front().note.empty());
  }
}

TEST_CASE("a row that no partition takes is placed in the profile", "[postgres]") {
  Bench bench(base::Engine::postgres);
  bench.run({"create table t (id bigint, day date not null, primary key (id, day)) partition by range (day)",
             "create table t_2020 partition of t for values from ('2020-01-01') to ('2021-01-01')"});
  const base::Error error = error_of([&] {
    bench.seed(kRows + std::string("    columns:\n      day: {between: [2025-01-01, 2025-02-01]}\n"));
  });
  CHECK(place_of(error) == "7:7");
  CHECK_THAT(error.hint, ContainsSubstring("make a partition"));
}

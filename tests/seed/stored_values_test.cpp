// Types that keep less than they are given, and cells that hold what their type cannot: a second run still
// writes nothing, or the first is refused.
#include <map>

#include "bench.h"
#include "support/catch.h"

using namespace seedctl;
using namespace seedctl::test;

namespace {

std::string profile_of(const std::string& columns, int rows = 300) {
  return "seed: 1\nas_of: 2025-02-18\ntables:\n  t:\n    rows: " + std::to_string(rows) + "\n    columns:\n" +
         columns;
}

std::string error_message(Bench& bench, const std::string& yaml) {
  const base::Error error = error_of([&] { bench.seed(yaml); });
  CHECK(error.code() == base::ErrorCode::refused);
  CHECK(error.position().has_value());
  CHECK(bench.number("select count(*) from t") == 0);
  CHECK_FALSE(schema::table_exists(bench.connection(), {"", "seedctl_seeds"}));
  return error.message();
}

}  // namespace

TEST_CASE("types that keep less than others give back what the profile makes of them") {
  const std::string yaml = profile_of(
      "      a: {between: [0.1, 2.7]}\n      b: [1.1, 3.3, 16777217]\n"
      "      c: {choice: [CH, D, '', de]}\n      d: [x, yy, zzz]\n"
      "      e: {between: [2020-01-01, 2025-01-01]}\n"
      "      f: ['2025-01-01 10:00:00.123', '2025-01-01 10:00:00']\n"
      "      g: {between: ['00:00:00', '23:59:59']}\n      h: [1h, 90s]\n");
  std::string digest;
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    Bench bench(engine);
    if (bench.is_postgres()) {
      bench.run({"create domain code as char(5)", "create domain inner_code as code",
                 "create table t (id {id}, a real, b float4, c char(3), d inner_code, e timestamp(0), f "
                 "timestamptz(3), g time(0), h interval(0))"});
    } else {
      bench.run(
          {"create table t (id {id}, a float4, b float4, c char(3), d char(5), e timestamp, f timestamptz, g "
           "time, h interval)"});
    }
    const seed::SeedResult first = bench.seed(yaml);
    CHECK(first.tables[0].note.empty());
    CHECK(counts_text(bench.seed(yaml)) == "t +0 ~0 -0 =300");
    CHECK(bench.digests()[0].digest == first.tables[0].digest);
    if (digest.empty()) digest = first.tables[0].digest;
    CHECK(first.tables[0].digest == digest);
    bench.run({"update t set a = 9.5, c = 'zz' where id <= 10"});
    CHECK(counts_text(bench.seed(yaml)) == "t +0 ~10 -0 =290");
  }
}

TEST_CASE("keys in a padded column converge") {
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    Bench bench(engine);
    bench.run({"create table t (code char(8) primary key, v integer)"});
    const auto yaml = [](int rows) {
      return profile_of("      code: {template: 'c{row}'}\n      v: {between: [1, 9]}\n", rows);
    };
    bench.seed(yaml(120));
    CHECK(counts_text(bench.seed(yaml(120))) == "t +0 ~0 -0 =120");
    CHECK(counts_text(bench.seed(yaml(20))) == "t +0 ~0 -100 =20");
  }
}

TEST_CASE("values that a PostgreSQL column would cut are refused by name") {
  struct Case {
    const char *declared, *column, *message;
  };
  const std::vector<Case> cases{
      {"timestamp(0)", "['2025-01-01 10:00:00.5']",
       "t.v cannot keep \"2025-01-01 10:00:00.5\": it keeps 0 digits"},
      {"timestamptz(2)", "['2025-01-01 10:00:00.125']", "it keeps 2 digits"},
      {"time(3)", "['10:00:00.0001']", "it keeps 3 digits"},
      {"short_time", "['10:00:00.5']", "it keeps 0 digits"},
      {"interval(0)", "['1.5s']", "it keeps 0 digits"},
      {"interval day to second(1)", "['00:00:01.25']", "it keeps 1 digits"},
      {"interval year to month", "[1mo]", "declare it interval"},
      {"char(4)", "['a ']", "t.v cannot keep \"a \": it drops spaces at the end"},
  };
  for (const Case& one : cases) {
    INFO(one.declared << " " << one.column);
    Bench bench(base::Engine::postgres);
    bench.run({"create domain short_time as time(0)",
               "create table t (id {id}, v " + std::string(one.declared) + ")"});
    CHECK_THAT(error_message(bench, profile_of("      v: " + std::string(one.column) + "\n", 5)),
               ContainsSubstring(one.message));
  }
}

TEST_CASE("a profile made for wider numbers than the PostgreSQL column's is refused") {
  struct Case {
    const char *resolved, *live, *column, *message;
  };
  const std::vector<Case> cases{
      {"double precision", "real", "{between: [0.5, 2.5]}", "declare it double precision"},
      {"numeric(8, 4)", "numeric(8, 2)", "{between: [0.5, 2.5]}", "rounds decimal(8,4) to decimal(8,2)"}};
  for (const Case& one : cases) {
    Bench bench(base::Engine::postgres);
    bench.run({"create table t (id {id}, v " + std::string(one.resolved) + ")"});
    const profile::ResolvedProfile profile =
        bench.resolve(profile_of("      v: " + std::string(one.column) + "\n", 5));
    bench.run({"alter table t alter column v type " + std::string(one.live)});
    const base::Error error = error_of([&] {
      seed::apply(bench.connection(), profile, bench.live(), bench.names, {}, base::silent_progress());
    });
    CHECK(error.code() == base::ErrorCode::refused);
    CHECK_THAT(error.message(), ContainsSubstring(one.message));
  }
}

TEST_CASE("an unreadable cell of a seeded row is put right and one of a person's row stays") {
  struct Case {
    const char *column, *sqlite, *postgres;
  };
  const std::vector<Case> cases{{"price", "'oops'", "'NaN'"},
                                {"day", "'someday'", "'infinity'"},
                                {"day", "20250101", "'0044-03-15 BC'"},
                                {"moment", "1700000000", "'12000-01-01 00:00:00'"}};
  const std::string yaml = profile_of(
      "      price: {between: [1.00, 9.00]}\n      day: {between: [2020-01-01, 2025-01-01]}\n"
      "      moment: {between: [2020-01-01, 2025-01-01]}\n");
  for (const base::Engine engine : kEngines) {
    Bench bench(engine);
    bench.run({"create table t (id {id}, price numeric, day date, moment timestamp)"});
    const seed::SeedResult first = bench.seed(yaml);
    for (const Case& one : cases) {
      const std::string value = bench.is_postgres() ? one.postgres : one.sqlite;
      const std::string column = one.column;
      INFO(base::engine_name(engine) << " " << column << " = " << value);
      bench.run({"update t set " + column + " = " + value + " where id = 7",
                 "insert into t (id, " + column + ") values (5000000, " + value + ")"});
      CHECK(bench.digests()[0].digest != bench.digests()[0].recorded);
      CHECK(counts_text(bench.seed(yaml)) == "t +0 ~1 -0 =299");
      CHECK(counts_text(bench.seed(yaml)) == "t +0 ~0 -0 =300");
      CHECK(bench.digests()[0].digest == first.tables[0].digest);
      CHECK(bench.number("select count(*) from t where id = 5000000 and " + column + " = " + value) == 1);
      bench.run({"delete from t where id = 5000000"});
    }
  }
}

TEST_CASE("a row whose key cannot be read is a person's") {
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    Bench bench(engine);
    bench.run({"create table t (code numeric primary key, v integer)"});
    const std::string yaml =
        profile_of("      code: {sequence: {start: 10}}\n      v: {between: [1, 9]}\n", 40);
    bench.seed(yaml);
    const std::string key = bench.is_postgres() ? "'NaN'" : "'oops'";
    bench.run({"insert into t values (" + key + ", 5)",
               "update t set code = " + std::string(bench.is_postgres() ? "'Infinity'" : "'ouch'") +
                   " where code = 12"});
    CHECK(counts_text(bench.seed(yaml)) == "t +1 ~0 -0 =39");
    CHECK(counts_text(bench.seed(yaml)) == "t +0 ~0 -0 =40");
    CHECK(bench.number("select count(*) from t") == 42);
  }
}

TEST_CASE("a decimal is refused for its digits and not for its column's") {
  const std::string table = "create table t (id {id}, rate numeric(18, 2), share numeric)";
  const auto rate = [](const std::string& value) { return profile_of("      rate: " + value + "\n", 10); };
  std::map<std::string, std::string> digests;
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    Bench bench(engine);
    bench.run({table});
    digests.emplace(bench.seed(rate("{between: [0.5, 2]}")).tables[0].digest, base::engine_name(engine));
    CHECK(counts_text(bench.seed(rate("{between: [0.5, 2]}"))) == "t +0 ~0 -0 =10");
  }
  CHECK(digests.size() == 1);
  for (const char* column : {"rate", "share"}) {
    Bench bench(base::Engine::sqlite);
    bench.run({table});
    CHECK_THAT(
        error_message(bench, profile_of(std::string("      ") + column + ": {value: 1234567890123456.25}\n")),
        ContainsSubstring("15 digits"));
  }
}

TEST_CASE("an enumeration is the text that a CHECK limits") {
  std::map<std::string, std::string> digests, fingerprints;
  const std::string yaml = profile_of("      a: {between: [1, 9]}\n", 30);
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    Bench bench(engine);
    if (bench.is_postgres()) {
      bench.run({"create type mood as enum ('sad', 'ok', 'happy')",
                 "create table t (id {id}, a integer, m mood not null)"});
    } else {
      bench.run(
          {"create table t (id integer primary key, a integer, m text not null check (m in ('sad', 'ok', "
           "'happy')))"});
    }
    digests.emplace(bench.seed(yaml).tables[0].digest, "");
    CHECK(counts_text(bench.seed(yaml)) == "t +0 ~0 -0 =30");
    fingerprints.emplace(bench.resolve(yaml).tables[0].fingerprint, "");
    CHECK(bench.number("select count(distinct m) from t") == 3);
  }
  CHECK(digests.size() == 1);
  CHECK(fingerprints.size() == 1);
}

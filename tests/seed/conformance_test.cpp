// What a table cannot take is said before anything is written; what alters values on the way is said too.
#include "seed/conformance.h"
#include "bench.h"
#include "seed/change.h"
#include "seed/recipe.h"
#include "support/catch.h"

using namespace seedctl;
using namespace seedctl::test;

namespace {

std::string profile_of(const std::string& columns, int rows = 5) {
  return "seed: 1\nas_of: 2025-02-18\ntables:\n  t:\n    rows: " + std::to_string(rows) + "\n    columns:\n" +
         columns;
}

}  // namespace

TEST_CASE("a database that is not what the profile was resolved for is refused before anything is written") {
  struct Drift {
    const char* says;
    std::vector<std::string> statements;
    base::ErrorCode code;
    const char* message;
  };
  const std::vector<Drift> drifts{
      {"table gone", {"drop table t"}, base::ErrorCode::failed, "t: there is no such table"},
      {"column gone",
       {"alter table t drop column v"},
       base::ErrorCode::failed,
       "t.v: there is no such column"},
      {"another type",
       {"alter table t drop column v", "alter table t add column v date"},
       base::ErrorCode::failed,
       "t.v is date in the database, the profile makes integer"},
      {"a new obligation",
       {"drop table t", "create table t (id {id}, v integer not null, w text not null)"},
       base::ErrorCode::failed,
       "t.w is NOT NULL and has no default, but the profile does not fill it"},
  };
  for (const base::Engine engine : kEngines) {
    for (const Drift& drift : drifts) {
      INFO(base::engine_name(engine) << " " << drift.says);
      Bench bench(engine);
      bench.run({"create table t (id {id}, v integer not null)"});
      const profile::ResolvedProfile profile = bench.resolve(profile_of("      v: {between: [1, 9]}\n"));
      bench.run(drift.statements);
      const base::Error error = error_of([&] {
        seed::apply(bench.connection(), profile, bench.live(), bench.names, {}, base::silent_progress());
      });
      CHECK(error.code() == drift.code);
      CHECK_THAT(error.message(), ContainsSubstring(drift.message));
      CHECK(error.position().has_value());
      CHECK_FALSE(schema::table_exists(bench.connection(), {"", "seedctl_seeds"}));
    }
  }
}

TEST_CASE("SQLite's affinities that would change values are named") {
  struct Case {
    const char* declared;
    base::LogicalType type;
    const char* reason;  // "" = stores it
  };
  const auto type = [](const char* text) { return *base::LogicalType::parse(text); };
  const std::vector<Case> cases{
      {"TEXT", type("text"), ""},
      {"varchar(20)", type("text(20)"), ""},
      {"STRING", type("text"), "'007'"},
      {"NUMERIC(10,2)", type("decimal(10,2)"), ""},
      {"NUMERIC(20,2)", type("decimal(20,2)"), ""},
      {"TEXT", type("decimal(30,2)"), ""},
      {"BIGINT", type("integer(64)"), ""},
      {"REAL", type("integer(64)"), "REAL"},
      {"DATE", type("date"), ""},
      {"TIMESTAMP", type("timestamp"), ""},
      {"UUID", type("uuid"), ""},
      {"BLOB", type("bytes"), ""},
  };
  Bench bench(base::Engine::sqlite);
  const auto recipe = seed::make_recipe(bench.connection());
  for (const Case& one : cases) {
    INFO(one.declared << " " << one.type.str());
    schema::Column column;
    column.declared_type = one.declared;
    const std::string reason = recipe->cannot_store(one.type, column);
    CHECK(reason.empty() == std::string(one.reason).empty());
    CHECK_THAT(reason, ContainsSubstring(one.reason));
  }
}

TEST_CASE("a trigger that changes what is written is noticed") {
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    Bench bench(engine);
    bench.run({"create table t (id {id}, v integer not null)"});
    if (bench.is_postgres()) {
      bench.run(
          {"create function twist() returns trigger language plpgsql as $$ begin new.v := new.v + 1; return "
           "new; "
           "end $$",
           "create trigger twist before insert on t for each row execute function twist()"});
    } else {
      bench.run(
          {"create trigger twist after insert on t begin update t set v = v + 1 where id = new.id; end"});
    }
    const seed::SeedResult result = bench.seed(profile_of("      v: {between: [1, 9]}\n"));
    CHECK_THAT(result.tables[0].note, ContainsSubstring("is not what was written"));
    CHECK_THAT(result.tables[0].note, ContainsSubstring("triggers"));
    CHECK(bench.digests()[0].digest == bench.digests()[0].recorded);
  }
}

TEST_CASE("columns of every kind come back as they were made") {
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    Bench bench(engine);
    const bool postgres = bench.is_postgres();
    if (postgres) bench.run({"create type mood as enum ('sad', 'ok', 'happy')"});
    bench.run(
        {"create table t (id {id}, a smallint, b bigint, c numeric(12, 3), d double precision, e text, f "
         "date, g "
         "time, h timestamp, i boolean, j uuid, k varchar(40), l " +
         std::string(postgres ? "mood" : "text") +
         ", m integer generated always as (a + 1) stored, n text default 'left'" +
         std::string(postgres ? ", o integer generated always as identity unique" : ", o integer") + ")"});
    const std::string yaml = profile_of(
        "      a: {between: [-5, 5], nulls: 20%}\n      b: {between: [-9000000000, 9000000000]}\n"
        "      c: {between: [-5.000, 5.000]}\n      d: {between: [0.5, 2.5]}\n      e: sentence\n"
        "      f: {between: [1960-01-01, 2025-01-01]}\n      g: {between: ['00:00:00', '23:59:59']}\n"
        "      h: {between: [1960-01-01, 2025-01-01]}\n      i: boolean\n      j: uuid\n      k: city\n"
        "      l: {weights: {sad: 1, ok: 2, happy: 3}}\n      n: word\n      o: {sequence: {start: 1}}\n",
        1500);
    const seed::SeedResult first = bench.seed(yaml);
    CHECK(first.tables[0].note.empty());
    CHECK(counts_text(bench.seed(yaml)) == "t +0 ~0 -0 =1500");
    bench.run(
        {"update t set a = 99, c = 1.5, e = '', f = null, h = null, i = not i, k = 'x', l = 'ok' where id <= "
         "700"});
    CHECK(counts_text(bench.seed(yaml)) == "t +0 ~700 -0 =800");
    CHECK(bench.digests()[0].digest == first.tables[0].digest);
  }
}

TEST_CASE("names that need quotes are quoted everywhere") {
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    Bench bench(engine);
    bench.run({R"(create table "Select ""x""" ("Order" uuid primary key, "gr'oup" integer unique))",
               R"(create table "ünï" (id {id}, "From" uuid references "Select ""x""" ("Order")))"});
    const auto yaml = [](int rows, int start) {
      return "seed: 1\nas_of: 2025-02-18\ntables:\n  'Select \"x\"':\n    rows: " + std::to_string(rows) +
             "\n    columns: {Order: uuid, \"gr'oup\": {sequence: {start: " + std::to_string(start) +
             "}}}\n  ünï:\n    rows: 20\n    columns: {From: {ref: 'Select \"x\"'}}\n";
    };
    bench.seed(yaml(10, 1));
    CHECK(counts_text(bench.seed(yaml(10, 2))) == "Select \"x\" +0 ~10 -0 =0, ünï +0 ~0 -0 =20");
    bench.seed(yaml(4, 2));
    CHECK(bench.number(R"(select count(*) from "Select ""x""")") == 4);
    CHECK(bench.seed(yaml(4, 2)).tables[1].unchanged == 20);
  }
}

TEST_CASE("a reserve lies behind the highest number and leaves room for people") {
  constexpr std::int64_t kSmall = 32767;
  constexpr std::int64_t kLarge = 9223372036854775807;
  CHECK(seed::reserved_up_to(100, 100, kLarge) == 1'000'100);
  CHECK(seed::reserved_up_to(1'000'000, 1'000'000, kLarge) == 11'000'000);
  CHECK(seed::reserved_up_to(100, 100, kSmall) == 100 + (kSmall - 100) / 2);
  CHECK(seed::reserved_up_to(kSmall, 10, kSmall) == kSmall);
  CHECK(seed::reserved_up_to(-50, 10, kLarge) == 1'000'000);
  CHECK(seed::reserved_up_to(kLarge - 1, kLarge, kLarge) == kLarge - 1);
}

TEST_CASE("unique keys are at risk only where two rows can meet") {
  schema::Table table;
  table.name = "t";
  seed::TableChange change;
  change.live = &table;
  change.columns = {"id", "email", "name"};
  change.key = {"id"};
  schema::UniqueKey key;
  key.columns = {"email"};
  using seed::UniqueRisk;
  const auto risk = [&](std::uint64_t inserts, std::uint64_t updates, std::uint64_t deletes,
                        std::vector<std::string> changed, bool inserts_first = true) {
    change.inserts = inserts;
    change.updates = updates;
    change.deletes = deletes;
    change.changed_columns = std::move(changed);
    return seed::unique_risk(change, key, inserts_first);
  };
  CHECK(risk(5, 0, 0, {}) == UniqueRisk::none);
  CHECK(risk(0, 5, 0, {"name"}) == UniqueRisk::none);
  CHECK(risk(0, 5, 0, {"email"}) == UniqueRisk::by_value);
  CHECK(risk(1, 5, 0, {"email"}) == UniqueRisk::certain);
  CHECK(risk(1, 0, 1, {}) == UniqueRisk::certain);
  CHECK(risk(1, 0, 1, {}, false) == UniqueRisk::none);
  CHECK(risk(1, 5, 1, {"email"}, false) == UniqueRisk::by_value);
  key.columns = {"id", "email"};
  CHECK(risk(1, 5, 1, {"email"}) == UniqueRisk::none);
  key.columns = {"email", "tenant"};
  CHECK(risk(0, 5, 0, {"email"}) == UniqueRisk::certain);
  key.columns = {"email"};
  key.special = "partial";
  CHECK(risk(0, 5, 0, {"name"}) == UniqueRisk::certain);
}

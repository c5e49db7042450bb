// Keys that people and other programs spell otherwise than seedctl does are the same keys: nothing is taken
// for gone, new or a stranger because of its spelling.
#include "bench.h"
#include "support/catch.h"

using namespace seedctl;
using namespace seedctl::test;

namespace {

// A type, a generator for keys of it, and what it may be spelled like in a database: `ours` respells the keys
// of seedctl's rows, `people` are keys of people's rows between them.
struct Spelled {
  const char* type;
  const char* generator;
  std::vector<const char*> ours;
  std::vector<const char*> people;
};

const std::vector<Spelled> kOnSqlite{
    {"uuid",
     "uuid",
     {"upper(k)", "replace(k, '-', '')", "'{' || k || '}'"},
     {"'FFFFFFFF-0000-4000-8000-000000000001'", "'00000000-0000-4000-8000-00000000000A'",
      "'{ABCDEF00-0000-4000-8000-000000000001}'", "'7f000000000040008000000000000001'",
      "x'80000000000040008000000000000001'", "'no uuid'", "5"}},
    {"text",
     "{template: 'k{row}'}",
     {"cast(k as blob)"},
     {"'K5'", "'k'", "cast('k155' as blob)", "cast('a' as blob)", "x'ff'", "'ü'"}},
    {"", "{template: '{row}9'}", {"cast(k as integer)", "cast(k as blob)"}, {"5", "10", "'x'", "1000.5"}},
    {"date",
     "{between: [2025-01-01, 2025-12-31], unique: true}",
     {"k || ' 00:00:00'", "k || 'T00:00:00Z'", "date(k, '-1 day') || ' 23:00:00-01'"},
     {"'2024-12-31T23:00:00-01'", "'2025-06-01'", "'2025-01-05 12:00:00'", "20250105"}},
    {"time",
     "{between: ['00:00:00', '23:59:59'], unique: true}",
     {"k || '.000'"},
     {"'24:00:00'", "'10:00:00.5'", "'x'"}},
    {"timestamp",
     "{between: ['2025-01-01 00:00:00', '2025-01-02 00:00:00'], unique: true}",
     {"replace(k, ' ', 'T')", "k || '+00'", "datetime(k, '+2 hours') || '+02:00'"},
     {"'2025-01-01T00:00:00.5'", "'2025-01-01T23:30:00.25Z'", "'2025-01-01 01:00:00.5+01'", "0"}},
    {"decimal(10,2)",
     "{between: [0.01, 900.00], unique: true}",
     {"cast(k as real)"},
     {"5.005", "'x'", "123456789012345600.0", "123456789012345999"}},
};

const std::vector<Spelled> kOnPostgres{
    {"uuid",
     "uuid",
     {},
     {"'FFFFFFFF-0000-4000-8000-000000000001'", "'{abcdef00-0000-4000-8000-000000000001}'"}},
    {"text", "{template: 'k{row}'}", {}, {"'K5'", "'k'", "'ü'", "'É'"}},
    {"date",
     "{between: [2025-01-01, 2025-12-31], unique: true}",
     {},
     {"'infinity'", "'2025-06-01'", "'0044-03-15 BC'"}},
    {"timestamptz",
     "{between: ['2025-01-01 00:00:00', '2025-01-02 00:00:00'], unique: true}",
     {},
     {"'-infinity'", "'2025-01-01T00:00:00.5+05:30'"}},
    {"numeric(10,2)", "{between: [0.01, 900.00], unique: true}", {}, {"'NaN'", "5000"}},
};

std::string profile_of(const Spelled& one, int rows, int seed = 1) {
  return "seed: 42\nas_of: 2025-02-18\ntables:\n  t:\n    rows: " + std::to_string(rows) +
         "\n    columns:\n      k: " + one.generator + "\n      v: {value: " + std::to_string(seed) + "}\n";
}

const std::vector<Spelled>& spelled_on(base::Engine engine) {
  return engine == base::Engine::sqlite ? kOnSqlite : kOnPostgres;
}

std::string table_of(const Spelled& one) {
  return std::string("create table t (k ") + one.type + " primary key, v integer not null)";
}

// Grows, changes and shrinks the 20 rows that are there.
void require_convergence(Bench& bench, const Spelled& one) {
  CHECK(counts_text(bench.seed(profile_of(one, 20))) == "t +0 ~0 -0 =20");
  CHECK(bench.digests()[0].rows == 20);
  CHECK(counts_text(bench.seed(profile_of(one, 25))) == "t +5 ~0 -0 =20");
  CHECK(counts_text(bench.seed(profile_of(one, 10, 2))) == "t +0 ~10 -15 =0");
  CHECK(bench.number("select count(*) from t where v = 2") == 10);
  CHECK(bench.number("select count(*) from t where v = 1") == 0);
  CHECK(bench.digests()[0].rows == 10);
  CHECK(bench.digests()[0].digest == bench.digests()[0].recorded);
}

}  // namespace

TEST_CASE("rows of people are in nobody's way however their keys are spelled") {
  for (const base::Engine engine : kEngines) {
    for (const Spelled& one : spelled_on(engine)) {
      INFO(base::engine_name(engine) << " " << one.type);
      Bench bench(engine);
      bench.run({table_of(one)});
      bench.seed(profile_of(one, 20));
      for (const char* key : one.people) {
        INFO("a person's row " << key);
        bench.run({std::string("insert into t (k, v) values (") + key + ", 99)"});
        CHECK(counts_text(bench.seed(profile_of(one, 20))) == "t +0 ~0 -0 =20");
      }
      require_convergence(bench, one);
      CHECK(bench.number("select count(*) from t where v = 99") ==
            static_cast<std::int64_t>(one.people.size()));
    }
  }
}

TEST_CASE("rows of seedctl stay its own when somebody spells their keys otherwise") {
  for (const Spelled& one : kOnSqlite) {
    for (const char* spelling : one.ours) {
      INFO(one.type << " as " << spelling);
      Bench bench(base::Engine::sqlite);
      bench.run({table_of(one)});
      bench.seed(profile_of(one, 20));
      const std::string respell = std::string("update t set k = ") + spelling + " where rowid % 2 = 0";
      bench.run({respell});
      require_convergence(bench, one);
    }
  }
}

TEST_CASE("a wanted key that a person has spelled otherwise is theirs and refused by name") {
  Bench bench(base::Engine::sqlite);
  const Spelled& uuids = kOnSqlite.front();
  bench.run({table_of(uuids)});
  bench.seed(profile_of(uuids, 20));
  bench.run({"create table gone as select * from t where rowid = 20", "delete from t where rowid = 20"});
  bench.seed(profile_of(uuids, 19));
  bench.run({"insert into t select upper(k), 99 from gone"});
  const base::Error error = error_of([&] { bench.seed(profile_of(uuids, 20)); });
  CHECK(error.code() == base::ErrorCode::refused);
  CHECK_THAT(error.message(), ContainsSubstring("t: 1 row: k = "));
}

TEST_CASE("a second row at a key of ours that is only spelled otherwise is a person's and stays") {
  Bench bench(base::Engine::sqlite);
  const Spelled& uuids = kOnSqlite.front();
  bench.run({table_of(uuids)});
  bench.seed(profile_of(uuids, 20));
  bench.run({"insert into t select upper(k), 99 from t where rowid = 3"});
  CHECK(counts_text(bench.seed(profile_of(uuids, 20))) == "t +0 ~0 -0 =20");
  CHECK(bench.digests()[0].digest == bench.digests()[0].recorded);
  CHECK(error_of([&] { bench.seed(profile_of(uuids, 20, 2)); }).code() == base::ErrorCode::refused);
  CHECK(bench.number("select count(*) from t where v = 99") == 1);
}

TEST_CASE("a database of UTF-16 sorts text by the same bytes") {
  Bench bench(base::Engine::sqlite);
  bench.run({"pragma encoding = 'UTF-16le'", "create table t (k text primary key, v integer not null)"});
  const Spelled texts{"text", "{choice: [ă, a, ā, b, ü, 表, z, ﬀ, 😀, q], unique: true}", {}, {}};
  bench.seed(profile_of(texts, 10));
  REQUIRE(bench.text("pragma encoding") == "UTF-16le\n");
  CHECK(counts_text(bench.seed(profile_of(texts, 10))) == "t +0 ~0 -0 =10");
  CHECK(counts_text(bench.seed(profile_of(texts, 10, 2))) == "t +0 ~10 -0 =0");
  CHECK(bench.number("select count(*) from t where v = 2") == 10);
}

TEST_CASE("a stage is respelled through its index and not by comparing every pair") {
  Bench bench(base::Engine::sqlite);
  bench.run({"create table t (k uuid primary key, v integer)", "create temp table s as select * from t",
             "create index temp.s_bytes on s (seedctl_key(k, 'uuid'))"});
  std::string plan;
  for (const db::Row& row : bench.connection().query(
           "explain query plan update temp.s as s set k = t.k from main.t as t where seedctl_key(s.k, "
           "'uuid') = seedctl_key(t.k, 'uuid') and (s.k is not t.k)"))
    plan += row.back().value_or("") + "\n";
  CHECK_THAT(plan, ContainsSubstring("SEARCH s USING INDEX s_bytes"));
}

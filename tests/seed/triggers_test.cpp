// Tables whose triggers write columns that the profile fills: what triggers write is left to them, so that
// seeding converges, and the same way on every engine.
#include <map>

#include "bench.h"
#include "support/catch.h"

using namespace seedctl;
using namespace seedctl::test;

namespace {

struct Stamped {
  const char* says;
  const char* on_postgres;  // when the trigger runs
  std::vector<std::string> on_sqlite;
};

const std::string kStamp = "update t set updated_at = datetime('now') where id = new.id; end";

const std::vector<Stamped> kStamped{
    {"on insert and update",
     "before insert or update",
     {"create trigger a after insert on t begin " + kStamp,
      "create trigger b after update on t begin " + kStamp}},
    {"on update only", "before update", {"create trigger b after update on t begin " + kStamp}},
    {"on update only where nobody set it",
     "before update",
     {"create trigger b after update on t when new.updated_at = old.updated_at begin " + kStamp}},
    {"on insert only", "before insert", {"create trigger a after insert on t begin " + kStamp}},
};

void make_table(Bench& bench, const Stamped& one) {
  bench.run({"create table t (id {id}, v integer not null, updated_at timestamp not null)"});
  if (!bench.is_postgres()) return bench.run(one.on_sqlite);
  bench.run(
      {"create function stamp() returns trigger language plpgsql as $$ begin new.updated_at := now(); "
       "return new; end $$",
       std::string("create trigger stamp ") + one.on_postgres +
           " on t for each row execute function stamp()"});
}

std::string profile_of(const std::string& v, int rows = 20) {
  return "seed: 1\nas_of: 2025-02-18\ntables:\n  t: {rows: " + std::to_string(rows) + ", columns: {v: " + v +
         ", updated_at: {between: [2024-01-01, 2024-12-31]}}}\n";
}

}  // namespace

TEST_CASE("a column that a trigger writes is left to it and everything converges") {
  for (const Stamped& one : kStamped) {
    std::map<std::string, std::string> digests;
    for (const base::Engine engine : kEngines) {
      INFO(base::engine_name(engine) << " " << one.says);
      Bench bench(engine);
      make_table(bench, one);
      const seed::SeedResult first = bench.seed(profile_of("{value: 5}"));
      CHECK_THAT(first.tables[0].note, ContainsSubstring("updated_at is left to the table's triggers"));
      const std::string rows = bench.versions("t") + bench.versions("seedctl_seeds");
      const seed::SeedResult second = bench.seed(profile_of("{value: 5}"));
      CHECK(counts_text(second) == "t +0 ~0 -0 =20");
      CHECK(second.tables[0].digest == first.tables[0].digest);
      CHECK_THAT(second.tables[0].note, ContainsSubstring("updated_at is left to the table's triggers"));
      CHECK(bench.versions("t") + bench.versions("seedctl_seeds") == rows);
      CHECK(counts_text(bench.seed(profile_of("{value: 6}"))) == "t +0 ~20 -0 =0");
      CHECK(counts_text(bench.seed(profile_of("{value: 6}"))) == "t +0 ~0 -0 =20");
      bench.run({"update t set v = 7 where id = 3"});
      CHECK(bench.digests()[0].digest != bench.digests()[0].recorded);
      CHECK(counts_text(bench.seed(profile_of("{value: 6}"))) == "t +0 ~1 -0 =19");
      CHECK(counts_text(bench.seed(profile_of("{value: 6}", 25))) == "t +5 ~0 -0 =20");
      CHECK(bench.digests()[0].digest == bench.digests()[0].recorded);
      digests.emplace(bench.digests()[0].digest, base::engine_name(engine));
    }
    CHECK(digests.size() == 1);
  }
}

TEST_CASE("a column counts again when its trigger is gone") {
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    Bench bench(engine);
    make_table(bench, kStamped[0]);
    bench.seed(profile_of("{value: 5}"));
    bench.run(bench.is_postgres() ? std::vector<std::string>{"drop trigger stamp on t"}
                                  : std::vector<std::string>{"drop trigger a", "drop trigger b"});
    CHECK(counts_text(bench.seed(profile_of("{value: 5}"))) == "t +0 ~20 -0 =0");
    CHECK(bench.number("select count(*) from t where updated_at < '2025-01-01'") == 20);
    CHECK(counts_text(bench.seed(profile_of("{value: 5}"))) == "t +0 ~0 -0 =20");
  }
}

TEST_CASE("trying an update leaves nothing behind also where a trigger allows none") {
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    Bench bench(engine);
    bench.run({"create table t (id {id}, v integer not null, updated_at timestamp)"});
    if (bench.is_postgres()) {
      bench.run(
          {"create function never() returns trigger language plpgsql as $$ begin raise exception 'no'; "
           "end $$",
           "create trigger never before update on t for each row execute function never()"});
    } else {
      bench.run({"create trigger never before update on t begin select raise(abort, 'no'); end"});
    }
    bench.seed(profile_of("{value: 5}"));
    CHECK(counts_text(bench.seed(profile_of("{value: 5}"))) == "t +0 ~0 -0 =20");
  }
}

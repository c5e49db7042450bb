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

namespace {

// Each row of item that is written leaves one in the table `log`.
void log_items_in(Bench& bench, const std::string& log) {
  bench.run({"create table item (id {id}, v integer not null)",
             "create table " + log + " (id {id}, what text not null)"});
  const std::string write = "insert into " + log + " (what) values ('item ' || new.v)";
  if (!bench.is_postgres())
    return bench.run({"create trigger log_item after insert on item begin " + write + "; end"});
  bench.run({"create function log_item() returns trigger language plpgsql as $$ begin " + write +
                 "; return null; end $$",
             "create trigger log_item after insert on item for each row execute function log_item()"});
}

std::string items_and(const std::string& log, int items) {
  return "seed: 1\nas_of: 2025-02-18\ntables:\n  item: {rows: " + std::to_string(items) + "}\n  " + log +
         ": {rows: 3, columns: {what: {value: seeded}}}\n";
}

}  // namespace

TEST_CASE("rows that triggers write into another seeded table are not seedctl's and stay") {
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    Bench bench(engine);
    log_items_in(bench, "audit");  // seeded before item
    const std::string yaml = items_and("audit", 5);
    const seed::SeedResult first = bench.seed(yaml);
    CHECK(counts_text(first) == "audit +3 ~0 -0 =0, item +5 ~0 -0 =0");
    CHECK_THAT(first.tables[0].note, ContainsSubstring("triggers of other tables wrote 5 rows into it"));
    CHECK(bench.number("select count(*) from audit where what = 'seeded'") == 3);
    CHECK(bench.number("select count(*) from audit") == 8);
    for (const Bench::Digest& one : bench.digests()) CHECK(one.digest == one.recorded);
    CHECK(counts_text(bench.seed(yaml)) == "audit +0 ~0 -0 =3, item +0 ~0 -0 =5");
    bench.seed(items_and("audit", 7));
    CHECK(bench.number("select count(*) from audit") == 10);
    for (const Bench::Digest& one : bench.digests()) CHECK(one.digest == one.recorded);
  }
}

TEST_CASE("rows that triggers put where seeded rows belong stop the run and the triggers are blamed") {
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    Bench bench(engine);
    log_items_in(bench, "journal");  // seeded after item
    const base::Error error = error_of([&] { bench.seed(items_and("journal", 5)); });
    CHECK_THAT(error.message(), ContainsSubstring("journal"));
    CHECK_THAT(error.hint, ContainsSubstring("triggers of other tables wrote rows into journal"));
    CHECK(bench.number("select count(*) from item") == 0);
    CHECK(bench.number("select count(*) from journal") == 0);
  }
}

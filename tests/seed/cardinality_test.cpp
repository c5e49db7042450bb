// Rows per parent in every form, stored and converging on both engines.
#include "bench.h"
#include "support/catch.h"

using namespace seedctl;
using namespace seedctl::test;

namespace {

std::string yaml_of(const std::string& rows, int users = 60) {
  return "seed: 1\ntables:\n  u: " + std::to_string(users) + "\n  t:\n    per: u\n    " + rows + "\n";
}

void make_tables(Bench& bench) {
  bench.run({"create table u (id {id}, name text)",
             "create table t (id {id}, u_id integer not null references u (id), points integer)"});
}

}  // namespace

TEST_CASE("rows per parent of every form converge and have one digest on both engines") {
  const std::string forms[] = {"rows: {zipf: {mean: 4, max: 50}}", "rows: {normal: {mean: 8, sd: 2}}",
                               "rows: {weights: {0: 20%, 1: 50%, 3: 30%}}", "total: 500",
                               "total: {rows: 500, max: 10}"};
  for (const std::string& form : forms) {
    std::string digest;
    for (const base::Engine engine : kEngines) {
      INFO(form << " on " << base::engine_name(engine));
      Bench bench(engine);
      make_tables(bench);
      const seed::SeedResult first = bench.seed(yaml_of(form));
      const std::string rows = std::to_string(bench.number("select count(*) from t"));
      CHECK(counts_text(bench.seed(yaml_of(form))) == "u +0 ~0 -0 =60, t +0 ~0 -0 =" + rows);
      if (form.starts_with("total")) CHECK(rows == "500");
      if (digest.empty()) digest = first.tables[1].digest;
      CHECK(first.tables[1].digest == digest);
    }
  }
}

TEST_CASE("more parents change no other one's children unless a total is shared out anew") {
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    Bench bench(engine);
    make_tables(bench);
    bench.seed(yaml_of("rows: {zipf: {mean: 4, max: 50}}", 60));
    const auto rows = bench.number("select count(*) from t");
    const seed::SeedResult more = bench.seed(yaml_of("rows: {zipf: {mean: 4, max: 50}}", 90));
    CHECK(more.tables[1].updated == 0);
    CHECK(more.tables[1].deleted == 0);
    CHECK(more.tables[1].unchanged == static_cast<std::uint64_t>(rows));
    bench.seed(yaml_of("total: 300", 90));
    CHECK(bench.number("select count(*) from t") == 300);
  }
}

TEST_CASE("rows per several parents join each pair of rows at most once") {
  const std::string yaml = "tables:\n  u: 40\n  b: 12\n  likes: {per: [u, b], rows: {between: [0, 5]}}\n";
  // Whether or not the schema says so itself, and also where a wider key says less.
  for (const char* key : {"", ", unique (u_id, b_id)", ", unique (u_id, b_id, note)"}) {
    std::string digest;
    for (const base::Engine engine : kEngines) {
      INFO(key << " on " << base::engine_name(engine));
      Bench bench(engine);
      bench.run({"create table u (id {id}, name text)", "create table b (id {id}, name text)",
                 "create table likes (id {id}, u_id bigint not null references u (id), b_id bigint not null "
                 "references b (id), note varchar(10) not null" +
                     std::string(key) + ")"});
      const seed::SeedResult first = bench.seed(yaml);
      const std::int64_t rows = bench.number("select count(*) from likes");
      CHECK(rows > 60);
      CHECK(bench.number("select count(*) from (select distinct u_id, b_id from likes) as pairs") == rows);
      CHECK(bench.number("select max(n) from (select count(*) as n from likes group by u_id) as each_user") ==
            5);
      CHECK(bench.number("select count(distinct b_id) from likes") == 12);
      CHECK(bench.seed(yaml).tables[2].unchanged == static_cast<std::uint64_t>(rows));
      if (digest.empty()) digest = first.tables[2].digest;
      CHECK(first.tables[2].digest == digest);
    }
  }
}

TEST_CASE("a dense key numbers the rows of a per table without gaps and more parents only append") {
  const auto yaml = [](int users, const char* rows) {
    return "tables:\n  u: " + std::to_string(users) + "\n  t: {per: u, rows: " + rows +
           ", key: dense}\n  n: {rows: 50, columns: {t_id: {ref: t}}}\n";
  };
  std::string digest;
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    Bench bench(engine);
    make_tables(bench);
    bench.run({"create table n (id {id}, t_id bigint not null references t (id))"});
    const seed::SeedResult first = bench.seed(yaml(60, "{between: [0, 4]}"));
    if (digest.empty()) digest = first.tables[1].digest;
    CHECK(first.tables[1].digest == digest);
    CHECK(first.tables[1].note.find("key: dense") != std::string::npos);
    const std::int64_t rows = bench.number("select count(*) from t");
    CHECK(bench.number("select min(id) from t") == 1);
    CHECK(bench.number("select max(id) from t") == rows);
    CHECK(bench.number("select count(*) from t a join t b on b.id = a.id + 1 where b.u_id < a.u_id") == 0);
    CHECK(bench.seed(yaml(60, "{between: [0, 4]}")).tables[1].unchanged == static_cast<std::uint64_t>(rows));

    const seed::SeedResult more = bench.seed(yaml(90, "{between: [0, 4]}"));
    CHECK(more.tables[1].unchanged == static_cast<std::uint64_t>(rows));
    CHECK(more.tables[1].inserted > 0);
    // Other counts number them anew, and what is there goes where it belongs.
    bench.seed(yaml(90, "{between: [0, 2]}"));
    CHECK(bench.number("select max(id) from t") == bench.number("select count(*) from t"));
    bench.seed(yaml(60, "{between: [0, 4]}"));
    CHECK(bench.digests()[1].digest == digest);
  }
}

TEST_CASE("rows below one parent refer to different rows where the profile asks for it") {
  const std::string yaml =
      "seed: 3\nas_of: 2025-02-18\ntables:\n  post: 200\n  tag: 5\n  tagged:\n    per: post\n"
      "    rows: {between: [0, 4]}\n    columns: {tag_id: {ref: tag, pick: {distinct: 4}}}\n";
  std::vector<std::string> digests;
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    Bench bench(engine);
    bench.run(
        {"create table post (id {id})", "create table tag (id {id})",
         "create table tagged (id {id}, post_id bigint not null references post (id), tag_id bigint not "
         "null references tag (id))"});
    digests.push_back(bench.seed(yaml).tables.back().digest);
    CHECK(
        bench.number("select count(*) from (select 1 from tagged group by post_id, tag_id having count(*) > "
                     "1) as twice") == 0);
    CHECK(bench.number("select count(distinct tag_id) from tagged") == 5);
    CHECK(bench.seed(yaml).tables.back().inserted == 0);
  }
  CHECK(digests.at(0) == digests.at(1));
}

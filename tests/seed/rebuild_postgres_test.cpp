// Constraints that a change drops and makes again are, to a dump of the schema, what they were.
#include <sstream>

#include "bench.h"
#include "support/catch.h"
#include "support/process.h"

using namespace seedctl;
using namespace seedctl::test;

namespace {

// The schema as SQL; without the lines that differ from dump to dump.
std::string dump(const Bench& bench) {
  const ProcessResult dumped = run_process({"/usr/bin/env", "pg_dump", "-s", bench.postgres_url()}, "/");
  INFO(dumped.err);
  REQUIRE(dumped.status == 0);
  std::istringstream lines(dumped.out);
  std::string kept;
  for (std::string line; std::getline(lines, line);) {
    const bool is_key = line.starts_with("\\restrict") || line.starts_with("\\unrestrict");
    if (!is_key) kept += line + "\n";
  }
  return kept;
}

// Five accounts; with the next start, every number is taken over from a neighbour.
std::string accounts(int start) {
  return "seed: 1\nas_of: 2025-02-18\ntables:\n  account:\n    rows: 5\n    columns:\n"
         "      id: {sequence: {start: 1}}\n      region: {value: 1}\n"
         "      number: {sequence: {start: " +
         std::to_string(start) + "}}\n      code: {template: \"c" + std::to_string(start) + "-{row}\"}\n";
}

struct Kept {
  const char* says;
  std::vector<std::string> statements;
};

const std::string kPlain =
    "create table account (id bigint primary key, region integer not null, number integer not null, code "
    "text)";
const std::string kPartitioned =
    "create table account (id bigint, region integer not null, number integer not null, code text, primary "
    "key (id, "
    "region)) partition by list (region)";
const std::vector<std::string> kPartitions{
    "create table account_1 partition of account for values in (1) with (fillfactor = 90)",
    "create table account_2 partition of account for values in (2)"};

std::vector<std::string> partitioned(std::vector<std::string> more) {
  std::vector<std::string> all{kPartitioned};
  all.insert(all.end(), kPartitions.begin(), kPartitions.end());
  all.insert(all.end(), more.begin(), more.end());
  return all;
}

const std::vector<Kept> kKept{
    {"a constraint with a fillfactor, comments, CLUSTER and the replica identity",
     {kPlain, "alter table account add constraint account_number unique (number) with (fillfactor = 70)",
      "comment on constraint account_number on account is 'one each, it''s a rule'",
      "comment on index account_number is 'its index'", "alter table account cluster on account_number",
      "alter table account replica identity using index account_number"}},
    {"a constraint that is deferred, covers a column and is referred to",
     {kPlain, "alter table account add unique (number) include (region) deferrable initially deferred",
      "alter table account add constraint account_again unique (number)",
      "create table login (n integer references account (number) match full on delete set null deferrable)",
      "comment on constraint login_n_fkey on login is 'whose'"}},
    {"an index that ignores case with statistics and an extension that it depends on",
     {kPlain, "create extension btree_gist",
      "create unique index \"Account number\" on account (lower(code)) with (fillfactor = 55)",
      "alter index \"Account number\" alter column 1 set statistics 321",
      "alter index \"Account number\" depends on extension btree_gist",
      "alter table account cluster on \"Account number\""}},
    {"an index of nulls that are not distinct, partial and in descending order",
     {kPlain,
      "create unique index account_number on account (number desc nulls last) nulls not distinct where "
      "number > 0"}},
    {"an exclusion constraint with a comment and CLUSTER",
     {kPlain, "create extension btree_gist",
      "alter table account add exclude using gist (number with =) with (fillfactor = 60)",
      "comment on constraint account_number_excl on account is 'one each'",
      "comment on index account_number_excl is 'its index'",
      "alter table account cluster on account_number_excl"}},
    {"a constraint of a partitioned table with facts of its own in a partition",
     partitioned(
         {"alter table account add constraint account_number unique (number, region)",
          "comment on constraint account_number on account is 'one each'",
          "comment on index account_1_number_region_key is 'of one'",
          "alter index account_1_number_region_key set (fillfactor = 66)",
          "alter table account_1 replica identity using index account_1_number_region_key",
          "create table login (n int, r int, foreign key (n, r) references account (number, region))"})},
    {"an index of a partitioned table",
     partitioned({"create unique index account_number on account (number, region)",
                  "alter index account_1_number_region_idx rename to \"Of one\"",
                  "alter table account_1 cluster on \"Of one\""})},
};

}  // namespace

TEST_CASE("a dump of the schema is the same after values moved between rows") {
  for (const Kept& one : kKept) {
    INFO(one.says);
    Bench bench(base::Engine::postgres);
    bench.run(one.statements);
    bench.seed(accounts(1));
    const std::string before = dump(bench);
    CHECK(counts_text(bench.seed(accounts(2))) == "account +0 ~5 -0 =0");
    CHECK(dump(bench) == before);
    CHECK(bench.text("select number from account order by id") == "2\n3\n4\n5\n6\n");
    const base::Error doubled = error_of(
        [&] { bench.run({"insert into account (id, region, number, code) values (99, 1, 4, 'C2-3')"}); });
    CHECK((doubled.sqlstate == "23505" || doubled.sqlstate == "23P01"));
  }
}

// Checks find what is wrong, whether or not the engine would have let it in, and nothing else.
#include "check/check.h"

#include "check/rules.h"
#include "state/ledger.h"
#include "state/owned_rows.h"
#include "support/catch.h"
#include "support/database_bench.h"

using namespace seedctl;
using namespace seedctl::test;

namespace {

const std::string kProfile =
    "seed: 1\nas_of: 2025-02-18\ntables:\n  person: {rows: 3, columns: {name: full_name, age: {between: [20, "
    "60]}}}\n";

// Tables without the constraints that the schema value claims: what a database with enforcement off may hold.
const std::vector<std::string> kUnenforced{
    "create table person (id bigint, name text, age integer)",
    "create table rent (id bigint, person_id bigint, line bigint)",
    "insert into person values (1, 'Ada', 36), (2, null, 12), (2, 'Ed', 40), (null, 'Eve', 50)",
    "insert into rent values (10, 1, 1), (11, 7, 1), (12, 8, 2), (13, null, 3)"};

schema::Schema claimed(DatabaseBench& bench) {
  schema::Schema live = bench.live();
  for (schema::Table& table : live.tables) {
    if (table.name == "person") {
      for (schema::Column& column : table.columns) column.nullable = column.name != "name";
      schema::UniqueKey key;
      key.columns = {"id"};
      key.primary = true;
      table.unique_keys = {key};
      schema::Check check;
      check.expression = "age >= 18";
      table.checks = {check};
    }
    if (table.name == "rent") {
      schema::ForeignKey key;
      key.columns = {"person_id"};
      key.parent = "person";
      key.parent_columns = {"id"};
      table.foreign_keys = {key};
    }
  }
  return live;
}

check::CheckResult run(DatabaseBench& bench, const profile::ResolvedProfile& profile,
                       const schema::Schema& live) {
  return check::run(bench.connection(), profile, live, bench.names);
}

// "check table column: message" of each finding.
std::string findings(const check::CheckResult& result) {
  std::string all;
  for (const check::Outcome& outcome : result.outcomes) {
    if (outcome.passed) continue;
    CHECK(outcome.finding.count > 0);
    all += outcome.finding.check + " " + outcome.finding.table + " " + outcome.finding.column + ": " +
           outcome.finding.message + "\n";
  }
  return all;
}

}  // namespace

TEST_CASE("violations of every kind are counted and named") {
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    DatabaseBench bench(engine);
    bench.run(kUnenforced);
    profile::ResolvedProfile profile;
    const check::CheckResult result = run(bench, profile, claimed(bench));
    CHECK(findings(result) ==
          "primary_key person id: 1 value stored more than once: id = 2\n"
          "not_null person name: 1 row NULL: id = 2, name = NULL\n"
          "check person : 1 row against the CHECK: id = 2\n"
          "foreign_key rent person_id: 2 rows refer to nothing: person_id = 7; person_id = 8\n");
    CHECK(result.failed() == 4);
    CHECK(result.passed() == 0);
    CHECK_FALSE(bench.connection().in_transaction());
  }
}

TEST_CASE("a clean database passes with a title for each claim") {
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    DatabaseBench bench(engine);
    bench.run({"create table person (id {id}, name text not null unique, age integer check (age >= 18))",
               "create table rent (id {id}, person_id bigint references person (id))",
               "insert into person (name, age) values ('Ada', 36), ('Ed', null)",
               "insert into rent (person_id) values (1), (2), (null)"});
    profile::ResolvedProfile profile;
    const check::CheckResult result = run(bench, profile, bench.live());
    CHECK(findings(result).empty());
    CHECK(result.passed() == result.outcomes.size());
    std::string titles;
    for (const check::Outcome& outcome : result.outcomes) titles += outcome.title + "\n";
    CHECK_THAT(titles, ContainsSubstring("rent.person_id refers to person.id\n"));
    CHECK_THAT(titles, ContainsSubstring("person.name is unique\n"));
    CHECK_THAT(titles, ContainsSubstring("person.name is not null\n"));
  }
}

TEST_CASE("rows that the database may hold are no findings") {
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    DatabaseBench bench(engine);
    // NULLs are distinct in a UNIQUE; a CHECK that ends with a comment ends there.
    bench.run(
        {"create table person (id {id}, nickname text unique, age integer check (age >= 18 -- adults\n))",
         "insert into person (nickname, age) values (null, 36), (null, 40), ('Ed', 50)"});
    schema::Schema live = bench.live();
    live.tables.at(0).checks.at(0).expression = "age >= 18 -- adults";
    profile::ResolvedProfile profile;
    const check::CheckResult result = run(bench, profile, live);
    CHECK(findings(result).empty());
    CHECK(result.passed() == 4);  // primary key, its NOT NULL, UNIQUE, CHECK
  }
}

TEST_CASE("composite foreign keys match whole and not where a part is NULL") {
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    DatabaseBench bench(engine);
    bench.run({"create table pair (a integer, b integer)",
               "create table part (id integer, x integer, y integer)",
               "insert into pair values (1, 2), (3, 4)",
               "insert into part values (1, 1, 2), (2, 1, 4), (3, 1, null), (4, 9, 9)"});
    schema::Schema live = bench.live();
    schema::ForeignKey key;
    key.columns = {"x", "y"};
    key.parent = "pair";
    key.parent_columns = {"a", "b"};
    for (schema::Table& table : live.tables) {
      if (table.name == "part") table.foreign_keys = {key};
    }
    profile::ResolvedProfile profile;
    const check::CheckResult result = run(bench, profile, live);
    REQUIRE(result.failed() == 1);
    CHECK_THAT(findings(result), ContainsSubstring("foreign_key part x, y: 2 rows refer to nothing: "));
    CHECK_THAT(findings(result), ContainsSubstring("x = 1, y = 4"));
  }
}

TEST_CASE("rules say what they got and what was expected") {
  struct Rule {
    const char* yaml;
    const char* finding;  // "" = passes
  };
  const std::vector<Rule> rules{
      {"{table: t, row_count: 3}", ""},
      {"{table: t, row_count: \">= 4\"}", "3 rows, expected at least 4"},
      {"{table: t, row_count: {between: [1, 2]}}", "3 rows, expected 1 to 2"},
      {"{table: t, row_count: 1000}", "3 rows, expected exactly 1,000"},
      {"{sql: select count(*) from t, expect: 3}", ""},
      {"{sql: select count(*) from t, expect: 4}", "answered 3, expected 4"},
      {"{sql: select 1.50, expect: 1.5}", ""},
      {"{sql: select max(name) from t, expect: '3'}", "answered c, expected 3"},
      {"{sql: select max(name) from t, expect: c}", ""},
      {"{sql: select 1 = 1, expect: true}", ""},
      {"{sql: select 1 = 1, expect: false}", "answered "},
      {"{sql: select name from t where v is null, expect: b}", ""},
      {"{sql: select v from t where name = 'b', expect: null}", ""},
      {"{sql: select v from t where name = 'a', expect: null}", "answered 1, expected NULL"},
      {"{sql: select * from t where v > 100, expect: empty}", ""},
      {"{sql: select name from t order by name, expect: empty}", "answered a; b; c, expected no rows"},
      {"{sql: \"select column1 from (values (1), (2), (3), (4)) as v\", expect: empty}",
       "answered 1; 2; 3; ... (more than 3 rows), expected no rows"},
      {"{expect: empty, sql: \"with recursive n(i) as (select 1 union all select (i + 1) % 1000 from n) "
       "select i from n\"}",
       "answered 1; 2; 3; ... (more than 3 rows), expected no rows"},
      {"{sql: \"select column1 from (values (1), (2), (3), (4)) as v\", expect: [[1], [2], [3], [5], [6]]}",
       "answered 1; 2; 3; ... (4 rows), expected [[1], [2], [3], [5], [6]]"},
      {"{sql: select name from t where v > 100, expect: a}", "answered no rows, expected a"},
      {"{sql: select name from t order by name, expect: a}", "answered a; b; c, expected a"},
      {"{sql: \"select name, v from t order by name\", expect: [[a, 1], [b, null], [c, 3]]}", ""},
      {"{sql: \"select name, v from t order by name\", expect: [[a, 1], [b, 2], [c, 3]]}",
       "answered (a, 1); (b, NULL); (c, 3), expected [[a, 1], [b, 2], [c, 3]]"},
      {"{sql: select nonsense from t, expect: 1}", "nonsense"},
      {"{sql: delete from t, expect: 1}", "a rule is one query"},
  };
  std::string yaml =
      "seed: 1\nas_of: 2025-02-18\ntables:\n  t: {rows: 3, key: name, columns: {name: {template: "
      "\"n{row}\"}, v: {between: [1, 5]}}}\nchecks:\n";
  for (const Rule& rule : rules) yaml += std::string("  - ") + rule.yaml + "\n";
  for (const base::Engine engine : kEngines) {
    DatabaseBench bench(engine);
    bench.run(
        {"create table t (name text, v integer)", "insert into t values ('a', 1), ('b', null), ('c', 3)"});
    const check::CheckResult result = run(bench, bench.resolve(yaml), bench.live());
    // The first says that this profile has not seeded the table.
    REQUIRE(result.outcomes.size() == rules.size() + 1);
    CHECK(result.outcomes.front().check == "seeded");
    for (std::size_t i = 0; i < rules.size(); ++i) {
      INFO(base::engine_name(engine) << " " << rules[i].yaml);
      const check::Outcome& outcome = result.outcomes[i + 1];
      CHECK(outcome.passed == std::string(rules[i].finding).empty());
      CHECK_THAT(outcome.finding.message, ContainsSubstring(rules[i].finding));
      if (!outcome.passed) CHECK_THAT(outcome.finding.message, ContainsSubstring("dev.yaml:"));
    }
    CHECK(bench.number("select count(*) from t") == 3);
  }
}

TEST_CASE("cells and rows that were changed by hand are found by the digest") {
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    DatabaseBench bench(engine);
    bench.run({"create table person (id {id}, name text not null, age integer)",
               "insert into person (name, age) values ('Ada', 36), ('Ed', 40), ('Eve', 50), ('Bo', 60)"});
    const profile::ResolvedProfile profile = bench.resolve(kProfile);
    {
      db::Transaction transaction(bench.connection(), db::Connection::Access::write);
      state::Ledger ledger(bench.connection(), bench.names);
      ledger.create();
      state::TableRecord record;
      record.table = "person";
      record.profile = "dev";
      record.rows = 3;
      record.columns = {"age", "name"};
      record.key_columns = {"id"};
      for (const int id : {1, 2, 3}) record.ranges.append(id);
      record.digest =
          state::read_owned_content(bench.connection(), ledger, record, *bench.live().table("person")).digest;
      ledger.save(record);
      transaction.commit();
    }
    const auto digest_finding = [&] {
      for (const check::Outcome& outcome : run(bench, profile, bench.live()).outcomes) {
        if (outcome.check == "digest")
          return outcome.passed ? std::string("passed") : outcome.finding.message;
      }
      return std::string("not checked");
    };
    CHECK(digest_finding() == "passed");
    bench.run({"update person set name = 'Bob' where id = 4"});
    CHECK(digest_finding() == "passed");
    bench.run({"update person set age = age + 1 where id = 2"});
    CHECK_THAT(digest_finding(), ContainsSubstring("cells that were seeded have changed"));
    bench.run({"update person set age = age - 1 where id = 2"});
    CHECK(digest_finding() == "passed");
    bench.run({"delete from person where id = 1"});
    CHECK(digest_finding() == "1 row that was seeded is gone");
  }
}

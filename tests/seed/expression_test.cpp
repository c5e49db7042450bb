// Columns made by expressions are the same on every engine, and are written once.
#include "bench.h"
#include "support/catch.h"

using namespace seedctl;
using namespace seedctl::test;

namespace {

const std::vector<std::string> kTables{
    "create table trip (id {id}, minutes integer not null, started timestamp not null, ended timestamp not "
    "null, "
    "price numeric(8, 2) not null, cost numeric(10, 2) not null, day date not null, label varchar(40) not "
    "null, "
    "late boolean, note varchar(20), age integer not null)"};

const std::string kProfile =
    "seed: 5\nas_of: 2025-02-18\ntables:\n  trip:\n    rows: 2500\n    columns:\n"
    "      minutes: {between: [10, 240]}\n"
    "      started: {between: [2025-02-14, 2025-02-17]}\n"
    "      ended: {expr: \"started + minutes * interval '1 minute'\"}\n"
    "      price: {between: [200.00, 1000.00]}\n"
    "      cost: {expr: \"round(price * minutes / 1000, 2)\"}\n"
    "      day: {expr: \"ended::date\"}\n"
    "      label: {expr: \"'trip ' || row || case when minutes > 120 then ' (long)' else '' end\"}\n"
    "      late: {expr: \"case when minutes > 30 then minutes > 200 end\"}\n"
    "      note: {choice: [good, bad], nulls: 50%}\n"
    "      age: {expr: \"as_of - day + coalesce(length(note), 0)\"}\n";

// Of what the profile makes, for ever.
const std::string kDigest = "7a1f73ff98ff32995733717021750fad";

}  // namespace

TEST_CASE("columns of expressions hold the same on every engine and are written once") {
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    Bench bench(engine);
    bench.run(kTables);
    const auto first = bench.seed(kProfile);
    CHECK(counts_text(first) == "trip +2500 ~0 -0 =0");
    CHECK(counts_text(bench.seed(kProfile)) == "trip +0 ~0 -0 =2500");
    CHECK(bench.digests()[0].digest == first.tables[0].digest);
    CHECK(first.tables[0].digest == kDigest);
    // The engine's own arithmetic agrees, inexact as SQLite's is.
    CHECK(bench.number("select count(*) from trip where abs(cost - price * minutes / 1000.0) > 0.0051") == 0);
    CHECK(bench.number("select count(*) from trip where ended <= started") == 0);
    CHECK(bench.number("select count(*) from trip where late is null and minutes > 30") == 0);
    CHECK(bench.number("select count(*) from trip where age < 0") == 0);
  }
}

TEST_CASE("a row that an expression cannot be evaluated for ends the run and is named") {
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    Bench bench(engine);
    bench.run({"create table t (id {id}, a integer, b integer not null)"});
    const std::string yaml =
        "tables:\n  t:\n    rows: 3000\n    columns:\n      a: {expr: \"row::integer\"}\n      b: {expr: ";
    const auto refused = [&](const std::string& expression) {
      return error_of([&] { bench.seed(yaml + "\"" + expression + "\"}\n"); }).message();
    };
    CHECK_THAT(refused("100 / (a - 2500)"), ContainsSubstring("division by zero, in row 2500"));
    CHECK_THAT(refused("nullif(a, 2600)"),
               ContainsSubstring("the expression is NULL in row 2600, but column b is NOT NULL"));
    CHECK_THAT(refused("2147481000 + a"), ContainsSubstring("integer out of range, in row 2648"));
    CHECK(bench.number("select count(*) from t") == 0);
  }
}

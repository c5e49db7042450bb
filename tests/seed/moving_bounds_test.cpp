// What bounds that follow other cells make is stored alike on every engine, and follows those cells.
#include "bench.h"
#include "support/catch.h"

using namespace seedctl;
using namespace seedctl::test;

namespace {

std::string visits(const std::string& hours) {
  return "seed: 5\nas_of: 2025-02-18\ntables:\n"
         "  client: {rows: 100, columns: {created_at: {between: [2024-01-01, as_of]}}}\n"
         "  visit:\n    rows: 2500\n    columns:\n"
         "      starts: {between: [client_id.created_at, as_of]}\n"
         "      ends: {between: [starts, \"starts + interval '" +
         hours +
         " hours'\"]}\n"
         "      day: {between: [\"starts::date\", \"starts::date + 7\"]}\n"
         "      price: {between: [1, \"greatest(1, extract(epoch from ends - starts) / 60)\"]}\n";
}

// Of what the profile makes, for ever.
const std::string kDigest = "daee828cde484b2a04a7b0a4665fc03b";

}  // namespace

TEST_CASE("what lies between cells of the row and its parent is stored alike on every engine") {
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    Bench bench(engine);
    bench.run({"create table client (id {id}, created_at timestamp not null)",
               "create table visit (id {id}, client_id bigint not null references client (id), "
               "starts timestamp not null, ends timestamp not null, day date not null, "
               "price numeric(8,2) not null)"});
    const auto first = bench.seed(visits("4"));
    CHECK(counts_text(first) == "client +100 ~0 -0 =0, visit +2500 ~0 -0 =0");
    CHECK(first.tables[1].digest == kDigest);
    CHECK(bench.number("select count(*) from visit v join client c on c.id = v.client_id "
                       "where v.starts < c.created_at or v.ends < v.starts or v.price > 240") == 0);
    CHECK(counts_text(bench.seed(visits("4"))) == "client +0 ~0 -0 =100, visit +0 ~0 -0 =2500");
    CHECK(bench.seed(visits("5")).tables[1].updated > 2400);
  }
}

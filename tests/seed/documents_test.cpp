// Documents, arrays, bytes and addresses are stored as they are made: a second run finds nothing to do, and
// an edit rewrites what it changes.
#include "bench.h"
#include "support/catch.h"

using namespace seedctl;
using namespace seedctl::test;

namespace {

std::string devices(const std::string& extra, const std::string& labels) {
  return "seed: 5\nas_of: 2025-02-18\ntables:\n  device:\n    rows: 1500\n    columns:\n"
         "      owner: {json: {zip: postcode, name: full_name, price: {between: [0.50, 9.50]}, vip: "
         "boolean,\n"
         "        seen: {between: [2025-01-01, 2025-01-31]}, none: {value: null}, tags: {array: word}, "
         "home: {json: {lat: latitude" +
         extra +
         "}}}}\n"
         "      labels: {array: [red, \"light blue\", \"a,b\", \"NULL\"], length: [0, 3], distinct: true}\n"
         "      prices: {array: {between: [1, 20], ending: 0.99}, length: " +
         labels +
         "}\n"
         "      flags: {array: boolean, nulls: 10%}\n"
         "      moments: {array: {between: [2025-01-01, 2025-01-31]}, length: 2}\n"
         "      host: ipv4\n      net: ipv6\n      mac: mac\n      secret: {bytes: [0, 20]}\n"
         "      iban: iban\n      bio: {text: {length: [0, 90]}}\n";
}

std::string table(base::Engine engine) {
  const bool postgres = engine == base::Engine::postgres;
  return std::string("create table device (id {id}, owner jsonb not null, labels ") +
         (postgres ? "text[]" : "text") + " not null, prices " + (postgres ? "numeric(6,2)[]" : "text") +
         " not null, flags " + (postgres ? "boolean[]" : "text") + ", moments " +
         (postgres ? "timestamptz[]" : "text") +
         " not null, host inet not null, net cidr not null, mac macaddr not null, secret " +
         (postgres ? "bytea" : "blob") + " not null, iban varchar(34) not null, bio varchar(90) not null)";
}

}  // namespace

TEST_CASE("documents arrays bytes and addresses are found again as they were made") {
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    Bench bench(engine);
    bench.run({table(engine)});
    CHECK(counts_text(bench.seed(devices("", "2"))) == "device +1500 ~0 -0 =0");
    CHECK(counts_text(bench.seed(devices("", "2"))) == "device +0 ~0 -0 =1500");
    CHECK(counts_text(bench.seed(devices(", at: word", "2"))) == "device +0 ~1500 -0 =0");
    CHECK(counts_text(bench.seed(devices("", "2"))) == "device +0 ~1500 -0 =0");
    CHECK(counts_text(bench.seed(devices("", "3"))) == "device +0 ~1500 -0 =0");
    CHECK(counts_text(bench.seed(devices("", "3"))) == "device +0 ~0 -0 =1500");
  }
}

TEST_CASE("PostgreSQL reads documents and arrays as what they are") {
  Bench bench(base::Engine::postgres);
  bench.run({table(base::Engine::postgres)});
  bench.seed(devices("", "2"));
  for (const char* none :
       {"select count(*) from device where prices[1] % 1 <> 0.99 or array_length(prices, 1) <> 2",
        "select count(*) from device where array_length(labels, 1) > 3",
        "select count(*) from device where (select count(*) from unnest(labels) l) <> (select count(distinct "
        "l) "
        "from unnest(labels) l)",
        "select count(*) from device, unnest(labels) l where l not in ('red', 'light blue', 'a,b', 'NULL')",
        "select count(*) from device where (owner->>'price')::numeric not between 0.50 and 9.50",
        "select count(*) from device where owner->'none' <> 'null'::jsonb",
        "select count(*) from device where jsonb_typeof(owner->'vip') <> 'boolean'",
        "select count(*) from device where family(net) <> 6 or masklen(net) <> 128",
        "select count(*) from device, unnest(moments) m where m not between '2025-01-01' and '2025-02-01'"}) {
    INFO(none);
    CHECK(bench.number(none) == 0);
  }
}

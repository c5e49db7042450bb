// Texts of patterns and of semantic groups are stored as they are made, on both engines.
#include "bench.h"
#include "support/catch.h"

using namespace seedctl;
using namespace seedctl::test;

TEST_CASE("patterns converge and have one digest on both engines") {
  const std::string yaml =
      "seed: 1\ntables:\n  t:\n    rows: 2000\n    columns:\n"
      "      plate: {pattern: '[A-Z]{2}-\\d{4}', nulls: 5%}\n"
      "      code: {pattern: '[A-Z]{2}\\d{2}'}\n";
  std::string digest;
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    Bench bench(engine);
    bench.run({"create table t (id {id}, plate varchar(7), code char(4) not null unique)"});
    const seed::SeedResult first = bench.seed(yaml);
    CHECK(counts_text(bench.seed(yaml)) == "t +0 ~0 -0 =2000");
    CHECK(bench.number("select count(*) from t where plate like '__-____'") == 1900);
    if (digest.empty()) digest = first.tables[0].digest;
    CHECK(first.tables[0].digest == digest);
  }
}

TEST_CASE("hosts files and trade converge and have one digest on both engines") {
  const std::string yaml =
      "seed: 1\ntables:\n  t:\n    rows: 1000\n    columns:\n"
      "      ip: {ipv4: private, unique: true}\n      host: domain\n      checksum: {hash: sha256}\n"
      "      symbol: {currency: symbol}\n      card: credit_card\n      path: file_path\n"
      "      mime_type: mime_type\n      item: {product: name, nulls: 10%}\n";
  std::string digest;
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    Bench bench(engine);
    bench.run(
        {"create table t (id {id}, ip varchar(15) not null, host text not null, checksum char(64) not null, "
         "symbol varchar(3), card varchar(19) not null, path text, mime_type text, item text)"});
    const seed::SeedResult first = bench.seed(yaml);
    CHECK(counts_text(bench.seed(yaml)) == "t +0 ~0 -0 =1000");
    CHECK(bench.number("select count(*) from t where path like '%.pdf' and mime_type = 'application/pdf'") >
          20);
    CHECK(bench.number("select count(*) from t where path like '%.pdf' and mime_type <> 'application/pdf'") ==
          0);
    if (digest.empty()) digest = first.tables[0].digest;
    CHECK(first.tables[0].digest == digest);
  }
}

// Letters of every locale arrive as they were made, on every engine.
#include "gen/locale.h"

#include "base/text.h"
#include "bench.h"
#include "support/catch.h"

using namespace seedctl;
using namespace seedctl::test;

TEST_CASE("names and addresses of every locale are stored alike everywhere and written once") {
  std::string yaml = "seed: 7\nas_of: 2025-02-18\ntables:\n";
  std::vector<std::string> statements;
  for (const std::string& locale : gen::Locale::names()) {
    const std::string table = "people_" + base::lower_ascii(locale);
    statements.push_back("create table " + table +
                         " (id {id}, name varchar(80) not null, email varchar(80) not null unique, street "
                         "varchar(80) not null, city varchar(60) not null, state varchar(60) not null, "
                         "country varchar(60) not null, note varchar(40) not null)");
    yaml +=
        "  " + table + ":\n    rows: 300\n    locale: " + locale +
        "\n    columns: {name: full_name, email: email, street: street, city: city, state: region, country: "
        "{country: name, of: address}, note: sentence}\n";
  }
  std::vector<std::string> digests;
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    Bench bench(engine);
    bench.run(statements);
    std::vector<std::string> own;
    for (const auto& table : bench.seed(yaml).tables) own.push_back(table.digest);
    for (const auto& table : bench.seed(yaml).tables) CHECK(table.unchanged == 300);
    for (std::size_t i = 0; i < own.size(); ++i) CHECK(bench.digests()[i].digest == own[i]);
    if (digests.empty()) digests = own;
    CHECK(digests == own);
    CHECK(bench.text("select distinct country from people_de_de") == "Deutschland\n");
  }
}

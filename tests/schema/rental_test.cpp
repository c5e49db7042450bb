// The example's migrations mean the same on every engine: one snapshot file, to the byte.
#include "schema/database.h"
#include "schema/order.h"
#include "schema/snapshot.h"
#include "support/catch.h"

namespace seedctl::test {
namespace {

using base::Engine;
using Strings = std::vector<std::string>;

std::string up_section(const std::string& file) {
  const std::string text = read_source("migrations/" + file);
  const std::string up = "-- migrate:up", down = "-- migrate:down";
  const std::size_t begin = text.find(up) + up.size();
  return text.substr(begin, text.find(down) - begin);
}

schema::Schema rental(Engine engine) {
  Database database(engine);
  database.run(up_section(std::string("0001_rental.") + base::engine_name(engine) + ".sql"));
  database.run(up_section("0002_rent_landing.sql"));
  database.run(up_section("0003_loyalty.sql"));
  return database.schema();
}

TEST_CASE("the example has one snapshot whatever the engine") {
  const std::string golden = read_source("tests/schema/rental.lock.json");
  CHECK(first_difference(schema::to_snapshot(rental(Engine::sqlite)), golden) == "");
  CHECK(first_difference(schema::to_snapshot(rental(Engine::postgres)), golden) == "");
}

TEST_CASE("the example can be loaded parents first and its keys can be reserved") {
  const schema::Schema schema = rental(GENERATE(from_range(kEngines)));
  CHECK(schema::load_order(schema, schema.table_names()).tables ==
        Strings{"bike", "rent_landing", "user", "loyalty_event", "rent"});
  for (const char* table : {"user", "bike", "rent"}) CHECK(schema.table(table)->can_reserve_numbers);
}

TEST_CASE("the golden snapshot agrees with both live schemas") {
  const schema::Schema golden =
      schema::from_snapshot(read_source("tests/schema/rental.lock.json"), "rental.lock.json");
  for (const Engine engine : kEngines) CHECK(schema::differences(golden, rental(engine)).empty());
}

}  // namespace
}  // namespace seedctl::test

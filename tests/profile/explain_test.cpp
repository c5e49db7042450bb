// Why a cell is what it is, from the profile and the address alone.
#include "profile/explain.h"

#include "gen/catalog.h"
#include "profile/profiles.h"
#include "profile/row_address.h"
#include "support/catch.h"

namespace seedctl::test {
namespace {

using Origin = profile::ExplainedCell::Origin;

const std::string kProfile =
    "seed: 42\n"
    "as_of: 2025-02-18\n"
    "tables:\n"
    "  user:\n"
    "    rows: 40\n"
    "    fixed: [{as: admin, name: Demo Admin, email: admin@example.com}, {email: b@example.com}]\n"
    "    columns:\n"
    "      age: {between: [18, 70]}\n"
    "      loyalty_tier: {choice: [none, silver], dirty: {rate: 1, values: [gold]}}\n"
    "  bike: {rows: 9, columns: {price: {between: [200, 900], unique: true}}}\n"
    "  rent:\n"
    "    per_day: {column: rent_start, from: 2025-02-14, to: 2025-02-16, rows: 3}\n"
    "    columns:\n"
    "      rent_end: {after: rent_start, by: [10m, 4h]}\n"
    "      rent_cost: {expr: \"round(bike_id.price / 10, 2)\"}\n"
    "  loyalty_event: {per: user, rows: {weights: {0: 1, 2: 1}}}\n";

const profile::ExplainedCell& cell_of(const profile::ExplainedRow& row, const std::string& column) {
  for (const profile::ExplainedCell& cell : row.cells)
    if (cell.column.name == column) return cell;
  throw std::runtime_error("no cell " + column);
}

profile::ExplainedRow explained(const profile::ResolvedProfile& profile, const std::string& table,
                                const std::string& address) {
  const profile::ResolvedTable& of = *profile.table(table);
  return profile::explain_row(of, profile::find_row(of, address));
}

// The number of the first user with rewards, or without.
std::uint64_t user_with(const profile::ResolvedProfile& profile, std::uint32_t events) {
  const gen::Table& table = *profile.table("loyalty_event")->data;
  for (std::uint64_t number = 1;; ++number)
    if (table.per()->cardinality->count(*table.per()->parent->row_numbered(number)) == events) return number;
}

TEST_CASE("a row is found by every way to write its address") {
  const profile::ResolvedProfile profile = resolved(kProfile);
  const std::string parent = std::to_string(user_with(profile, 2));
  const std::string child_number = std::to_string((user_with(profile, 2) - 1) * 2 + 2);
  const struct {
    std::string table, address, found;
  } cases[] = {
      {"user", "17", "17"},
      {"user", "admin", "admin"},
      {"user", "1", "admin"},
      {"user", "#2", "2"},
      {"rent", "2025-02-15.3", "2025-02-15.3"},
      {"rent", "2.3", "2025-02-15.3"},
      {"rent", "6", "2025-02-15.3"},
      {"loyalty_event", parent + ".2", parent + ".2"},
      {"loyalty_event", child_number, parent + ".2"},
  };
  for (const auto& c : cases) {
    INFO(c.table << ":" << c.address);
    CHECK(explained(profile, c.table, c.address).address == c.found);
  }
}

TEST_CASE("rows of a dense table are found by the number that they have") {
  const profile::ResolvedProfile profile =
      resolved("tables: {user: 20, bike: 3, rent: {per: user, rows: {between: [0, 3]}, key: dense}}");
  for (const char* number : {"1", "7"}) {
    const profile::ExplainedRow row = explained(profile, "rent", number);
    CHECK(base::to_text(cell_of(row, "id").value) == number);
    CHECK(row.address.find('.') != std::string::npos);
  }
}

TEST_CASE("an address that has no row says which rows there are") {
  const profile::ResolvedProfile profile = resolved(kProfile);
  const std::string childless = std::to_string(user_with(profile, 0));
  const std::string parent = std::to_string(user_with(profile, 2));
  const struct {
    std::string table, address, words, hint;
  } cases[] = {
      {"user", "41", "table user has no row 41: the last of its 40 rows is user:40", ""},
      {"user", "0", "table user has no row 0", ""},
      {"user", "admni", "\"admni\" is no address of a row of table user (did you mean \"admin\"?)",
       "write the row's number, user:1, or a fixed row's name: admin"},
      {"user", "3.1", "is no address of a row of table user", ""},
      {"user", "-1", "is no address", ""},
      {"rent", "10", "the last of its 9 rows is rent:2025-02-16.3, number 9", ""},
      {"rent", "2025-02-17.1", "no rows of day 2025-02-17: its days are 2025-02-14 to 2025-02-16", ""},
      {"rent", "2025-02-13.1", "no rows of day 2025-02-13", ""},
      {"rent", "2025-02-14.4", "the last one of day 2025-02-14 is 2025-02-14.3", ""},
      {"rent", "2025-02-14.0", "no row 2025-02-14.0", ""},
      {"rent", "yesterday.1", "\"yesterday.1\" is no address", "rent:2025-02-14.1"},
      {"loyalty_event", parent + ".x", "is no address", "loyalty_event:1.1"},
      {"loyalty_event", parent + ".3", "the last one of user:" + parent + " is " + parent + ".2", ""},
      {"loyalty_event", childless + ".1", "table loyalty_event has no row " + childless + ".1: user:", ""},
      {"loyalty_event", childless + ".1", " has none", ""},
      {"loyalty_event", "41.1", "table user has no row 41", ""},
  };
  for (const auto& c : cases) {
    INFO(c.table << ":" << c.address);
    try {
      explained(profile, c.table, c.address);
      FAIL("there is no such row");
    } catch (const base::Error& error) {
      CHECK(error.code() == base::ErrorCode::usage);
      CHECK_THAT(error.message(), ContainsSubstring(c.words));
      CHECK_THAT(error.hint, ContainsSubstring(c.hint));
    }
  }
}

TEST_CASE("a cell is explained by what made it") {
  const profile::ResolvedProfile profile = resolved(kProfile);
  const profile::ExplainedRow user = explained(profile, "user", "17");
  const profile::ExplainedCell age = cell_of(user, "age");
  CHECK(age.origin == Origin::generated);
  CHECK(age.column.written == "{between: [18, 70]}");
  CHECK(age.position.line == 8);
  CHECK(age.key == gen::column_key(42, "user", "age", gen::find_generator("between")->version));
  CHECK(age.draw == gen::draw(*age.key, 17));
  CHECK(base::to_text(age.value) == std::to_string(18 + gen::below(*age.draw, 53)));

  const profile::ExplainedCell id = cell_of(user, "id");
  CHECK(id.column.reason == "primary key");
  CHECK_FALSE(id.key);
  CHECK(cell_of(user, "name").key);
  CHECK_FALSE(cell_of(user, "name").draw);

  const profile::ExplainedCell tier = cell_of(user, "loyalty_tier");
  CHECK(tier.origin == Origin::dirty);
  CHECK(base::to_text(tier.value) == "gold");
  REQUIRE(tier.clean);
  CHECK(*tier.clean != tier.value);

  const profile::ExplainedCell price = cell_of(explained(profile, "bike", "3"), "price");
  CHECK(price.key);
  CHECK_FALSE(price.draw);
}

TEST_CASE("a fixed row says what it says and draws the rest by its name") {
  const profile::ResolvedProfile profile = resolved(kProfile);
  const profile::ExplainedRow admin = explained(profile, "user", "1");
  CHECK(admin.address == "admin");
  CHECK(cell_of(admin, "name").origin == Origin::fixed);
  CHECK(cell_of(admin, "name").position.line == 6);
  CHECK_FALSE(cell_of(admin, "name").key);
  const profile::ExplainedCell age = cell_of(admin, "age");
  CHECK(age.origin == Origin::generated);
  CHECK(age.draw == gen::draw(*age.key, profile.table("user")->data->row_at(0).token));
  CHECK(explained(profile, "user", "2").address == "2");
}

TEST_CASE("a reference is explained by the row that it picked and an expression by what it read") {
  const profile::ResolvedProfile profile = resolved(kProfile);
  const profile::ExplainedRow rent = explained(profile, "rent", "2025-02-15.2");
  CHECK_FALSE(rent.parent);
  const profile::ExplainedCell bike_id = cell_of(rent, "bike_id");
  REQUIRE(bike_id.refers_to);
  CHECK(bike_id.refers_to->table == "bike");
  CHECK(bike_id.refers_to->address == base::to_text(bike_id.value));
  CHECK(bike_id.key);
  const profile::ExplainedRow bike = explained(profile, "bike", bike_id.refers_to->address);
  const profile::ExplainedCell cost = cell_of(rent, "rent_cost");
  REQUIRE(cost.inputs.size() == 1);
  CHECK(cost.inputs[0].name == "bike_id.price");
  CHECK(cost.inputs[0].value == cell_of(bike, "price").value);
  CHECK_FALSE(cost.key);
  const profile::ExplainedCell end = cell_of(rent, "rent_end");
  REQUIRE(end.inputs.size() == 1);
  CHECK(end.inputs[0].value == cell_of(rent, "rent_start").value);

  const std::string parent = std::to_string(user_with(profile, 2));
  const profile::ExplainedRow event = explained(profile, "loyalty_event", parent + ".1");
  REQUIRE(event.parent);
  CHECK(event.parent->address == parent);
  CHECK_FALSE(cell_of(event, "user_id").key);
  REQUIRE(profile::referred_rows(event).size() == 1);
  CHECK(profile::referred_rows(rent).size() == 2);
}

TEST_CASE("a reference that a fixed row gives is the row of that value") {
  const profile::ResolvedProfile profile = resolved(
      "tables:\n  user: 9\n  bike: 3\n  rent:\n    rows: 4\n    fixed: [{user_id: 7}]\n"
      "    columns: {bike_id: {ref: bike}}\n");
  const profile::ExplainedCell cell = cell_of(explained(profile, "rent", "1"), "user_id");
  CHECK(cell.origin == Origin::fixed);
  REQUIRE(cell.refers_to);
  CHECK(cell.refers_to->address == "7");
}

TEST_CASE("a cell that is NULL by its rate draws nothing and refers to nothing") {
  const schema::Schema schema = SchemaBuilder()
                                    .table("employee")
                                    .column("id", "integer(64)")
                                    .column("boss_id", "integer(64)", true)
                                    .column("note", "text", true)
                                    .primary({"id"})
                                    .foreign({"boss_id"}, "employee")
                                    .build();
  const profile::ResolvedProfile profile = resolved(
      "tables:\n  employee:\n    rows: 50\n    columns:\n      boss_id: {ref: employee, nulls: 50%}\n"
      "      note: {choice: [a, b], nulls: 100%}\n",
      schema);
  std::size_t nulls = 0;
  for (int number = 2; number <= 50; ++number) {
    const profile::ExplainedRow row = explained(profile, "employee", std::to_string(number));
    const profile::ExplainedCell boss = cell_of(row, "boss_id");
    CHECK(boss.refers_to.has_value() == !base::is_null(boss.value));
    CHECK(boss.key.has_value() == !base::is_null(boss.value));
    CHECK((boss.origin == Origin::null) == base::is_null(boss.value));
    if (boss.refers_to) CHECK(boss.refers_to->number < static_cast<std::uint64_t>(number));
    nulls += base::is_null(boss.value) ? 1 : 0;
    CHECK(cell_of(row, "note").origin == Origin::null);
  }
  CHECK(nulls >= 24);
  CHECK(base::is_null(cell_of(explained(profile, "employee", "1"), "boss_id").value));
}

TEST_CASE("columns are shown as a profile would write them") {
  const profile::ResolvedProfile profile = resolved(
      "tables:\n  bike:\n    rows: 3\n    columns:\n"
      "      model: [Model_A, \"5\", \"a, b\", \"\", it's]\n"
      "      type: {weights: {road: 50%, mountain: 50%}}\n"
      "      price: {expr: \"case when row > 1 then 2.50 else 3 end\"}\n");
  const profile::ExplainedRow bike = explained(profile, "bike", "1");
  CHECK(cell_of(bike, "id").column.written == "sequence");
  CHECK(cell_of(bike, "model").column.written == "[Model_A, \"5\", \"a, b\", \"\", it's]");
  CHECK(cell_of(bike, "type").column.written == "{weights: {road: 50%, mountain: 50%}}");
  CHECK(cell_of(bike, "price").column.written == "{expr: case when row > 1 then 2.50 else 3 end}");
}

}  // namespace
}  // namespace seedctl::test

// What columns that a profile leaves out become, and that what they become obeys the schema.
#include "gen/expression/like.h"
#include "profile/facts.h"
#include "profile/notation.h"
#include "profile/profiles.h"
#include "support/catch.h"

namespace seedctl {
namespace {

using test::SchemaBuilder;

struct Row {
  const char* column;
  const char* type;
  const char* check;
  const char* expected;  // canonical text of the column
  const char* reason;
};

std::string canonical_of(const SchemaBuilder& builder, const std::string& column, std::string& reason) {
  const schema::Schema schema = builder.build();
  const auto document = test::document_of("as_of: 2025-02-18\ntables: {thing: 10}");
  const auto inferred =
      profile::infer_column(schema.tables.front(), *schema.tables.front().column(column), document);
  reason = inferred.reason;
  return profile::canonical(inferred.column);
}

TEST_CASE("a column that nothing is said about is inferred from its CHECKs and name and type") {
  for (const Row& row : {
           Row{"email", "text", "", "\"email\"", "named email"},
           Row{"contact_email", "text", "", "\"email\"", "named contact_email"},
           Row{"firstName", "text", "", "\"first_name\"", "named firstName"},
           Row{"last_name", "text", "", "\"last_name\"", "named last_name"},
           Row{"customer_name", "text", "", "\"full_name\"", "name of a customer"},
           Row{"vendor_name", "text", "", "\"company\"", "name of a vendor"},
           Row{"name", "text", "", R"({"template":"Thing {row}"})", "name of a row of thing"},
           Row{"login", "text", "", "\"username\"", "named login"},
           Row{"mobile", "text", "", "\"phone\"", "named mobile"},
           Row{"street_address", "text", "", "\"street\"", "named street_address"},
           Row{"home_city", "text", "", "\"city\"", "named home_city"},
           Row{"country", "text", "", "\"country\"", "named country"},
           Row{"province", "text", "", "\"region\"", "named province"},
           Row{"state", "text", "", "\"word\"", "type text"},
           Row{"country_code", "text(2)", "", R"({"choice":["US","CA","GB","DE","FR","JP"]})",
               "named country_code"},
           Row{"zip", "text", "", "\"postcode\"", "named zip"},
           Row{"description", "text", "", "\"sentence\"", "named description"},
           Row{"body", "text", "", "\"paragraph\"", "named body"},
           Row{"website", "text", "", "\"url\"", "named website"},
           Row{"sku", "text", "", R"({"product":"sku"})", "named sku"},
           Row{"status", "text", "", R"({"choice":["active","inactive","pending"]})", "named status"},
           Row{"whatever", "text", "", "\"word\"", "type text"},
           Row{"age", "integer(16)", "", R"({"between":[{"plain":"18"},{"plain":"80"}]})", "named age"},
           Row{"age", "integer(16)", "age between 18 and 120",
               R"({"between":[{"plain":"18"},{"plain":"120"}]})", "CHECK (age between 18 and 120)"},
           Row{"quantity", "integer(32)", "quantity > 0", R"({"between":[{"plain":"1"},{"plain":"10"}]})",
               "CHECK (quantity > 0)"},
           Row{"level", "integer(32)", "level > 50", R"({"between":[{"plain":"51"},{"plain":"1051"}]})",
               "CHECK (level > 50)"},
           Row{"level", "integer(32)", "level < 0", R"({"between":[{"plain":"-1001"},{"plain":"-1"}]})",
               "CHECK (level < 0)"},
           Row{"n", "integer(32)", "", R"({"between":[{"plain":"0"},{"plain":"1000"}]})", "type integer(32)"},
           Row{"price", "decimal(10,2)", "price >= 0", R"({"between":[{"plain":"1"},{"plain":"1000"}]})",
               "CHECK (price >= 0)"},
           Row{"price", "decimal(10,2)", "price > 1500",
               R"({"between":[{"plain":"1500.01"},{"plain":"2500.01"}]})", "CHECK (price > 1500)"},
           Row{"price", "decimal(4,2)", "", R"({"between":[{"plain":"1"},{"plain":"99"}]})", "named price"},
           Row{"tax_rate", "decimal(2,2)", "", R"({"between":[{"plain":"0"},{"plain":"0.99"}]})",
               "named tax_rate"},
           Row{"latitude", "real(64)", "", "\"latitude\"", "named latitude"},
           Row{"is_open", "boolean", "", "\"boolean\"", "named is_open"},
           Row{"flag", "boolean", "", "\"boolean\"", "type boolean"},
           Row{"created_at", "timestamp", "", R"({"between":["2024-02-19","2025-02-18"]})",
               "the year before as_of"},
           Row{"expires_at", "timestamptz", "", R"({"between":["2025-02-19","2026-02-18"]})",
               "named expires_at"},
           Row{"birth_date", "date", "", R"({"between":["1945-03-10","2007-02-23"]})", "named birth_date"},
           Row{"made_on", "date", "made_on >= '2030-01-01'", R"({"between":["2030-01-01","2031-01-01"]})",
               "CHECK (made_on >= 2030-01-01)"},
           Row{"opens", "time", "", R"({"between":["00:00:00","23:59:59"]})", "type time"},
           Row{"kind", "text", "kind in ('a', 'b')", R"({"choice":["a","b"]})", "CHECK (kind in (a, b))"},
           Row{"stars", "integer(16)", "stars in (1, 3)", R"({"choice":[{"plain":"1"},{"plain":"3"}]})",
               "CHECK (stars in (1, 3))"},
           Row{"code", "text", "length(code) = 5", R"({"template":"{row:05}"})", "CHECK (length(code) = 5)"},
           Row{"kind", "text", "kind = 'a' or kind = 'b'", R"({"choice":["a","b"]})",
               "CHECK (kind in (a, b))"},
           Row{"n", "integer(32)", "n between 1 and 5 or n = 99",
               R"({"between":[{"plain":"1"},{"plain":"5"}]})",
               "CHECK (n between 1 and 5), one way of several"},
           Row{"n", "integer(32)", "n <> 0", R"({"between":[{"plain":"1"},{"plain":"1000"}]})",
               "CHECK (n > 0), one way of several"},
           Row{"title", "text", "title <> ''", "\"sentence\"", "named title"},
           Row{"mood", "enumeration(sad,ok)", "", R"({"choice":["sad","ok"]})", "the enumeration's labels"},
           Row{"token", "uuid", "", "\"uuid\"", "type uuid"},
           Row{"payload", "json", "", R"({"value":"{}"})", "type json"},
           Row{"photo", "bytes", "", R"({"bytes":{"plain":"16"}})", "type bytes"},
       }) {
    SchemaBuilder builder;
    builder.table("thing").column("id", "integer(64)").primary({"id"}).column(row.column, row.type);
    if (*row.check != '\0') builder.check(row.check);
    CAPTURE(row.column, row.check);
    std::string reason;
    CHECK(canonical_of(builder, row.column, reason) == row.expected);
    CHECK(reason == row.reason);
    // And it can be made, and obeys what it was inferred from.
    CHECK(test::refusal([&] { test::resolved("tables: {thing: 300}", builder.build()); }) == "");
  }
}

TEST_CASE("what a name suggests is made in fewer characters where the column is short") {
  const struct {
    const char *column, *type;
    bool unique;
    const char *check, *written;
  } cases[] = {
      {"email", "text(60)", true, "", "email"},
      {"email", "text(14)", true, "", "{template: \"{row}@a.example\"}"},
      {"email", "text(14)", true, "email like '%@%'", "{template: \"{row}@a.example\"}"},
      {"email", "text(10)", true, "", "{template: \"{row}@a.test\"}"},
      {"email", "text(8)", true, "", "{template: \"email-{row}\"}"},
      {"work_email", "text(13)", false, "", "{template: \"{row}@a.example\"}"},
      {"website", "text(22)", false, "", "{template: \"https://a.example/{row}\"}"},
      {"website", "text(13)", true, "", "{template: \"a.example/{row}\"}"},
      {"bic", "text", false, "", "{pattern: \"[A-Z]{4}ZZ[A-Z2-9]0\"}"},
      {"swift_code", "text(11)", true, "", "{pattern: \"[A-Z]{4}ZZ[A-Z2-9]0\"}"},
      {"bic", "text(4)", false, "", "word"},
      {"ssn", "text", false, "", "{pattern: \"9[0-9]{2}-0[0-9]-[0-9]{4}\"}"},
      {"owner_ssn", "text(9)", true, "", "{pattern: \"9[0-9]{2}0[0-9]{5}\"}"},
      {"social_security_number", "text(11)", false, "", "{pattern: \"9[0-9]{2}-0[0-9]-[0-9]{4}\"}"},
      {"uuid", "text", false, "", "uuid"},
      {"order_guid", "text(36)", true, "", "uuid"},
      {"uuid", "text(20)", false, "", "word"},
  };
  for (const auto& c : cases) {
    CAPTURE(c.column, c.type, c.unique, c.check);
    SchemaBuilder builder;
    builder.table("thing").column("id", "integer(64)").primary({"id"}).column(c.column, c.type);
    if (c.unique) builder.unique({c.column});
    if (*c.check != '\0') builder.check(c.check);
    const auto profile = test::resolved("tables: {thing: 99}", builder.build());
    CHECK(profile.tables.at(0).columns.at(1).written == c.written);
  }
}

TEST_CASE(
    "a column that is left out obeys all its CHECKs together and those that are not understood in part") {
  struct Several {
    const char *column, *type;
    std::vector<std::string> checks;
    const char* expected;
  };
  for (const Several& row : {
           Several{"n", "integer(32)", {"n > 0", "n < 10"}, R"({"between":[{"plain":"1"},{"plain":"9"}]})"},
           Several{"n",
                   "integer(32)",
                   {"n < 5 or n > 50", "n <= 60"},
                   R"({"between":[{"plain":"51"},{"plain":"60"}]})"},
       }) {
    SchemaBuilder builder;
    builder.table("thing").column("id", "integer(64)").primary({"id"}).column(row.column, row.type);
    for (const std::string& check : row.checks) builder.check(check);
    std::string reason;
    CHECK(canonical_of(builder, row.column, reason) == row.expected);
    CHECK(test::refusal([&] { test::resolved("tables: {thing: 300}", builder.build()); }) == "");
  }
}

TEST_CASE("text of a length that a CHECK fixes has that length") {
  struct Fixed {
    const char *column, *type, *check;
    bool unique;
    const char* first;
  };
  for (const Fixed& row : {
           Fixed{"cc", "text(2)", "length(cc) = 2", false, ""},
           Fixed{"cc", "text", "length(cc) = 2", false, ""},
           Fixed{"gender", "text(2)", "length(gender) = 2", false, ""},
           Fixed{"cc", "text(2)", "length(cc) = 2", true, "01"},
           Fixed{"country_code", "text(2)", "length(country_code) = 2", false, ""},
       }) {
    SchemaBuilder builder;
    builder.table("thing").column("id", "integer(64)").primary({"id"}).column(row.column, row.type);
    builder.check(row.check);
    if (row.unique) builder.unique({row.column});
    CAPTURE(row.column, row.type, row.unique);
    const schema::Schema schema = builder.build();
    REQUIRE(test::refusal([&] { test::resolved("tables: {thing: 90}", schema); }) == "");
    const auto profile = test::resolved("tables: {thing: 90}", schema);
    CHECK(test::cell(profile.tables.front(), 0, row.column).size() == 2);
    if (row.unique) CHECK(test::cell(profile.tables.front(), 0, row.column) == row.first);
  }
}

TEST_CASE("a region or a country beside a city is of the same address") {
  struct Neighbour {
    const char *column, *type, *beside, *expected;
  };
  for (const Neighbour& row : {
           Neighbour{"state", "text", "city", R"({"region":"name"})"},
           Neighbour{"state", "text(2)", "city", R"({"region":"code"})"},
           Neighbour{"state_code", "text", "zip", R"({"region":"code"})"},
           Neighbour{"shipping_state", "text", "shipping_city", R"({"region":"name"})"},
           Neighbour{"country", "text", "city", R"({"country":"name","of":"address"})"},
           Neighbour{"country_code", "text(2)", "city", R"({"country":"code","of":"address"})"},
           Neighbour{"homeCountry", "text", "homeTown", R"({"country":"name","of":"address"})"},
           Neighbour{"birth_country", "text", "city", "\"country\""},
           Neighbour{"state", "text", "shipping_city", "\"word\""},
       }) {
    SchemaBuilder builder;
    builder.table("thing").column("id", "integer(64)").primary({"id"});
    builder.column(row.column, row.type).column(row.beside, "text");
    CAPTURE(row.column, row.beside);
    std::string reason;
    CHECK(canonical_of(builder, row.column, reason) == row.expected);
    CHECK(test::refusal([&] { test::resolved("tables: {thing: 300}", builder.build()); }) == "");
  }
}

TEST_CASE("a unique column is inferred so that it never repeats") {
  struct Unique {
    const char* column;
    const char* type;
    const char* expected;
  };
  for (const Unique& row : {Unique{"email", "text", "\"email\""}, Unique{"username", "text", "\"username\""},
                            Unique{"name", "text", R"({"template":"Thing {row}"})"},
                            Unique{"city", "text", R"({"template":"city-{row}"})"},
                            Unique{"code", "text(4)", R"({"template":"code-{row}"})"},
                            Unique{"n", "integer(32)", "\"sequence\""}, Unique{"token", "uuid", "\"uuid\""},
                            Unique{"day", "date", R"({"between":["1970-01-01","2025-02-18"]})"},
                            Unique{"w{}d", "text", R"({"template":"w{{}}d-{row}"})"}}) {
    SchemaBuilder builder;
    builder.table("thing")
        .column("id", "integer(64)")
        .primary({"id"})
        .column(row.column, row.type)
        .unique({row.column});
    CAPTURE(row.column);
    std::string reason;
    CHECK(canonical_of(builder, row.column, reason) == row.expected);
    const auto profile = test::resolved("tables: {thing: 500}", builder.build());
    std::set<std::string> values;
    for (std::uint64_t i = 0; i < 500; ++i) values.insert(test::cell(profile.tables[0], i, row.column));
    CHECK(values.size() == 500);
  }
}

TEST_CASE("text that is too short for its name falls back to what fits") {
  SchemaBuilder builder;
  builder.table("thing").column("id", "integer(64)").primary({"id"});
  builder.column("email", "text(6)").column("name", "text(2)").column("code", "text(3)").unique({"code"});
  const auto profile = test::resolved("tables: {thing: 100}", builder.build());
  CHECK(profile.tables[0].columns[1].generator == "word");
  CHECK(profile.tables[0].columns[3].generator == "template");
  CHECK(test::cell(profile.tables[0], 41, "code") == "42");
}

TEST_CASE("one of two ordered columns follows the other") {
  SchemaBuilder builder;
  builder.table("trip")
      .column("id", "integer(64)")
      .primary({"id"})
      .column("leaves", "timestamp")
      .column("arrives", "timestamp");
  builder.check("arrives > leaves")
      .column("low", "integer(32)")
      .column("high", "integer(32)")
      .check("low < high");
  const schema::Schema schema = builder.build();
  const auto both = test::resolved("tables: {trip: 300}", schema);
  CHECK(both.tables[0].columns[1].generator == "between");
  CHECK(both.tables[0].columns[2].generator == "after");
  CHECK(both.tables[0].columns[2].reason == "CHECK (leaves < arrives)");
  const auto upper = test::resolved(
      "tables: {trip: {rows: 300, columns: {arrives: {between: [2020-01-01, 2020-02-01]}}}}", schema);
  CHECK(upper.tables[0].columns[1].generator == "after");
  const auto lower = test::resolved(
      "tables: {trip: {rows: 300, columns: {leaves: {between: [2020-01-01, 2020-02-01]}}}}", schema);
  CHECK(lower.tables[0].columns[2].generator == "after");
}

TEST_CASE("keys are inferred so that rows can be told apart") {
  SchemaBuilder builder;
  builder.table("user").column("id", "integer(64)").auto_number().primary({"id"});
  builder.table("profile").column("user_id", "integer(64)").primary({"user_id"}).foreign({"user_id"}, "user");
  builder.table("session")
      .column("id", "uuid")
      .primary({"id"})
      .column("user_id", "integer(64)", true)
      .foreign({"user_id"}, "user");
  builder.table("tag").column("name", "text").primary({"name"});
  builder.table("event")
      .column("user_id", "integer(64)")
      .column("no", "integer(32)")
      .primary({"user_id", "no"});
  builder.foreign({"user_id"}, "user").check("no >= 10");
  builder.table("note")
      .column("user_id", "integer(64)")
      .column("no", "integer(32)")
      .primary({"user_id", "no"})
      .foreign({"user_id"}, "user");
  const auto profile = test::resolved(
      "tables: {user: 50, profile: 50, session: 20, tag: 20, event: {per: user, rows: {between: [0, 3]}}, "
      "note: 60}",
      builder.build());
  CHECK(profile.table("user")->sequential_key);
  CHECK(profile.table("user")->columns[0].reason == "primary key");
  std::set<std::string> users;
  for (std::uint64_t i = 0; i < 50; ++i) users.insert(test::cell(*profile.table("profile"), i, "user_id"));
  CHECK(users.size() == 50);
  CHECK_FALSE(profile.table("profile")->sequential_key);
  CHECK(profile.table("session")->columns[0].generator == "uuid");
  CHECK(profile.table("session")->columns[1].generator == "ref");
  CHECK(profile.table("tag")->columns[0].generator == "template");
  CHECK(profile.table("event")->key == std::vector<std::size_t>{0, 1});
  CHECK(test::cell(*profile.table("event"), 0, "no") == "10");
  CHECK(profile.table("note")->columns[1].generator == "sequence");
}

TEST_CASE("what the database fills is left to it") {
  SchemaBuilder builder;
  builder.table("t").column("id", "integer(64)").primary({"id"});
  builder.column("total", "integer(32)").computed().column("serial", "integer(64)").auto_number();
  builder.column("tags", "unsupported(int4range)").with_default().column("extra", "unsupported(point)", true);
  builder.column("state", "text").with_default();
  const auto profile = test::resolved("tables: {t: 3}", builder.build());
  std::vector<std::string> names;
  for (const auto& column : profile.tables[0].columns) names.push_back(column.name);
  CHECK(names == std::vector<std::string>{"id", "extra", "state"});
  CHECK(profile.tables[0].columns[1].generator == "value");
  CHECK(test::refusal([&] {
          test::resolved("tables: {t: {rows: 3, columns: {total: sequence}}}", builder.build());
        }) == "1:33: t.total is computed by the database");
  SchemaBuilder impossible;
  impossible.table("t").column("id", "integer(64)").primary({"id"}).column("tags", "unsupported(int4range)");
  CHECK(test::refusal([&] { test::resolved("tables: {t: 3}", impossible.build()); }) ==
        "1:10: t.tags is of type int4range, which no generator makes, and must not be NULL");
}

TEST_CASE("with nothing but row counts the example satisfies every constraint") {
  const schema::Schema schema = test::rental();
  const auto profile = test::resolved("tables: {user: 100, bike: 30, rent: 500}", schema);
  for (const auto& table : profile.tables) {
    const schema::Table& model = *schema.table(table.name);
    std::map<std::string, std::set<std::string>> seen;
    for (std::uint64_t place = 0; place < table.data->rows(); ++place) {
      const std::vector<gen::RowId> rows = {table.data->row_at(place)};
      std::vector<std::size_t> wanted(table.columns.size());
      for (std::size_t i = 0; i < wanted.size(); ++i) wanted[i] = i;
      std::vector<base::ColumnBatch> cells;
      table.data->fill(rows, wanted, cells);
      for (std::size_t i = 0; i < table.columns.size(); ++i) {
        const auto& column = table.columns[i];
        const base::Value value = cells[i].value_at(0);
        if (!model.column(column.name)->nullable) REQUIRE_FALSE(base::is_null(value));
        for (const auto* fact : profile::facts_about(model, column.name))
          REQUIRE(profile::obeys(value, column.type, *fact));
        for (const auto& key : model.unique_keys) {
          if (key.columns == std::vector<std::string>{column.name})
            REQUIRE(seen[column.name].insert(base::to_text(value)).second);
        }
        for (const auto& key : model.foreign_keys) {
          if (key.columns.front() != column.name) continue;
          const auto number = std::get<std::int64_t>(value);
          REQUIRE(number >= 1);
          REQUIRE(static_cast<std::uint64_t>(number) <= profile.table(key.parent)->data->rows());
        }
      }
      if (table.name == "rent")
        REQUIRE(test::cell(table, place, "rent_end") > test::cell(table, place, "rent_start"));
    }
  }
}

TEST_CASE("a LIKE is obeyed by what the name suggests and else a pattern is made of it") {
  struct Obeyed {
    const char *column, *type, *check, *generator, *reason;
  };
  for (const Obeyed& row : {
           Obeyed{"email", "text", "email like '%@%'", "email", "named email"},
           {"code", "text", "code like 'A-%_.'", "pattern", "CHECK (code like 'A-%_.')"},
           {"name", "text", "name like '%@%'", "pattern", "CHECK (name like '%@%')"},
           {"slot", "text(3)", "slot like 'x%'", "pattern", "CHECK (slot like 'x%')"},
           {"sku", "text", "sku ~ '^[A-Z]{2}-[0-9]{4}$'", "pattern", "CHECK (sku ~ '^[A-Z]{2}-[0-9]{4}$')"},
       }) {
    CAPTURE(row.check);
    SchemaBuilder builder;
    builder.table("t").column("id", "integer(64)").primary({"id"}).column(row.column, row.type);
    builder.unique({row.column}).check(row.check);
    const auto profile = test::resolved("tables: {t: 20}", builder.build());
    const profile::ResolvedColumn& column = profile.tables[0].columns[1];
    CHECK(column.generator == row.generator);
    CHECK(column.reason.starts_with(row.reason));
    std::set<std::string> values;
    for (std::uint64_t i = 0; i < 20; ++i) values.insert(test::cell(profile.tables[0], i, row.column));
    CHECK(values.size() == 20);
    const sql::CheckFact fact = sql::check_facts(row.check).front();
    for (const std::string& value : values)
      CHECK((fact.kind == sql::CheckFact::Kind::matches || gen::is_like(value, fact.values.front())));
  }
}

}  // namespace
}  // namespace seedctl

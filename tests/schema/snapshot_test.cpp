// schema.lock.json: what is written is read back, and what is not of that form is refused with the place
// where it is wrong.
#include "schema/snapshot.h"

#include "base/error.h"
#include "schema/logical_form.h"
#include "support/catch.h"
#include "support/errors.h"

namespace seedctl::schema {
namespace {

using Strings = std::vector<std::string>;

Column column(const std::string& name, const std::string& type) {
  Column made;
  made.name = name;
  made.type = base::LogicalType::parse(type).value();
  made.nullable = false;
  return made;
}

Schema sample() {
  Table user;
  user.name = "user";
  user.columns = {column("id", "integer(64)"), column("email", "text(80)"), column("age", "integer(16)")};
  user.columns[0].generated = Column::Generated::auto_number;
  user.columns[0].has_default = true;
  user.columns[2].nullable = true;
  user.columns[2].has_default = true;
  user.unique_keys.push_back({"user_pkey", {"id"}, true, "", true});
  user.unique_keys.push_back({"user_email", {"email"}, false, "on an expression", false});
  sql::CheckFact range;
  range.kind = sql::CheckFact::Kind::range;
  range.column = "age";
  range.low = "18";
  range.high = "120";
  range.high_open = true;
  user.checks.push_back({"age_check", "age >= 18 and age < 120", {range}});

  Table rent;
  rent.name = "a \"quoted\" näme";
  rent.columns = {column("user_id", "integer(64)"), column("mood", "text")};
  ForeignKey key;
  key.name = "rent_user";
  key.columns = {"user_id"};
  key.parent = "user";
  key.parent_columns = {"id"};
  key.on_delete = ForeignKey::Action::cascade;
  key.deferrable = true;
  rent.foreign_keys.push_back(key);
  return {.tables = {rent, user}, .views = {}};
}

TEST_CASE("a snapshot read back is the same snapshot") {
  const std::string text = to_snapshot(sample());
  const Schema read = from_snapshot(text, "schema.lock.json");
  CHECK(to_snapshot(read) == text);
  CHECK(differences(read, sample()).empty());
  CHECK(text.ends_with("}\n"));
  REQUIRE(read.table("user") != nullptr);
  CHECK(read.table("user")->columns == sample().table("user")->columns);
  CHECK(read.table("user")->checks.at(0).facts == sample().table("user")->checks.at(0).facts);
}

TEST_CASE("whatever an engine can hold can be read back") {
  Schema schema = sample();
  Table& rent = schema.tables[0];
  for (const char* raw : {"text[]", "numeric(3,-2)", "a)b(c,\\d\n\"e\"", "ünïcødé", ")", "("}) {
    Column column;
    column.name = std::string("of ") + raw;
    column.type.raw = raw;
    rent.columns.push_back(column);
    column.name = std::string("among ") + raw;
    column.type = base::LogicalType();
    column.type.kind = base::TypeKind::enumeration;
    column.type.labels = {raw, "", raw};
    rent.columns.push_back(column);
  }
  rent.foreign_keys[0].parent_columns.clear();  // SQLite: the parent is not there
  rent.unique_keys.push_back({"", {}, false, "on an expression", false});
  rent.checks.push_back({"", "nobody knows", {sql::CheckFact{}}});
  const std::string text = to_snapshot(schema);
  const Schema read = from_snapshot(text, "schema.lock.json");
  CHECK(to_snapshot(read) == text);
  REQUIRE(read.table(rent.name) != nullptr);
  CHECK(read.table(rent.name)->columns == logical(schema).table(rent.name)->columns);
}

TEST_CASE("names of constraints and the order of tables and keys change no byte") {
  Schema shuffled = sample();
  std::swap(shuffled.tables[0], shuffled.tables[1]);
  Table& user = shuffled.tables[0];
  std::swap(user.unique_keys[0], user.unique_keys[1]);
  user.unique_keys[0].name = "another";
  user.unique_keys.push_back({"again", {"id"}, false, "", false});
  user.checks.push_back(user.checks[0]);
  CHECK(to_snapshot(shuffled) == to_snapshot(sample()));
}

TEST_CASE("tables that cannot be loaded are no part of a snapshot") {
  Schema schema = sample();
  schema.tables[0].not_loadable = "a foreign table";
  const Schema read = from_snapshot(to_snapshot(schema), "schema.lock.json");
  CHECK(read.table_names() == Strings{"user"});
  CHECK(differences(read, schema).empty());
}

TEST_CASE("what is no snapshot is refused with file and place") {
  struct Row {
    const char* text;
    const char* message;
  };
  const Row row = GENERATE(values<Row>({
      {"", "this is not JSON"},
      {"{\"version\": 1,\n<<<<<<< HEAD\n", "this is not JSON"},
      {"[]", "an object is wanted here"},
      {"{}", "\"version\" is missing"},
      {R"({"version": 2, "tables": []})", "version: this seedctl reads version 1, the file has 2"},
      {R"({"version": "1", "tables": []})", "version: a whole number is wanted here"},
      {R"({"version": 1})", "\"tables\" is missing"},
      {R"({"version": 1, "tables": {}})", "tables: a list is wanted here"},
      {R"({"version": 1, "tables": [], "tabels": 1})", "unknown key \"tabels\" (did you mean \"tables\"?)"},
      {R"({"version": 1, "tables": [7]})", "tables[0]: an object is wanted here"},
      {R"({"version": 1, "tables": [{"name": "", "columns": []}]})",
       "tables[0].name: a name cannot be empty"},
      {R"({"version": 1, "tables": [{"name": "t"}]})", "tables[0]: \"columns\" is missing"},
      {R"({"version": 1, "tables": [{"name": "t", "columns": []}, {"name": "t", "columns": []}]})",
       "tables[1]: table \"t\" is here twice"},
      {R"({"version": 1, "tables": [{"name": "t", "columns": [{"name": "a", "type": "txet"}]}]})",
       "tables[0].columns[0].type: \"txet\" is no logical type"},
      {R"({"version": 1, "tables": [{"name": "t", "columns": [{"name": "a", "type": "text", "nullable": 1}]}]})",
       "tables[0].columns[0].nullable: true or false is wanted here"},
      {R"({"version": 1, "tables": [{"name": "t", "columns": [{"name": "a", "type": "text", "generated": "x"}]}]})",
       "tables[0].columns[0].generated: \"x\" is none of none, identity_always, auto_number, computed"},
      {R"({"version": 1, "tables": [{"name": "t", "columns": [{"name": "a", "type": "text"}],
           "unique_keys": [{"columns": ["b"]}]}]})",
       "tables[0].unique_keys[0].columns[0]: table t has no column \"b\""},
      {R"({"version": 1, "tables": [{"name": "t", "columns": [{"name": "a", "type": "text"}],
           "foreign_keys": [{"columns": ["a"], "parent": "p", "parent_columns": ["x", "y"]}]}]})",
       "tables[0].foreign_keys[0]: a foreign key needs as many parent_columns"},
      {R"({"version": 1, "tables": [{"name": "t", "columns": [], "checks": [{"kind": "rang"}]}]})",
       "tables[0].checks[0].kind: \"rang\" is none of"},
      {R"({"version": 1, "tables": [{"name": "t", "columns": [], "checks": [{"kind": "length", "min_length": -1}]}]})",
       "tables[0].checks[0].min_length: a whole number is wanted here"},
  }));
  CAPTURE(row.text);
  const base::Error error = test::error_of([&] { from_snapshot(row.text, "schema.lock.json"); });
  CHECK(error.code() == base::ErrorCode::config);
  CHECK_THAT(error.message(), ContainsSubstring(row.message));
  CHECK(error.position().value().file == "schema.lock.json");
  CHECK_THAT(error.hint, ContainsSubstring("seedctl migrate"));
}

TEST_CASE("JSON that does not parse is shown at its line") {
  const base::Error error =
      test::error_of([&] { from_snapshot("{\"version\": 1,\n  \"tables\": [}\n", "schema.lock.json"); });
  CHECK(error.position().value().str() == "schema.lock.json:2:14");
}

TEST_CASE("a hostile snapshot is refused without harm") {
  CHECK_THROWS_AS(from_snapshot(std::string(200'000, '['), "f"), base::Error);
  CHECK_THROWS_AS(
      from_snapshot(
          "{\"version\": 1, \"tables\": " + std::string(200'000, '[') + std::string(200'000, ']') + "}", "f"),
      base::Error);
  CHECK_THROWS_AS(from_snapshot("{\"version\": 1, \"tables\": [\"\xff\xfe\"]}", "f"), base::Error);
  CHECK_THROWS_AS(from_snapshot(std::string_view("{\0}", 3), "f"), base::Error);
}

TEST_CASE("a difference is one sentence that names the place") {
  const Schema snapshot = sample();
  const auto change = [&](auto edit) {
    Schema live = sample();
    edit(live.tables[0], live.tables[1]);
    return differences(snapshot, live);
  };
  CHECK(change([](Table&, Table& user) {
          user.columns[2].type = base::LogicalType::parse("text").value();
        }) == Strings{"user.age: integer(16) in schema.lock.json, text in the database"});
  CHECK(change([](Table&, Table& user) { user.columns[1].nullable = true; }) ==
        Strings{"user.email: NOT NULL in schema.lock.json, nullable in the database"});
  CHECK(change([](Table&, Table& user) { user.columns[2].has_default = false; }) ==
        Strings{"user.age: a default in schema.lock.json, no default in the database"});
  CHECK(change([](Table&, Table& user) { user.columns.pop_back(); }) ==
        Strings{"user.age: in schema.lock.json, not in the database"});
  CHECK(change([](Table& rent, Table&) { rent.columns.push_back(column("extra", "text")); }) ==
        Strings{"a \"quoted\" näme.extra: in the database, not in schema.lock.json"});
  CHECK(change([](Table& rent, Table&) {
          rent.foreign_keys[0].on_delete = ForeignKey::Action::set_null;
        }).size() == 2);
  CHECK(change([](Table&, Table& user) { user.unique_keys.pop_back(); }) ==
        Strings{"user: unique (email) [on an expression]: in schema.lock.json, not in the database"});
  CHECK(change([](Table&, Table& user) { user.checks[0].facts[0].low = "21"; }) ==
        Strings{"user: check age >= 18 and < 120: in schema.lock.json, not in the database",
                "user: check age >= 21 and < 120: in the database, not in schema.lock.json"});
  CHECK(change([](Table&, Table& user) { user.name = "users"; }) ==
        Strings{"table user: in schema.lock.json, not in the database",
                "table users: in the database, not in schema.lock.json"});
}

TEST_CASE("what changes no data is no difference") {
  const auto same = [&](auto edit) {
    Schema live = sample();
    edit(live.tables[1]);
    return differences(sample(), live).empty();
  };
  CHECK(same([](Table& user) { user.columns[2].type.bits = 32; }));  // wider than in the snapshot
  CHECK(same([](Table& user) { user.columns[0].type.bits = 32; }));  // numbered by the engine
  CHECK(same([](Table& user) { user.columns[0].generated = Column::Generated::identity_always; }));
  CHECK(same([](Table& user) { user.columns[0].declared_type = "bigint"; }));
  CHECK(same([](Table& user) { user.unique_keys[0].name = "x"; }));
  CHECK_FALSE(differences(sample(),
                          [] {
                            Schema live = sample();
                            live.tables[1].columns[1].type.length = 40;
                            return live;
                          }())
                  .empty());
}

TEST_CASE("an enumeration and text with a CHECK of its labels are the same bytes") {
  Schema checked;
  checked.tables.emplace_back().name = "t";
  Column& mood = checked.tables[0].columns.emplace_back();
  mood.name = "m";
  mood.type = *base::LogicalType::parse("text");
  Schema enumerated = checked;
  enumerated.tables[0].columns[0].type = *base::LogicalType::parse("enumeration(sad,ok)");
  sql::CheckFact labels;
  labels.kind = sql::CheckFact::Kind::values;
  labels.column = "m";
  labels.values = {"sad", "ok"};
  checked.tables[0].checks.push_back({"", "m in ('sad', 'ok')", {labels}});
  CHECK(to_snapshot(enumerated) == to_snapshot(checked));
  CHECK(differences(checked, enumerated).empty());
  CHECK(differences(enumerated, checked).empty());
}

}  // namespace
}  // namespace seedctl::schema

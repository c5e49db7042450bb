// From a profile and a schema to tables that can make any cell: order, keys, sizes, fingerprints.
#include "profile/probe.h"
#include "profile/profiles.h"
#include "support/catch.h"
#include "support/errors.h"

namespace seedctl {
namespace {

using test::SchemaBuilder;

std::vector<std::string> names(const profile::ResolvedProfile& profile) {
  std::vector<std::string> found;
  for (const auto& table : profile.tables) found.push_back(table.name);
  return found;
}

SchemaBuilder cycle() {
  SchemaBuilder builder;
  builder.table("department")
      .column("id", "integer(64)")
      .primary({"id"})
      .column("boss_id", "integer(64)", true);
  builder.foreign({"boss_id"}, "employee");
  builder.table("employee")
      .column("id", "integer(64)")
      .primary({"id"})
      .column("department_id", "integer(64)");
  builder.foreign({"department_id"}, "department");
  return builder;
}

TEST_CASE("parents come before their children however the profile lists them") {
  CHECK(names(test::resolved("tables: {rent: 5, user: 5, bike: 5}")) ==
        std::vector<std::string>{"bike", "user", "rent"});
  // A reference orders tables without a foreign key, too.
  CHECK(names(test::resolved("tables: {rent_landing: {rows: 5, key: rent_id, columns: {bike_id: {ref: "
                             "rent}}}, rent: 5, user: 5, bike: 5}")) ==
        std::vector<std::string>{"bike", "user", "rent", "rent_landing"});
}

TEST_CASE("in a circle of foreign keys a reference that may be NULL waits for its parent") {
  const schema::Schema schema = cycle().build();
  const auto profile = test::resolved("tables:\n  employee: 50\n  department: 5", schema);
  CHECK(names(profile) == std::vector<std::string>{"department", "employee"});
  CHECK(profile.table("department")->parents == std::vector<std::string>{"employee"});
  std::set<std::string> bosses;
  for (std::uint64_t i = 0; i < 5; ++i) bosses.insert(test::cell(profile.tables[0], i, "boss_id"));
  CHECK(bosses.size() > 2);
  for (const std::string& boss : bosses) CHECK((std::stoi(boss) >= 1 && std::stoi(boss) <= 50));

  // Each specification follows the other's.
  const auto more = test::resolved("tables:\n  employee: 51\n  department: 5", schema);
  CHECK(more.table("department")->fingerprint != profile.table("department")->fingerprint);
  const auto nobody = test::resolved(
      "tables: {employee: 50, department: {rows: 5, columns: {boss_id: {value: null}}}}", schema);
  CHECK(nobody.table("department")->parents.empty());
  CHECK(nobody.table("employee")->parents == std::vector<std::string>{"department"});
  for (std::uint64_t i = 0; i < 50; ++i)
    CHECK(test::row_text(nobody.tables[1], i) == test::row_text(profile.tables[1], i));
}

TEST_CASE("in a circle no expression reads through the reference that waits") {
  schema::Schema schema = cycle().build();
  schema.tables[0].columns.push_back(schema.tables[0].columns.front());
  schema.tables[0].columns.back().name = "code";
  CHECK(test::refusal([&] {
          test::resolved(
              "tables:\n  employee: 50\n  department:\n    rows: 5\n    columns: {code: {expr: "
              "\"boss_id.id\"}}",
              schema);
        }) ==
        "5:29: department.code: boss_id cannot be read through: employee refers back to department, and is "
        "made after it");
}

TEST_CASE("a table may refer to itself") {
  SchemaBuilder builder;
  builder.table("node")
      .column("id", "integer(64)")
      .primary({"id"})
      .column("up", "integer(64)", true)
      .foreign({"up"}, "node");
  const auto profile = test::resolved("tables: {node: 20}", builder.build());
  CHECK(test::cell(profile.tables[0], 0, "up").empty());
  for (std::uint64_t i = 1; i < 20; ++i) CHECK(std::stoull(test::cell(profile.tables[0], i, "up")) <= i);
}

TEST_CASE("a reference to a table that is not made or has no rows is NULL where it may be") {
  SchemaBuilder builder;
  builder.table("a").column("id", "integer(64)").primary({"id"});
  builder.table("b")
      .column("id", "integer(64)")
      .primary({"id"})
      .column("a_id", "integer(64)", true)
      .foreign({"a_id"}, "a");
  CHECK(test::resolved("tables: {b: 3}", builder.build()).tables[0].columns[1].reason ==
        "refers to a, which the profile does not make");
  const auto empty = test::resolved("tables: {a: 0, b: 3}", builder.build());
  CHECK(empty.table("b")->columns[1].reason == "there is no row to refer to");
  CHECK(test::cell(*empty.table("b"), 1, "a_id").empty());
}

TEST_CASE("rows scale but never below one and never below the fixed rows and not per parent") {
  struct Row {
    double scale;
    std::uint64_t users, bikes;
  };
  for (const Row& row : {Row{1, 10, 3}, Row{2, 20, 6}, Row{0.5, 5, 2}, Row{0.01, 2, 1}, Row{0.25, 3, 1}}) {
    auto options = test::plain_options();
    options.scale = row.scale;
    const auto profile = test::resolved(
        "tables: {user: {rows: 10, fixed: [{age: 20}, {age: 30}]}, bike: 3, rent: 0, loyalty_event: {per: "
        "user, rows: 2}}",
        test::rental(), options);
    CAPTURE(row.scale);
    CHECK(profile.table("user")->data->rows() == row.users);
    CHECK(profile.table("bike")->data->rows() == row.bikes);
    CHECK(profile.table("rent")->data->rows() == 0);
    CHECK(profile.table("loyalty_event")->data->rows() == 2 * row.users);
  }
}

TEST_CASE("as_of comes from the option or the profile or is a fixed day") {
  auto options = test::plain_options();
  CHECK(test::resolved("tables: {}", test::rental(), options).as_of.str() == "2025-01-01");
  CHECK(test::resolved("as_of: 2024-05-06", test::rental(), options).as_of.str() == "2024-05-06");
  CHECK(test::resolved("as_of: today", test::rental(), options).as_of.str() == "2025-06-01");
  options.as_of = *base::Date::parse("2023-01-02");
  CHECK(test::resolved("as_of: today", test::rental(), options).as_of.str() == "2023-01-02");
}

TEST_CASE("a key is sequential where it is the row's number") {
  struct Row {
    const char* user;
    bool sequential;
  };
  for (const Row& row :
       {Row{"{rows: 5}", true}, Row{"{rows: 5, columns: {id: sequence}}", true},
        Row{"{rows: 5, columns: {id: {sequence: {start: 1, step: 1}}}}", true},
        Row{"{rows: 5, columns: {id: {sequence: {start: 2}}}}", false},
        Row{"{rows: 5, columns: {id: {sequence: {step: 2}}}}", false},
        Row{"{rows: 5, columns: {id: {between: [1, 99]}}}", false}, Row{"{rows: 5, fixed: [{id: 1}]}", true},
        Row{"{rows: 5, fixed: [{id: 77}]}", false}, Row{"{rows: 5, key: email}", false}}) {
    CAPTURE(row.user);
    const auto profile = test::resolved(std::string("tables: {user: ") + row.user + "}");
    CHECK(profile.tables[0].sequential_key == row.sequential);
  }
}

TEST_CASE("fixed rows stand first with the other columns generated") {
  const auto profile = test::resolved(
      "seed: 5\ntables: {user: {rows: 9, fixed: [{as: admin, name: Ann, email: a@x.org}, {age: 0x20, "
      "loyalty_tier: gold}]}}");
  const auto& user = profile.tables[0];
  CHECK(test::cell(user, 0, "id") == "1");
  CHECK(test::cell(user, 0, "name") == "Ann");
  CHECK(test::cell(user, 0, "age") != "");
  CHECK(test::cell(user, 1, "age") == "32");
  CHECK(test::cell(user, 1, "loyalty_tier") == "gold");
  CHECK(test::cell(user, 1, "id") == "2");
}

int distinct_rows(const profile::ResolvedTable& table) {
  std::set<std::string> rows;
  for (std::uint64_t i = 0; i < table.data->rows(); ++i) rows.insert(test::row_text(table, i));
  return static_cast<int>(rows.size());
}

TEST_CASE("a composite key of a reference and a bounded column holds every combination") {
  const auto schema_with = [](const std::string& type, const std::string& check) {
    SchemaBuilder builder;
    builder.table("st").column("id", "integer(64)").primary({"id"});
    builder.table("seat").column("st_id", "integer(64)").column("slot", type).primary({"st_id", "slot"});
    builder.foreign({"st_id"}, "st");
    if (!check.empty()) builder.check(check);
    return builder.build();
  };
  struct Row {
    const char *type, *check;
    int most;  // of 50 parents
  };
  for (const Row& row :
       {Row{"integer(32)", "slot between 1 and 8", 400}, Row{"boolean", "", 100},
        Row{"text", "slot in ('a', 'b', 'c')", 150}, Row{"integer(32)", "slot in (2, 4)", 100}}) {
    CAPTURE(row.type, row.check);
    const schema::Schema schema = schema_with(row.type, row.check);
    const auto with_rows = [&](int rows) {
      return test::resolved("tables:\n  st: 50\n  seat: " + std::to_string(rows), schema);
    };
    for (const int rows : {7, 51, row.most}) CHECK(distinct_rows(*with_rows(rows).table("seat")) == rows);
    const auto part = with_rows(60), whole = with_rows(row.most);
    for (std::uint64_t i = 0; i < 60; ++i)
      CHECK(test::row_text(*part.table("seat"), i) == test::row_text(*whole.table("seat"), i));
    const std::string most = std::to_string(row.most), more = std::to_string(row.most + 1);
    CHECK(test::refusal([&] { with_rows(row.most + 1); }) ==
          "3:3: table \"seat\", PRIMARY KEY (st_id, slot): there are only " + most +
              " different combinations, " + more + " rows are asked for; " + most + " would work");
  }
  // A number that may grow numbers the rows while its type has numbers, and then shares the work.
  const schema::Schema small = schema_with("integer(16)", "");
  const auto few = test::resolved("tables: {st: 50, seat: 40}", small);
  CHECK(test::cell(*few.table("seat"), 39, "slot") == "40");
  CHECK(distinct_rows(*test::resolved("tables: {st: 50, seat: 40000}", small).table("seat")) == 40000);
}

TEST_CASE("rows below a parent refer to other rows each at most once") {
  SchemaBuilder builder;
  builder.table("st").column("id", "integer(64)").primary({"id"});
  builder.table("co").column("code", "integer(64)").primary({"code"});
  builder.table("en")
      .column("st_id", "integer(64)")
      .column("co_code", "integer(64)")
      .primary({"st_id", "co_code"});
  builder.foreign({"st_id"}, "st").foreign({"co_code"}, "co", {"code"});
  const schema::Schema schema = builder.build();
  const auto with_rows = [&](const std::string& rows) {
    return test::resolved("tables:\n  st: 30\n  co: 5\n  en: {per: st, rows: " + rows + "}", schema);
  };
  const auto some = with_rows("{between: [0, 4]}");
  CHECK(distinct_rows(*some.table("en")) == static_cast<int>(some.table("en")->data->rows()));
  CHECK(distinct_rows(*with_rows("5").table("en")) == 150);
  CHECK(test::refusal([&] { with_rows("{between: [0, 6]}"); }) ==
        "4:3: table \"en\", PRIMARY KEY (st_id, co_code): there are only 5 different combinations for each "
        "st, 6 rows are asked for; 5 would work");
}

TEST_CASE("tables that cannot be seeded say why") {
  SchemaBuilder builder;
  builder.table("parent_t").column("id", "integer(64)").primary({"id"});
  schema::Schema schema = builder.build();
  schema.tables[0].not_loadable = "a table that others inherit from";
  CHECK(test::refusal([&] { test::resolved("tables:\n  parent_t: 5", schema); }) ==
        "2:3: table \"parent_t\" cannot be seeded: it is a table that others inherit from");
  schema.views = {"v"};
  CHECK(test::refusal([&] { test::resolved("tables:\n  v: 5", schema); }) ==
        "2:3: \"v\" cannot be seeded: it is a view");
}

TEST_CASE("a parent in another schema is none of the profile's tables") {
  SchemaBuilder builder;
  builder.table("account").column("id", "integer(64)").primary({"id"});
  builder.table("visit").column("id", "integer(64)").primary({"id"}).column("account_id", "integer(64)");
  builder.foreign({"account_id"}, "account");
  schema::Schema schema = builder.build();
  schema.tables[1].foreign_keys[0].parent_schema = "other";
  CHECK(test::refusal([&] { test::resolved("tables:\n  account: 5\n  visit: 5", schema); }) ==
        "3:3: visit.account_id refers to other.account, which is in another schema, and must not be NULL");
  CHECK(test::resolved("tables:\n  account: 5\n  visit: {rows: 5, columns: {account_id: [7, 8]}}", schema)
            .table("visit")
            ->parents.empty());
}

TEST_CASE("a circle of tables is refused where each reference is in a key or made of what refers to it") {
  SchemaBuilder builder;
  builder.table("a").column("b_id", "integer(64)").primary({"b_id"}).foreign({"b_id"}, "b", {"a_id"});
  builder.table("b").column("a_id", "integer(64)").primary({"a_id"}).foreign({"a_id"}, "a", {"b_id"});
  CHECK(test::refusal([&] { test::resolved("tables:\n  b: 5\n  a: 5", builder.build()); }) ==
        "3:3: tables refer to one another in a circle, none can be first: a -> b -> a");
}

TEST_CASE("in a circle a reference that may not be NULL waits where none may be") {
  SchemaBuilder builder;
  builder.table("a").column("id", "integer(64)").column("b_id", "integer(64)").primary({"id"});
  builder.foreign({"b_id"}, "b");
  builder.table("b").column("id", "integer(64)").column("a_id", "integer(64)").primary({"id"});
  builder.foreign({"a_id"}, "a");
  const auto profile = test::resolved("tables: {a: 5, b: 7}", builder.build());
  CHECK(names(profile) == std::vector<std::string>{"a", "b"});
  for (std::uint64_t i = 0; i < 5; ++i) CHECK(!test::cell(profile.tables[0], i, "b_id").empty());
}

TEST_CASE("an index that is called by name is refused by name") {
  SchemaBuilder builder;
  builder.table("t")
      .column("id", "integer(64)")
      .primary({"id"})
      .column("v", "text")
      .unique({"v"}, "ignores case");
  schema::Schema schema = builder.build();
  schema.tables[0].unique_keys[1].name = "t_v_lower";
  const auto error = [&](const std::string& v) {
    return test::refusal(
        [&] { test::resolved("tables:\n  t: {rows: 50, columns: {v: " + v + "}}", schema); });
  };
  CHECK(error("full_name") ==
        "2:27: table \"t\", UNIQUE INDEX t_v_lower (v): it ignores case, and full_name may make values that "
        "differ in case only");
  for (const char* v : {"email", "username", "uuid", "{template: \"x{row}\"}"}) CHECK(error(v) == "");
  CHECK(test::refusal([&] { test::resolved("tables:\n  t: {rows: 5, fixed: [{v: A}, {v: a}]}", schema); }) ==
        "2:36: t.v: two fixed rows have \"a\", but it must be unique: UNIQUE INDEX t_v_lower (v)");
}

TEST_CASE("composite keys are proven or refused by name") {
  SchemaBuilder builder;
  builder.table("student").column("id", "integer(64)").primary({"id"});
  builder.table("course").column("id", "integer(64)").primary({"id"});
  builder.table("enrolment")
      .column("student_id", "integer(64)")
      .column("course_id", "integer(64)")
      .primary({"student_id", "course_id"});
  builder.foreign({"student_id"}, "student").foreign({"course_id"}, "course");
  const schema::Schema schema = builder.build();
  // Each pair once, whether or not one column alone would have values enough.
  for (const int rows : {40, 100, 250}) {
    const auto profile =
        test::resolved("tables: {student: 50, course: 5, enrolment: " + std::to_string(rows) + "}", schema);
    CHECK(distinct_rows(*profile.table("enrolment")) == rows);
  }
  CHECK(test::refusal(
            [&] { test::resolved("tables:\n  student: 50\n  course: 5\n  enrolment: 251", schema); }) ==
        "4:3: table \"enrolment\", PRIMARY KEY (student_id, course_id): there are only 250 different "
        "combinations, 251 rows are asked for; 250 would work");
  const auto per = test::resolved(
      "tables: {student: 50, course: 5, enrolment: {per: student, rows: {between: [0, 1]}}}", schema);
  CHECK(per.table("enrolment")->data->rows() > 0);
}

TEST_CASE("unique keys that are special are treated soundly") {
  struct Row {
    const char* special;
    const char* column;
    const char* error;
  };
  for (const Row& row : {
           Row{"partial", "full_name", ""},
           Row{"ignores case", "{template: \"A{row}\"}", ""},
           Row{"ignores case", "email", ""},
           Row{"ignores case", "full_name",
               "4:15: table \"t\", UNIQUE (v): it ignores case, and full_name may make values that differ in "
               "case only"},
           Row{"on an expression", "email",
               "4:15: table \"t\", UNIQUE (v): it is a UNIQUE index over an expression, which cannot be "
               "proven to hold"},
           Row{"NULLS NOT DISTINCT", "{email: , nulls: 5%}",
               "4:15: table \"t\", UNIQUE (v): it counts NULLs as equal, and this column may hold several"},
           Row{"", "{value: null}", ""},
           Row{"", "{email: , nulls: 5%}", ""},
       }) {
    SchemaBuilder builder;
    builder.table("t")
        .column("id", "integer(64)")
        .primary({"id"})
        .column("v", "text", true)
        .unique({"v"}, row.special);
    CAPTURE(row.special, row.column);
    const std::string yaml = std::string("tables:\n  t:\n    rows: 90\n    columns: {v: ") + row.column + "}";
    std::string error = test::refusal([&] { test::resolved(yaml, builder.build()); });
    CHECK(error == row.error);
  }
}

TEST_CASE("rows per parent cannot be unique by a parent that they share") {
  SchemaBuilder builder;
  builder.table("user").column("id", "integer(64)").primary({"id"});
  builder.table("card")
      .column("id", "integer(64)")
      .primary({"id"})
      .column("user_id", "integer(64)")
      .unique({"user_id"});
  builder.foreign({"user_id"}, "user");
  CHECK(test::refusal([&] {
          test::resolved("tables:\n  user: 5\n  card: {per: user, rows: {between: [0, 2]}}", builder.build());
        }) == "3:3: table \"card\", UNIQUE (user_id): up to 2 rows share one user");
  CHECK(test::refusal([&] {
          test::resolved("tables:\n  user: 5\n  card: {per: user, rows: {between: [0, 1]}}", builder.build());
        }) == "");
}

TEST_CASE("sizes that would take for ever or leave the range of a key are refused") {
  const auto error = [](const std::string& yaml) { return test::refusal([&] { test::resolved(yaml); }); };
  CHECK(
      error("tables:\n  user: 1000000000\n  loyalty_event: {per: user, rows: 2}") ==
      "3:24: user has 1,000,000,000 rows; a table whose rows have rows of their own (per: user) has at most "
      "200,000,000");
  CHECK(error("tables:\n  user: 5\n  loyalty_event: {per: user, rows: {between: [0, 2000000000]}}") ==
        "3:50: the upper bound is above 1,000,000,000");
  CHECK(error("tables: {user: {rows: 1e12, columns: {age: {between: [18, 70]}}}}") == "");
  auto options = test::plain_options();
  options.scale = 1e300;
  CHECK_THAT(test::refusal([&] { test::resolved("tables: {user: 5}", test::rental(), options); }),
             ContainsSubstring("is more than the 1,000,000,000,000 that can be made"));
}

TEST_CASE("the probe finds what arguments alone do not show") {
  SchemaBuilder builder;
  builder.table("t")
      .column("id", "integer(64)")
      .primary({"id"})
      .column("code", "text")
      .check("length(code) <= 3");
  builder.column("a", "date", true).column("b", "date").check("code in ('a1', 'a2')");
  CHECK_THAT(test::refusal([&] {
               test::resolved("tables: {t: {rows: 50, columns: {code: {template: \"a{row}\"}}}}",
                              builder.build());
             }),
             ContainsSubstring("t.code: row 3 would hold \"a3\", which breaks CHECK (code in (a1, a2))"));
  CHECK_THAT(
      test::refusal([&] {
        test::resolved(
            "tables: {t: {rows: 50, columns: {code: {value: a1}, a: {value: null}, b: {after: a, by: 1d}}}}",
            builder.build());
      }),
      ContainsSubstring("t.b: row 1 would hold NULL, but the column is NOT NULL"));
}

TEST_CASE("rows to try go to small tables whole and to large ones in equal shares") {
  using Counts = std::vector<std::uint64_t>;
  const struct {
    Counts rows;
    std::uint64_t most;
    Counts shares;
  } cases[] = {
      {{}, 1000, {}},
      {{5, 900}, 1000, {5, 900}},
      {{9000, 100, 9000}, 10'100, {5000, 100, 5000}},
      {{4000, 9000, 300}, 10'000, {4000, 5700, 300}},
      {{9000, 50, 0}, 0, {200, 50, 0}},
  };
  for (const auto& c : cases) CHECK(profile::shares_of_trial(c.rows, c.most) == c.shares);
}

TEST_CASE("as many rows are tried as are asked for and a few in any case") {
  SchemaBuilder builder;
  builder.table("t").column("id", "integer(64)").primary({"id"}).column("code", "text");
  builder.check("code in ('a', 'b')");
  const auto last_row_breaks = [](std::uint64_t rows) {
    return "tables: {t: {rows: " + std::to_string(rows) +
           ", columns: {code: {expr: \"case when row = " + std::to_string(rows) +
           " then 'c' else 'a' end\"}}}}";
  };
  const struct {
    std::uint64_t rows, asked, tried;  // none where the last row is met
  } cases[] = {{201, 0, 200}, {200, 0, 0}, {5000, 4999, 4999}, {5000, 5000, 0}};
  for (const auto& c : cases) {
    INFO(c.rows << " rows, " << c.asked << " asked for");
    profile::ResolveOptions options = test::plain_options();
    options.tried_rows = c.asked;
    std::uint64_t tried = 0;
    const std::string refusal = test::refusal(
        [&] { tried = test::resolved(last_row_breaks(c.rows), builder.build(), options).table("t")->tried; });
    CHECK(tried == c.tried);
    const std::string words = "row " + std::to_string(c.rows) + " would hold \"c\"";
    CHECK((refusal.find(words) != std::string::npos) == (c.tried == 0));
  }
}

std::map<std::string, std::string> fingerprints(const std::string& yaml,
                                                const schema::Schema& schema = test::rental()) {
  std::map<std::string, std::string> found;
  for (const auto& table : test::resolved(yaml, schema).tables) found[table.name] = table.fingerprint;
  return found;
}

TEST_CASE("equal data has equal fingerprints however it is listed") {
  const auto original = fingerprints(
      "seed: 3\nas_of: 2025-02-18\ntables:\n"
      "  user: {rows: 9, columns: {age: {between: [18, 70]}, name: {full_name: , unique: true}}, fixed: "
      "[{name: A, age: 20}]}\n"
      "  bike: 4\n"
      "  rent: {rows: 20, columns: {rent_end: {after: rent_start, by: [1h, 2h]}}}\n");
  CHECK(original ==
        fingerprints("tables:\n"
                     "  rent: {columns: {rent_end: {by: [1h, 2h], after: rent_start}}, rows: 20}\n"
                     "  bike: {rows: 4}\n"
                     "  user: {fixed: [{age: 20, name: A}], columns: {name: {unique: true, full_name: }, "
                     "age: {between: [18, 70]}}, rows: 9}\n"
                     "as_of: 2025-02-18\nseed: 3\n"));
  schema::Schema turned = test::rental();
  std::reverse(turned.tables.begin(), turned.tables.end());
  for (auto& table : turned.tables) std::reverse(table.columns.begin(), table.columns.end());
  CHECK(original ==
        fingerprints("seed: 3\nas_of: 2025-02-18\ntables:\n"
                     "  user: {rows: 9, columns: {age: {between: [18, 70]}, name: {full_name: , unique: "
                     "true}}, fixed: [{name: A, age: 20}]}\n"
                     "  bike: 4\n"
                     "  rent: {rows: 20, columns: {rent_end: {after: rent_start, by: [1h, 2h]}}}\n",
                     turned));
}

TEST_CASE("whatever changes a cell changes its table's fingerprint and its children's and no other") {
  const auto original = fingerprints("tables: {user: 9, bike: 4, rent: 20}");
  struct Row {
    const char* yaml;
    std::set<std::string> changed;
  };
  for (const Row& row : {
           Row{"seed: 1\ntables: {user: 9, bike: 4, rent: 20}", {"user", "bike", "rent"}},
           Row{"tables: {user: 9, bike: 4, rent: 21}", {"rent"}},
           Row{"tables: {user: 9, bike: 5, rent: 20}", {"bike", "rent"}},
           Row{"tables: {user: {rows: 9, columns: {age: {between: [18, 19]}}}, bike: 4, rent: 20}",
               {"user", "rent"}},
           Row{"tables: {user: {rows: 9, columns: {name: {full_name: , unique: true}}}, bike: 4, rent: 20}",
               {"user", "rent"}},
           Row{"tables: {user: {rows: 9, fixed: [{age: 20}]}, bike: 4, rent: 20}", {"user", "rent"}},
           Row{"tables: {user: {rows: 9, fixed: [{as: x, age: 20}]}, bike: 4, rent: 20}", {"user", "rent"}},
           Row{"tables: {user: {rows: 9, on_conflict: keep}, bike: 4, rent: 20}", {}},
           Row{"tables: {user: 9, bike: 4, rent: 20}\nchecks: [{table: user, row_count: 9}]", {}},
       }) {
    CAPTURE(row.yaml);
    std::set<std::string> changed;
    for (const auto& [name, fingerprint] : fingerprints(row.yaml)) {
      if (fingerprint != original.at(name)) changed.insert(name);
    }
    CHECK(changed == row.changed);
  }
}

}  // namespace
}  // namespace seedctl

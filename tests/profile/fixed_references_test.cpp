// A fixed row that refers to a row that will not be there is found while planning, with its place.
#include "profile/profiles.h"
#include "support/catch.h"

using namespace seedctl;
using namespace seedctl::test;

namespace {

// parent (id, code) and child (parent_id, code, next_id): to either key, or to an earlier child.
schema::Schema family() {
  SchemaBuilder builder;
  builder.table("parent").column("id", "integer(64)").primary({"id"});
  builder.column("code", "text(20)").unique({"code"}).column("share", "decimal(5,2)", true).unique({"share"});
  builder.table("child").column("id", "integer(64)").primary({"id"});
  builder.column("parent_id", "integer(64)", true).foreign({"parent_id"}, "parent");
  builder.column("code", "text(20)", true).foreign({"code"}, "parent", {"code"});
  builder.column("share", "decimal(5,2)", true).foreign({"share"}, "parent", {"share"});
  builder.column("next_id", "integer(64)", true).foreign({"next_id"}, "child");
  return builder.build();
}

std::string with_row(const std::string& row, const std::string& parents = "50",
                     const std::string& shares = "{between: [0, 900]}") {
  return refusal([&] {
    resolved("tables:\n  parent:\n    rows: " + parents +
                 "\n    fixed: [{code: Admin}, {id: 2000000000}]\n    columns:\n"
                 "      {code: {template: \"c{row}\"}, share: " +
                 shares +
                 "}\n"
                 "  child:\n    rows: 9\n    columns: {parent_id: {value: null}, code: {value: null}, "
                 "share: {value: null}, next_id: {value: null}}\n    fixed:\n      - {" +
                 row + "}",
             family());
  });
}

}  // namespace

TEST_CASE("a fixed row refers to rows that will be there") {
  for (const char* row : {"parent_id: 1", "parent_id: 50", "parent_id: 2000000000", "parent_id: null",
                          "code: Admin", "code: c50", "next_id: 9", "next_id: 1"}) {
    INFO(row);
    CHECK(with_row(row).empty());
  }
  struct Row {
    const char *row, *error;
  };
  for (const Row& row : {
           Row{"parent_id: 51",
               "11:21: child.parent_id: no row of parent has id \"51\", which the foreign key asks for"},
           Row{"parent_id: 2",
               "11:21: child.parent_id: no row of parent has id \"2\", which the foreign key "
               "asks for"},  // the second row has another number
           Row{"parent_id: 0",
               "11:21: child.parent_id: no row of parent has id \"0\", which the foreign key asks for"},
           Row{"parent_id: -7",
               "11:21: child.parent_id: no row of parent has id \"-7\", which the foreign key asks for"},
           Row{"code: c51",
               "11:16: child.code: no row of parent has code \"c51\", which the foreign key asks for"},
           Row{"share: 900.01",
               "11:17: child.share: no row of parent has share \"900.01\", which the foreign key asks for"},
           Row{"next_id: 10",
               "11:19: child.next_id: no row of child has id \"10\", which the foreign key asks for"},
       }) {
    INFO(row.row);
    CHECK(with_row(row.row) == row.error);
  }
}

TEST_CASE("a large parent is asked by number and else left to the database") {
  CHECK(with_row("parent_id: 40000", "50000").empty());
  CHECK_THAT(with_row("parent_id: 3000000", "2000000", "{value: null}"),
             ContainsSubstring("no row of parent has id"));
  CHECK(with_row("code: c1999999", "2000000", "{value: null}").empty());
  CHECK(with_row("code: nobody", "2000000", "{value: null}").empty());
}

TEST_CASE("a wrong name among the parent's draws the right one") {
  const base::Error error = [] {
    try {
      resolved(
          "tables:\n  parent: {rows: 3, fixed: [{code: admin}], columns: {code: {template: \"c{row}\"}, "
          "share: "
          "{between: [0, 900]}}}\n"
          "  child: {rows: 1, fixed: [{code: admim}], columns: {parent_id: {value: null}, share: {value: "
          "null}, next_id: {value: null}}}",
          family());
    } catch (const base::Error& found) {
      return found;
    }
    return base::Error(base::ErrorCode::internal, "");
  }();
  CHECK_THAT(error.hint, ContainsSubstring("did you mean \"admin\"?"));
}

TEST_CASE("an expression reads the row that a fixed row refers to in its own table") {
  const auto labels = [](const std::string& columns, const std::string& fixed) {
    const auto profile = resolved(
        "tables:\n  employee:\n    rows: 5\n    columns: {name: {template: \"E{row}\"}, "
        "label: {expr: \"boss_id.name || '!'\"}, boss_id: {ref: employee}" +
            columns + "}\n    fixed: [" + fixed + "]\n",
        SchemaBuilder()
            .table("employee")
            .column("id", "integer(64)")
            .column("name", "text")
            .column("boss_id", "integer(64)", true)
            .column("label", "text", true)
            .primary({"id"})
            .foreign({"boss_id"}, "employee")
            .build());
    std::vector<std::string> rows;
    for (std::uint64_t place = 0; place < 4; ++place)
      rows.push_back(row_text(*profile.table("employee"), place));
    return rows;
  };
  CHECK(labels("", "{boss_id: null}, {boss_id: 1}, {boss_id: 1}, {boss_id: 2}") ==
        std::vector<std::string>{"1|E1||", "2|E2|1|E1!", "3|E3|1|E1!", "4|E4|2|E2!"});
  CHECK(labels("", "{id: 70, name: Ann}, {boss_id: 70}, {boss_id: 5}, {boss_id: 4}") ==
        std::vector<std::string>{"70|Ann||", "2|E2|70|Ann!", "3|E3|5|E5!", "4|E4|4|E4!"});
  CHECK(refusal([&] { labels(", id: {sequence: {start: 10}}", "{boss_id: null}, {boss_id: 10}"); }) ==
        "5:40: employee.boss_id: no row is known to have id \"10\", whose cells an expression reads");
}

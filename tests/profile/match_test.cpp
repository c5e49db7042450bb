// Columns made by the case that another column's value picks: which cases there must be, and what they may
// be.
#include <map>
#include <set>

#include "profile/explain.h"
#include "profile/profiles.h"
#include "support/catch.h"

using namespace seedctl;
using namespace seedctl::test;

namespace {

schema::Schema jobs() {
  return SchemaBuilder()
      .table("job")
      .column("id", "integer(64)")
      .column("kind", "text")
      .column("priority", "integer(32)", true)
      .column("cost", "decimal(8,2)")
      .column("note", "text(12)", true)
      .primary({"id"})
      .check("kind in ('print', 'scan')")
      .check("cost >= 1 and cost <= 500")
      .build();
}

std::string profile_of(const std::string& columns) {
  return "seed: 3\nas_of: 2025-02-18\ntables:\n  job:\n    rows: 40\n    columns:\n      " + columns + "\n";
}

std::string refused(const std::string& columns) {
  return refusal([&] { resolved(profile_of(columns), jobs()); });
}

}  // namespace

TEST_CASE("a case is evaluated for its own rows alone") {
  const auto made = resolved(profile_of("kind: [print, scan]\n"
                                        "      priority: {match: kind, cases: {print: {value: 0}, scan: "
                                        "{value: 4}}}\n"
                                        "      cost: {match: kind, cases: {print: {value: 7}, scan: {expr: "
                                        "\"100 / priority\"}}}"),
                             jobs());
  for (std::uint64_t row = 0; row < 40; ++row) {
    const bool print = cell(made.tables[0], row, "kind") == "print";
    CHECK(cell(made.tables[0], row, "cost") == (print ? "7.00" : "25.00"));
  }
}

TEST_CASE("a case may leave some of its rows NULL") {
  const auto made = resolved(
      profile_of("kind: [print, scan]\n"
                 "      note: {match: kind, cases: {print: {value: a, nulls: 50%}, scan: {value: b}}}"),
      jobs());
  std::map<std::string, int> seen;
  for (std::uint64_t row = 0; row < 40; ++row)
    ++seen[cell(made.tables[0], row, "kind") + " " + cell(made.tables[0], row, "note")];
  CHECK(seen.size() == 3);
  CHECK(seen["print "] > 0);
  CHECK(seen["print a"] > 0);
}

TEST_CASE("the values of a column are those of its generator and its fixed rows and else of its CHECK") {
  const struct {
    const char* columns;
    const char* error;
  } kCases[] = {
      {"kind: [print]\n      note: {match: kind, cases: {print: {value: a}}}", ""},
      {"note: {match: kind, cases: {print: {value: a}, scan: {value: b}}}", ""},
      {"kind: {template: \"scan\"}\n      note: {match: kind, cases: {print: {value: a}, scan: {value: b}}}",
       ""},
      {"kind: {weights: {print: 1, scan: 0}}\n      note: {match: kind, cases: {print: {value: a}}}", ""},
      {"kind: {value: print}\n      note: {match: kind, cases: {print: {value: a}}, else: {value: b}}", ""},
      {"priority: {value: 5, nulls: 10%}\n"
       "      note: {match: priority, cases: {5: {value: a}, \"null\": {value: b}}}",
       ""},
      {"priority: {match: kind, cases: {print: {value: 1}, scan: {choice: [2, 3]}}}\n"
       "      note: {match: priority, cases: {1: {value: a}, 2: {value: b}, 3: {value: c}}}",
       ""},
      {"note: {match: kind, cases: {print: {value: a}}}",
       "7:34: job.note: kind can also be scan: it has no case"},
      {"priority: [1, 2, 3]\n      note: {match: priority, cases: {1: {value: a}}}",
       "8:38: job.note: priority can also be 2, 3: they have no case"},
      {"priority: {value: 5, nulls: 10%}\n      note: {match: priority, cases: {5: {value: a}}}",
       "8:38: job.note: priority can also be null: it has no case"},
      {"note: {match: kind, cases: {print: {value: a}, scna: {value: b}}}",
       "7:54: job.note: kind is never \"scna\" (did you mean \"scan\"?)"},
      {"kind: [print]\n      note: {match: kind, cases: {print: {value: a}, scan: {value: b}}}",
       "8:54: job.note: kind is never \"scan\""},
      {"priority: {between: [1, 5]}\n      note: {match: priority, cases: {1: {value: a}}}",
       "8:38: job.note: match needs an else: nobody can list the values of priority"}};
  for (const auto& one : kCases) {
    CAPTURE(one.columns);
    CHECK(refused(one.columns) == one.error);
  }
}

TEST_CASE("a match that makes no sense is refused where it stands") {
  const struct {
    const char* columns;
    const char* error;
  } kCases[] = {
      {"note: match", "7:13: job.note: match needs a value"},
      {"note: {match: kind}", "7:21: job.note: match needs cases"},
      {"note: {match: kind, cases: [a]}",
       "7:34: job.note: cases is a map of the column's values to generators"},
      {"note: {match: knid, cases: {print: {value: a}}}",
       "7:21: job.note: table job has no column \"knid\" (did you mean \"kind\"?)"},
      {"note: {match: note, cases: {print: {value: a}}}", "7:21: job.note: column note refers to itself"},
      // What is wrong with the other column comes first.
      {"kind: {weights: {}}\n      note: {match: kind, cases: {print: {value: a}}}",
       "7:23: job.kind: weights takes a map of values to weights"},
      {"kind: {choice: []}\n      note: {match: kind, cases: {print: {value: a}}}",
       "7:22: job.kind: choice takes a list of values"},
      {"kind: {weights: [print]}\n      note: {match: kind, cases: {print: {value: a}}}",
       "7:23: job.kind: weights takes a map of values to weights"},
      {"note: {match: kind, cases: {print: {value: a}}}\n      kind: {weights: {}}",
       "8:23: job.kind: weights takes a map of values to weights"},
      {"priority: [1]\n      note: {match: priority, cases: {one: {value: a}}}",
       "8:39: job.note: \"one\" is no value of type integer(32)"},
      {"priority: [1]\n      note: {match: priority, cases: {1: {value: a}, 0x1: {value: a}}}",
       "8:54: job.note: \"0x1\" is the same value as a case before"},
      {"note: {match: kind, cases: {print: {valeu: a}}, else: {value: b}}",
       "7:43: unknown generator \"valeu\" (did you mean \"value\"?)"},
      {"note: {match: kind, cases: {print: {value: a}}, esle: {value: b}}",
       "7:55: unknown key \"esle\" beside match (did you mean \"else\"?)"},
      {"note: {match: kind, cases: {print: {value: a, unique: true}}, else: {value: b}}",
       "7:53: unique concerns the whole column note, not one case of it"},
      {"note: {match: kind, cases: {print: {ref: job, column: note}}, else: {value: b}}",
       "7:42: a case of note cannot refer to another table: ref decides which table is made first"},
      {"note: {match: kind, cases: {print: {value: a}}, else: {value: b}, unique: true}",
       "7:21: job.note: unique: match cannot be unique: rows of different cases may have the same value "
       "(unique: true)"},
      {"cost: {match: kind, cases: {print: {between: [400, 1000]}}, else: {value: 2}}",
       "7:58: job.cost: the upper bound 1000 breaks CHECK (cost between 1 and 500)"},
      {"cost: {match: kind, cases: {print: {value: 2}}, else: {exponential: {mean: 50, min: 1}}}",
       "7:75: job.cost: exponential makes values up to 2251.00, which breaks CHECK (cost between 1 and 500)"},
      {"cost: {match: kind, cases: {print: {value: null}}, else: {value: 2}}",
       "7:50: job.cost cannot be NULL: it is NOT NULL"},
      {"cost: {match: kind, cases: {print: {value: 3, nulls: 5%}}, else: {value: 2}}",
       "7:60: job.cost cannot hold NULLs: it is NOT NULL"},
      {"note: {match: kind, cases: {print: {value: thirteen long}}, else: {value: b}}",
       "7:50: job.note: \"thirteen long\" is no value of type text(12)"},
      {"kind: {match: note, cases: {a: {value: scan}}, else: {value: print}}\n"
       "      note: {match: kind, cases: {scan: {value: a}}, else: {value: b}}",
       "7:7: columns depend on each other in a circle: kind -> note -> kind"}};
  for (const auto& one : kCases) {
    CAPTURE(one.columns);
    CHECK(refused(one.columns) == one.error);
  }
}

TEST_CASE("a virtual match has the type that holds what its cases make") {
  const auto made =
      resolved(profile_of("fee: {match: kind, cases: {print: {between: [1, 5]}, scan: {value: 2.5}}, "
                          "virtual: true}\n      cost: {expr: \"fee * 2\"}"),
               jobs());
  CHECK(made.tables[0].virtual_columns.at(0).type.str() == "decimal");
}

TEST_CASE("explaining a row names the case it takes and what that read and drew") {
  const auto made = resolved(
      profile_of("kind: [print, scan]\n      priority: {between: [1, 5]}\n"
                 "      cost: {match: kind, cases: {print: {between: [1, 9]}, scan: {match: priority, cases: "
                 "{1: {value: 1}}, else: {expr: \"priority * 2\"}}}}"),
      jobs());
  std::set<std::string> seen;
  for (std::uint64_t place = 0; place < 40; ++place) {
    const auto row = profile::explain_row(made.tables[0], made.tables[0].data->row_at(place));
    const profile::ExplainedCell& cost = row.cells.at(3);
    std::string text;
    for (const std::string& one : cost.cases) text += one + "; ";
    for (const profile::CellInput& input : cost.inputs) text += input.name + " ";
    seen.insert(text + (cost.draw ? "drawn" : "not drawn"));
  }
  CHECK(seen == std::set<std::string>{"case print; kind drawn", "case scan; case 1; kind priority not drawn",
                                      "case scan; else; kind priority not drawn"});
}

TEST_CASE("a case takes part in the fingerprint") {
  const auto with = [](const std::string& value) {
    return resolved(
        profile_of("note: {match: kind, cases: {print: {value: " + value + "}, scan: {value: b}}}"), jobs());
  };
  CHECK(with("a").tables[0].fingerprint != with("c").tables[0].fingerprint);
}

// Columns that others use and that are in no table: their types, who may read them, and what is refused.
#include "profile/profiles.h"
#include "support/catch.h"

using namespace seedctl;
using namespace seedctl::test;

namespace {

schema::Schema trips() {
  return SchemaBuilder()
      .table("trip")
      .column("id", "integer(64)")
      .column("started", "timestamp")
      .column("ended", "timestamp")
      .column("label", "text")
      .primary({"id"})
      .table("stop")
      .column("id", "integer(64)")
      .column("trip_id", "integer(64)")
      .column("minutes_there", "integer(64)")
      .primary({"id"})
      .foreign({"trip_id"}, "trip")
      .build();
}

std::string profile_of(const std::string& trip, const std::string& further = {}) {
  return "seed: 3\nas_of: 2025-02-18\ntables:\n  trip:\n    rows: 20\n    columns:\n      " + trip + "\n" +
         further;
}

// The type that a virtual column has, read by an expression.
std::string type_of(const std::string& column) {
  const profile::ResolvedProfile made =
      resolved(profile_of("v: {" + column + ", virtual: true}\n      label: {expr: \"v::text\"}"), trips());
  return made.tables[0].virtual_columns.at(0).type.str();
}

std::string refused(const std::string& trip, const std::string& further = {}) {
  return refusal([&] { resolved(profile_of(trip, further), trips()); });
}

}  // namespace

TEST_CASE("a virtual column has the type of what its generator makes or the one beside it") {
  const struct {
    const char* column;
    const char* type;
  } kCases[] = {{"between: [10, 240]", "integer(64)"},
                {"between: [0.5, 2]", "decimal"},
                {"between: [5, 20], ending: [0.99, 0.95]", "decimal"},
                {"normal: {mean: 40, sd: 10, min: 0}, ending: 0.99", "decimal"},
                {"array: word", "json"},
                {"bytes: 4", "bytes"},
                {"latitude: world", "real(64)"},
                {"between: [2025-01-01, 2025-02-01]", "date"},
                {"between: [2025-01-01 10:00:00, 2025-02-01]", "timestamp"},
                {"between: [\"09:00\", \"17:00\"]", "time"},
                {"choice: [1, 2.5]", "decimal"},
                {"choice: [a, 1]", "text"},
                {"weights: {1: 30%, 2: 70%}", "integer(64)"},
                {"boolean: 10%", "boolean"},
                {"value: 5", "integer(64)"},
                {"normal: {mean: 40, sd: 12}", "integer(64)"},
                {"normal: {mean: 2025-01-01, sd: 3d}", "date"},
                {"histogram: [{from: 0.5, to: 1, weight: 1}]", "decimal"},
                {"after: started, by: 10m", "timestamp"},
                {"pattern: \"[A-Z]{3}\"", "text"},
                {"expr: \"ended - started\"", "interval"},
                {"expr: \"row * 2\"", "integer(64)"},
                {"template: \"T{row}\"", "text"},
                {"full_name: null", "text"},
                {"between: [1, 5], type: smallint", "integer(16)"},
                {"between: [1, 5], type: \"numeric(6,2)\"", "decimal(6,2)"}};
  for (const auto& one : kCases) {
    CAPTURE(one.column);
    CHECK(type_of(one.column) == one.type);
  }
}

TEST_CASE("a virtual column is read by expressions, templates and other virtual columns, and not stored") {
  const profile::ResolvedProfile made =
      resolved(profile_of("hours: {expr: \"minutes / 60.0\", virtual: true}\n"
                          "      minutes: {value: 90, virtual: true}\n"
                          "      started: {value: 2025-01-01 10:00:00}\n"
                          "      ended: {expr: \"started + minutes * interval '1 minute'\"}\n"
                          "      label: {template: \"{minutes} minutes are {hours} hours\"}"),
               trips());
  const profile::ResolvedTable& table = made.tables[0];
  CHECK(table.columns.size() == 4);
  CHECK(table.virtual_columns.size() == 2);
  CHECK(row_text(table, 0) ==
        "1|2025-01-01 10:00:00|2025-01-01 11:30:00|90 minutes are 1.5000000000000000 hours");
}

TEST_CASE("a virtual column of another table is read through the reference") {
  const std::string yaml =
      profile_of("minutes: {value: 17, virtual: true}",
                 "  stop:\n    rows: 5\n    columns:\n      minutes_there: {expr: trip_id.minutes}\n");
  const profile::ResolvedProfile made = resolved(yaml, trips());
  CHECK(cell(made.tables[1], 0, "minutes_there") == "17");
}

TEST_CASE("a fixed row may say what its virtual columns are") {
  const profile::ResolvedProfile made = resolved(
      "seed: 3\nas_of: 2025-02-18\ntables:\n  trip:\n    rows: 2\n    fixed: [{as: long, minutes: 600}]\n"
      "    columns:\n      minutes: {value: 5, virtual: true}\n      label: {expr: minutes::text}\n",
      trips());
  CHECK(cell(made.tables[0], 0, "label") == "600");
  CHECK(cell(made.tables[0], 1, "label") == "5");
}

TEST_CASE("tables that refer to one another have virtual columns too") {
  const auto schema = SchemaBuilder()
                          .table("team")
                          .column("id", "integer(64)")
                          .column("lead_id", "integer(64)", true)
                          .column("label", "text")
                          .primary({"id"})
                          .foreign({"lead_id"}, "person")
                          .table("person")
                          .column("id", "integer(64)")
                          .column("team_id", "integer(64)")
                          .column("label", "text")
                          .primary({"id"})
                          .foreign({"team_id"}, "team")
                          .build();
  const auto made_with = [&](const std::string& helper) {
    return resolved(
        "seed: 3\ntables:\n  team:\n    rows: 4\n    columns:\n"
        "      size: {value: 7, virtual: true}\n      " +
            helper +
            "\n      label: {template: \"{size} with {helper}\"}\n"
            "  person:\n    rows: 9\n    columns:\n      label: {expr: team_id.size::text}\n",
        schema);
  };
  const auto made = made_with("helper: {ref: person, virtual: true, type: bigint}");
  CHECK(made.tables[0].name == "team");
  for (std::uint64_t row = 0; row < 4; ++row) {
    const std::string label = cell(made.tables[0], row, "label");
    CHECK(label.substr(0, 7) == "7 with ");
    const int helper = std::stoi(label.substr(7));
    CHECK((helper >= 1 && helper <= 9));
    const int lead = std::stoi(cell(made.tables[0], row, "lead_id"));
    CHECK((lead >= 1 && lead <= 9));
  }
  CHECK(cell(made.tables[1], 5, "label") == "7");
  CHECK(refusal([&] { made_with("helper: {ref: person, virtual: true}"); }) ==
        "7:7: the type of virtual column helper is not known: person refers back to team, and is made after "
        "it");
}

TEST_CASE("a virtual column takes part in the fingerprint and changes no other column") {
  const auto with = [](const std::string& bounds) {
    return resolved(profile_of("minutes: {between: " + bounds + ", virtual: true}\n" +
                               "      label: {expr: \"minutes::text\"}"),
                    trips());
  };
  const auto few = with("[1, 5]"), many = with("[1, 500]"),
             none = resolved(profile_of("label: word"), trips());
  CHECK(few.tables[0].fingerprint != many.tables[0].fingerprint);
  CHECK(cell(few.tables[0], 3, "started") == cell(none.tables[0], 3, "started"));
  CHECK(cell(few.tables[0], 3, "label") != cell(many.tables[0], 3, "label"));
}

TEST_CASE("virtual columns that make no sense are refused where they stand") {
  const struct {
    const char* columns;
    const char* error;
  } kCases[] = {
      {"label: {value: a, virtual: true}", "7:7: trip.label is a column of the table: it cannot be virtual"},
      {"minutes: {value: 5, virtual: true}", "7:7: trip.minutes is virtual, and no column reads it"},
      {"minutes: {value: 5}", "7:7: no column \"minutes\" in table \"trip\""},
      {"label: {value: a, type: text}",
       "7:31: only a virtual column says its type: the table's say it themselves"},
      {"v: {value: 5, virtual: true, type: numbr}", "7:42: type \"numbr\" is no type that expressions know"},
      {"v: {value: 5, virtual: true, type: \"5 + 5\"}", "7:42: type \"5 + 5\" is no type"},
      {"a: {expr: b, virtual: true}\n      b: {expr: a, virtual: true}",
       "7:7: the type of virtual column a follows from itself"},
      {"before: {ref: trip, virtual: true}\n"
       "      depth: {expr: \"before.depth + 1\", virtual: true, type: bigint}\n"
       "      label: {expr: \"depth::text\"}",
       "8:7: columns depend on each other in a circle: depth -> before.depth -> depth"},
      {"v: {value: 5, virtual: true, dirty: {rate: 5%, values: [a]}}",
       "7:43: a virtual column cannot be dirty: nothing of it is stored"}};
  for (const auto& one : kCases) {
    CAPTURE(one.columns);
    CHECK(refused(one.columns) == one.error);
  }
}

// Bounds of between as expressions: what they may be, what a date as a bound means, and what is refused.
#include <algorithm>
#include <tuple>

#include "profile/explain.h"
#include "profile/profiles.h"
#include "support/catch.h"

using namespace seedctl;
using namespace seedctl::test;

namespace {

schema::Schema shop() {
  return SchemaBuilder()
      .table("client")
      .column("id", "integer(64)")
      .column("created_at", "timestamp")
      .column("born", "date", true)
      .primary({"id"})
      .table("visit")
      .column("id", "integer(64)")
      .column("client_id", "integer(64)")
      .column("starts", "timestamp")
      .column("ends", "timestamp")
      .column("day", "date")
      .column("price", "decimal(8,2)")
      .column("paid", "integer(32)", true)
      .column("score", "real(64)", true)
      .column("code", "text", true)
      .primary({"id"})
      .foreign({"client_id"}, "client")
      .check("price <= 5000")
      .build();
}

std::string profile_of(const std::string& columns) {
  return "seed: 3\nas_of: 2025-02-18\ntables:\n  client: {rows: 20, columns: {created_at: {between: "
         "[2024-01-01, as_of]}, born: {value: null}}}\n  visit:\n    rows: 150\n    columns:\n      " +
         columns + "\n";
}

profile::ResolvedProfile made(const std::string& columns) { return resolved(profile_of(columns), shop()); }

std::string refused(const std::string& columns) {
  return refusal([&] { made(columns); });
}

// The column's cells, in order.
std::vector<std::string> cells(const profile::ResolvedProfile& profile, const std::string& column,
                               std::size_t table = 1) {
  std::vector<std::string> found;
  for (std::uint64_t row = 0; row < profile.tables[table].data->rows(); ++row)
    found.push_back(cell(profile.tables[table], row, column));
  return found;
}

}  // namespace

TEST_CASE("a bound may be a cell of the row referred to, of the row itself, or as_of") {
  const auto profile = made(
      "starts: {between: [client_id.created_at, as_of]}\n"
      "      ends: {between: [starts, \"starts + interval '4 hours'\"]}\n"
      "      seen: {expr: \"client_id.created_at\", virtual: true}\n"
      "      code: {expr: \"case when starts < seen or ends < starts or ends > starts + interval '4 hours' "
      "then 'wrong' end\"}");
  for (const std::string& code : cells(profile, "code")) CHECK(code.empty());
  for (const std::string& start : cells(profile, "starts")) CHECK(start < "2025-02-19");
}

TEST_CASE(
    "a date as the upper bound of a timestamp means the end of that day and as the lower its beginning") {
  for (const auto& [bounds, low, high] :
       {std::tuple("[as_of, as_of]", "2025-02-18 00:00:00", "2025-02-18 23:59:59"),
        std::tuple("[day, day]", "2025-02-18 00:00:00", "2025-02-18 23:59:59"),
        std::tuple("[2025-02-18, day]", "2025-02-18 00:00:00", "2025-02-18 23:59:59"),
        std::tuple("[day, 2025-02-18]", "2025-02-18 00:00:00", "2025-02-18 23:59:59"),
        std::tuple("[day, \"day + interval '1 second'\"]", "2025-02-18 00:00:00", "2025-02-18 00:00:01"),
        std::tuple("[as_of, \"as_of + interval '1 second'\"]", "2025-02-18 00:00:00", "2025-02-18 00:00:01"),
        std::tuple("[\"day::timestamp\", \"day::timestamp\"]", "2025-02-18 00:00:00",
                   "2025-02-18 00:00:00")}) {
    CAPTURE(bounds);
    auto found = cells(made("day: {value: 2025-02-18}\n      starts: {between: " + std::string(bounds) + "}"),
                       "starts");
    std::sort(found.begin(), found.end());
    CHECK(found.front() >= low);
    CHECK(found.back() <= high);
    // Many rows, so that a day that ended at midnight would show.
    if (found.back() != high && std::string(high) > "2025-02-18 12") CHECK(found.back() > "2025-02-18 22");
  }
}

TEST_CASE("bounds of numbers are plain numerics and rounded inwards") {
  const auto profile = made(
      "paid: {value: 7}\n      price: {between: [\"paid * 1.5\", \"paid * 1.501\"]}\n"
      "      score: {between: [\"paid / 2.0\", paid]}\n"
      "      v: {between: [\"paid - 0.5\", \"paid + 0.4\"], virtual: true, type: integer}\n"
      "      code: {expr: \"v::text\"}");
  for (const std::string& price : cells(profile, "price")) CHECK(price == "10.50");
  for (const std::string& code : cells(profile, "code")) CHECK(code == "7");
  for (const std::string& score : cells(profile, "score"))
    CHECK((std::stod(score) >= 3.5 && std::stod(score) <= 7));
}

TEST_CASE("bounds that are the same in all rows are as good as literals") {
  const auto refusal_of = [](const std::string& column) { return refused(column); };
  CHECK(refusal_of("starts: {between: [\"as_of - interval '1 year'\", as_of], hours: {9-17: 1}}").empty());
  CHECK(refusal_of("day: {between: [\"as_of - 500\", as_of], unique: true}").empty());
  CHECK(refusal_of("day: {between: [\"as_of - 5\", as_of], unique: true}") ==
        "8:22: visit.day: unique: between has only 6 different values, 150 rows are asked for; 6 would work "
        "(unique: true)");
  CHECK(refusal_of("price: {between: [0, \"5000 + abs(-1)\"]}") ==
        "8:24: visit.price: between makes values up to 5001.00, which breaks CHECK (price <= 5000)");
  const auto literal = cells(made("starts: {between: [2024-02-18, 2025-02-18]}"), "starts");
  CHECK(cells(made("starts: {between: [\"as_of - interval '1 year'\", as_of]}"), "starts") == literal);
}

TEST_CASE("a virtual column between expressions has their type") {
  for (const auto& [bounds, type] :
       {std::pair("[client_id.created_at, as_of]", "timestamp"),
        std::pair("[paid, \"paid * 2\"]", "integer(64)"), std::pair("[1, \"price * 2\"]", "decimal"),
        std::pair("[day, \"day + 3\"]", "date")}) {
    CAPTURE(bounds);
    const auto profile =
        made("price: {value: 5}\n      paid: {value: 7}\n      v: {between: " + std::string(bounds) +
             ", virtual: true}\n      code: {expr: \"v::text\"}");
    CHECK(profile.tables[1].virtual_columns.at(0).type.str() == type);
  }
}

TEST_CASE("a bound that is NULL makes the cell NULL and a column that cannot be is refused") {
  for (const std::string& paid : cells(made("paid: {between: [1, \"nullif(row, row)\"]}"), "paid"))
    CHECK(paid.empty());
  CHECK(refused("day: {between: [client_id.born, as_of]}") ==
        "8:22: the lower bound is NULL in row 1, but column day is NOT NULL");
}

TEST_CASE("bounds that make no sense are refused where they stand") {
  const struct {
    const char* columns;
    const char* error;
  } kCases[] = {
      {"paid: {between: [1, prise]}",
       "8:27: visit.paid: column \"prise\" does not exist (did you mean \"price\"?)"},
      {"paid: {between: [1, code]}",
       "8:27: visit.paid: the column is of type numeric, the expression of type text"},
      {"day: {between: [2025-02-30, as_of]}", "8:23: visit.day: \"2025-02-30\" is no value of type date"},
      {"starts: {between: [2025-02-30, day]}",
       "8:26: visit.starts: \"2025-02-30\" is no value of type timestamp"},
      {"paid: {between: [1, \"row +\"]}", "8:33: visit.paid: the expression ends too early"},
      {"paid: {between: [paid, 5]}", "8:23: visit.paid: the bounds of column paid read the column itself"},
      {"paid: {between: [1, row], unique: true}",
       "8:23: visit.paid: unique: between cannot be unique: its bounds differ from row to row (unique: "
       "true)"},
      {"starts: {between: [day, as_of], hours: {9-17: 1}}",
       "8:46: visit.starts: hours needs bounds that are the same in all rows"},
      {"paid: {between: [row, 10]}", "8:23: in row 11 column paid has nothing between its bounds 11 and 10"},
      {"paid: {between: [\"0.2 + row * 0\", \"0.8 + row * 0\"]}",
       "8:23: in row 1 column paid has nothing between its bounds 0.2 and 0.8"},
      {"starts: {between: [\"as_of + 1\", as_of]}",
       "8:25: visit.starts: the upper bound is below the lower one"},
      {"paid: {between: [0, \"row * 3000000000\"]}",
       "8:23: in row 1 the bound 3000000000 is beyond column paid of type integer(32)"},
      {"price: {between: [0, \"row * 100000000\"]}",
       "8:24: in row 1 the bound 100000000.00 is beyond column price of type decimal(8,2)"},
      {"paid: {between: [0, \"100 / (row - 3)\"]}", "8:32: division by zero, in row 3"},
      {"price: {between: [row, \"row * 1000\"]}",
       "8:7: visit.price: row 7 would hold \"6947.74\", which breaks CHECK (price <= 5000)"},
      {"paid: {between: [\"nullif(1, 1)\", 5]}", "8:24: visit.paid: the bound is NULL"}};
  for (const auto& one : kCases) {
    CAPTURE(one.columns);
    CHECK(refused(one.columns) == one.error);
  }
}

TEST_CASE("explaining a cell shows the bounds that its row has") {
  const auto profile = made("starts: {between: [client_id.created_at, as_of]}");
  const auto row = profile::explain_row(profile.tables[1], profile.tables[1].data->row_at(4));
  const profile::ExplainedCell& starts = row.cells.at(2);
  REQUIRE(starts.inputs.size() == 1);
  CHECK(starts.inputs[0].name == "client_id.created_at");
  CHECK(starts.draw);
}

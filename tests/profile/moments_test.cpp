// Moments that a profile leaves out: not before the parents', as far as those are known.
#include <algorithm>

#include "profile/profiles.h"
#include "support/catch.h"

using namespace seedctl;
using namespace seedctl::test;

namespace {

schema::Schema shop(bool nullable = false, const char* child = "timestamp",
                    const char* parent = "timestamp") {
  return SchemaBuilder()
      .table("client")
      .column("id", "integer(64)")
      .column("created_at", parent, nullable)
      .column("updated_at", "timestamp")
      .primary({"id"})
      .table("shop")
      .column("id", "integer(64)")
      .column("opened", "date")
      .primary({"id"})
      .table("visit")
      .column("id", "integer(64)")
      .column("client_id", "integer(64)", nullable)
      .column("created_at", child)
      .column("early", "boolean", true)
      .primary({"id"})
      .foreign({"client_id"}, "client")
      .table("sale")
      .column("id", "integer(64)")
      .column("visit_id", "integer(64)")
      .column("shop_id", "integer(64)")
      .column("paid_at", "timestamp")
      .column("wrong", "boolean")
      .primary({"id"})
      .foreign({"visit_id"}, "visit")
      .foreign({"shop_id"}, "shop")
      .build();
}

// "[low, high] reason" of an inferred column.
std::string inferred(const profile::ResolvedProfile& profile, const std::string& table,
                     const std::string& column) {
  for (const profile::ResolvedColumn& one : profile.table(table)->columns)
    if (one.name == column) return one.written + " " + one.reason;
  return {};
}

const std::string kHead = "seed: 3\nas_of: 2025-02-18\ntables:\n";

// The columns of the rows that are compared.
std::vector<std::string> column(const profile::ResolvedProfile& profile, const std::string& table,
                                const std::string& name) {
  std::vector<std::string> cells;
  for (std::uint64_t row = 0; row < profile.table(table)->data->rows(); ++row)
    cells.push_back(cell(*profile.table(table), row, name));
  return cells;
}

}  // namespace

TEST_CASE("an inferred moment is not before those of the rows referred to") {
  const auto made = resolved(
      kHead +
          "  client: 20\n  shop: 5\n  visit: 100\n  sale: {rows: 200, columns: {wrong: {expr: \"paid_at < "
          "visit_id.created_at or paid_at < shop_id.opened or paid_at >= as_of + 1\"}}}\n",
      shop());
  CHECK(inferred(made, "visit", "created_at") ==
        "{between: [client_id.created_at, 2025-02-18]} not before client_id.created_at");
  CHECK(inferred(made, "sale", "paid_at") ==
        "{between: [\"greatest(visit_id.created_at, shop_id.opened)\", 2025-02-18]} not before "
        "visit_id.created_at, shop_id.opened");
  CHECK(inferred(made, "client", "created_at") ==
        "{between: [2024-02-19, 2025-02-18]} the year before as_of");
  for (const std::string& wrong : column(made, "sale", "wrong")) CHECK(wrong == "false");
}

TEST_CASE("where the parent's moment may be NULL or late the child is made all the same") {
  const auto with = [](const std::string& client, bool nullable) {
    return resolved(kHead + "  client: " + client + "\n  visit: 100\n", shop(nullable));
  };
  CHECK(inferred(with("20", true), "visit", "created_at") ==
        "{between: [\"coalesce(client_id.created_at, date '2024-02-19')\", 2025-02-18]} not before "
        "client_id.created_at");
  const char* late =
      "{between: [client_id.created_at, \"greatest(client_id.created_at, date '2025-02-18')\"]} not before "
      "client_id.created_at";
  CHECK(inferred(with("{rows: 20, columns: {created_at: {between: [2025-01-01, 2026-01-01]}}}", false),
                 "visit", "created_at") == late);
  CHECK(inferred(with("{rows: 20, fixed: [{created_at: 2030-01-01}]}", false), "visit", "created_at") ==
        late);
  CHECK(inferred(with("{rows: 20, columns: {created_at: {expr: \"as_of + row::integer\"}}}", false), "visit",
                 "created_at") == late);
}

TEST_CASE("dates and timestamps follow one another") {
  for (const auto& [child, parent] : {std::pair("date", "timestamp"), std::pair("timestamp", "date"),
                                      std::pair("timestamptz", "timestamp"), std::pair("date", "date")}) {
    CAPTURE(child, parent);
    const auto made = resolved(
        kHead +
            "  client: 20\n  visit: {rows: 100, columns: {seen: {expr: \"client_id.created_at\", virtual: "
            "true}, early: {expr: \"created_at::date < seen::date\"}}}\n",
        shop(false, child, parent));
    CHECK(inferred(made, "visit", "created_at").ends_with("not before client_id.created_at"));
    for (const std::string& early : column(made, "visit", "early")) CHECK(early == "false");
  }
}

TEST_CASE("in a profile with days a child follows on the day of its parent") {
  const auto upto = [](const char* as_of) {
    return resolved(
        std::string("seed: 3\nas_of: ") + as_of +
            "\ntables:\n  client: 20\n  shop: 5\n"
            "  visit: {per_day: {column: created_at, from: 2025-02-01, rows: 5}}\n"
            "  sale: {per: visit, rows: 1, columns: {wrong: {expr: \"paid_at < visit_id.created_at "
            "or paid_at::date <> visit_id.created_at::date\"}}}\n",
        shop());
  };
  const auto made = upto("2025-02-18"), later = upto("2025-02-28");
  CHECK(inferred(made, "sale", "paid_at") ==
        "{between: [\"greatest(visit_id.created_at, shop_id.opened)\", \"(greatest(visit_id.created_at, "
        "shop_id.opened))::date\"]} not before visit_id.created_at, shop_id.opened");
  for (const std::string& wrong : column(made, "sale", "wrong")) CHECK(wrong == "false");
  const auto before = column(made, "sale", "paid_at");
  auto after = column(later, "sale", "paid_at");
  after.resize(before.size());
  CHECK(before == after);
}

TEST_CASE("what is left out of a row of a day lies on that day") {
  const auto schema = SchemaBuilder()
                          .table("call")
                          .column("id", "integer(64)")
                          .column("begins", "timestamp")
                          .column("noted_at", "timestamp")
                          .primary({"id"})
                          .build();
  const auto made = resolved(
      "seed: 3\nas_of: 2025-02-18\ntables:\n"
      "  call: {per_day: {column: begins, from: 2025-02-01, rows: 5}}\n",
      schema);
  CHECK(inferred(made, "call", "noted_at") ==
        "{between: [\"begins::date\", \"begins::date\"]} on the day of the row");
  for (std::uint64_t row = 0; row < 90; ++row)
    CHECK(cell(made.tables[0], row, "begins").substr(0, 10) ==
          cell(made.tables[0], row, "noted_at").substr(0, 10));
}

TEST_CASE("references to the own table and in a circle have no say") {
  const auto schema = SchemaBuilder()
                          .table("team")
                          .column("id", "integer(64)")
                          .column("lead_id", "integer(64)", true)
                          .column("created_at", "timestamp")
                          .primary({"id"})
                          .foreign({"lead_id"}, "person")
                          .table("person")
                          .column("id", "integer(64)")
                          .column("team_id", "integer(64)")
                          .column("boss_id", "integer(64)", true)
                          .column("created_at", "timestamp")
                          .primary({"id"})
                          .foreign({"team_id"}, "team")
                          .foreign({"boss_id"}, "person")
                          .build();
  const auto made = resolved(kHead + "  team: 5\n  person: 50\n", schema);
  CHECK(inferred(made, "team", "created_at").ends_with("the year before as_of"));
  CHECK(inferred(made, "person", "created_at").ends_with("not before team_id.created_at"));
}

TEST_CASE("a moment that the profile gives or a rule binds stays as it is") {
  const auto schema = SchemaBuilder()
                          .table("client")
                          .column("id", "integer(64)")
                          .column("created_at", "timestamp")
                          .primary({"id"})
                          .table("visit")
                          .column("client_id", "integer(64)")
                          .column("started_at", "timestamp")
                          .column("ended_at", "timestamp")
                          .column("expires_at", "timestamp")
                          .column("born", "date")
                          .primary({"client_id", "started_at"})
                          .foreign({"client_id"}, "client")
                          .check("ended_at > started_at")
                          .build();
  const auto made = resolved(kHead + "  client: 20\n  visit: 30\n", schema);
  for (const char* name : {"started_at", "ended_at", "expires_at", "born"}) {
    CAPTURE(name);
    CHECK(inferred(made, "visit", name).find("not before") == std::string::npos);
  }
}

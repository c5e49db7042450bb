// Lifecycles against a schema: the columns agree with each other and with as_of, and what cannot be is
// refused at its place.
#include "profile/errors.h"
#include "support/catch.h"

namespace seedctl {
namespace {

using test::cell;
using test::refusal;

schema::Schema shop() {
  return test::SchemaBuilder()
      .table("orders")
      .column("id", "integer(64)")
      .primary({"id"})
      .column("status", "text")
      .check("status in ('placed', 'paid', 'shipped', 'cancelled')")
      .column("stage", "enumeration(placed,paid)", true)
      .column("created_at", "timestamp")
      .column("paid_at", "timestamp", true)
      .column("shipped_on", "date", true)
      .column("closed_at", "timestamptz")
      .column("total", "decimal(10,2)", true)
      .build();
}

std::string yaml(const std::string& column, const std::string& start, const std::string& steps,
                 const std::string& as_of = "2025-02-18", const std::string& more = "") {
  return "as_of: " + as_of + "\ntables:\n  orders:\n    rows: 300\n    lifecycle:\n      column: " + column +
         "\n      start: " + start + "\n      steps: " + steps +
         "\n    columns:\n      created_at: {between: [2025-02-01, 2025-02-18]}" + more;
}

const char* const kSteps =
    "{placed: {paid: {chance: 90%, after: [1m, 9d], at: paid_at}, cancelled: {chance: 5%, after: 1h}}, paid: "
    "{shipped: {after: [1d, 4d], at: shipped_on}}}";

profile::ResolvedProfile orders(const std::string& as_of) {
  return test::resolved(yaml("status", "{placed: created_at}", kSteps, as_of), shop());
}

TEST_CASE("the state and its moments agree and nothing has happened after as_of") {
  const auto profile = orders("2025-02-18");
  const profile::ResolvedTable& table = *profile.table("orders");
  std::map<std::string, int> seen;
  for (std::uint64_t place = 0; place < 300; ++place) {
    const std::string status = cell(table, place, "status"), paid = cell(table, place, "paid_at"),
                      shipped = cell(table, place, "shipped_on"), created = cell(table, place, "created_at");
    CAPTURE(status, created, paid, shipped);
    ++seen[status];
    CHECK((paid != "") == (status == "paid" || status == "shipped"));
    CHECK((shipped != "") == (status == "shipped"));
    if (paid != "") CHECK((paid > created && paid < "2025-02-19"));
    if (shipped != "") CHECK((shipped > paid.substr(0, 10) && shipped <= "2025-02-18"));
  }
  CHECK(seen.size() == 4);
}

TEST_CASE("a later as_of only moves rows forward") {
  const auto first = orders("2025-02-18"), second = orders("2025-02-20");
  const std::map<std::string, int> rank{{"placed", 0}, {"cancelled", 1}, {"paid", 1}, {"shipped", 2}};
  int moved = 0;
  for (std::uint64_t place = 0; place < 300; ++place) {
    const auto at = [&](const auto& profile, const char* column) {
      return cell(*profile.table("orders"), place, column);
    };
    const std::string before = at(first, "status"), after = at(second, "status");
    if (before != after) {
      ++moved;
      CHECK(rank.at(after) > rank.at(before));
      CHECK(before != "cancelled");
    }
    for (const char* column : {"created_at", "paid_at", "shipped_on"}) {
      const std::string moment = at(first, column), later = at(second, column);
      if (moment != "") CHECK(moment == later);
      if (moment == "" && later != "") CHECK((later >= "2025-02-19" && later < "2025-02-21"));
    }
  }
  CHECK(moved > 0);
}

TEST_CASE("lifecycles that the schema cannot hold are refused at their place") {
  const std::string start = "{placed: created_at}";
  const struct {
    std::string yaml, error;
  } cases[] = {
      {yaml("statuss", start, kSteps),
       "6:15: lifecycle: no column \"statuss\" in table \"orders\" (did you mean \"status\"?)"},
      {yaml("total", start, kSteps),
       "6:15: a state is text or one of an enumeration; orders.total is decimal(10,2)"},
      {yaml("status", "{new: created_at}", "{new: {paid: {after: 1h}}}"),
       "7:15: orders.status cannot be \"new\": CHECK (status in (placed, paid, shipped, cancelled))"},
      {yaml("status", start, "{placed: {payd: {after: 1h}}}"),
       "8:24: orders.status cannot be \"payd\": CHECK (status in (placed, paid, shipped, cancelled)) "
       "(did you mean \"paid\"?)"},
      {yaml("stage", start, "{placed: {payd: {after: 1h}}}"),
       "8:24: orders.stage cannot be \"payd\": CHECK (stage in (placed, paid)) (did you mean \"paid\"?)"},
      {yaml("status", "{placed: createdat}", kSteps),
       "7:23: lifecycle: no column \"createdat\" in table \"orders\" (did you mean \"created_at\"?)"},
      {yaml("status", "{placed: total}", kSteps),
       "7:23: a lifecycle starts with a date or a timestamp; orders.total is decimal(10,2)"},
      {yaml("status", start, "{placed: {paid: {after: 1h, at: paid_on}}}"),
       "8:46: lifecycle: no column \"paid_on\" in table \"orders\" (did you mean \"paid_at\"?)"},
      {yaml("status", start, "{placed: {paid: {after: 1h, at: total}}}"),
       "8:46: at needs a date or a timestamp; orders.total is decimal(10,2)"},
      {yaml("status", start, "{placed: {paid: {after: 1h, at: closed_at}}}"),
       "8:46: orders.closed_at is NULL where a row is not paid by as_of, but it is NOT NULL"},
      {yaml("status", start, kSteps, "2025-02-18", "\n      paid_at: {value: null}"),
       "11:7: orders.paid_at is filled by the lifecycle already"},
      {yaml("status", start,
            "{placed: {paid: {after: 1h, chance: 90%}, cancelled: {after: 1h, chance: 20%}}}"),
       "8:15: the chances of placed sum to 110%"},
      {yaml("status", start, "{placed: {paid: {after: 1h}}, paid: {placed: {after: 1h}}}"),
       "7:15: a lifecycle has no loops: placed -> paid -> placed"},
  };
  for (const auto& one : cases) {
    CAPTURE(one.yaml);
    CHECK(refusal([&] { test::resolved(one.yaml, shop()); }) == one.error);
  }
}

}  // namespace
}  // namespace seedctl

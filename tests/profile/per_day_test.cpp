// Rows per day, as profiles say them: which rows there are, and what is refused where.
#include "profile/errors.h"
#include "support/catch.h"

namespace seedctl {
namespace {

using test::cell;
using test::check_rows;
using test::resolved;

schema::Schema rates() {
  return test::SchemaBuilder()
      .table("rate")
      .column("day", "date")
      .column("currency", "text")
      .column("rate", "decimal(10,4)")
      .primary({"day", "currency"})
      .table("close")
      .column("day", "date")
      .column("price", "decimal(10,2)")
      .primary({"day"})
      .table("entry")
      .column("day", "date")
      .column("no", "integer(32)")
      .primary({"day", "no"})
      .build();
}

std::string rent(const std::string& per_day, const std::string& columns = "") {
  return "as_of: 2025-02-18\ntables:\n  user: 5\n  bike: 5\n  rent:\n    per_day: " + per_day +
         (columns.empty() ? "" : "\n    columns:\n      " + columns);
}

TEST_CASE("a table with rows per day has so many for each day up to as_of") {
  const auto profile = resolved(rent("{column: rent_start, from: 2025-02-14, rows: 3, hours: {8: 1}}"));
  const profile::ResolvedTable& table = *profile.table("rent");
  REQUIRE(table.data->rows() == 15);
  CHECK(cell(table, 0, "rent_start").starts_with("2025-02-14 08:"));
  CHECK(cell(table, 14, "rent_start").starts_with("2025-02-18 08:"));
  CHECK(cell(table, 3, "id") == "4");  // the first of the second day
}

TEST_CASE("the last day is what to says and until overrides it and as_of") {
  const std::string yaml = rent("{column: rent_start, from: 2025-02-14, to: 2025-02-16, rows: 3}");
  CHECK(resolved(yaml).table("rent")->data->rows() == 9);
  profile::ResolveOptions options = test::plain_options();
  options.until = base::Date::parse("2025-02-20");
  const auto profile = resolved(yaml, test::rental(), options);
  CHECK(profile.table("rent")->data->rows() == 21);
  CHECK(profile.as_of == *base::Date::parse("2025-02-20"));
  CHECK(resolved(rent("{column: rent_start, from: 2025-02-14, to: as_of, rows: 3}"))
            .table("rent")
            ->data->rows() == 15);
}

TEST_CASE("a scale multiplies the rows of each day and a smaller one keeps their numbers") {
  const std::string yaml = rent("{column: rent_start, from: 2025-02-14, rows: 10}");
  profile::ResolveOptions options = test::plain_options();
  options.scale = 0.3;
  const auto small = resolved(yaml, test::rental(), options);
  CHECK(small.table("rent")->data->rows() == 15);
  CHECK(cell(*small.table("rent"), 3, "id") == "11");
  options.scale = 2;
  CHECK(resolved(yaml, test::rental(), options).table("rent")->data->rows() == 100);
}

TEST_CASE("a key of the day is held by one row a day or by what differs within it") {
  const auto yaml = [](const std::string& table, const std::string& rows) {
    return "as_of: 2025-01-31\ntables:\n  " + table +
           ":\n    per_day: {column: day, from: 2025-01-01, rows: " + rows + "}\n" +
           (table == "rate" ? "    columns: {currency: [EUR, GBP, JPY]}\n" : "");
  };
  CHECK(resolved(yaml("close", "1"), rates()).table("close")->data->rows() == 31);
  const auto rate = resolved(yaml("rate", "3"), rates());
  std::set<std::string> keys;
  for (std::uint64_t place = 0; place < 93; ++place)
    keys.insert(cell(*rate.table("rate"), place, "day") + cell(*rate.table("rate"), place, "currency"));
  CHECK(keys.size() == 93);
  const auto entry = resolved(yaml("entry", "{between: [1, 4]}"), rates());
  CHECK(cell(*entry.table("entry"), 0, "no") == "1");
  CHECK(test::refusal([&] { resolved(yaml("close", "2"), rates()); }) ==
        "4:23: table \"close\", PRIMARY KEY (day): up to 2 rows share one day");
  CHECK(test::refusal([&] { resolved(yaml("rate", "4"), rates()); }) ==
        "3:3: table \"rate\", PRIMARY KEY (day, currency): nothing makes the rows distinct: its columns have "
        "too "
        "few values, 4 rows for each day are asked for; 3 would work");
}

TEST_CASE("dates that a profile with days leaves out lie before them whatever as_of is") {
  const auto profile = [](const char* as_of) {
    return resolved("as_of: " + std::string(as_of) +
                    "\ntables:\n  user: 20\n  bike: 5\n  loyalty_event: {per: user, rows: 2}\n  rent:\n"
                    "    per_day: {column: rent_start, from: 2025-02-14, rows: 3}");
  };
  const auto first = profile("2025-02-18"), second = profile("2025-03-18");
  for (std::uint64_t place = 0; place < 40; ++place) {
    const std::string at = cell(*first.table("loyalty_event"), place, "happened_at");
    CHECK(at < "2025-02-15");
    CHECK(at == cell(*second.table("loyalty_event"), place, "happened_at"));
  }
}

TEST_CASE("rows per day that cannot be are refused at their place") {
  const std::string none;
  struct Refused {
    std::string per_day, columns, error;
  };
  const Refused refused[] = {
      {"daily", none, "6:14: per_day must be a map, not text"},
      {"{from: 2025-02-14, rows: 3}", none, "6:14: per_day lacks `column`"},
      {"{column: rent_start, rows: 3}", none, "6:14: per_day lacks `from`"},
      {"{column: rent_start, from: 2025-02-14}", none, "6:14: per_day lacks `rows`"},
      {"{column: rent_start, form: 2025-02-14, rows: 3}", none,
       "6:35: unknown key \"form\" in per_day (did you mean \"from\"?)"},
      {"{column: rent_strat, from: 2025-02-14, rows: 3}", none,
       "6:23: per_day: no column \"rent_strat\" in table \"rent\" (did you mean \"rent_start\"?)"},
      {"{column: rent_cost, from: 2025-02-14, rows: 3}", none,
       "6:23: per_day needs a date or a timestamp; rent.rent_cost is decimal(10,2)"},
      {"{column: rent_start, from: yesterday, rows: 3}", none,
       "6:41: from must be a date, not \"yesterday\""},
      {"{column: rent_start, from: 2025-02-14, to: today, rows: 3}", none,
       "6:57: to must be a date or `as_of`, not \"today\""},
      {"{column: rent_start, from: 2025-02-14, to: 2025-02-13, rows: 3}", none,
       "6:57: the last day 2025-02-13 is before the first, 2025-02-14"},
      {"{column: rent_start, from: 2025-02-19, rows: 3}", none,
       "6:41: the last day 2025-02-18 is before the first, 2025-02-19"},
      {"{column: rent_start, from: 2025-02-14, rows: 0}", none, "6:59: rows per parent must be at least 1"},
      {"{column: rent_start, from: 2025-02-14, rows: 3, max: 0}", none, "6:67: max must be at least 1"},
      {"{column: rent_start, from: 2025-02-14, rows: 1, max: 2_000_000_000}", none,
       "6:67: a day can have at most 1,000,000,000 rows"},
      {"{column: rent_start, from: 2025-02-14, rows: 3, growth: {exponential: 2}}", none,
       "6:70: this growth has no end, and a row's number depends on the most rows of a day"},
      {"{column: rent_start, from: 2025-02-14, rows: 3, growth: s-curve}", none,
       "6:70: the s-curve needs its middle and its length: the days have no fixed end to tell them"},
      {"{column: rent_start, from: 2025-02-14, rows: 3, weekdays: {mon-sun: 0}}", none,
       "6:14: the factors leave no day any rows"},
      {"{column: rent_start, from: 2025-02-14, rows: 3}", "rent_start: day",
       "8:7: rent.rent_start is the day of per_day already"},
      {"{column: rent_start, from: 2025-02-14, rows: 3}\n    rows: 5", none,
       "6:14: per_day and rows are two ways to say how many rows there are"},
      {"{column: rent_start, from: 2025-02-14, rows: 3}\n    per: user", none,
       "6:14: per_day and per are two ways to say how many rows there are"},
      {"{column: rent_start, from: 2025-02-14, rows: 3}\n    fixed: [{as: first}]", none,
       "7:13: table \"rent\" has rows per day: it cannot have fixed rows"},
  };
  for (const Refused& one : refused) {
    CAPTURE(one.per_day);
    CHECK(test::refusal([&] { resolved(rent(one.per_day, one.columns)); }) == one.error);
  }
  CHECK(test::refusal([&] {
          resolved("tables:\n  user: 5\n  bike: 5\n  rent: {rows: 5, columns: {rent_start: day}}");
        }) == "4:41: rent.rent_start: table rent has no rows per day");
}

}  // namespace
}  // namespace seedctl

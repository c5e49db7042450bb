// Tables: addresses of rows, forwards and backwards, children of parents, fixed rows, and the order of
// columns.
#include "gen/table.h"

#include <rapidcheck.h>

#include "gen/statistics.h"
#include "gen/world.h"
#include "support/catch.h"
#include "support/errors.h"

using namespace seedctl;
using namespace seedctl::gen;
using namespace seedctl::test;

namespace {

const ColumnSpec kId{"id", "integer(64)", "sequence"};

// All ways to reach a row agree with the listing in order. Of long tables some thousand rows are reached, as
// each takes a recount from the checkpoint before it.
bool addresses_agree(const Table& table) {
  const auto rows = all_rows(table);
  if (rows.size() != table.rows()) return false;
  std::uint64_t last = 0;
  for (const RowId& row : rows) {
    if (row.number <= last || table.row_numbered(row.number) != row) return false;
    last = row.number;
  }
  if (last > table.number_bound()) return false;
  for (std::uint64_t place = 0; place < rows.size(); place += 1 + rows.size() / 1000) {
    if (table.row_at(place) != rows[place] || table.place_of(rows[place]) != place) return false;
  }
  std::uint64_t numbered = 0;
  for (std::uint64_t number = 0; number <= table.number_bound() + 2; ++number) {
    numbered += table.row_numbered(number) ? 1 : 0;
  }
  return numbered == rows.size();
}

// Of all rows in order, and of some that are near and far from each other.
bool many_places_agree(const Table& table) {
  std::vector<std::uint64_t> wanted;
  for (std::uint64_t place = 0; place < table.rows(); ++place) wanted.push_back(place);
  for (std::uint64_t i = 0; i < table.rows() && i < 500; ++i) wanted.push_back(i * i * 7919 % table.rows());
  std::vector<RowId> rows;
  const auto listed = all_rows(table);
  for (const std::uint64_t place : wanted) rows.push_back(listed[place]);
  std::vector<std::uint64_t> places(rows.size());
  table.places_of(rows, places);
  return places == wanted;
}

bool pieces_agree(const Table& table, std::size_t size) {
  const auto rows = all_rows(table);
  std::vector<RowId> pieces, piece(size);
  while (const std::size_t count = table.rows_from(pieces.size(), piece)) {
    pieces.insert(pieces.end(), piece.begin(), piece.begin() + static_cast<std::ptrdiff_t>(count));
  }
  return pieces == rows;
}

}  // namespace

TEST_CASE("a plain table numbers its rows from one") {
  World world;
  const Table& table = world.plain("t", 5, {kId});
  CHECK(table.rows() == 5);
  CHECK(table.number_bound() == 5);
  CHECK(table.row_at(0) == RowId{.number = 1, .token = 1});
  CHECK(table.row_at(4) == RowId{.number = 5, .token = 5});
  CHECK_FALSE(table.row_numbered(0));
  CHECK_FALSE(table.row_numbered(6));
  CHECK(addresses_agree(table));
  CHECK_THROWS_AS(table.row_at(5), base::Error);
}

TEST_CASE("children are numbered by parent and ordinal so that one more re-keys no other") {
  World world;
  world.plain("user", 50, {kId});
  const Table& rents = world.per("rent", "user", 0, 4, {kId});
  std::vector<std::uint64_t> children(50);
  for (const RowId& row : all_rows(rents)) {
    CHECK(row.number == (row.parent - 1) * 4 + row.ordinal);
    CHECK(row.ordinal == ++children[row.parent - 1]);
  }
  CHECK(rents.number_bound() == 200);
  CHECK(addresses_agree(rents));
}

TEST_CASE("counts of children are uniform between their bounds") {
  World world;
  world.plain("user", 60'000, {kId});
  const Table& rents = world.per("rent", "user", 2, 7, {kId});
  std::vector<std::uint64_t> children(60'000), counts(6);
  for (const RowId& row : all_rows(rents)) ++children[row.parent - 1];
  for (const auto count : children) {
    REQUIRE(count >= 2);
    REQUIRE(count <= 7);
    ++counts[count - 2];
  }
  CHECK(std::abs(uniform_deviation(counts)) < kFair);
}

TEST_CASE("addresses agree across checkpoints and in tables per child of a table") {
  World world;
  world.plain("user", 3000, {kId});
  world.per("rent", "user", 0, 3, {kId});
  const Table& lines = world.per("line", "rent", 0, 2, {kId});
  CHECK(addresses_agree(world.table("rent")));
  CHECK(addresses_agree(lines));
  for (const std::size_t size : {97, 1024, 100'000}) CHECK(pieces_agree(lines, size));
}

TEST_CASE("a row of a deeply nested table is found as fast as one of its ancestors") {
  World world;
  world.plain("t0", 2000, {kId});
  const std::string names[] = {"t0", "t1", "t2", "t3", "t4", "t5", "t6"};
  for (std::size_t i = 1; i < std::size(names); ++i) {
    world.per(names[i], names[i - 1], i % 2 == 0 ? 1 : 0, i % 2 == 0 ? 1 : 3, {kId});
  }
  // Where each level counted its parents by a search in the level above, a single row would take minutes.
  const Table& deepest = world.table("t6");
  REQUIRE(deepest.rows() > 2000);
  for (std::uint64_t place = 0; place < deepest.rows(); place += 37) {
    const RowId row = deepest.row_at(place);
    CHECK(deepest.row_numbered(row.number) == row);
    CHECK(deepest.place_of(row) == place);
  }
  CHECK(addresses_agree(deepest));
}

TEST_CASE("addresses agree at any size") {
  CHECK(rc::check("addresses", [] {
    World world(*rc::gen::arbitrary<std::uint64_t>());
    world.plain("p", *rc::gen::inRange<std::uint64_t>(0, 2500), {kId});
    const auto low = *rc::gen::inRange<std::uint32_t>(0, 4);
    world.per("c", "p", low, low + *rc::gen::inRange<std::uint32_t>(0, 4), {kId});
    world.per("g", "c", 0, *rc::gen::inRange<std::uint32_t>(0, 3), {kId});
    RC_ASSERT(addresses_agree(world.table("c")));
    RC_ASSERT(addresses_agree(world.table("g")));
    RC_ASSERT(many_places_agree(world.table("c")));
    RC_ASSERT(many_places_agree(world.table("g")));
    RC_ASSERT(many_places_agree(world.table("p")));
    RC_ASSERT(pieces_agree(world.table("g"), *rc::gen::inRange<std::size_t>(100, 2000)));
  }));
}

TEST_CASE("more parents add children and change none") {
  World small, large;
  small.plain("user", 100, {kId});
  large.plain("user", 150, {kId});
  auto few = all_rows(small.per("rent", "user", 0, 5, {kId})),
       many = all_rows(large.per("rent", "user", 0, 5, {kId}));
  REQUIRE(few.size() < many.size());
  many.resize(few.size());
  CHECK(few == many);
}

TEST_CASE("a table without rows or without children is empty") {
  World world;
  world.plain("none", 0, {kId});
  world.plain("some", 10, {kId});
  const Table* empty[] = {&world.table("none"), &world.per("a", "none", 1, 5, {kId}),
                          &world.per("b", "some", 0, 0, {kId})};
  for (const Table* table : empty) {
    CHECK(table->rows() == 0);
    CHECK(all_rows(*table).empty());
    CHECK_FALSE(table->row_numbered(1));
    CHECK(texts(*table, "id").empty());
  }
}

TEST_CASE("more rows than numbers is refused while planning") {
  CHECK_THROWS_AS(Table("t", kMaxRows + 1), base::Error);
  Table huge("huge", kMaxRows);
  huge.finish();
  CHECK_THROWS_AS(Table("c", PerParent{&huge, uniform_count(1, 0, 2)}), base::Error);
}

TEST_CASE("a pick is uniform over the rows of plain and per tables") {
  World world;
  world.plain("user", 40, {kId});
  world.per("rent", "user", 0, 3, {kId});
  for (const char* name : {"user", "rent"}) {
    const Table& table = world.table(name);
    std::vector<std::uint64_t> counts(table.rows());
    for (std::uint64_t token = 1; token <= 100'000; ++token) ++counts[table.place_of(table.pick(77, token))];
    CHECK(std::abs(uniform_deviation(counts)) < kFair);
  }
}

TEST_CASE("a pick finds a row however few there are") {
  // Seven parents with at most one child each; some seeds leave a single child or none.
  std::size_t sparse = 0;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    World world(seed);
    world.plain("user", 7, {kId});
    const Table& rare = world.per("rare", "user", 0, 1, {kId});
    if (rare.rows() == 0) continue;
    sparse += rare.rows() == 1 ? 1 : 0;
    for (std::uint64_t token = 1; token <= 200; ++token) {
      const RowId row = rare.pick(5, token);
      CHECK(rare.row_numbered(row.number) == row);
    }
  }
  CHECK(sparse > 0);
}

TEST_CASE("picks in a per table stay when parents are added but for those that move to new ones") {
  World small, large;
  small.plain("user", 1000, {kId});
  large.plain("user", 1100, {kId});
  const Table &few = small.per("rent", "user", 1, 3, {kId}), &many = large.per("rent", "user", 1, 3, {kId});
  std::uint64_t moved = 0;
  for (std::uint64_t token = 1; token <= 20'000; ++token)
    moved += few.pick(7, token) != many.pick(7, token) ? 1 : 0;
  CHECK(moved > 20'000 / 15);
  CHECK(moved < 20'000 / 5);
}

TEST_CASE("fixed rows stand first with their literals and take the place of generated ones") {
  World world, without;
  const std::vector<ColumnSpec> columns{
      kId, {"name", "text", "full_name"}, {"age", "integer(32)", "{between: [18, 70]}"}};
  const auto generated = texts(without.plain("user", 6, columns), "age");
  FixedRow admin{"admin", {std::nullopt, base::Value(std::string("Demo Admin")), std::nullopt}};
  FixedRow guest{"guest", {std::nullopt, base::Value(base::Null{}), base::Value(std::int64_t{99})}};
  const Table& table = world.plain("user", 6, columns, {admin, guest});
  CHECK(texts(table, "id") == std::vector<std::string>{"1", "2", "3", "4", "5", "6"});
  CHECK(texts(table, "name")[0] == "Demo Admin");
  CHECK(texts(table, "name")[1] == "NULL");
  const auto ages = texts(table, "age");
  CHECK(ages[1] == "99");
  for (std::size_t i = 2; i < 6; ++i) CHECK(ages[i] == generated[i]);
  CHECK(addresses_agree(table));
}

TEST_CASE("what is generated in a fixed row goes with its name") {
  const std::vector<ColumnSpec> columns{kId, {"age", "integer(32)", "{between: [1, 1000000]}"}};
  World world, swapped;
  const auto ages = texts(world.plain("user", 5, columns, {{"admin", {}}, {"guest", {}}}), "age");
  const auto other = texts(swapped.plain("user", 5, columns, {{"guest", {}}, {"admin", {}}}), "age");
  CHECK(ages[0] == other[1]);
  CHECK(ages[1] == other[0]);
  CHECK(ages[2] == other[2]);
}

TEST_CASE("fixed rows need rows of their own") {
  World world;
  CHECK_THROWS_AS(world.plain("user", 1, {kId}, {{"a", {}}, {"b", {}}}), base::Error);
  world.plain("parent", 1, {kId});
  CHECK_THROWS_AS(world.per("child", "parent", 1, 1, {kId}).add_fixed({"a", {}}), base::Error);
}

TEST_CASE("columns are filled after their inputs in whatever order they stand") {
  World world;
  const Table& table = world.plain("t", 3,
                                   {{"c", "text", "{template: \"{b}!\"}"},
                                    {"b", "text", "{template: \"{a}?\"}"},
                                    {"a", "integer(32)", "{value: 7}"}});
  CHECK(texts(table, "c") == std::vector<std::string>(3, "7?!"));
}

TEST_CASE("columns that depend on each other in a circle are named") {
  World world;
  const base::Error error = test::error_of([&] {
    world.plain("t", 3,
                {{"a", "text", "{template: \"{b}\"}"},
                 {"b", "text", "{template: \"{c}\"}"},
                 {"c", "text", "{template: \"{a}\"}"}});
  });
  CHECK(error.code() == base::ErrorCode::profile);
  CHECK_THAT(error.message(), ContainsSubstring("a -> b -> c -> a"));
}

TEST_CASE("only what is wanted and its inputs are made") {
  World world;
  const Table& table = world.plain(
      "t", 3,
      {{"a", "integer(32)", "{value: 7}"}, {"b", "text", "{template: \"{a}\"}"}, {"c", "text", "word"}});
  const std::size_t wanted[] = {1};
  std::vector<base::ColumnBatch> cells;
  table.fill(all_rows(table), wanted, cells);
  CHECK(cells[0].size() == 3);
  CHECK(cells[1].size() == 3);
  CHECK(cells[2].size() == 0);
}

TEST_CASE("counts of children never change") {
  World world;
  world.plain("user", 12, {kId});
  std::string ordinals;
  for (const RowId& row : all_rows(world.per("rent", "user", 0, 4, {kId}))) {
    ordinals += std::to_string(row.parent) + "." + std::to_string(row.ordinal) + " ";
  }
  CHECK(ordinals ==
        "1.1 1.2 1.3 1.4 2.1 2.2 2.3 3.1 3.2 4.1 4.2 4.3 5.1 5.2 5.3 7.1 7.2 8.1 8.2 9.1 10.1 10.2 10.3 10.4 "
        "11.1 ");
  CHECK(world.table("rent").row_at(0).token == 18305576409122062080U);
}

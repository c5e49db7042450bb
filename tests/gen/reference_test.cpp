// References: to rows that exist, uniform, stable when parents are added, agreeing where they must.
#include <map>
#include <set>

#include "gen/statistics.h"
#include "gen/world.h"
#include "support/catch.h"

using namespace seedctl;
using namespace seedctl::gen;
using namespace seedctl::test;

namespace {

const ColumnSpec kId{"id", "integer(64)", "sequence"};
using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("references are uniform over the parents") {
  World world;
  world.plain("bike", 30, {{"id", "integer(64)", "{sequence: {start: 100, step: 10}}"}});
  std::map<std::string, std::uint64_t> counts;
  for (const auto& text :
       texts(world.plain("rent", 60'000, {{"bike_id", "integer(64)", "{ref: bike}"}}), "bike_id")) {
    ++counts[text];
  }
  std::vector<std::uint64_t> list;
  for (const auto& [text, count] : counts) {
    CHECK((std::stoull(text) - 100) % 10 == 0);
    list.push_back(count);
  }
  CHECK(list.size() == 30);
  CHECK(std::abs(uniform_deviation(list)) < kFair);
}

TEST_CASE("growing the parents moves references only to new parents") {
  const auto made = [](std::uint64_t bikes) {
    World world;
    world.plain("bike", bikes, {kId});
    return texts(world.plain("rent", 10'000, {{"bike_id", "integer(64)", "{ref: bike}"}}), "bike_id");
  };
  const auto before = made(100), after = made(125);
  std::size_t moved = 0;
  for (std::size_t i = 0; i < before.size(); ++i) {
    if (before[i] == after[i]) continue;
    ++moved;
    CHECK(std::stoull(after[i]) > 100);
  }
  CHECK(moved > 1800);
  CHECK(moved < 2200);  // (125 - 100) / 125 of them
}

TEST_CASE("a reference reads the column that the foreign key names or the profile or id") {
  World world;
  world.plain("user", 5, {kId, {"code", "text", "{template: \"U{row}\"}"}});
  const Table& table = world.plain("rent", 50,
                                   {{"by_key", "text", "ref", true, "user.code"},
                                    {"by_name", "text", "{ref: user, column: code}"},
                                    {"by_default", "integer(64)", "{ref: user}"},
                                    {"inferred", "integer(64)", "{ref: null}", true, "user.id"}});
  for (const auto& code : texts(table, "by_key")) CHECK(code[0] == 'U');
  for (const auto& code : texts(table, "by_name")) CHECK(code[0] == 'U');
  for (const char* column : {"by_default", "inferred"}) {
    for (const auto& id : texts(table, column)) CHECK(std::stoi(id) <= 5);
  }
}

// Cells of small tables are kept after a while.
TEST_CASE("a parent's cells are the same however often they were read") {
  const auto rents = [](World& world) -> const Table& {
    world.plain("bike", 300,
                {{"id", "integer(64)", "{sequence: {start: 7}}"},
                 {"name", "text", "{template: \"B{row}\", nulls: 10%}"},
                 {"price", "decimal(10,2)", "{between: [1, 900], nulls: 10%}"}});
    return world.plain("rent", 4'000,
                       {{"bike_id", "integer(64)", "{ref: bike, nulls: 10%}"},
                        {"name", "text", "{ref: bike, column: name}"},
                        {"price", "decimal(10,2)", "{ref: bike, column: price, nulls: 10%}"}});
  };
  World world;
  const Table& often = rents(world);
  for (const char* column : {"bike_id", "name", "price"}) {
    const Texts first = texts(often, column);
    CHECK(texts(often, column) == first);
    // A world of its own for every row, in which nothing is read twice.
    World once;
    const Table& alone = rents(once);
    for (const std::uint64_t place : {0, 1, 17, 299, 300, 1'023, 1'024, 3'999}) {
      const RowId row = alone.row_at(place);
      CHECK(texts(alone, column, std::span(&row, 1)).front() == first[place]);
    }
  }
}

TEST_CASE("the columns of a composite foreign key pick one row") {
  World world;
  world.plain(
      "seat", 40,
      {{"hall", "integer(32)", "{between: [1, 9]}"}, {"number", "integer(32)", "{between: [1, 1000]}"}});
  const auto halls = texts(world.table("seat"), "hall"), numbers = texts(world.table("seat"), "number");
  std::set<std::pair<std::string, std::string>> seats;
  for (std::size_t i = 0; i < halls.size(); ++i) seats.emplace(halls[i], numbers[i]);
  const Table& table = world.plain("ticket", 500,
                                   {{"hall", "integer(32)", "ref", true, "seat.hall", "seat_fk"},
                                    {"number", "integer(32)", "ref", true, "seat.number", "seat_fk"}});
  const auto hall = texts(table, "hall"), number = texts(table, "number");
  for (std::size_t i = 0; i < hall.size(); ++i) CHECK(seats.count({hall[i], number[i]}) == 1);
}

TEST_CASE("a unique reference is one to one") {
  World world;
  world.plain("user", 300, {kId});
  world.plain("blank", 0, {kId});
  const auto ids = texts(
      world.plain("profile", 300, {{"user_id", "integer(64)", "{ref: user, unique: true}"}}), "user_id");
  CHECK(std::set<std::string>(ids.begin(), ids.end()).size() == 300);
  CHECK_THROWS_AS(world.plain("profile", 301, {{"user_id", "integer(64)", "{ref: user, unique: true}"}}),
                  base::Error);
  CHECK(texts(world.plain("none", 0, {{"user_id", "integer(64)", "{ref: blank, unique: true}"}}), "user_id")
            .empty());
}

TEST_CASE("children refer to their own parent") {
  World world;
  world.plain("user", 50,
              {{"id", "integer(64)", "{sequence: {start: 1000}}"}, {"name", "text", "full_name"}});
  const Table& rents = world.per("rent", "user", 0, 4,
                                 {{"user_id", "integer(64)", "{ref: user}"},
                                  {"line", "integer(32)", "{sequence: {within: parent}}"},
                                  {"other_id", "integer(64)", "{ref: user, pick: uniform}"}});
  const auto rows = all_rows(rents);
  const auto own = texts(rents, "user_id"), line = texts(rents, "line"), other = texts(rents, "other_id");
  std::size_t same = 0;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    CHECK(own[i] == std::to_string(999 + rows[i].parent));
    CHECK(line[i] == std::to_string(rows[i].ordinal));
    same += own[i] == other[i] ? 1 : 0;
  }
  CHECK(same < rows.size() / 4);
}

TEST_CASE("references to children and to references of references are rows that exist") {
  World world;
  world.plain("user", 20, {kId, {"email", "text", "{email: null, unique: true}"}});
  world.per("rent", "user", 0, 3, {kId, {"owner", "text", "{ref: user, column: email}"}});
  const auto ids = texts(world.table("rent"), "id"), owners = texts(world.table("rent"), "owner");
  std::map<std::string, std::string> owner_of;
  for (std::size_t i = 0; i < ids.size(); ++i) owner_of[ids[i]] = owners[i];
  const Table& fees = world.plain("fee", 300,
                                  {{"rent_id", "integer(64)", "ref", true, "rent.id", "rent_fk"},
                                   {"owner", "text", "ref", true, "rent.owner", "rent_fk"}});
  const auto rent_ids = texts(fees, "rent_id"), fee_owners = texts(fees, "owner");
  for (std::size_t i = 0; i < rent_ids.size(); ++i) CHECK(owner_of.at(rent_ids[i]) == fee_owners[i]);
}

TEST_CASE("a table refers to its own earlier rows") {
  World world;
  const Table& table = world.plain("part", 2000, {kId, {"parent_id", "integer(64)", "{ref: part}"}});
  const auto parents = texts(table, "parent_id");
  CHECK(parents[0] == "NULL");
  CHECK(parents[1] == "1");
  for (std::size_t i = 1; i < parents.size(); ++i) CHECK(std::stoull(parents[i]) <= i);
  const Table& root = world.plain("tree", 10, {kId, {"parent_id", "integer(64)", "{ref: tree}", false}});
  CHECK(texts(root, "parent_id")[0] == "1");
}

TEST_CASE("children refer to earlier children of their table") {
  World world;
  world.plain("user", 50, {kId});
  const Table& table = world.per("post", "user", 0, 5, {kId, {"reply_to", "integer(64)", "{ref: post}"}});
  const auto ids = texts(table, "id"), replies = texts(table, "reply_to");
  CHECK(replies[0] == "NULL");
  std::set<std::string> before;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    if (i > 0) CHECK(before.count(replies[i]) == 1);
    before.insert(ids[i]);
  }
}

TEST_CASE("a unique reference to the own table is a chain") {
  World world;
  const auto chain =
      texts(world.plain("step", 4, {kId, {"after", "integer(64)", "{ref: step, unique: true}"}}), "after");
  CHECK(chain == Texts{"NULL", "1", "2", "3"});
  CHECK_THROWS_AS(world.plain("s", 4, {kId, {"after", "integer(64)", "{ref: s, unique: true}", false}}),
                  base::Error);
}

TEST_CASE("an own key that is made of the reference is a circle") {
  World world;
  CHECK_THROWS_AS(
      world.plain("t", 4, {{"id", "text", "{template: \"{up}/{row}\"}"}, {"up", "text", "{ref: t}"}}),
      base::Error);
}

TEST_CASE("fixed parents are referred to by their literal keys") {
  World world;
  world.plain("user", 3, {kId}, {{"admin", {base::Value(std::int64_t{77})}}});
  const auto made = texts(world.plain("rent", 100, {{"user_id", "integer(64)", "{ref: user}"}}), "user_id");
  CHECK(std::set<std::string>(made.begin(), made.end()) == std::set<std::string>{"2", "3", "77"});
}

TEST_CASE("references that cannot work are refused at their place") {
  World world;
  world.plain("user", 5, {kId, {"name", "text", "full_name"}});
  world.plain("empty", 0, {kId});
  world.per("rent", "user", 2, 2, {kId});
  const struct {
    const char *generator, *message;
    std::uint32_t column;
  } cases[] = {
      {"{ref: usr}", "the profile makes no table \"usr\" to refer to (did you mean \"user\"?)", 7},
      {"{ref: user, column: nme}", "table user has no column \"nme\" to refer to (did you mean \"name\"?)",
       21},
      {"{ref: user, column: name}", "is integer(64), but user.name is text", 7},
      {"{ref: empty}", "table empty has no rows to refer to", 7},
      {"ref", "has no foreign key: ref needs a table", 1},
      {"{ref: user, colum: id}", "colum", 13},
      {"{ref: user, pick: zipf}", "pick: zipf lacks its value", 19},
      {"{ref: user, pick: unifrom}", "unknown pick \"unifrom\" (did you mean \"uniform\"?)", 19},
      {"{ref: [user]}", "", 7},
      {"{ref: user, unique: true}", "ref has only 5 different values, 10 rows are asked for; 5 would work",
       7},
      {"{ref: t, column: c}", "column c refers to itself", 7},
  };
  for (const auto& c : cases) {
    INFO(c.generator);
    check_refused([&] { world.plain("t", 10, {{"c", "integer(64)", c.generator}}); }, c.message, c.column);
  }
  CHECK_THROWS_AS(world.per("line", "user", 0, 2, {{"user_id", "integer(64)", "{ref: user, unique: true}"}}),
                  base::Error);
  CHECK_NOTHROW(world.per("line", "user", 0, 1, {{"user_id", "integer(64)", "{ref: user, unique: true}"}}));
}

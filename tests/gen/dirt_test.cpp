// Dirt: exactly as many cells as the rate says, the same for ever, and nothing else of the table changes.
#include "gen/dirt.h"

#include <algorithm>
#include <map>

#include "gen/table.h"
#include "support/catch.h"

using namespace seedctl;
using namespace seedctl::gen;

namespace {

using Texts = std::vector<std::string>;

// "Row 1 of", "Row 2 of", ...
class RowText final : public Generator {
 public:
  void fill(const FillRequest& request, base::ColumnBatch& out) const override {
    for (const RowId& row : request.rows) out.append_text("Row " + std::to_string(row.number) + " of");
  }
};

// The column before, as it is given.
class Copy final : public Generator {
 public:
  void fill(const FillRequest& request, base::ColumnBatch& out) const override {
    for (std::size_t i = 0; i < request.rows.size(); ++i) out.append_from(request.cells[0], i);
  }
  std::vector<std::size_t> inputs() const override { return {0}; }
};

Dirt dirt_of(Rate rate, std::vector<DirtWay> ways, std::uint32_t longest = 0) {
  const std::vector<base::uint128> weights(ways.size(), 1);
  return {sub_key(column_key(42, "t", "c", 1), "dirty"), rate, std::move(ways), weights, longest};
}

Column text_column(const std::string& name, std::unique_ptr<Generator> generator) {
  Column column;
  column.name = name;
  column.type = *base::LogicalType::parse("text");
  column.generator = std::move(generator);
  return column;
}

// Column `c` with the dirt, and `copy`, which is made of it.
std::unique_ptr<Table> table_of(std::uint64_t rows, std::optional<Dirt> dirt, std::size_t fixed = 0) {
  auto table = std::make_unique<Table>("t", rows);
  Column dirty = text_column("c", std::make_unique<RowText>());
  dirty.dirt = std::move(dirt);
  table->add_column(std::move(dirty));
  table->add_column(text_column("copy", std::make_unique<Copy>()));
  for (std::size_t i = 0; i < fixed; ++i)
    table->add_fixed({.name = "f" + std::to_string(i), .cells = {std::nullopt, std::nullopt}});
  table->finish();
  return table;
}

Texts texts(const Table& table, std::size_t column, std::uint64_t first = 0, std::size_t batch = 1000) {
  Texts all;
  std::vector<RowId> rows(batch);
  std::vector<base::ColumnBatch> cells;
  const std::size_t wanted[] = {column};
  for (std::uint64_t place = first; place < table.rows();) {
    const std::size_t count = table.rows_from(place, rows);
    table.fill(std::span(rows).first(count), wanted, cells);
    for (std::size_t i = 0; i < count; ++i)
      all.push_back(cells[column].is_null(i) ? "NULL" : std::string(cells[column].text_at(i)));
    place += count;
  }
  return all;
}

const std::vector<DirtWay> kAllWays = {{DirtKind::value, std::string("error")},
                                       {DirtKind::null},
                                       {DirtKind::duplicate},
                                       {DirtKind::truncate},
                                       {DirtKind::letter_case},
                                       {DirtKind::whitespace}};

}  // namespace

// A cell that changes here changes in everybody's manifest.
TEST_CASE("dirty cells never change") {
  Texts found;
  const Texts cells = texts(*table_of(60, dirt_of({1, 5}, kAllWays)), 0);
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (cells[i] != "Row " + std::to_string(i + 1) + " of")
      found.push_back(std::to_string(i + 1) + "=" + cells[i]);
  }
  CHECK(found == Texts{"3=Row 2 of", "10=Row 9 of", "15=row 15 of", "17=ROW 17 OF", "24=error", "26=NULL",
                       "34=error", "40=Ro", "45=Row 44 of", "49=NULL", "52=Row 51 of", "57=NULL"});
}

TEST_CASE("each block of rows has exactly its share of dirty cells") {
  for (const Rate rate : {Rate{1, 50}, Rate{3, 20}, Rate{1, 1}, Rate{0, 1}}) {
    const auto clean = texts(*table_of(10'000, std::nullopt), 0);
    const auto dirty = texts(*table_of(10'000, dirt_of(rate, kAllWays)), 0);
    for (std::size_t first = 0; first < dirty.size(); first += rate.block) {
      std::uint32_t hits = 0;
      for (std::size_t i = first; i < first + rate.block; ++i) hits += dirty[i] != clean[i] ? 1 : 0;
      if (hits != rate.hits) FAIL_CHECK("block at " << first << ": " << hits);
    }
  }
}

TEST_CASE("what is made of a dirty column is made of its clean cells") {
  const auto clean = texts(*table_of(500, std::nullopt), 0);
  const auto table = table_of(500, dirt_of({1, 2}, kAllWays));
  CHECK(texts(*table, 1) == clean);
  CHECK(texts(*table, 0) != clean);
}

TEST_CASE("dirt is the same in batches of any size and in a table that grows") {
  const auto table = table_of(3000, dirt_of({1, 4}, kAllWays));
  const Texts all = texts(*table, 0);
  CHECK(texts(*table, 0, 0, 1) == all);
  CHECK(texts(*table, 0, 0, 4096) == all);
  const Texts larger = texts(*table_of(9000, dirt_of({1, 4}, kAllWays)), 0);
  CHECK(Texts(larger.begin(), larger.begin() + 3000) == all);
}

TEST_CASE("each way is taken as often as the others") {
  std::map<DirtKind, int> counts;
  const auto table = table_of(60'000, dirt_of({1, 1}, kAllWays));
  std::vector<RowId> rows(60'000);
  rows.resize(table->rows_from(0, rows));
  std::vector<base::ColumnBatch> cells;
  const std::size_t wanted[] = {0};
  table->fill_clean(rows, wanted, cells);
  for (const auto& cell : table->dirty_cells(0, rows, cells[0])) ++counts[cell.cell.kind];
  REQUIRE(counts.size() == 6);
  for (const auto& [kind, count] : counts) {
    INFO(dirt_kind_name(kind));
    CHECK(std::abs(count - 10'000) < 500);  // over five standard deviations
  }
}

TEST_CASE("fixed rows are never dirty") {
  const auto clean = texts(*table_of(20, std::nullopt, 5), 0);
  const auto dirty = texts(*table_of(20, dirt_of({1, 1}, {{DirtKind::null}}), 5), 0);
  for (std::size_t i = 0; i < 20; ++i) CHECK(dirty[i] == (i < 5 ? clean[i] : "NULL"));
}

TEST_CASE("what a way makes of a cell") {
  const base::Value previous = std::string("before");
  const struct {
    const char* what;
    DirtKind kind;
    std::uint32_t longest;  // 0: not limited
    std::optional<base::Value> previous;
    const char* clean;
    std::vector<std::string> one_of;  // none: the cell stays clean
  } cases[] = {
      {"a duplicate is the value before", DirtKind::duplicate, 0, previous, "now", {"before"}},
      {"the first row has none before it", DirtKind::duplicate, 0, std::nullopt, "now", {}},
      {"the same value again is no dirt", DirtKind::duplicate, 0, previous, "before", {}},
      {"an end is cut off", DirtKind::truncate, 0, {}, "äöü", {"ä", "äö"}},
      {"one character has no end", DirtKind::truncate, 0, {}, "ä", {}},
      {"letters change case", DirtKind::letter_case, 0, {}, "Äb1", {"ÄB1", "äb1", "äB1"}},
      {"digits have no case", DirtKind::letter_case, 0, {}, "12.50", {}},
      {"white space is added",
       DirtKind::whitespace,
       0,
       {},
       "a b",
       {" a b", "a b ", " a b ", "a b\xC2\xA0", "a  b"}},
      {"white space must fit", DirtKind::whitespace, 4, {}, "abc", {" abc", "abc ", "abc\xC2\xA0"}},
      {"a full column has no place for it", DirtKind::whitespace, 3, {}, "abc", {}},
  };
  for (const auto& c : cases) {
    INFO(c.what);
    const Dirt dirt = dirt_of({1, 1}, {{c.kind}}, c.longest);
    for (std::uint64_t token = 1; token <= 50; ++token) {
      const auto made = dirt.spoil({.number = 7, .token = token}, std::string(c.clean), c.previous);
      CHECK(made.has_value() == !c.one_of.empty());
      if (!made) continue;
      CHECK(std::count(c.one_of.begin(), c.one_of.end(), std::get<std::string>(made->value)) == 1);
      CHECK(dirt.could_make(made->value, std::string(c.clean), c.previous));
    }
    CHECK_FALSE(dirt.could_make(std::string(c.clean), std::string(c.clean), c.previous));
    CHECK_FALSE(dirt.could_make(std::string("other"), std::string(c.clean), c.previous));
  }
}

TEST_CASE("a way that changes nothing gives way to the next") {
  const Dirt dirt = dirt_of({1, 1}, {{DirtKind::letter_case}, {DirtKind::value, std::string("error")}});
  for (std::uint64_t token = 1; token <= 20; ++token) {
    const auto made = dirt.spoil({.number = token, .token = token}, std::string("12"), std::nullopt);
    REQUIRE(made);
    CHECK(made->kind == DirtKind::value);
  }
}

TEST_CASE("a child's row before is of the same parent") {
  Table parent("p", 3);
  parent.finish();
  Table table("t", PerParent{&parent, uniform_count(1, 2, 2)});
  Column column = text_column("c", std::make_unique<RowText>());
  column.dirt = dirt_of({1, 1}, {{DirtKind::duplicate}});
  table.add_column(std::move(column));
  table.finish();
  CHECK(texts(table, 0) == Texts{"Row 1 of", "Row 1 of", "Row 3 of", "Row 3 of", "Row 5 of", "Row 5 of"});
}

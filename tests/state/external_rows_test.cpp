// Rows that a profile refers to and does not make, as they are read from the database.
#include "state/external_rows.h"

#include <algorithm>
#include <set>

#include "profile/document.h"
#include "schema/introspect.h"
#include "support/catch.h"
#include "support/database_bench.h"
#include "support/temp_dir.h"

using namespace seedctl;
using namespace seedctl::test;

namespace {

const profile::ExternalColumn kCode{"code", base::LogicalType::parse("text").value()};

std::set<std::string> codes(const profile::ExternalRows& rows) {
  std::set<std::string> all;
  for (std::size_t i = 0; i < rows.hashes.size(); ++i) all.emplace(rows.columns.at(0).text_at(i));
  return all;
}

}  // namespace

TEST_CASE("rows come by the hashes of their keys and each key once") {
  std::vector<std::vector<std::uint64_t>> hashes;
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    DatabaseBench bench(engine);
    bench.run({"create table place (code text, size integer)",
               "insert into place values ('b', 2), ('a', 1), ('c', null), (null, 4), ('a', 1)"});
    const profile::ExternalColumn columns[] = {
        kCode, {"size", base::LogicalType::parse("integer(32)").value(), false}};
    const profile::ExternalRows rows = state::read_external_rows(bench.connection(), {"", "place"}, columns);
    CHECK(codes(rows) == std::set<std::string>{"a", "b", "c"});
    CHECK(std::is_sorted(rows.hashes.begin(), rows.hashes.end()));
    for (std::size_t i = 0; i < 3; ++i)
      CHECK(rows.columns[1].is_null(i) == (rows.columns[0].text_at(i) == "c"));
    hashes.push_back(rows.hashes);
    CHECK(!bench.connection().in_transaction());
  }
  CHECK(hashes.at(0) == hashes.at(1));
}

// 48 bytes for a row and 16 for a cell beside the four of its text.
TEST_CASE("of more rows than memory has room for those with the lowest hashes are kept") {
  constexpr std::uint64_t kRoomFor = 100;
  constexpr std::uint64_t kBytes = kRoomFor * (48 + 16 + 4);
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    DatabaseBench bench(engine);
    bench.run({"create table place (code text)"});
    const auto add = [&](int number) {
      bench.run({"insert into place values ('" + std::to_string(number) + "')"});
    };
    const auto kept = [&](std::uint64_t bytes) {
      return codes(state::read_external_rows(bench.connection(), {"", "place"}, {&kCode, 1}, bytes));
    };
    for (int i = 0; i < 500; ++i) add(1000 + (i * 7) % 500);
    const std::set<std::string> before = kept(kBytes);
    CHECK(before.size() == kRoomFor);
    CHECK(kept(5 * kBytes).size() == 500);
    std::size_t most_changed = 0;
    for (int i = 0; i < 20; ++i) {
      const std::set<std::string> all = kept(kBytes);
      add(2000 + i);
      const std::set<std::string> after = kept(kBytes);
      std::vector<std::string> gone;
      std::set_difference(all.begin(), all.end(), after.begin(), after.end(), std::back_inserter(gone));
      most_changed = std::max(most_changed, gone.size());
    }
    CHECK(most_changed <= 1);
    // The order in which rows lie in the table means nothing.
    const std::set<std::string> in_one_order = kept(kBytes);
    bench.run({"create table other as select code from place order by code desc", "delete from place",
               "insert into place select code from other"});
    CHECK(kept(kBytes) == in_one_order);
  }
}

TEST_CASE("a key that is no value of its type is left out and another cell is an error") {
  DatabaseBench bench(base::Engine::sqlite);
  bench.run({"create table place (code integer, size integer)",
             "insert into place values (1, 1), ('x', 2), (3, 'y')"});
  const base::LogicalType integer = base::LogicalType::parse("integer(64)").value();
  const profile::ExternalColumn key[] = {{"code", integer}};
  CHECK(state::read_external_rows(bench.connection(), {"", "place"}, key).hashes.size() == 2);
  const profile::ExternalColumn both[] = {{"code", integer}, {"size", integer, false}};
  const base::Error error = error_of([&] {
    (void)state::read_external_rows(bench.connection(), {"", "place"}, both);
  });
  CHECK(error.message() == "place.size holds what is no integer(64), and rows that refer to it may read it");
}

TEST_CASE("rows that a profile would make are those that are read once they are there") {
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    DatabaseBench bench(engine);
    bench.run(
        {"create table place (id bigint primary key, code varchar(12) unique, size numeric(6,2), "
         "opened date)"});
    const TempDir folder;
    folder.write_file(
        "p.yaml",
        "tables:\n  place:\n    rows: 3000\n    columns:\n      code: {template: \"é{row}\", nulls: "
        "10%}\n      size: {between: [1, 900], nulls: 5%}\n      opened: {between: [1990-01-01, "
        "2024-12-31]}\n");
    const schema::Schema schema = schema::introspect(bench.connection(), "", {});
    const auto profile = profile::resolve(profile::load_profile(folder.path(), "p"), schema, {});
    const profile::ResolvedTable& place = profile.tables.at(0);
    std::vector<gen::RowId> ids(3000);
    REQUIRE(place.data->rows_from(0, ids) == 3000);
    const std::vector<std::size_t> all{0, 1, 2, 3};
    std::vector<base::ColumnBatch> cells;
    place.data->fill(ids, all, cells);
    std::string insert = "insert into place values ";
    for (std::size_t i = 0; i < ids.size(); ++i) {
      insert += i == 0 ? "(" : ", (";
      for (const std::size_t column : all) {
        insert += column == 0 ? "" : ", ";
        insert += cells[column].is_null(i) ? "null" : "'" + base::to_text(cells[column].value_at(i)) + "'";
      }
      insert += ")";
    }
    bench.run({insert});
    const auto type = [&](std::size_t column) { return place.columns.at(column).type; };
    const std::vector<profile::ExternalColumn> asked[] = {
        {{"id", type(0)}},
        {{"code", type(1)}, {"size", type(2), false}, {"opened", type(3), false}},
        {{"opened", type(3)}, {"id", type(0), false}},
        {{"size", type(2)}, {"opened", type(3)}}};
    for (const auto& columns : asked) {
      for (const std::uint64_t most_bytes : {state::kMaxExternalBytes, std::uint64_t{10'000}}) {
        INFO(columns.front().name << ", " << most_bytes << " bytes");
        const auto made = state::made_external_rows(place, columns, most_bytes);
        const auto read = state::read_external_rows(bench.connection(), {"", "place"}, columns, most_bytes);
        REQUIRE(made);
        CHECK(made->hashes == read.hashes);
        bool same = true;
        for (std::size_t i = 0; i < read.hashes.size(); ++i)
          for (std::size_t column = 0; column < columns.size(); ++column)
            // Of several rows with one key either may be the one that is kept.
            if (columns[column].is_key || columns.front().name == "code")
              same = same && made->columns[column].same(i, read.columns[column], i);
        CHECK(same);
      }
    }
    const std::vector<profile::ExternalColumn> unmade{{"id", type(0)}, {"height", type(0), false}};
    CHECK(!state::made_external_rows(place, unmade));
  }
}

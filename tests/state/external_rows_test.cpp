// Rows that a profile refers to and does not make, as they are read from the database.
#include "state/external_rows.h"

#include <algorithm>
#include <set>

#include "support/catch.h"
#include "support/database_bench.h"

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

// Owned keys are passed over by where they are, not by how many there are.
#include "base/ordered_key.h"
#include "state/owned_rows.h"
#include "support/catch.h"
#include "support/database_bench.h"

using namespace seedctl;
using namespace seedctl::test;

namespace {

std::string key_of(std::int64_t number) {
  base::ColumnBatch cell(base::TypeKind::integer);
  cell.append_integer(number);
  const base::ColumnBatch* part = &cell;
  std::string key;
  base::append_ordered_key({&part, 1}, 0, key);
  return key;
}

}  // namespace

TEST_CASE("the next owned key from any key on is found without counting to it") {
  DatabaseBench bench(base::Engine::sqlite);
  state::Ledger ledger(bench.connection(), bench.names);
  state::TableRecord record;
  record.ranges = state::KeyRanges::parse("-9000000000000000000--5,10-20,1000-9000000000000000000");
  struct Step {
    std::int64_t from, found;
  };
  constexpr Step kSteps[] = {
      {-9000000000000000001, -9000000000000000000},
      {-7, -7},
      {-6, -6},
      {-4, 10},
      {15, 15},
      {21, 1000},
      {5000000000000000000, 5000000000000000000},
      {9000000000000000000, 9000000000000000000},
  };
  state::OwnedKeys owned(ledger, record);
  std::string key;
  for (const Step& step : kSteps) {
    CAPTURE(step.from);
    REQUIRE(owned.next_from(key_of(step.from), key));
    CHECK(key == key_of(step.found));
  }
  CHECK_FALSE(owned.next(key));

  state::OwnedKeys beyond(ledger, record);
  CHECK_FALSE(beyond.next_from(key_of(9000000000000000001), key));
}

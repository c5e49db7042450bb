// Convergence as a truth table: every combination of facts, under every policy.
#include "seed/plan.h"

#include "support/catch.h"

using seedctl::profile::TableEntry;
using namespace seedctl::seed;
using OnConflict = TableEntry::OnConflict;

namespace {

struct Row {
  const char* says;
  KeyFacts facts;
  Action refuse, keep, overwrite;
};

constexpr Row kRows[] = {
    {"nobody knows the key", {false, false, false, false}, Action::nothing, Action::nothing, Action::nothing},
    {"a person's row elsewhere stays",
     {false, true, false, false},
     Action::nothing,
     Action::nothing,
     Action::nothing},
    {"ours and gone is forgotten",
     {false, false, true, false},
     Action::forget,
     Action::forget,
     Action::forget},
    {"ours and no longer made is removed",
     {false, true, true, false},
     Action::remove,
     Action::remove,
     Action::remove},
    {"wanted and missing is inserted",
     {true, false, false, false},
     Action::insert,
     Action::insert,
     Action::insert},
    {"ours and deleted by a person is inserted again",
     {true, false, true, false},
     Action::insert,
     Action::insert,
     Action::insert},
    {"ours and the same is left alone",
     {true, true, true, true},
     Action::unchanged,
     Action::unchanged,
     Action::unchanged},
    {"ours and different is updated",
     {true, true, true, false},
     Action::update,
     Action::update,
     Action::update},
    {"a person's row in the way", {true, true, false, false}, Action::conflict, Action::keep, Action::update},
    {"a person's row in the way that happens to be equal",
     {true, true, false, true},
     Action::conflict,
     Action::keep,
     Action::unchanged},
};

}  // namespace

TEST_CASE("every combination of facts has one action") {
  for (const Row& row : kRows) {
    INFO(row.says);
    CHECK(decide(row.facts, OnConflict::refuse) == row.refuse);
    CHECK(decide(row.facts, OnConflict::keep) == row.keep);
    CHECK(decide(row.facts, OnConflict::overwrite) == row.overwrite);
  }
}

TEST_CASE("a row that is not owned is never removed and never changed without overwrite") {
  for (int bits = 0; bits < 16; ++bits) {
    const KeyFacts facts{(bits & 1) != 0, (bits & 2) != 0, false, (bits & 4) != 0};
    for (const OnConflict policy : {OnConflict::refuse, OnConflict::keep}) {
      const Action action = decide(facts, policy);
      CHECK(action != Action::remove);
      CHECK(action != Action::update);
    }
    CHECK(decide(facts, OnConflict::overwrite) != Action::remove);
  }
}

// The whole policy of convergence in one function, so that it can be tested over every combination of facts.
#include "seed/plan.h"

namespace seedctl::seed {

namespace {

Action over_persons_row(bool same, profile::TableEntry::OnConflict on_conflict) {
  switch (on_conflict) {
    case profile::TableEntry::OnConflict::refuse:
      return Action::conflict;
    case profile::TableEntry::OnConflict::keep:
      return Action::keep;
    case profile::TableEntry::OnConflict::overwrite:
      return same ? Action::unchanged : Action::update;
  }
  return Action::conflict;
}

}  // namespace

Action decide(const KeyFacts& facts, profile::TableEntry::OnConflict on_conflict) {
  if (facts.wanted) {
    if (!facts.stored) return Action::insert;
    if (!facts.owned) return over_persons_row(facts.same, on_conflict);
    return facts.same ? Action::unchanged : Action::update;
  }
  if (!facts.owned) return Action::nothing;
  return facts.stored ? Action::remove : Action::forget;
}

}  // namespace seedctl::seed

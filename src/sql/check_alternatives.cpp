// What `a or b or ..` says of a column: equalities are a list of values; of anything else one alternative is
// enough. The same one is chosen in whatever order they are written.
#include <algorithm>
#include <tuple>

#include "sql/check_tree.h"

namespace seedctl::sql {
namespace {

using Kind = CheckFact::Kind;

bool is_range(const CheckFact& fact) { return fact.low || fact.high; }

// An alternative that alone says what its column may be.
bool stands_alone(const std::vector<CheckFact>& facts) {
  if (facts.size() != 1 || facts.front().column.empty()) return false;
  const Kind kind = facts.front().kind;
  return kind == Kind::values || kind == Kind::range || (kind == Kind::unknown && has_part(facts.front()));
}

bool is_better(const CheckFact& a, const CheckFact& b) {
  const auto rank = [](const CheckFact& fact) {
    return std::tuple(fact.low.has_value(), fact.high.has_value(), fact.low.value_or(""),
                      fact.high.value_or(""));
  };
  return rank(a) > rank(b);
}

}  // namespace

bool has_part(const CheckFact& fact) { return is_range(fact) || !fact.values.empty(); }

std::vector<CheckFact> join_alternatives(const std::vector<std::vector<CheckFact>>& alternatives,
                                         bool one_column) {
  CheckFact listed, range;
  bool all_values = true;
  for (const std::vector<CheckFact>& alternative : alternatives) {
    const std::vector<CheckFact> facts = merge_facts(alternative);
    if (!stands_alone(facts)) {
      all_values = false;
      continue;
    }
    const CheckFact& fact = facts.front();
    if (listed.column.empty()) listed.column = fact.column;
    if (fact.column != listed.column) return {};
    all_values = all_values && fact.kind == Kind::values;
    for (const std::string& value : fact.values) {
      if (std::find(listed.values.begin(), listed.values.end(), value) == listed.values.end())
        listed.values.push_back(value);
    }
    if (is_range(fact) && !is_empty_range(fact) && (!is_range(range) || is_better(fact, range))) range = fact;
  }
  if (all_values) {
    listed.kind = Kind::values;
    return {listed};
  }
  if (!one_column) return {};
  CheckFact enough = is_range(range) ? range : listed;
  if (!has_part(enough)) return {};
  enough.kind = Kind::unknown;
  return {enough};
}

}  // namespace seedctl::sql

// Combines the facts of a conjunction: of two bounds the narrower one holds, of two lists what both contain.
// Sorted, so that the order in which somebody wrote the conditions does not show.
#include <algorithm>
#include <tuple>

#include "base/datetime.h"
#include "base/decimal.h"
#include "sql/check_tree.h"

namespace seedctl::sql {
namespace {

using Kind = CheckFact::Kind;

// The order of two bounds, where they can be compared.
std::optional<std::strong_ordering> compare(const std::string& a, const std::string& b) {
  if (const auto x = base::Decimal::parse(a), y = base::Decimal::parse(b); x && y) return *x <=> *y;
  if (const auto x = base::Timestamp::parse(a), y = base::Timestamp::parse(b); x && y) return *x <=> *y;
  if (const auto x = base::Time::parse(a), y = base::Time::parse(b); x && y) return *x <=> *y;
  if (a == b) return std::strong_ordering::equal;
  return std::nullopt;
}

// Narrows (bound, open) by another. `side` is greater for lower bounds, less for upper ones. False where the
// bounds can't be compared.
bool narrow(std::optional<std::string>& bound, bool& open, const std::optional<std::string>& other,
            bool other_open, std::strong_ordering side) {
  if (!other) return true;
  if (!bound) {
    bound = other;
    open = other_open;
    return true;
  }
  const auto order = compare(*other, *bound);
  if (!order) return false;
  if (*order == side) {
    bound = other;
    open = other_open;
  } else if (*order == std::strong_ordering::equal) {
    open = open || other_open;
  }
  return true;
}

bool merge_range(CheckFact& fact, const CheckFact& other) {
  CheckFact merged = fact;
  if (!narrow(merged.low, merged.low_open, other.low, other.low_open, std::strong_ordering::greater) ||
      !narrow(merged.high, merged.high_open, other.high, other.high_open, std::strong_ordering::less)) {
    return false;
  }
  fact = std::move(merged);
  return true;
}

void merge_values(CheckFact& fact, const CheckFact& other) {
  std::erase_if(fact.values, [&](const std::string& value) {
    return std::find(other.values.begin(), other.values.end(), value) == other.values.end();
  });
}

void merge_length(CheckFact& fact, const CheckFact& other) {
  if (other.min_length) fact.min_length = std::max(fact.min_length.value_or(0), *other.min_length);
  if (other.max_length)
    fact.max_length = std::min(fact.max_length.value_or(*other.max_length), *other.max_length);
}

void drop_part(CheckFact& fact) {
  CheckFact bare;
  bare.column = std::move(fact.column);
  fact = std::move(bare);
}

// True where `other` is now part of `fact`.
bool merge(CheckFact& fact, const CheckFact& other) {
  if (fact == other) return true;
  if (fact.column != other.column || fact.kind != other.kind) return false;
  switch (fact.kind) {
    case Kind::range:
      return merge_range(fact, other);
    case Kind::values:
      merge_values(fact, other);
      return true;
    case Kind::length:
      merge_length(fact, other);
      return true;
    case Kind::less:
      if (fact.other != other.other) return false;
      fact.or_equal = fact.or_equal && other.or_equal;
      return true;
    case Kind::not_null:
      return true;
    case Kind::like:
    case Kind::matches:
      return false;
    case Kind::unknown:
      drop_part(fact);  // what is enough for one need not be for both
      return true;
  }
  return false;
}

}  // namespace

bool is_empty_range(const CheckFact& fact) {
  if (!fact.low || !fact.high) return false;
  const auto order = compare(*fact.low, *fact.high);
  if (!order || *order == std::strong_ordering::less) return false;
  return *order == std::strong_ordering::greater || fact.low_open || fact.high_open;
}

std::vector<CheckFact> merge_facts(std::vector<CheckFact> facts) {
  std::vector<CheckFact> merged;
  for (CheckFact& fact : facts) {
    const bool done =
        std::any_of(merged.begin(), merged.end(), [&](CheckFact& into) { return merge(into, fact); });
    if (!done) merged.push_back(std::move(fact));
  }
  std::stable_sort(merged.begin(), merged.end(), [](const CheckFact& a, const CheckFact& b) {
    return std::tie(a.column, a.kind, a.other, a.low, a.high) <
           std::tie(b.column, b.kind, b.other, b.low, b.high);
  });
  return merged;
}

}  // namespace seedctl::sql

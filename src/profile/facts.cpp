// Facts against values. Undecidable is obeyed: the database has the last word inside its transaction.
#include "profile/facts.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "gen/expression/like.h"

namespace seedctl::profile {
namespace {

using base::TypeKind;
using sql::CheckFact;

bool in_range(const Point& point, const CheckFact& fact, const base::LogicalType& type) {
  if (fact.low) {
    const auto low = point_of_text(*fact.low, type);
    if (low) {
      const auto order = compare(point, *low);
      if (order == std::partial_ordering::less) return false;
      if (fact.low_open && order == std::partial_ordering::equivalent) return false;
    }
  }
  if (fact.high) {
    const auto high = point_of_text(*fact.high, type);
    if (high) {
      const auto order = compare(point, *high);
      if (order == std::partial_ordering::greater) return false;
      if (fact.high_open && order == std::partial_ordering::equivalent) return false;
    }
  }
  return true;
}

bool in_list(const base::Value& value, const base::LogicalType& type, const CheckFact& fact) {
  const auto point = point_of(value);
  const std::string text = base::to_text(value);
  return std::any_of(fact.values.begin(), fact.values.end(), [&](const std::string& allowed) {
    if (allowed == text) return true;
    if (!point) return false;
    const auto other = point_of_text(allowed, type);
    return other && compare(*point, *other) == std::partial_ordering::equivalent;
  });
}

std::string range_words(const CheckFact& fact) {
  if (fact.low && fact.high && !fact.low_open && !fact.high_open) {
    return fmt::format("{} between {} and {}", fact.column, *fact.low, *fact.high);
  }
  std::string words;
  if (fact.low) words = fmt::format("{} {} {}", fact.column, fact.low_open ? ">" : ">=", *fact.low);
  if (fact.high) {
    words += fmt::format("{}{} {} {}", words.empty() ? "" : " and ", fact.column,
                         fact.high_open ? "<" : "<=", *fact.high);
  }
  return words;
}

std::string values_words(const CheckFact& fact) {
  constexpr std::size_t kShown = 6;  // enough to recognise the rule
  std::vector<std::string> shown(
      fact.values.begin(),
      fact.values.begin() + static_cast<std::ptrdiff_t>(std::min(kShown, fact.values.size())));
  if (fact.values.size() > kShown) shown.emplace_back("...");
  return fmt::format("{} in ({})", fact.column, base::join(shown, ", "));
}

std::string length_words(const CheckFact& fact) {
  if (fact.min_length && fact.max_length && *fact.min_length == *fact.max_length) {
    return fmt::format("length({}) = {}", fact.column, *fact.min_length);
  }
  if (fact.min_length && fact.max_length) {
    return fmt::format("length({}) between {} and {}", fact.column, *fact.min_length, *fact.max_length);
  }
  if (fact.min_length) return fmt::format("length({}) >= {}", fact.column, *fact.min_length);
  return fmt::format("length({}) <= {}", fact.column, fact.max_length.value_or(0));
}

}  // namespace

bool is_temporal(TypeKind kind) {
  return kind == TypeKind::date || kind == TypeKind::timestamp || kind == TypeKind::timestamptz;
}

bool is_number(TypeKind kind) {
  return kind == TypeKind::integer || kind == TypeKind::decimal || kind == TypeKind::real;
}

std::optional<Point> point_of(const base::Value& value) {
  if (const auto* integer = std::get_if<std::int64_t>(&value)) return base::Decimal::of(*integer);
  if (const auto* decimal = std::get_if<base::Decimal>(&value)) return *decimal;
  if (const auto* real = std::get_if<double>(&value)) return *real;
  if (const auto* date = std::get_if<base::Date>(&value)) return base::Timestamp::at_midnight(*date).micros;
  if (const auto* timestamp = std::get_if<base::Timestamp>(&value)) return timestamp->micros;
  if (const auto* time = std::get_if<base::Time>(&value)) return time->micros;
  return std::nullopt;
}

std::optional<Point> point_of_text(std::string_view text, const base::LogicalType& type) {
  if (is_number(type.kind)) {
    const auto number = base::Decimal::parse(text);
    if (!number) return std::nullopt;
    if (type.kind == TypeKind::real) return number->to_double();
    return *number;
  }
  if (is_temporal(type.kind)) {
    const auto timestamp = base::Timestamp::parse(text);
    if (timestamp) return timestamp->micros;
  }
  if (type.kind == TypeKind::time) {
    const auto time = base::Time::parse(text);
    if (time) return time->micros;
  }
  return std::nullopt;
}

std::partial_ordering compare(const Point& a, const Point& b) {
  if (a.index() != b.index()) return std::partial_ordering::unordered;
  if (const auto* decimal = std::get_if<base::Decimal>(&a)) return *decimal <=> std::get<base::Decimal>(b);
  if (const auto* real = std::get_if<double>(&a)) return *real <=> std::get<double>(b);
  return std::get<std::int64_t>(a) <=> std::get<std::int64_t>(b);
}

std::string describe(const CheckFact& fact) {
  switch (fact.kind) {
    case CheckFact::Kind::range:
      return fmt::format("CHECK ({})", range_words(fact));
    case CheckFact::Kind::values:
      return fmt::format("CHECK ({})", values_words(fact));
    case CheckFact::Kind::length:
      return fmt::format("CHECK ({})", length_words(fact));
    case CheckFact::Kind::less:
      return fmt::format("CHECK ({} {} {})", fact.column, fact.or_equal ? "<=" : "<", fact.other);
    case CheckFact::Kind::not_null:
      return fmt::format("CHECK ({} is not null)", fact.column);
    case CheckFact::Kind::like:
      return fmt::format("CHECK ({} like '{}')", fact.column, base::printable(fact.values.front()));
    case CheckFact::Kind::matches:
      return fmt::format("CHECK ({} ~ '{}')", fact.column, base::printable(fact.values.front()));
    case CheckFact::Kind::unknown:
      break;
  }
  return fmt::format("a CHECK of {}", fact.column);
}

std::vector<const CheckFact*> facts_about(const schema::Table& table, std::string_view column) {
  std::vector<const CheckFact*> facts;
  for (const schema::Check& check : table.checks) {
    for (const CheckFact& fact : check.facts) {
      if (fact.column == column && fact.kind != CheckFact::Kind::less &&
          fact.kind != CheckFact::Kind::unknown) {
        facts.push_back(&fact);
      }
    }
  }
  return facts;
}

std::optional<CheckFact> merged_fact(const schema::Table& table, std::string_view column,
                                     CheckFact::Kind kind) {
  std::vector<CheckFact> facts;
  for (const CheckFact* fact : facts_about(table, column)) {
    if (fact->kind == kind) facts.push_back(*fact);
  }
  if (facts.empty()) return std::nullopt;
  return sql::merge_facts(std::move(facts)).front();
}

std::optional<CheckFact> enough_for_checks(const schema::Table& table, const schema::Column& column) {
  const auto range = merged_fact(table, column.name, CheckFact::Kind::range);
  for (const schema::Check& check : table.checks) {
    for (const CheckFact& fact : check.facts) {
      if (fact.kind != CheckFact::Kind::unknown || fact.column != column.name) continue;
      CheckFact part = fact;
      if (fact.low || fact.high) {
        part.kind = CheckFact::Kind::range;
        return range ? sql::merge_facts({*range, part}).front() : part;
      }
      part.kind = CheckFact::Kind::values;
      const auto facts = facts_about(table, column.name);
      std::erase_if(part.values, [&](const std::string& text) {
        const auto value = base::from_text(text, column.type);
        return !value || std::any_of(facts.begin(), facts.end(), [&](const CheckFact* other) {
          return !obeys(*value, column.type, *other);
        });
      });
      if (!part.values.empty()) return part;
    }
  }
  return std::nullopt;
}

bool obeys(const base::Value& value, const base::LogicalType& type, const CheckFact& fact) {
  if (base::is_null(value)) return fact.kind != CheckFact::Kind::not_null;
  switch (fact.kind) {
    case CheckFact::Kind::range: {
      const auto point = point_of(value);
      return !point || in_range(*point, fact, type);
    }
    case CheckFact::Kind::values:
      return in_list(value, type, fact);
    case CheckFact::Kind::length: {
      const auto* text = std::get_if<std::string>(&value);
      if (text == nullptr) return true;
      const std::size_t length = base::count_code_points(*text);
      return (!fact.min_length || length >= *fact.min_length) &&
             (!fact.max_length || length <= *fact.max_length);
    }
    case CheckFact::Kind::like: {
      // SQLite's LIKE looks at no case.
      const auto* text = std::get_if<std::string>(&value);
      return text == nullptr ||
             gen::is_like(base::lower_ascii(*text), base::lower_ascii(fact.values.front()));
    }
    default:
      return true;
  }
}

}  // namespace seedctl::profile

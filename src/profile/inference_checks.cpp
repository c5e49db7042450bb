// Columns inferred from what the database enforces: foreign keys and CHECKs.
#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "gen/pattern.h"
#include "profile/external_parents.h"
#include "profile/facts.h"
#include "profile/inference.h"
#include "profile/notation.h"

namespace seedctl::profile {
namespace {

using base::TypeKind;
using sql::CheckFact;

// How far a range goes where a CHECK gives one end only and the name suggests nothing near it.
constexpr std::int64_t kSpan = 1000;

const ColumnEntry* written(const InferenceInput& input, std::string_view column) {
  if (input.entry == nullptr) return nullptr;
  for (const ColumnEntry& entry : input.entry->columns) {
    if (entry.name == column) return &entry;
  }
  return nullptr;
}

// A number moved by one of the column's smallest steps, for CHECKs that leave out their end.
base::Decimal moved(const base::Decimal& number, const base::LogicalType& type, int direction) {
  const int scale = type.kind == TypeKind::integer ? 0
                    : type.precision > 0           ? type.scale
                                                   : std::max<int>(2, number.scale);
  base::Decimal step = number.rescaled(scale);
  step.coefficient += direction;
  return step;
}

base::Decimal least_allowed(const CheckFact& fact, const base::LogicalType& type, const base::Decimal& low) {
  if (fact.low_open) return moved(low, type, 1);
  return type.kind == TypeKind::integer && low.rescaled(0) < low ? moved(low, type, 1) : low;
}

base::Decimal most_allowed(const CheckFact& fact, const base::LogicalType& type, const base::Decimal& high) {
  if (fact.high_open) return moved(high, type, -1);
  return type.kind == TypeKind::integer && high < high.rescaled(0) ? moved(high, type, -1) : high;
}

base::Decimal plus(const base::Decimal& number, std::int64_t more) {
  base::Decimal sum = number;
  base::int128 unit = 1;
  for (int i = 0; i < sum.scale; ++i) unit *= 10;
  sum.coefficient += unit * more;
  return sum;
}

Inferred number_in_range(const InferenceInput& input, const schema::Column& column, const CheckFact& fact) {
  const Range usual = usual_range(input, column);
  const auto usual_low = base::Decimal::parse(usual.low), usual_high = base::Decimal::parse(usual.high);
  std::optional<base::Decimal> low, high;
  if (fact.low) low = base::Decimal::parse(*fact.low);
  if (fact.high) high = base::Decimal::parse(*fact.high);
  if (low) low = least_allowed(fact, column.type, *low);
  if (high) high = most_allowed(fact, column.type, *high);
  if (low && !high) {
    high = usual_high && *low < *usual_high ? *usual_high : plus(*low, kSpan);
    if (usual_low && *low < *usual_low) low = usual_low;
  } else if (high && !low) {
    low = usual_low && *usual_low < *high ? *usual_low : plus(*high, -kSpan);
    if (usual_high && *usual_high < *high) high = usual_high;
  }
  return {between(low.value_or(base::Decimal{}).str(), high.value_or(base::Decimal{}).str()), describe(fact)};
}

// A bound as its text with the column's type: a date stays a date, so that it means a whole day as the upper
// bound.
std::string moved_day(const std::string& text, bool open, int direction) {
  const auto date = base::Date::parse(text);
  if (!open || !date) return text;
  return base::Date{date->days + direction}.str();
}

Inferred time_in_range(const InferenceInput& input, const schema::Column& column, const CheckFact& fact) {
  const Range usual = usual_range(input, column);
  std::string low = usual.low, high = usual.high;
  if (fact.low) low = moved_day(*fact.low, fact.low_open, 1);
  if (fact.high) high = moved_day(*fact.high, fact.high_open || column.type.kind != TypeKind::date, -1);
  const auto from = base::Timestamp::parse(low), to = base::Timestamp::parse(high);
  if (from && to && *to < *from) {
    if (!fact.high) high = base::Date{from->date().days + 365}.str();
    if (!fact.low) low = base::Date{to->date().days - 365}.str();
  }
  return {between(low, high), describe(fact)};
}

std::optional<Inferred> in_range(const InferenceInput& input, const schema::Column& column,
                                 const CheckFact& fact) {
  if (is_number(column.type.kind)) return number_in_range(input, column, fact);
  if (is_temporal(column.type.kind)) return time_in_range(input, column, fact);
  return std::nullopt;
}

Inferred one_of(const schema::Column& column, const CheckFact& fact) {
  if (column.type.kind == TypeKind::text || column.type.kind == TypeKind::enumeration)
    return {choice_of(fact.values), describe(fact)};
  std::vector<base::Node> items;
  for (const std::string& value : fact.values) items.push_back(plain(value));
  return {call("choice", list_of(std::move(items))), describe(fact)};
}

// Both ends of "a < b" may be left out; then the lower one is made as usual and the upper one after it.
std::optional<Inferred> after_other(const InferenceInput& input, const schema::Column& column) {
  if (!is_temporal(column.type.kind)) return std::nullopt;
  const bool is_date = column.type.kind == TypeKind::date;
  for (const schema::Check& check : input.table.checks) {
    for (const CheckFact& fact : check.facts) {
      if (fact.kind != CheckFact::Kind::less) continue;
      const bool is_upper = fact.other == column.name;
      const std::string& other_name = is_upper ? fact.column : fact.other;
      const schema::Column* other = input.table.column(other_name);
      if ((!is_upper && fact.column != column.name) || other == nullptr || !is_temporal(other->type.kind))
        continue;
      // The lower one only follows an upper one that the profile gives, and not from the lower one.
      const ColumnEntry* entry = written(input, other_name);
      if (!is_upper && entry == nullptr) continue;
      const base::Node* source = entry == nullptr ? nullptr : entry->node.find("after");
      if (source != nullptr && source->text == column.name) continue;
      const char* near = is_upper ? (is_date ? "1d" : "1h") : "-3d";
      const char* far = is_upper ? "3d" : (is_date ? "-1d" : "-1h");
      return Inferred{with(call("after", words(other_name)), "by", list_of({plain(near), plain(far)})),
                      describe(fact)};
    }
  }
  return std::nullopt;
}

// "a < b" of numbers that are both left out: a from the lower half of the usual range, b from the upper one.
std::optional<Inferred> half_of_range(const InferenceInput& input, const schema::Column& column) {
  if (!is_number(column.type.kind)) return std::nullopt;
  for (const schema::Check& check : input.table.checks) {
    for (const CheckFact& fact : check.facts) {
      const bool is_lower = fact.kind == CheckFact::Kind::less && fact.column == column.name;
      const bool is_upper = fact.kind == CheckFact::Kind::less && fact.other == column.name;
      if (!is_lower && !is_upper) continue;
      if (written(input, is_lower ? fact.other : fact.column) != nullptr) continue;
      return Inferred{is_lower ? between("1", "50") : between("51", "100"), describe(fact)};
    }
  }
  return std::nullopt;
}

std::optional<Inferred> by_length(const schema::Column& column, const CheckFact& fact, bool unique) {
  // Names and words have two characters or more; what is longer, or two and unique, is counted out.
  constexpr std::uint64_t kAlwaysLongEnough = 2;
  constexpr std::uint64_t kMostDigits = 18;
  const std::uint64_t least = fact.min_length.value_or(0);
  const bool counted =
      least > kAlwaysLongEnough || (unique && least > 1 && fact.max_length == fact.min_length);
  if (column.type.kind != TypeKind::text || !counted) return std::nullopt;
  const std::uint64_t digits = std::min(*fact.min_length, kMostDigits);
  const std::string fill(static_cast<std::size_t>(*fact.min_length - digits), 'x');
  return Inferred{call("template", words(fmt::format("{}{{row:0{}}}", fill, digits))), describe(fact)};
}

// LIKE's pattern as a regular expression, with `any` for %.
std::string regular(const std::string& like, const std::string& any) {
  std::string text;
  for (const char c : like) {
    if (c == '%') {
      text += any;
    } else if (c == '_') {
      text += "[a-z]";
    } else {
      if (std::string_view(".^$*+?()[]{}|\\").find(c) != std::string_view::npos) text += '\\';
      text += c;
    }
  }
  return text;
}

}  // namespace

// Where a column is part of foreign keys both to a table that is made and to one that is not, the row that is
// made refers to the other itself.
std::optional<Inferred> infer_reference(const InferenceInput& input, const schema::Column& column) {
  const schema::ForeignKey* missing = nullptr;
  const schema::ForeignKey* made = nullptr;
  for (const schema::ForeignKey& key : input.table.foreign_keys) {
    if (std::find(key.columns.begin(), key.columns.end(), column.name) == key.columns.end()) continue;
    if (!input.made.contains(key.parent)) {
      if (missing == nullptr) missing = &key;
      continue;
    }
    const bool is_per = input.entry != nullptr && input.entry->per == key.parent;
    if (made == nullptr || is_per) made = &key;
  }
  if (missing != nullptr && column.nullable) {
    return Inferred{call("value", plain("null")),
                    fmt::format("refers to {}, which the profile does not make", missing->parent)};
  }
  const bool external =
      missing != nullptr && input.external != nullptr && input.external->has(missing->parent);
  if (external && made == nullptr) {
    return Inferred{call("ref", words(missing->parent)),
                    fmt::format("foreign key to {}, which the profile does not make", missing->parent)};
  }
  if (missing != nullptr && !external) {
    const bool elsewhere = !missing->parent_schema.empty();
    throw base::Error(
        base::ErrorCode::profile,
        fmt::format("{}.{} refers to {}, which {}, and must not be NULL", input.table.name, column.name,
                    missing->parent, elsewhere ? "is in another schema" : "this profile does not make"))
        .with_hint(
            elsewhere
                ? fmt::format("a profile makes tables of one schema: give {} values of rows "
                              "that are there",
                              column.name)
                : fmt::format("add {}: {{rows: 100}} to tables, or give {} values of rows that are there",
                              missing->parent, column.name));
  }
  if (made == nullptr) return std::nullopt;
  return Inferred{call("ref", words(made->parent)), fmt::format("foreign key to {}", made->parent)};
}

std::vector<Inferred> infer_from_patterns(const InferenceInput& input, const schema::Column& column) {
  const CheckFact* pattern = nullptr;
  for (const CheckFact* fact : facts_about(input.table, column.name)) {
    if (fact->kind != CheckFact::Kind::like && fact->kind != CheckFact::Kind::matches) continue;
    if (pattern != nullptr) return {};  // no way is known to obey two
    pattern = fact;
  }
  if (pattern == nullptr || column.type.kind != TypeKind::text) return {};
  std::vector<std::string> texts = {pattern->values.front()};
  if (pattern->kind == CheckFact::Kind::like) {
    texts.clear();
    // Shorter ones for narrow columns.
    for (const char* any : {"[a-z]{3,8}", "[a-z]{1,3}", "[a-z]{1,2}", "[a-z]", ""})
      texts.push_back(regular(pattern->values.front(), any));
  }
  std::vector<Inferred> found;
  for (const std::string& text : texts) {
    if (std::holds_alternative<gen::Pattern>(gen::Pattern::read(text)))
      found.push_back({call("pattern", words(text)), describe(*pattern)});
  }
  return found;
}

std::optional<Inferred> infer_from_checks(const InferenceInput& input, const schema::Column& column,
                                          bool unique) {
  const auto facts = facts_about(input.table, column.name);
  for (const CheckFact* fact : facts) {
    if (fact->kind != CheckFact::Kind::values || fact->values.empty()) continue;
    return one_of(column, *fact);
  }
  if (auto after = after_other(input, column)) return after;
  if (auto part = enough_for_checks(input.table, column)) {
    auto inferred =
        part->kind == CheckFact::Kind::values ? one_of(column, *part) : in_range(input, column, *part);
    if (inferred) {
      inferred->reason += ", one way of several";
      return inferred;
    }
  }
  if (const auto range = merged_fact(input.table, column.name, CheckFact::Kind::range)) {
    if (auto inferred = in_range(input, column, *range)) return inferred;
  }
  if (!unique) {
    if (auto half = half_of_range(input, column)) return half;
  }
  for (const CheckFact* fact : facts) {
    if (fact->kind != CheckFact::Kind::length) continue;
    if (auto counted = by_length(column, *fact, unique)) return counted;
  }
  return std::nullopt;
}

}  // namespace seedctl::profile

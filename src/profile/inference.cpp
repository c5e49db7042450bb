// The order of evidence: what the database enforces comes before what a name suggests.
#include "profile/inference.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "profile/facts.h"
#include "profile/notation.h"

namespace seedctl::profile {
namespace {

using base::TypeKind;

bool is_one_of(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// The unique key that is this column alone, if any.
const schema::UniqueKey* own_unique_key(const schema::Table& table, const std::string& column) {
  for (const schema::UniqueKey& key : table.unique_keys) {
    if (key.columns.size() == 1 && key.columns.front() == column) return &key;
  }
  return nullptr;
}

bool in_foreign_key(const schema::Table& table, const std::string& column) {
  return std::any_of(table.foreign_keys.begin(), table.foreign_keys.end(),
                     [&](const schema::ForeignKey& key) { return is_one_of(key.columns, column); });
}

// A CHECK of the column that is not understood as a whole.
bool has_unread_check(const schema::Table& table, const std::string& column) {
  return std::any_of(table.checks.begin(), table.checks.end(), [&](const schema::Check& check) {
    return std::any_of(check.facts.begin(), check.facts.end(), [&](const sql::CheckFact& fact) {
      return fact.kind == sql::CheckFact::Kind::unknown && fact.column == column;
    });
  });
}

// The range in which CHECKs let the column count, as far as is known; nullopt where they say nothing of it.
std::optional<sql::CheckFact> counting_range(const schema::Table& table, const schema::Column& column) {
  if (auto part = enough_for_checks(table, column); part && part->kind == sql::CheckFact::Kind::range)
    return part;
  return merged_fact(table, column.name, sql::CheckFact::Kind::range);
}

// A CHECK leaves the column only some values, or nobody knows which, so that it cannot number many rows.
bool is_bounded(const schema::Table& table, const schema::Column& column) {
  if (merged_fact(table, column.name, sql::CheckFact::Kind::values)) return true;
  const auto range = counting_range(table, column);
  return range ? range->high.has_value() : has_unread_check(table, column.name);
}

// The integer that tells the rows of a composite key apart: the last one that refers to nothing and, unless
// it only counts the rows of one parent, may grow.
bool numbers_a_composite_key(const InferenceInput& input, const schema::Column& column) {
  const bool per = input.entry != nullptr && input.entry->has_parents();
  const auto numbers = [&](const schema::Column& part) {
    return part.type.kind == TypeKind::integer && !in_foreign_key(input.table, part.name) &&
           (per || !is_bounded(input.table, part));
  };
  if (!numbers(column)) return false;
  std::vector<std::vector<std::string>> keys = {key_columns(input.table, input.entry)};
  for (const schema::UniqueKey& key : input.table.unique_keys) keys.push_back(key.columns);
  for (const std::vector<std::string>& key : keys) {
    if (key.size() < 2) continue;
    std::string last;
    for (const std::string& name : key) {
      const schema::Column* part = input.table.column(name);
      if (part != nullptr && numbers(*part)) last = name;
    }
    if (last == column.name) return true;
  }
  return false;
}

// {sequence: {start: low}} where a CHECK asks for more than 1.
base::Node sequence_from(const InferenceInput& input, const schema::Column& column, bool within_parent) {
  base::Node arguments;
  arguments.kind = base::Node::Kind::map;
  const auto range = counting_range(input.table, column);
  if (const auto low = range && range->low ? base::Decimal::parse(*range->low) : std::nullopt) {
    base::int128 start = low->rescaled(0).coefficient;
    if (base::Decimal{start, 0} < *low || (range->low_open && base::Decimal{start, 0} == *low)) ++start;
    if (start > 1) arguments = with(std::move(arguments), "start", plain(base::Decimal{start, 0}.str()));
  }
  if (within_parent) arguments = with(std::move(arguments), "within", plain("parent"));
  return arguments.entries.empty() ? plain("sequence") : call("sequence", std::move(arguments));
}

std::optional<Inferred> infer_key(const InferenceInput& input, const schema::Column& column) {
  const bool per = input.entry != nullptr && input.entry->has_parents();
  if (numbers_a_composite_key(input, column)) {
    if (per) {
      return Inferred{sequence_from(input, column, true),
                      fmt::format("numbers the rows of one {}", input.entry->per.value_or("day"))};
    }
    return Inferred{sequence_from(input, column, false), "tells the rows of a composite key apart"};
  }
  const std::vector<std::string> key = key_columns(input.table, input.entry);
  const schema::UniqueKey* unique = own_unique_key(input.table, column.name);
  const bool alone = key.size() == 1 && key.front() == column.name;
  if (!alone && unique == nullptr) return std::nullopt;
  const schema::UniqueKey* primary = input.table.primary_key();
  const bool is_primary = primary != nullptr && is_one_of(primary->columns, column.name);
  const std::string reason = is_primary ? "primary key"
                             : alone    ? "key"
                                        : fmt::format("UNIQUE ({})", column.name);
  // Where only values below one are known to obey, or none, CHECKs decide.
  const auto range = counting_range(input.table, column);
  if (has_unread_check(input.table, column.name) && (!range || range->high)) return std::nullopt;
  if (column.type.kind == TypeKind::integer) return Inferred{sequence_from(input, column, false), reason};
  if (column.type.kind == TypeKind::decimal && (column.type.precision == 0 || column.type.scale == 0)) {
    return Inferred{sequence_from(input, column, false), reason};
  }
  if (column.type.kind == TypeKind::uuid) return Inferred{plain("uuid"), reason};
  if (is_temporal(column.type.kind)) {
    return Inferred{between("1970-01-01", input.as_of.str()), reason + ", unique over many days"};
  }
  return std::nullopt;
}

// Text that is unique by the row's number: first one that people can read, then one that is as short as can
// be.
std::vector<Inferred> unique_text(const InferenceInput& input, const schema::Column& column) {
  std::vector<Inferred> found;
  const auto named = infer_from_name(input, column);
  const bool numbered = named && (named->column.text == "email" || named->column.text == "username" ||
                                  (named->column.find("template") != nullptr &&
                                   named->column.find("template")->text.find("{row") != std::string::npos));
  if (numbered) {
    found.push_back({named->column, named->reason + ", unique by the row's number"});
    for (Inferred& shorter : shorter_forms(*named)) found.push_back(std::move(shorter));
  }
  if (named && (named->column.text == "uuid" || named->column.find("pattern") != nullptr))
    found.push_back(*named);
  std::string label;
  for (const char c : column.name) {
    label += c;
    if (c == '{' || c == '}') label += c;
  }
  found.push_back({call("template", words(label + "-{row}")), "unique text"});
  found.push_back({call("template", words("{row}")), "unique text, short"});
  return found;
}

// What is longer is counted out (by_length).
constexpr std::uint64_t kShortText = 2;

bool must_be_unique(const InferenceInput& input, const schema::Column& column) {
  const std::vector<std::string> key = key_columns(input.table, input.entry);
  return own_unique_key(input.table, column.name) != nullptr ||
         (key.size() == 1 && key.front() == column.name);
}

void add_short_text(const InferenceInput& input, const schema::Column& column, std::vector<Inferred>& found,
                    const std::string& reason) {
  found.push_back({plain("word"), reason});
  const auto length = merged_fact(input.table, column.name, sql::CheckFact::Kind::length);
  const std::uint64_t least = length ? length->min_length.value_or(1) : 1;
  std::vector<std::string> letters;
  for (const char letter : {'A', 'B', 'C'})
    letters.emplace_back(static_cast<std::size_t>(std::clamp<std::uint64_t>(least, 1, kShortText)), letter);
  found.push_back({choice_of(letters), "short text"});
}

void add_named(const InferenceInput& input, const schema::Column& column, std::vector<Inferred>& found) {
  const auto named = infer_from_name(input, column);
  if (!named) return;
  found.push_back(*named);
  for (Inferred& shorter : shorter_forms(*named)) found.push_back(std::move(shorter));
}

std::vector<Inferred> infer_all(const InferenceInput& input, const schema::Column& column) {
  if (auto reference = infer_reference(input, column)) {
    std::vector<Inferred> ways = {*std::move(reference)};
    if (column.nullable) ways.push_back({call("value", plain("null")), "there is no row to refer to"});
    return ways;
  }
  const bool unique = must_be_unique(input, column);
  if (column.type.kind == TypeKind::unsupported) {
    if (column.nullable)
      return {{call("value", plain("null")), fmt::format("nothing makes type {}", column.type.raw)}};
    throw base::Error(base::ErrorCode::profile,
                      fmt::format("{}.{} is of type {}, which no generator makes, and must not be NULL",
                                  input.table.name, column.name, column.type.raw))
        .with_hint("give the column a default in the database, or make it nullable");
  }
  std::vector<Inferred> found;
  if (auto key = infer_key(input, column)) found.push_back(*std::move(key));
  if (!found.empty() && !unique && !(input.entry != nullptr && input.entry->has_parents()) &&
      column.type.kind == TypeKind::integer && column.type.bits > 0 && column.type.bits < 64) {
    // Where the rows are more than the type has numbers, the key's other columns must do their part.
    const std::int64_t most = (std::int64_t{1} << (column.type.bits - 1)) - 1;
    found.push_back({between("1", std::to_string(most)), "part of a composite key"});
  }
  if (!found.empty()) return found;
  if (!merged_fact(input.table, column.name, sql::CheckFact::Kind::values)) {
    if (std::vector<Inferred> patterns = infer_from_patterns(input, column); !patterns.empty()) {
      // What the name says is tried out first.
      found = infer_from_groups(input.table, column);
      add_named(input, column, found);
      for (Inferred& pattern : patterns) found.push_back(std::move(pattern));
      return found;
    }
  }
  if (auto checks = infer_from_checks(input, column, unique)) found.push_back(*std::move(checks));
  if (column.type.kind == TypeKind::text && unique) {
    for (Inferred& inferred : unique_text(input, column)) found.push_back(std::move(inferred));
    return found;
  }
  if (!found.empty()) return found;
  if (column.type.kind != TypeKind::enumeration) {
    found = infer_from_groups(input.table, column);
    add_named(input, column, found);
  }
  found.push_back(infer_from_type(input, column));
  if (column.type.kind == TypeKind::text) add_short_text(input, column, found, "text");
  return found;
}

}  // namespace

std::vector<std::string> key_columns(const schema::Table& table, const TableEntry* entry) {
  if (entry != nullptr && !entry->key.empty()) return entry->key;
  const schema::UniqueKey* primary = table.primary_key();
  return primary == nullptr ? std::vector<std::string>{} : primary->columns;
}

bool is_left_to_database(const InferenceInput& input, const schema::Column& column) {
  if (column.generated == schema::Column::Generated::computed) return true;
  const bool is_key = is_one_of(key_columns(input.table, input.entry), column.name);
  if (column.generated == schema::Column::Generated::auto_number && !is_key) return true;
  return column.type.kind == TypeKind::unsupported && column.has_default && !is_key;
}

std::vector<Inferred> infer(const InferenceInput& input, const schema::Column& column) {
  base::SourcePosition position;
  if (input.entry != nullptr) position = input.entry->position;
  try {
    std::vector<Inferred> found = infer_all(input, column);
    for (Inferred& inferred : found) inferred.column = placed_at(std::move(inferred.column), position);
    return found;
  } catch (base::Error& error) {
    if (!error.position() && input.entry != nullptr) error.at(position);
    throw;
  }
}

Inferred infer_column(const schema::Table& table, const schema::Column& column, const Document& document) {
  InferenceInput input{table, nullptr, {}, kDefaultAsOf, nullptr};
  for (const TableEntry& entry : document.tables) {
    if (entry.name == table.name) input.entry = &entry;
    input.made.insert(entry.name);
  }
  if (document.as_of) input.as_of = base::Date::parse(*document.as_of).value_or(kDefaultAsOf);
  return infer(input, column).front();
}

}  // namespace seedctl::profile

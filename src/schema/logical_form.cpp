// The order is that of all parts in turn: any order would do, as long as it depends on nothing but the parts.
#include "schema/logical_form.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "base/text.h"

namespace seedctl::schema {
namespace {

auto parts_of(const UniqueKey& key) { return std::tie(key.columns, key.special); }

auto parts_of(const ForeignKey& key) {
  return std::tie(key.columns, key.parent_schema, key.parent, key.parent_columns, key.on_delete,
                  key.deferrable);
}

auto parts_of(const sql::CheckFact& fact) {
  return std::tie(fact.column, fact.kind, fact.other, fact.low, fact.high, fact.low_open, fact.high_open,
                  fact.values, fact.min_length, fact.max_length, fact.or_equal);
}

template <typename Part>
void sort_unique(std::vector<Part>& parts) {
  std::stable_sort(parts.begin(), parts.end(),
                   [](const Part& a, const Part& b) { return parts_of(a) < parts_of(b); });
  parts.erase(std::unique(parts.begin(), parts.end(),
                          [](const Part& a, const Part& b) { return parts_of(a) == parts_of(b); }),
              parts.end());
}

std::string list(const std::vector<std::string>& names) { return "(" + base::join(names, ", ") + ")"; }

}  // namespace

std::vector<UniqueKey> logical_unique_keys(const Table& table) {
  std::vector<UniqueKey> keys = table.unique_keys;
  for (UniqueKey& key : keys) {
    key.name.clear();
    key.is_constraint = false;
  }
  const auto primary_first = [](const UniqueKey& a, const UniqueKey& b) { return a.primary > b.primary; };
  std::stable_sort(keys.begin(), keys.end(), primary_first);
  sort_unique(keys);  // stable: of equal keys the primary one is first and stays
  std::stable_sort(keys.begin(), keys.end(), primary_first);
  return keys;
}

std::vector<ForeignKey> logical_foreign_keys(const Table& table) {
  std::vector<ForeignKey> keys = table.foreign_keys;
  for (ForeignKey& key : keys) key.name.clear();
  sort_unique(keys);
  return keys;
}

std::vector<sql::CheckFact> logical_facts(const Table& table) {
  std::vector<sql::CheckFact> facts;
  for (const Check& check : table.checks) facts.insert(facts.end(), check.facts.begin(), check.facts.end());
  sort_unique(facts);
  return facts;
}

Schema logical(Schema schema) {
  for (Table& table : schema.tables) {
    for (Column& column : table.columns) {
      if (column.type.kind != base::TypeKind::enumeration) continue;
      sql::CheckFact labels;
      labels.kind = sql::CheckFact::Kind::values;
      labels.column = column.name;
      labels.values = std::move(column.type.labels);
      column.type = base::LogicalType{};
      column.type.kind = base::TypeKind::text;
      table.checks.push_back({"", "", {std::move(labels)}});
    }
  }
  return schema;
}

std::string describe(const UniqueKey& key) {
  std::string text = (key.primary ? "primary key " : "unique ") + list(key.columns);
  if (!key.special.empty()) text += fmt::format(" [{}]", key.special);
  return text;
}

std::string describe(const ForeignKey& key) {
  std::string text =
      fmt::format("foreign key {} to {} {}", list(key.columns), key.parent, list(key.parent_columns));
  if (key.on_delete != ForeignKey::Action::no_action)
    text += fmt::format(", on delete {}", action_name(key.on_delete));
  if (key.deferrable) text += ", deferrable";
  return text;
}

std::string describe(const sql::CheckFact& fact) {
  using Kind = sql::CheckFact::Kind;
  std::string text = "check " + fact.column;
  switch (fact.kind) {
    case Kind::range:
      if (fact.low) text += (fact.low_open ? " > " : " >= ") + *fact.low;
      if (fact.low && fact.high) text += " and";
      if (fact.high) text += (fact.high_open ? " < " : " <= ") + *fact.high;
      return text;
    case Kind::values:
      return text + " in " + list(fact.values);
    case Kind::length:
      if (fact.min_length) text += fmt::format(" at least {} long", *fact.min_length);
      if (fact.min_length && fact.max_length) text += ",";
      if (fact.max_length) text += fmt::format(" at most {} long", *fact.max_length);
      return text;
    case Kind::less:
      return text + (fact.or_equal ? " <= " : " < ") + fact.other;
    case Kind::not_null:
      return text + " is not null";
    case Kind::like:
      return text + " like " + list(fact.values);
    case Kind::matches:
      return text + " ~ " + list(fact.values);
    case Kind::unknown:
      break;
  }
  return fact.column.empty() ? "a check that seedctl cannot read"
                             : text + " in a way that seedctl cannot read";
}

const char* action_name(ForeignKey::Action action) {
  switch (action) {
    case ForeignKey::Action::no_action:
      return "no action";
    case ForeignKey::Action::restrict:
      return "restrict";
    case ForeignKey::Action::cascade:
      return "cascade";
    case ForeignKey::Action::set_null:
      return "set null";
    case ForeignKey::Action::set_default:
      return "set default";
  }
  return "no action";
}

const char* generated_name(Column::Generated generated) {
  switch (generated) {
    case Column::Generated::none:
      return "none";
    case Column::Generated::identity_always:
      return "identity_always";
    case Column::Generated::auto_number:
      return "auto_number";
    case Column::Generated::computed:
      return "computed";
  }
  return "none";
}

const char* fact_name(sql::CheckFact::Kind kind) {
  switch (kind) {
    case sql::CheckFact::Kind::range:
      return "range";
    case sql::CheckFact::Kind::values:
      return "values";
    case sql::CheckFact::Kind::length:
      return "length";
    case sql::CheckFact::Kind::less:
      return "less";
    case sql::CheckFact::Kind::not_null:
      return "not_null";
    case sql::CheckFact::Kind::like:
      return "like";
    case sql::CheckFact::Kind::matches:
      return "matches";
    case sql::CheckFact::Kind::unknown:
      return "unknown";
  }
  return "unknown";
}

}  // namespace seedctl::schema

// Explicit arguments against the schema's rules. Arguments that no value can be read from are the generator's
// to refuse.
#include "profile/feasibility.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "profile/facts.h"
#include "profile/nested_columns.h"
#include "profile/notation.h"

namespace seedctl::profile {
namespace {

using base::Node;
using sql::CheckFact;

[[noreturn]] void fail_fact(const Node& node, const TablePlan& plan, const CheckFact& fact,
                            const std::string& what) {
  base::fail_at(node, fmt::format("{}.{}: {} breaks {}", base::printable(plan.table->name),
                                  base::printable(fact.column), what, describe(fact)));
}

std::optional<base::Value> literal(const Node& node, const base::LogicalType& type) {
  if (!node.is_scalar() || node.kind == Node::Kind::null) return std::nullopt;
  return base::from_text(node.text, type);
}

void check_literal(const TablePlan& plan, const ColumnPlan& column, const Node& node) {
  const auto value = literal(node, column.column->type);
  if (!value) return;
  for (const CheckFact* fact : facts_about(*plan.table, column.column->name)) {
    if (!obeys(*value, column.column->type, *fact)) {
      fail_fact(node, plan, *fact, fmt::format("\"{}\"", base::printable(node.text)));
    }
  }
}

void check_weights(const TablePlan& plan, const ColumnPlan& column, const Node& map) {
  if (map.kind != Node::Kind::map) return;
  for (const base::NodeEntry& entry : map.entries) {
    if (column.form.column.find("by") != nullptr && &map == &column.form.value) {
      check_weights(plan, column, entry.value);  // of one date
      continue;
    }
    const auto weight = base::Decimal::parse(base::split(entry.value.text, '%').front());
    if (weight && weight->coefficient == 0) continue;  // never drawn
    Node key;
    key.kind = Node::Kind::text;
    key.text = entry.key;
    key.position = entry.position;
    check_literal(plan, column, key);
  }
}

// Where the rule's range is on one side only, the other end is free.
std::string within(const CheckFact& fact) {
  if (fact.low && fact.high) return fmt::format("stay within {} and {}", *fact.low, *fact.high);
  if (fact.low) return fmt::format("stay {} {}", fact.low_open ? "above" : "at or above", *fact.low);
  return fmt::format("stay {} {}", fact.high_open ? "below" : "at or below", fact.high.value_or(""));
}

std::optional<base::Value> bound_value(const Node& node, const base::LogicalType& type, bool upper) {
  auto value = literal(node, type);
  const bool instant = type.kind == base::TypeKind::timestamp || type.kind == base::TypeKind::timestamptz;
  // As an upper bound a date means the end of that day, in whole seconds.
  if (instant && node.is_scalar()) {
    if (const auto date = base::Date::parse(node.text)) {
      const std::int64_t day = base::Timestamp::at_midnight(*date).micros;
      return base::Timestamp{upper ? day + base::kMicrosPerDay - base::kMicrosPerSecond : day};
    }
  }
  return value;
}

void check_between(const TablePlan& plan, const ColumnPlan& column) {
  const Node& bounds = column.form.value;
  if (bounds.kind != Node::Kind::list || bounds.items.size() != 2) return;
  for (const CheckFact* fact : facts_about(*plan.table, column.column->name)) {
    if (fact->kind != CheckFact::Kind::range) continue;
    for (const bool upper : {false, true}) {
      const Node& node = bounds.items[upper ? 1 : 0];
      const auto value = bound_value(node, column.column->type, upper);
      if (!value || obeys(*value, column.column->type, *fact)) continue;
      base::fail_at(node,
                    fmt::format("{}.{}: the {} bound {} breaks {}", base::printable(plan.table->name),
                                base::printable(column.column->name), upper ? "upper" : "lower",
                                base::printable(node.text), describe(*fact)),
                    fmt::format("{}", within(*fact)));
    }
  }
}

std::int64_t argument(const Node& map, const char* name, std::int64_t otherwise) {
  const Node* node = map.kind == Node::Kind::map ? map.find(name) : nullptr;
  return node == nullptr ? otherwise : base::as_integer(*node, name);
}

void check_sequence(const TablePlan& plan, const ColumnPlan& column, std::uint64_t bound) {
  const Node& arguments = column.form.value;
  const std::vector<std::string> known = {"start", "step", "within"};
  if (arguments.kind == Node::Kind::map) base::allow_keys(arguments, known, "sequence");
  const bool within_parent =
      plan.per && arguments.kind == Node::Kind::map && arguments.find("within") != nullptr;
  const std::uint64_t count = within_parent ? plan.per->max() : bound;
  const base::int128 start = argument(arguments, "start", 1), step = argument(arguments, "step", 1);
  if (count == 0 || step == 0) return;
  const base::int128 last = start + step * static_cast<base::int128>(count - 1);
  for (const CheckFact* fact : facts_about(*plan.table, column.column->name)) {
    if (fact->kind != CheckFact::Kind::range) continue;
    const Node& node = arguments.kind == Node::Kind::null ? column.form.column : arguments;
    if (!obeys(base::Decimal{start, 0}, column.column->type, *fact)) {
      fail_fact(node, plan, *fact, fmt::format("the first value {}", base::Decimal{start, 0}.str()));
    }
    if (obeys(base::Decimal{last, 0}, column.column->type, *fact)) continue;
    // The largest count whose last value is allowed, by bisection: the values are monotonic.
    std::uint64_t good = 1, bad = count;
    while (bad - good > 1) {
      const std::uint64_t middle = good + (bad - good) / 2;
      const base::int128 value = start + step * static_cast<base::int128>(middle - 1);
      (obeys(base::Decimal{value, 0}, column.column->type, *fact) ? good : bad) = middle;
    }
    const std::string each = within_parent ? fmt::format(" per {}", plan.per->each()) : "";
    base::fail_at(node, fmt::format("{}.{}: row {}{} would get {}, which breaks {}; {} rows{} would work",
                                    base::printable(plan.table->name), base::printable(column.column->name),
                                    count, each, base::Decimal{last, 0}.str(), describe(*fact), good, each));
  }
}

void check_nulls(const TablePlan& plan, const ColumnPlan& column) {
  const std::string rule = not_null_rule(plan, *column.column);
  if (rule.empty()) return;
  const std::string name =
      fmt::format("{}.{}", base::printable(plan.table->name), base::printable(column.column->name));
  if (!column.form.nulls.never()) {
    fail(column.form.nulls_position, fmt::format("{} cannot hold NULLs: {}", name, rule), "remove `nulls`");
  }
  if (column.form.is_null_constant()) {
    base::fail_at(column.form.value, fmt::format("{} cannot be NULL: {}", name, rule));
  }
}

}  // namespace

std::string not_null_rule(const TablePlan& plan, const schema::Column& column) {
  const std::vector<std::string> key = key_columns(*plan.table, plan.entry);
  const auto is_in = [&](const std::vector<std::string>& names) {
    return std::find(names.begin(), names.end(), column.name) != names.end();
  };
  const schema::UniqueKey* primary = plan.table->primary_key();
  if (primary != nullptr && is_in(primary->columns)) return "it is part of the primary key";
  if (!column.nullable) return "it is NOT NULL";
  if (is_in(key)) return "rows are matched by it (key)";
  for (const CheckFact* fact : facts_about(*plan.table, column.name)) {
    if (fact->kind == CheckFact::Kind::not_null) return describe(*fact);
  }
  return {};
}

void check_feasible(const TablePlan& plan, const ColumnPlan& column, std::uint64_t bound) {
  check_nulls(plan, column);
  const ColumnForm& form = column.form;
  if (form.is("between")) check_between(plan, column);
  if (form.is("sequence") && is_number(column.column->type.kind)) check_sequence(plan, column, bound);
  if (form.is("value")) check_literal(plan, column, form.value);
  if (form.is("choice")) {
    for (const Node& item : form.value.items) check_literal(plan, column, item);
  }
  if (form.is("weights")) check_weights(plan, column, form.value);
  for (const ColumnForm& part : nested_forms(form, column.column->name))
    check_feasible(plan, as_column(column, part), bound);
}

void check_range(const TablePlan& plan, const ColumnPlan& column, const gen::Generator& generator) {
  const ColumnForm& form = column.form;
  const auto parts = generator.parts();
  const std::vector<ColumnForm> forms = nested_forms(form, column.column->name);
  for (std::size_t i = 0; i < parts.size(); ++i) check_range(plan, as_column(column, forms[i]), *parts[i]);
  const auto range = generator.range();
  if (!range) return;
  for (const CheckFact* fact : facts_about(*plan.table, column.column->name)) {
    if (fact->kind != CheckFact::Kind::range) continue;
    for (const bool upper : {false, true}) {
      const base::Value& value = upper ? range->high : range->low;
      if (obeys(value, column.column->type, *fact)) continue;
      const char* key = upper ? "max" : "min";
      const Node* written = form.value.kind == Node::Kind::map ? form.value.find(key) : nullptr;
      base::fail_at(
          written != nullptr ? *written : form.value,
          fmt::format("{}.{}: {} makes values {} to {}, which breaks {}", base::printable(plan.table->name),
                      base::printable(column.column->name), form.generator->name, upper ? "up" : "down",
                      base::to_text(value), describe(*fact)),
          fmt::format("{}: {} with {}", within(*fact), written != nullptr ? "change it" : "bound it", key));
    }
  }
}

}  // namespace seedctl::profile

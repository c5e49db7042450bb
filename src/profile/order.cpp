// In which order tables are made: a reference needs its parent's rows, whether a foreign key or the profile
// says so.
#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "gen/generators/pick_policy.h"
#include "profile/feasibility.h"
#include "profile/notation.h"
#include "profile/plan.h"
#include "schema/order.h"

namespace seedctl::profile {
namespace {

bool is_given(const TablePlan& plan, const std::string& column) {
  return std::any_of(plan.entry->fixed.begin(), plan.entry->fixed.end(), [&](const FixedEntry& row) {
    const base::Node* cell = row.node.find(column);
    return cell != nullptr && cell->kind != base::Node::Kind::null;
  });
}

// Whether the profile leaves a foreign key empty in all rows: one NULL column is enough for it not to be
// checked.
bool is_left_null(const TablePlan& plan, const schema::ForeignKey& key) {
  return std::any_of(key.columns.begin(), key.columns.end(), [&](const std::string& name) {
    const ColumnPlan* column = plan.column(name);
    return column != nullptr && column->form.is_null_constant() && !is_given(plan, name);
  });
}

// The arrows of one table, as foreign keys: those of the schema that count, and what the profile adds.
std::vector<schema::ForeignKey> arrows(const TablePlan& plan) {
  std::vector<schema::ForeignKey> found;
  for (const schema::ForeignKey& key : plan.table->foreign_keys) {
    if (!is_left_null(plan, key)) found.push_back(key);
  }
  const auto add = [&](const std::string& column, const std::string& parent) {
    schema::ForeignKey key;
    key.columns = {column};
    key.parent = parent;
    found.push_back(std::move(key));
  };
  if (plan.per && !plan.per->days) add("per", plan.per->parent);
  for (const ColumnPlan& column : plan.columns) {
    const std::string parent = referred_table(plan, column);
    if (!parent.empty()) add(column.column->name, parent);
  }
  return found;
}

// Names columns of the foreign keys between two tables that could hold NULL; none where one key's cannot.
std::vector<std::string> nullable_columns(const TablePlan& plan, const std::string& parent) {
  std::vector<std::string> names;
  for (const schema::ForeignKey& key : plan.table->foreign_keys) {
    if (key.parent != parent || is_left_null(plan, key)) continue;
    const auto nullable = std::find_if(key.columns.begin(), key.columns.end(), [&](const std::string& name) {
      const schema::Column* column = plan.table->column(name);
      return column != nullptr && not_null_rule(plan, *column).empty();
    });
    if (nullable == key.columns.end()) return {};
    names.push_back(fmt::format("{}.{}", plan.table->name, *nullable));
  }
  return names;
}

[[noreturn]] void fail_circle(const std::vector<std::string>& cycle, const std::vector<TablePlan>& plans) {
  std::vector<std::string> ways;
  base::SourcePosition position;
  for (std::size_t i = 0; i + 1 < cycle.size(); ++i) {
    for (const TablePlan& plan : plans) {
      if (plan.table->name == cycle.front()) position = plan.entry->position;
      if (plan.table->name != cycle[i] || (plan.per && plan.per->parent == cycle[i + 1])) continue;
      const std::vector<std::string> names = nullable_columns(plan, cycle[i + 1]);
      if (!names.empty()) ways.push_back(base::join(names, " and "));
    }
  }
  fail(position,
       fmt::format("tables refer to one another in a circle, none can be first: {}{}",
                   base::join(cycle, " -> "), ways.empty() ? "; none of the references can be NULL" : ""),
       ways.empty()
           ? ""
           : fmt::format("fill one of these with NULL, by {{value: null}}: {}", base::join(ways, ", ")));
}

}  // namespace

std::string referred_table(const TablePlan& plan, const ColumnPlan& column) {
  if (!column.form.is("ref")) return {};
  if (column.form.value.kind == base::Node::Kind::text) return column.form.value.text;
  const schema::ForeignKey* key = followed_key(*plan.table, column.column->name, {});
  return key == nullptr ? std::string() : key->parent;
}

bool refers_to_own_parent(const TablePlan& plan, const ColumnPlan& column) {
  return plan.per && !plan.per->days && referred_table(plan, column) == plan.per->parent &&
         !gen::names_a_policy(column.form.column);
}

const schema::ForeignKey* followed_key(const schema::Table& table, const std::string& column,
                                       const std::string& parent) {
  for (const schema::ForeignKey& key : table.foreign_keys) {
    const bool holds = std::find(key.columns.begin(), key.columns.end(), column) != key.columns.end();
    if (holds && (parent.empty() || key.parent == parent)) return &key;
  }
  return nullptr;
}

std::vector<std::size_t> fill_order(const std::vector<TablePlan>& plans) {
  schema::Schema arrows_only;
  std::vector<std::string> names;
  for (const TablePlan& plan : plans) {
    schema::Table table;
    table.name = plan.table->name;
    table.foreign_keys = arrows(plan);
    arrows_only.tables.push_back(std::move(table));
    names.push_back(plan.table->name);
  }
  std::sort(names.begin(), names.end());
  std::sort(arrows_only.tables.begin(), arrows_only.tables.end(),
            [](const schema::Table& a, const schema::Table& b) { return a.name < b.name; });
  const schema::LoadOrder order = schema::load_order(arrows_only, names);
  if (!order.cycle.empty()) fail_circle(order.cycle, plans);
  std::vector<std::size_t> places;
  for (const std::string& name : order.tables) {
    for (std::size_t i = 0; i < plans.size(); ++i) {
      if (plans[i].table->name == name) places.push_back(i);
    }
  }
  return places;
}

}  // namespace seedctl::profile

// In which order tables are made: a reference needs its parent's rows, whether a foreign key or the profile
// says so.
#include <fmt/format.h>

#include <algorithm>
#include <set>

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
    return column != nullptr && (column->given || column->form.is_null_constant()) && !is_given(plan, name);
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

const TablePlan* plan_of(const std::vector<TablePlan>& plans, const std::string& table) {
  const auto found = std::find_if(plans.begin(), plans.end(),
                                  [&](const TablePlan& plan) { return plan.table->name == table; });
  return found == plans.end() ? nullptr : &*found;
}

bool holds(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool is_unique(const TablePlan& plan, const ColumnPlan& column) {
  const std::string& name = column.column->name;
  const auto& keys = plan.table->unique_keys;
  return column.form.unique || holds(plan.entry->key, name) || holds(plan.junction, name) ||
         std::any_of(keys.begin(), keys.end(),
                     [&](const schema::UniqueKey& key) { return holds(key.columns, name); });
}

// The column of the table referred to whose values a reference takes: as written, else the foreign key's.
std::string target_of(const TablePlan& plan, const ColumnPlan& column) {
  if (const base::Node* written = column.form.column.find("column")) return written->text;
  const std::string& name = column.column->name;
  const schema::ForeignKey* key = followed_key(*plan.table, name, referred_table(plan, column));
  for (std::size_t i = 0; key != nullptr && i < key->parent_columns.size(); ++i) {
    if (key->columns[i] == name) return key->parent_columns[i];
  }
  return "id";
}

// Whether the values of a column come from `target`'s in the end, so that a reference of `target` to it would
// have no beginning. What is made of other columns may come from anywhere.
bool comes_from(const std::vector<TablePlan>& plans, const std::string& table, const std::string& name,
                const ColumnPlan& target) {
  std::set<std::pair<std::string, std::string>> seen;
  std::string at = table, column = name;
  while (seen.emplace(at, column).second) {
    const TablePlan* plan = plan_of(plans, at);
    const ColumnPlan* found = plan == nullptr ? nullptr : plan->column(column);
    if (found == nullptr) return false;
    if (found == &target) return true;
    if (found->given) return false;
    if (!found->form.is("ref"))
      return found->form.is("expr") || found->form.is("template") || found->form.is("match");
    at = referred_table(*plan, *found);
    column = target_of(*plan, *found);
  }
  return true;
}

// A reference of one table to another, by all columns that lead there.
struct Edge {
  bool can_wait = false;  // for the parent to be built
  bool may_be_null = false;
};

Edge edge_between(const std::vector<TablePlan>& plans, const TablePlan& plan, const std::string& parent) {
  Edge edge{!plan.per || plan.per->parent != parent, true};
  for (const ColumnPlan& column : plan.columns) {
    if (column.given || referred_table(plan, column) != parent) continue;
    edge.may_be_null = edge.may_be_null && not_null_rule(plan, *column.column).empty();
    if (is_unique(plan, column) || comes_from(plans, parent, target_of(plan, column), column))
      edge.can_wait = false;
  }
  return edge;
}

[[noreturn]] void fail_circle(const std::vector<std::string>& cycle, const std::vector<TablePlan>& plans) {
  fail(plan_of(plans, cycle.front())->entry->position,
       fmt::format("tables refer to one another in a circle, none can be first: {}",
                   base::join(cycle, " -> ")),
       "each of these references is in a key, or made of the rows that refer to it: fill one with NULL, by "
       "{value: null}, or leave a table out");
}

// Takes one reference out of the circle: the first by name of those that can wait, one that may be NULL if
// there is one.
void break_circle(const std::vector<std::string>& cycle, std::vector<TablePlan>& plans) {
  for (const bool nullable : {true, false}) {
    for (std::size_t i = 0; i + 1 < cycle.size(); ++i) {
      for (TablePlan& plan : plans) {
        if (plan.table->name != cycle[i]) continue;
        const Edge edge = edge_between(plans, plan, cycle[i + 1]);
        if (!edge.can_wait || (nullable && !edge.may_be_null)) continue;
        plan.late.insert(cycle[i + 1]);
        return;
      }
    }
  }
  fail_circle(cycle, plans);
}

// The tables with an arrow to each that must be built before.
schema::Schema arrows_of(const std::vector<TablePlan>& plans) {
  schema::Schema arrows_only;
  for (const TablePlan& plan : plans) {
    schema::Table table;
    table.name = plan.table->name;
    table.foreign_keys = arrows(plan);
    std::erase_if(table.foreign_keys,
                  [&](const schema::ForeignKey& key) { return plan.late.contains(key.parent); });
    arrows_only.tables.push_back(std::move(table));
  }
  std::sort(arrows_only.tables.begin(), arrows_only.tables.end(),
            [](const schema::Table& a, const schema::Table& b) { return a.name < b.name; });
  return arrows_only;
}

}  // namespace

std::string referred_table(const TablePlan& plan, const ColumnPlan& column) {
  if (!column.form.is("ref")) return {};
  if (column.form.value.kind == base::Node::Kind::text) return column.form.value.text;
  const schema::ForeignKey* key = followed_key(*plan.table, column.column->name, {});
  return key == nullptr ? std::string() : key->parent;
}

bool is_late(const TablePlan& plan, const ColumnPlan& column) {
  return !plan.late.empty() && plan.late.contains(referred_table(plan, column));
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

std::vector<std::size_t> fill_order(std::vector<TablePlan>& plans) {
  std::vector<std::string> names;
  for (const TablePlan& plan : plans) names.push_back(plan.table->name);
  std::sort(names.begin(), names.end());
  schema::LoadOrder order = schema::load_order(arrows_of(plans), names);
  while (!order.cycle.empty()) {
    break_circle(order.cycle, plans);
    order = schema::load_order(arrows_of(plans), names);
  }
  std::vector<std::size_t> places;
  for (const std::string& name : order.tables) {
    for (std::size_t i = 0; i < plans.size(); ++i) {
      if (plans[i].table->name == name) places.push_back(i);
    }
  }
  return places;
}

}  // namespace seedctl::profile

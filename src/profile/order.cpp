// In which order tables are made: a reference needs its parent's rows, whether a foreign key or the profile
// says so.
#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "profile/notation.h"
#include "profile/plan.h"
#include "schema/order.h"

namespace seedctl::profile {
namespace {

// Whether the profile leaves a foreign key empty: one NULL column is enough for it not to be checked.
bool is_left_null(const TablePlan& plan, const schema::ForeignKey& key) {
  return std::any_of(key.columns.begin(), key.columns.end(), [&](const std::string& name) {
    const ColumnPlan* column = plan.column(name);
    return column != nullptr && column->form.is_null_constant();
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
  if (plan.per) add("per", plan.per->parent);
  for (const ColumnPlan& column : plan.columns) {
    const std::string parent = referred_table(plan, column);
    if (!parent.empty()) add(column.column->name, parent);
  }
  return found;
}

[[noreturn]] void fail_circle(const std::vector<std::string>& cycle, const schema::Schema& arrows_only,
                              const std::vector<TablePlan>& plans) {
  std::vector<std::string> keys;
  for (std::size_t i = 0; i + 1 < cycle.size(); ++i) {
    for (const schema::ForeignKey& key : arrows_only.table(cycle[i])->foreign_keys) {
      if (key.parent != cycle[i + 1]) continue;
      keys.push_back(fmt::format("{}.{}", cycle[i], base::join(key.columns, ", ")));
      break;
    }
  }
  base::SourcePosition position;
  for (const TablePlan& plan : plans) {
    if (plan.table->name == cycle.front()) position = plan.entry->position;
  }
  fail(position,
       fmt::format("tables refer to one another in a circle, none can be first: {}",
                   base::join(cycle, " -> ")),
       fmt::format("fill one of these with NULL, by {{value: null}}: {}", base::join(keys, ", ")));
}

}  // namespace

std::string referred_table(const TablePlan& plan, const ColumnPlan& column) {
  if (!column.form.is("ref")) return {};
  if (column.form.value.kind == base::Node::Kind::text) return column.form.value.text;
  const schema::ForeignKey* key = followed_key(*plan.table, column.column->name, {});
  return key == nullptr ? std::string() : key->parent;
}

bool refers_to_own_parent(const TablePlan& plan, const ColumnPlan& column) {
  return plan.per && referred_table(plan, column) == plan.per->parent &&
         column.form.column.find("pick") == nullptr;
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
  if (!order.cycle.empty()) fail_circle(order.cycle, arrows_only, plans);
  std::vector<std::size_t> places;
  for (const std::string& name : order.tables) {
    for (std::size_t i = 0; i < plans.size(); ++i) {
      if (plans[i].table->name == name) places.push_back(i);
    }
  }
  return places;
}

}  // namespace seedctl::profile

// The columns of a composite foreign key pick one row, so that one of them says how.
#include "profile/reference_context.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "gen/generators/pick_policy.h"
#include "profile/external_parents.h"
#include "profile/notation.h"

namespace seedctl::profile {
namespace {

// A value of another table's key passes for one of the foreign key's only by luck.
void check_foreign_key(const TablePlan& plan, const ColumnPlan& column, const std::string& referred,
                       const Settings& settings) {
  const bool external = settings.external != nullptr && settings.external->has(referred);
  if (!settings.made.contains(referred) && !external) return;  // refused by its name
  if (followed_key(*plan.table, column.column->name, referred) != nullptr) return;
  const schema::ForeignKey* key = followed_key(*plan.table, column.column->name, {});
  if (key == nullptr) return;
  fail(column.position,
       fmt::format("its foreign key is to {}, not to {}", base::printable(key->parent),
                   base::printable(referred)),
       fmt::format("write ref: {}", base::printable(key->parent)));
}

std::string canonical_policy(const ColumnPlan& column) {
  std::string text;
  for (const char* name : {"pick", "capacity", "to", "distinct_from"}) {
    const base::Node* node = column.form.column.find(name);
    text += node == nullptr ? ";" : canonical(*node) + ";";
  }
  return text;
}

const base::Node* policy_of_group(const TablePlan& plan, const schema::ForeignKey& key) {
  const ColumnPlan* found = nullptr;
  for (const std::string& part : key.columns) {
    const ColumnPlan* column = plan.column(part);
    if (column == nullptr || !column->form.is("ref") || !gen::names_a_policy(column->form.column)) continue;
    if (found != nullptr && canonical_policy(*found) != canonical_policy(*column)) {
      fail(column->position,
           fmt::format("{} and {} are columns of one foreign key and pick one row, but say differently how",
                       base::printable(found->column->name), base::printable(part)),
           "say it in one of them");
    }
    found = column;
  }
  return found == nullptr ? nullptr : &found->form.column;
}

}  // namespace

void add_reference(const TablePlan& plan, const ColumnPlan& column, const Settings& settings,
                   gen::BuildContext& context) {
  const std::string& own = column.column->name;
  const std::string referred = referred_table(plan, column);
  check_foreign_key(plan, column, referred, settings);
  const schema::ForeignKey* key = followed_key(*plan.table, own, referred);
  if (key == nullptr) return;
  const auto at = static_cast<std::size_t>(std::find(key->columns.begin(), key->columns.end(), own) -
                                           key->columns.begin());
  context.referenced_table = key->parent;
  if (at < key->parent_columns.size()) context.referenced_column = key->parent_columns[at];
  if (key->columns.size() == 1) return;
  context.reference_group = base::join(key->columns, ",");
  context.group_policy = policy_of_group(plan, *key);
}

std::string reference_policy(const TablePlan& plan, const ColumnPlan& column, const Settings& settings) {
  const std::string parent = column.given ? "" : referred_table(plan, column);
  if (parent.empty()) return {};
  if (const gen::Table* rows =
          settings.external == nullptr ? nullptr : settings.external->parent_of(plan, column))
    return fmt::format("by hash ring over {} {} of {} in the database", base::with_thousands(rows->rows()),
                       rows->rows() == 1 ? "row" : "rows", parent);
  const schema::ForeignKey* key = followed_key(*plan.table, column.column->name, parent);
  const base::Node* group =
      key == nullptr || key->columns.size() == 1 ? nullptr : policy_of_group(plan, *key);
  const base::Node& form = group == nullptr ? column.form.column : *group;
  if (const base::Node* to = form.find("to")) return fmt::format("always {} of {}", to->text, parent);
  if (parent == plan.table->name) return column.unique ? "the row before" : "an earlier row";
  if (!gen::names_a_policy(form) && refers_to_own_parent(plan, column)) return "the row's own " + parent;
  const base::Node* pick = form.find("pick");
  std::string policy = "uniform";
  if (pick != nullptr && pick->kind == base::Node::Kind::map && !pick->entries.empty())
    policy = pick->entries.front().key;
  if (column.unique || (pick != nullptr && pick->text == "each")) policy = "each at most once";
  if (column.digit) policy = "each combination at most once";
  const base::Node* capacity = form.find("capacity");
  policy += capacity == nullptr ? " over " + parent
                                : fmt::format(" over the first {} of {}", capacity->text, parent);
  return form.find("distinct_from") == nullptr ? policy
                                               : policy + ", but " + flow(*form.find("distinct_from")) + "'s";
}

}  // namespace seedctl::profile

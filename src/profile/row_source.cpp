// Numbers of rows below a parent are spaced by the most rows that one parent can have, which bounds both.
#include "profile/row_source.h"

#include <fmt/format.h>

#include "base/text.h"
#include "profile/notation.h"
#include "profile/per_day.h"

namespace seedctl::profile {
namespace {

// Row numbers are 63-bit keys in the database, and leave room for a reserve above them.
constexpr std::uint64_t kMaxNumber = std::uint64_t{1} << 62;

std::unique_ptr<gen::Table> rows_below_table(TablePlan& plan, const Settings& settings,
                                             const gen::Table& parent) {
  const std::string& name = plan.table->name;
  const std::string shown = base::printable(plan.per->parent);
  if (parent.rows() > kMaxParentRows) {
    fail(
        plan.entry->per_position,
        fmt::format("{} has {} rows; a table whose rows have rows of their own (per: {}) has at most {}",
                    shown, base::with_thousands(parent.rows()), shown, base::with_thousands(kMaxParentRows)));
  }
  if (plan.per->total) settle_total(*plan.per, *plan.entry, cardinality_key(name, settings), parent);
  if (parent.number_bound() > kMaxNumber / plan.per->max()) {
    base::fail_at(plan.entry->rows, fmt::format("too many rows: {} numbers of {} times {}",
                                                base::with_thousands(parent.number_bound()), shown,
                                                base::with_thousands(plan.per->max())));
  }
  return std::make_unique<gen::Table>(name, gen::PerParent{&parent, plan.per->cardinality});
}

std::unique_ptr<gen::Table> rows_of_days(const TablePlan& plan) {
  gen::PerParent per = per_day(*plan.per);
  if (per.parent->number_bound() > kMaxNumber / per.max()) {
    base::fail_at(*plan.entry->per_day, fmt::format("too many rows: {} days times {}",
                                                    base::with_thousands(per.parent->number_bound()),
                                                    base::with_thousands(per.max())));
  }
  return std::make_unique<gen::Table>(plan.table->name, std::move(per));
}

}  // namespace

std::unique_ptr<gen::Table> make_rows(TablePlan& plan, const Settings& settings, const BuiltTables& tables) {
  if (!plan.per) return std::make_unique<gen::Table>(plan.table->name, plan.rows);
  if (plan.per->days) return rows_of_days(plan);
  return rows_below_table(plan, settings, *tables.at(plan.per->parent));
}

}  // namespace seedctl::profile

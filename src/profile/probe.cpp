// A row that breaks a rule now would break it in the database: each refusal here is certain.
#include "profile/probe.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "profile/facts.h"
#include "profile/notation.h"

namespace seedctl::profile {
namespace {

using sql::CheckFact;

struct Rows {
  std::vector<gen::RowId> ids;
  std::vector<base::ColumnBatch> cells;
};

std::string hint_of(const ColumnPlan& column) {
  return column.inferred()
             ? fmt::format("the column was inferred ({}): say under `columns` what it is", column.reason)
             : std::string();
}

[[noreturn]] void fail_row(const TablePlan& plan, const ColumnPlan& column, std::uint64_t number,
                           const std::string& what, const CheckFact& fact) {
  fail(column.position,
       fmt::format("{}.{}: row {} would hold {}, which breaks {}", base::printable(plan.table->name),
                   base::printable(column.column->name), number, base::printable(what), describe(fact)),
       hint_of(column));
}

void check_column(const TablePlan& plan, std::size_t index, const Rows& rows) {
  const ColumnPlan& column = plan.columns[index];
  for (const CheckFact* fact : facts_about(*plan.table, column.column->name)) {
    for (std::size_t i = 0; i < rows.ids.size(); ++i) {
      const base::Value value = rows.cells[index].value_at(i);
      if (obeys(value, column.column->type, *fact)) continue;
      fail_row(plan, column, rows.ids[i].number, fmt::format("\"{}\"", base::to_text(value)), *fact);
    }
  }
}

void check_order(const TablePlan& plan, const CheckFact& fact, const Rows& rows) {
  const auto lower = plan.index_of(fact.column), upper = plan.index_of(fact.other);
  if (!lower || !upper) return;
  // The column that the profile gives is the one to change; of two, the upper one.
  const ColumnPlan& blamed = plan.columns[plan.columns[*upper].inferred() ? *lower : *upper];
  for (std::size_t i = 0; i < rows.ids.size(); ++i) {
    if (rows.cells[*lower].is_null(i) || rows.cells[*upper].is_null(i)) continue;
    const base::Value low = rows.cells[*lower].value_at(i), high = rows.cells[*upper].value_at(i);
    const auto a = point_of(low), b = point_of(high);
    if (!a || !b) continue;
    const auto order = compare(*a, *b);
    const bool good = order == std::partial_ordering::less || order == std::partial_ordering::unordered ||
                      (fact.or_equal && order == std::partial_ordering::equivalent);
    if (good) continue;
    fail_row(
        plan, blamed, rows.ids[i].number,
        fmt::format("{} = {} and {} = {}", fact.column, base::to_text(low), fact.other, base::to_text(high)),
        fact);
  }
}

void check_not_null(const TablePlan& plan, std::size_t index, const Rows& rows) {
  const ColumnPlan& column = plan.columns[index];
  if (column.column->nullable) return;
  for (std::size_t i = 0; i < rows.ids.size(); ++i) {
    if (!rows.cells[index].is_null(i)) continue;
    fail(column.position,
         fmt::format("{}.{}: row {} would hold NULL, but the column is NOT NULL",
                     base::printable(plan.table->name), base::printable(column.column->name),
                     rows.ids[i].number),
         "a value made from a column that may be NULL is NULL with it");
  }
}

}  // namespace

void probe(const TablePlan& plan, const gen::Table& table) {
  Rows rows;
  rows.ids.resize(kProbedRows);
  rows.ids.resize(table.rows_from(0, rows.ids));
  if (rows.ids.empty() || plan.columns.empty()) return;
  std::vector<std::size_t> wanted(plan.columns.size());
  for (std::size_t i = 0; i < wanted.size(); ++i) wanted[i] = i;
  table.fill(rows.ids, wanted, rows.cells);
  for (std::size_t i = 0; i < plan.columns.size(); ++i) {
    check_not_null(plan, i, rows);
    check_column(plan, i, rows);
  }
  for (const schema::Check& check : plan.table->checks) {
    for (const CheckFact& fact : check.facts) {
      if (fact.kind == CheckFact::Kind::less) check_order(plan, fact, rows);
    }
  }
}

}  // namespace seedctl::profile

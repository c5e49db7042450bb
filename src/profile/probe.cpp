// A row that breaks a rule now would break it in the database: each refusal here is certain.
#include "profile/probe.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

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

// Facts that concern one column alone, of each column that has any.
struct ColumnFacts {
  std::size_t column;
  std::vector<const CheckFact*> facts;
};

std::vector<ColumnFacts> facts_of(const TablePlan& plan) {
  std::vector<ColumnFacts> all;
  for (std::size_t i = 0; i < plan.columns.size(); ++i) {
    auto facts = facts_about(*plan.table, plan.columns[i].column->name);
    if (!facts.empty()) all.push_back({i, std::move(facts)});
  }
  return all;
}

void check_column(const TablePlan& plan, const ColumnFacts& about, const Rows& rows) {
  const ColumnPlan& column = plan.columns[about.column];
  const base::ColumnBatch& cells = rows.cells[about.column];
  for (std::size_t i = 0; i < rows.ids.size(); ++i) {
    if (cells.is_null(i)) continue;
    const base::Value value = cells.value_at(i);
    for (const CheckFact* fact : about.facts) {
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

std::vector<std::uint64_t> shares_of_trial(std::span<const std::uint64_t> rows, std::uint64_t most) {
  std::vector<std::size_t> order(rows.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return rows[a] < rows[b]; });
  std::vector<std::uint64_t> shares(rows.size());
  for (std::size_t done = 0; done < order.size(); ++done) {
    const std::uint64_t share = std::max(most / (order.size() - done), kProbedRows);
    std::uint64_t& own = shares[order[done]];
    own = std::min(rows[order[done]], share);
    most -= std::min(most, own);
  }
  return shares;
}

std::uint64_t probe(const TablePlan& plan, const gen::Table& table, std::uint64_t most) {
  if (plan.columns.empty()) return 0;
  const std::vector<ColumnFacts> facts = facts_of(plan);
  std::vector<std::size_t> wanted(plan.columns.size());
  std::iota(wanted.begin(), wanted.end(), std::size_t{0});
  Rows rows;
  for (std::uint64_t done = 0;; done += rows.ids.size()) {
    rows.ids.resize(static_cast<std::size_t>(std::min<std::uint64_t>(base::kBatchRows, most - done)));
    rows.ids.resize(table.rows_from(done, rows.ids));
    if (rows.ids.empty()) return done;
    table.fill(rows.ids, wanted, rows.cells);
    for (const std::size_t column : wanted) check_not_null(plan, column, rows);
    for (const ColumnFacts& about : facts) check_column(plan, about, rows);
    for (const schema::Check& check : plan.table->checks)
      for (const CheckFact& fact : check.facts)
        if (fact.kind == CheckFact::Kind::less) check_order(plan, fact, rows);
  }
}

}  // namespace seedctl::profile

// A typed PostgreSQL expression, evaluated over whole batches of rows with PostgreSQL's results: exact
// decimals, integers that overflow, three-valued logic, and branches that are evaluated only for the rows
// that reach them.
//
// Built bottom-up by the profile layer, which parses and type-checks the text; nothing here parses SQL.
// Expressions are immutable after construction and may be used from any number of threads. Errors at
// evaluation (division by zero, overflow, no such date) are base::Error (ErrorCode::profile) with PostgreSQL's
// SQLSTATE, the position of the part that failed, and the row's number in the message (where it is not 0).
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "base/column_batch.h"
#include "base/error.h"
#include "base/value.h"
#include "gen/row.h"

namespace seedctl::gen {

// What an expression sees: the rows of a batch, and the cells of its input columns for all of them, by the
// column's index in the table.
struct EvaluationRequest {
  std::span<const RowId> rows;
  std::span<const base::ColumnBatch> cells;
  // Places in the batch that are wanted, ascending: CASE, COALESCE, AND and OR evaluate an operand only where
  // it decides.
  std::span<const std::uint32_t> selected;
};

class Expression {
 public:
  explicit Expression(base::LogicalType type) : type_(std::move(type)) {}
  virtual ~Expression() = default;
  Expression(const Expression&) = delete;
  Expression& operator=(const Expression&) = delete;

  // The type's modifiers (precision, length) are those of a cast or a column where there is one; results of
  // operators have none: a decimal of any scale, text of any length. Integers keep their width (16, 32, 64
  // bits), at which PostgreSQL's operators overflow.
  const base::LogicalType& type() const { return type_; }

  // Appends one value for each selected place to `out`, which was reset to the type's kind.
  virtual void evaluate(const EvaluationRequest& request, base::ColumnBatch& out) const = 0;

  // Adds the indexes of the columns that are read; may add one twice.
  virtual void collect_inputs(std::vector<std::size_t>& columns) const = 0;

 private:
  base::LogicalType type_;
};

// Shared: a tree may use one part twice (NULLIF).
using ExpressionPtr = std::shared_ptr<const Expression>;

// Leaves.
ExpressionPtr constant(const base::Value& value, base::LogicalType type);
ExpressionPtr input_column(std::size_t index, base::LogicalType type);
ExpressionPtr row_number();  // `row`: the row's number, integer(64)

// Logic. The operands are boolean.
ExpressionPtr logical_and(std::vector<ExpressionPtr> operands);
ExpressionPtr logical_or(std::vector<ExpressionPtr> operands);
ExpressionPtr logical_not(ExpressionPtr operand);
ExpressionPtr is_null(ExpressionPtr operand, bool negated);
// IS TRUE, IS NOT FALSE, ...: whether the operand is `truth` (a NULL never is).
ExpressionPtr is_truth(ExpressionPtr operand, bool truth, bool negated);

// Choices. All results have one type already (the compiler casts); `otherwise` may be null: NULL.
struct WhenBranch {
  ExpressionPtr condition;
  ExpressionPtr result;
};
ExpressionPtr case_when(const std::vector<WhenBranch>& branches, const ExpressionPtr& otherwise);
ExpressionPtr coalesce(std::vector<ExpressionPtr> operands);
// greatest() and least() ignore NULLs.
ExpressionPtr extreme(std::vector<ExpressionPtr> operands, bool greatest);
// IS [NOT] DISTINCT FROM; both of one type.
ExpressionPtr is_distinct(ExpressionPtr left, ExpressionPtr right, bool negated);

}  // namespace seedctl::gen

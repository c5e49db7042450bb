// Operands and the leaves of expressions: constants, columns, the row's number.
#include "gen/expression/node.h"

namespace seedctl::gen {
namespace {

// A thread's batches, lent out last in, first out; as deep as its deepest expression.
struct BatchPool {
  std::vector<std::unique_ptr<base::ColumnBatch>> batches;
  std::size_t lent = 0;
};
thread_local BatchPool pool_of_thread;

class ConstantNode : public Expression {
 public:
  ConstantNode(const base::Value& value, base::LogicalType type)
      : Expression(std::move(type)), cell_(Expression::type().kind) {
    cell_.append(value);
  }
  const base::ColumnBatch& cell() const { return cell_; }

  void evaluate(const EvaluationRequest& request, base::ColumnBatch& out) const override {
    for (std::size_t i = 0; i < request.selected.size(); ++i) out.append_from(cell_, 0);
  }
  void collect_inputs(std::vector<std::size_t>&) const override {}

 private:
  base::ColumnBatch cell_;
};

class ColumnNode : public Expression {
 public:
  ColumnNode(std::size_t index, base::LogicalType type) : Expression(std::move(type)), index_(index) {}
  std::size_t index() const { return index_; }

  void evaluate(const EvaluationRequest& request, base::ColumnBatch& out) const override {
    for (const std::uint32_t place : request.selected) out.append_from(request.cells[index_], place);
  }
  void collect_inputs(std::vector<std::size_t>& columns) const override { columns.push_back(index_); }

 private:
  std::size_t index_;
};

class RowNumberNode : public Expression {
 public:
  RowNumberNode() : Expression(type_of({base::TypeKind::integer, 64})) {}

  void evaluate(const EvaluationRequest& request, base::ColumnBatch& out) const override {
    std::int64_t* values = out.append_integers(request.selected.size());
    for (const std::uint32_t place : request.selected)
      *values++ = static_cast<std::int64_t>(request.rows[place].number);
  }
  void collect_inputs(std::vector<std::size_t>&) const override {}
};

}  // namespace

void fail(const char* sqlstate, std::string message) { throw Fault{sqlstate, std::move(message)}; }

void fail_at_row(const Fault& fault, const base::SourcePosition& position, const EvaluationRequest& request,
                 std::size_t i) {
  const std::uint64_t row = request.rows[request.selected[i]].number;
  // Rows count from 1; a constant is evaluated for none.
  const std::string place = row == 0 ? "" : ", in row " + std::to_string(row);
  base::Error error(base::ErrorCode::profile, position, fault.message + place);
  error.sqlstate = fault.sqlstate;
  throw error;
}

ScratchBatch::ScratchBatch(base::TypeKind kind) {
  BatchPool& pool = pool_of_thread;
  if (pool.lent == pool.batches.size()) pool.batches.push_back(std::make_unique<base::ColumnBatch>());
  batch_ = pool.batches[pool.lent++].get();
  batch_->reset(kind);
}

ScratchBatch::~ScratchBatch() { --pool_of_thread.lent; }

Operand::Operand(ExpressionPtr expression) : expression_(std::move(expression)) {
  if (const auto* value = dynamic_cast<const ConstantNode*>(expression_.get())) constant_ = &value->cell();
  if (const auto* column = dynamic_cast<const ColumnNode*>(expression_.get())) column_ = column->index();
}

Cells Operand::evaluate(const EvaluationRequest& request, base::ColumnBatch& scratch) const {
  if (constant_ != nullptr) return {constant_, 0};
  if (column_ != kNoColumn && !request.selected.empty()) {
    // Side by side in the column itself.
    const std::size_t first = request.selected.front();
    if (request.selected.back() - first + 1 == request.selected.size())
      return {&request.cells[column_], 1, first};
  }
  expression_->evaluate(request, scratch);
  return {&scratch, 1};
}

std::vector<Operand> operands_of(std::vector<ExpressionPtr> expressions) {
  std::vector<Operand> operands;
  operands.reserve(expressions.size());
  for (ExpressionPtr& expression : expressions) operands.emplace_back(std::move(expression));
  return operands;
}

ExpressionPtr folded(ExpressionPtr expression, std::span<const Operand> operands) {
  for (const Operand& operand : operands) {
    if (operand.constant() == nullptr) return expression;
  }
  const RowId row{};
  const std::uint32_t place = 0;
  base::ColumnBatch value(expression->type().kind);
  try {
    expression->evaluate({{&row, 1}, {}, {&place, 1}}, value);
  } catch (const base::Error&) {
    return expression;
  }
  return constant(value.value_at(0), expression->type());
}

void OperatorNode::collect_inputs(std::vector<std::size_t>& columns) const {
  for (const Operand& operand : operands_) operand.expression().collect_inputs(columns);
}

ExpressionPtr constant(const base::Value& value, base::LogicalType type) {
  return std::make_shared<ConstantNode>(value, std::move(type));
}

ExpressionPtr input_column(std::size_t index, base::LogicalType type) {
  return std::make_shared<ColumnNode>(index, std::move(type));
}

ExpressionPtr row_number() { return std::make_shared<RowNumberNode>(); }

}  // namespace seedctl::gen

// AND, OR, NOT and the IS tests, in SQL's three-valued logic. AND and OR look at an operand only where those
// before it have not decided, so that `n <> 0 and 1 / n > 2` never divides by zero.
#include "gen/expression/node.h"

namespace seedctl::gen {
namespace {

// Places of the batch that are still open, with their places in the output.
struct OpenPlaces {
  std::vector<std::uint32_t> selected;
  std::vector<std::size_t> outputs;
};

class JunctionNode : public Expression {
 public:
  // `deciding` is the operand that settles the result: false for AND, true for OR.
  JunctionNode(std::vector<ExpressionPtr> operands, bool deciding)
      : Expression(boolean_type()), operands_(operands_of(std::move(operands))), deciding_(deciding) {}

  void evaluate(const EvaluationRequest& request, base::ColumnBatch& out) const override {
    const std::size_t n = request.selected.size();
    const std::size_t first = out.size();
    std::int64_t* results = out.append_integers(n);
    std::vector<bool> unknown(n, false);
    OpenPlaces open;
    for (std::size_t i = 0; i < n; ++i) {
      results[i] = deciding_ ? 0 : 1;
      open.selected.push_back(request.selected[i]);
      open.outputs.push_back(i);
    }
    for (const Operand& operand : operands_) {
      if (open.selected.empty()) break;
      ScratchBatch scratch(base::TypeKind::boolean);
      const Cells cells = operand.evaluate({request.rows, request.cells, open.selected}, *scratch);
      std::size_t kept = 0;
      for (std::size_t i = 0; i < open.selected.size(); ++i) {
        const bool null = cells.is_null(i);
        if (!null && cells.is_true(i) == deciding_) {
          results[open.outputs[i]] = deciding_ ? 1 : 0;
          unknown[open.outputs[i]] = false;
          continue;
        }
        if (null) unknown[open.outputs[i]] = true;
        open.selected[kept] = open.selected[i];
        open.outputs[kept++] = open.outputs[i];
      }
      open.selected.resize(kept);
      open.outputs.resize(kept);
    }
    for (std::size_t i = 0; i < n; ++i) {
      if (unknown[i]) out.set_null(first + i);
    }
  }

  void collect_inputs(std::vector<std::size_t>& columns) const override {
    for (const Operand& operand : operands_) operand.expression().collect_inputs(columns);
  }

 private:
  std::vector<Operand> operands_;
  bool deciding_;
};

bool negate(bool value) { return !value; }

class NullTestNode : public OperatorNode {
 public:
  NullTestNode(ExpressionPtr operand, bool negated)
      : OperatorNode(boolean_type(), {std::move(operand)}, {}), negated_(negated) {}

  void evaluate(const EvaluationRequest& request, base::ColumnBatch& out) const override {
    ScratchBatch scratch(operands()[0].type().kind);
    const Cells cells = operands()[0].evaluate(request, *scratch);
    std::int64_t* results = out.append_integers(request.selected.size());
    for (std::size_t i = 0; i < request.selected.size(); ++i)
      results[i] = cells.is_null(i) != negated_ ? 1 : 0;
  }

 private:
  bool negated_;
};

class TruthTestNode : public OperatorNode {
 public:
  TruthTestNode(ExpressionPtr operand, bool truth, bool negated)
      : OperatorNode(boolean_type(), {std::move(operand)}, {}), truth_(truth), negated_(negated) {}

  void evaluate(const EvaluationRequest& request, base::ColumnBatch& out) const override {
    ScratchBatch scratch(base::TypeKind::boolean);
    const Cells cells = operands()[0].evaluate(request, *scratch);
    std::int64_t* results = out.append_integers(request.selected.size());
    for (std::size_t i = 0; i < request.selected.size(); ++i) {
      const bool holds = !cells.is_null(i) && cells.is_true(i) == truth_;
      results[i] = holds != negated_ ? 1 : 0;
    }
  }

 private:
  bool truth_, negated_;
};

ExpressionPtr folded_test(std::shared_ptr<const OperatorNode> node) {
  const auto operands = node->operands();
  return folded(std::move(node), operands);
}

}  // namespace

ExpressionPtr logical_and(std::vector<ExpressionPtr> operands) {
  return std::make_shared<JunctionNode>(std::move(operands), false);
}

ExpressionPtr logical_or(std::vector<ExpressionPtr> operands) {
  return std::make_shared<JunctionNode>(std::move(operands), true);
}

ExpressionPtr logical_not(ExpressionPtr operand) {
  return make_unary<&negate>(std::move(operand), boolean_type(), {});
}

ExpressionPtr is_null(ExpressionPtr operand, bool negated) {
  return folded_test(std::make_shared<NullTestNode>(std::move(operand), negated));
}

ExpressionPtr is_truth(ExpressionPtr operand, bool truth, bool negated) {
  return folded_test(std::make_shared<TruthTestNode>(std::move(operand), truth, negated));
}

}  // namespace seedctl::gen

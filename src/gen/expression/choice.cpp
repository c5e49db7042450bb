// CASE, COALESCE, GREATEST, LEAST and IS DISTINCT FROM. A branch is evaluated only for the rows that take it.
#include "gen/expression/compare.h"
#include "gen/expression/node.h"

namespace seedctl::gen {

std::weak_ordering order_of_cells(const base::ColumnBatch& a, std::size_t i, const base::ColumnBatch& b,
                                  std::size_t j) {
  switch (a.storage()) {
    case base::ColumnBatch::Storage::integer:
      return order(a.integer_at(i), b.integer_at(j));
    case base::ColumnBatch::Storage::real:
      return order(a.real_at(i), b.real_at(j));
    case base::ColumnBatch::Storage::decimal:
      return order(a.decimal_at(i), b.decimal_at(j));
    case base::ColumnBatch::Storage::interval:
      return order(a.interval_at(i), b.interval_at(j));
    case base::ColumnBatch::Storage::uuid:
      return order(a.uuid_at(i), b.uuid_at(j));
    case base::ColumnBatch::Storage::text:
      break;
  }
  return order(a.text_at(i), b.text_at(j));
}

namespace {

// Collects the results of branches, each made for some of the selected places, into the places' order.
class BranchResults {
 public:
  BranchResults(const EvaluationRequest& request, base::TypeKind kind) : request_(request), kind_(kind) {
    open_.assign(request.selected.begin(), request.selected.end());
    for (std::size_t i = 0; i < open_.size(); ++i) outputs_.push_back(i);
    taken_.resize(open_.size(), {nullptr, 0});
  }

  bool done() const { return open_.empty(); }
  EvaluationRequest open() const { return {request_.rows, request_.cells, open_}; }

  // Gives the open places for which takes(i) holds the branch's result.
  template <class Takes>
  void take(const Operand& result, const Takes& takes) {
    std::vector<std::uint32_t> places;
    std::vector<std::size_t> outputs;
    std::size_t kept = 0;
    for (std::size_t i = 0; i < open_.size(); ++i) {
      if (takes(i)) {
        places.push_back(open_[i]);
        outputs.push_back(outputs_[i]);
      } else {
        open_[kept] = open_[i];
        outputs_[kept++] = outputs_[i];
      }
    }
    open_.resize(kept);
    outputs_.resize(kept);
    if (places.empty()) return;
    scratch_.push_back(std::make_unique<base::ColumnBatch>(kind_));
    const Cells cells = result.evaluate({request_.rows, request_.cells, places}, *scratch_.back());
    for (std::size_t i = 0; i < outputs.size(); ++i) taken_[outputs[i]] = {cells.batch, cells.at(i)};
  }

  // As take(), of results that are there already: those of the open places.
  void take_values(const Cells& cells, std::unique_ptr<base::ColumnBatch> held) {
    std::size_t kept = 0;
    for (std::size_t i = 0; i < open_.size(); ++i) {
      if (!cells.is_null(i)) {
        taken_[outputs_[i]] = {cells.batch, cells.at(i)};
      } else {
        open_[kept] = open_[i];
        outputs_[kept++] = outputs_[i];
      }
    }
    open_.resize(kept);
    outputs_.resize(kept);
    scratch_.push_back(std::move(held));
  }

  void append_to(base::ColumnBatch& out) const {
    for (const auto& [batch, cell] : taken_) {
      if (batch == nullptr) {
        out.append_null();
      } else {
        out.append_from(*batch, cell);
      }
    }
  }

 private:
  const EvaluationRequest& request_;
  base::TypeKind kind_;
  std::vector<std::uint32_t> open_;
  std::vector<std::size_t> outputs_;  // of open_, in the order selected
  std::vector<std::pair<const base::ColumnBatch*, std::size_t>> taken_;
  std::vector<std::unique_ptr<base::ColumnBatch>> scratch_;
};

class CaseNode : public Expression {
 public:
  CaseNode(const std::vector<WhenBranch>& branches, const ExpressionPtr& otherwise)
      : Expression(branches.front().result->type()) {
    for (const WhenBranch& branch : branches) {
      conditions_.emplace_back(branch.condition);
      results_.emplace_back(branch.result);
    }
    if (otherwise != nullptr) results_.emplace_back(otherwise);
  }

  void evaluate(const EvaluationRequest& request, base::ColumnBatch& out) const override {
    BranchResults results(request, type().kind);
    for (std::size_t branch = 0; branch < conditions_.size() && !results.done(); ++branch) {
      ScratchBatch scratch(base::TypeKind::boolean);
      const Cells cells = conditions_[branch].evaluate(results.open(), *scratch);
      results.take(results_[branch], [&](std::size_t i) { return cells.is_true(i); });
    }
    if (results_.size() > conditions_.size()) results.take(results_.back(), [](std::size_t) { return true; });
    results.append_to(out);
  }

  void collect_inputs(std::vector<std::size_t>& columns) const override {
    for (const Operand& operand : conditions_) operand.expression().collect_inputs(columns);
    for (const Operand& operand : results_) operand.expression().collect_inputs(columns);
  }

 private:
  std::vector<Operand> conditions_;
  std::vector<Operand> results_;  // one more than conditions where there is an ELSE
};

class CoalesceNode : public OperatorNode {
 public:
  CoalesceNode(base::LogicalType type, std::vector<ExpressionPtr> operands)
      : OperatorNode(std::move(type), std::move(operands), {}) {}

  void evaluate(const EvaluationRequest& request, base::ColumnBatch& out) const override {
    BranchResults results(request, type().kind);
    for (const Operand& operand : operands()) {
      if (results.done()) break;
      auto scratch = std::make_unique<base::ColumnBatch>(type().kind);
      const Cells cells = operand.evaluate(results.open(), *scratch);
      results.take_values(cells, std::move(scratch));
    }
    results.append_to(out);
  }
};

class ExtremeNode : public OperatorNode {
 public:
  ExtremeNode(base::LogicalType type, std::vector<ExpressionPtr> operands, bool greatest)
      : OperatorNode(std::move(type), std::move(operands), {}), greatest_(greatest) {}

  void evaluate(const EvaluationRequest& request, base::ColumnBatch& out) const override {
    std::vector<std::pair<const base::ColumnBatch*, std::size_t>> best(request.selected.size(), {nullptr, 0});
    std::vector<std::unique_ptr<base::ColumnBatch>> scratch;
    for (const Operand& operand : operands()) {
      scratch.push_back(std::make_unique<base::ColumnBatch>(type().kind));
      const Cells cells = operand.evaluate(request, *scratch.back());
      for (std::size_t i = 0; i < best.size(); ++i) {
        if (cells.is_null(i)) continue;
        auto& [batch, cell] = best[i];
        if (batch != nullptr) {
          const auto ordering = order_of_cells(*cells.batch, cells.at(i), *batch, cell);
          if (greatest_ ? ordering <= 0 : ordering >= 0) continue;
        }
        best[i] = {cells.batch, cells.at(i)};
      }
    }
    for (const auto& [batch, cell] : best) {
      if (batch == nullptr) {
        out.append_null();
      } else {
        out.append_from(*batch, cell);
      }
    }
  }

 private:
  bool greatest_;
};

class DistinctNode : public OperatorNode {
 public:
  DistinctNode(ExpressionPtr left, ExpressionPtr right, bool negated)
      : OperatorNode(boolean_type(), {std::move(left), std::move(right)}, {}), negated_(negated) {}

  void evaluate(const EvaluationRequest& request, base::ColumnBatch& out) const override {
    ScratchBatch left_scratch(operands()[0].type().kind);
    ScratchBatch right_scratch(operands()[1].type().kind);
    const Cells left = operands()[0].evaluate(request, *left_scratch);
    const Cells right = operands()[1].evaluate(request, *right_scratch);
    std::int64_t* results = out.append_integers(request.selected.size());
    for (std::size_t i = 0; i < request.selected.size(); ++i) {
      const bool null = left.is_null(i);
      const bool distinct = null || right.is_null(i)
                                ? null != right.is_null(i)
                                : order_of_cells(*left.batch, left.at(i), *right.batch, right.at(i)) != 0;
      results[i] = distinct != negated_ ? 1 : 0;
    }
  }

 private:
  bool negated_;
};

}  // namespace

ExpressionPtr case_when(const std::vector<WhenBranch>& branches, const ExpressionPtr& otherwise) {
  return std::make_shared<CaseNode>(branches, otherwise);
}

ExpressionPtr coalesce(std::vector<ExpressionPtr> operands) {
  base::LogicalType type = operands.front()->type();
  return std::make_shared<CoalesceNode>(std::move(type), std::move(operands));
}

ExpressionPtr extreme(std::vector<ExpressionPtr> operands, bool greatest) {
  base::LogicalType type = operands.front()->type();
  return std::make_shared<ExtremeNode>(std::move(type), std::move(operands), greatest);
}

ExpressionPtr is_distinct(ExpressionPtr left, ExpressionPtr right, bool negated) {
  return std::make_shared<DistinctNode>(std::move(left), std::move(right), negated);
}

}  // namespace seedctl::gen

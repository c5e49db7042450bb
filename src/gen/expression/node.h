// What the nodes of an expression share: operands that are read where they lie, and the loop that applies a
// plain C++ function to the cells of its operands, NULL in, NULL out.
//
// A function is a template argument, so that the loop over a batch inlines it: no virtual call, no allocation
// and no exception set-up per row. Where it fails it throws a Fault, which the loop turns into the error of
// its row and place.
#pragma once

#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include "gen/expression/expression.h"
#include "gen/expression/functions.h"

namespace seedctl::gen {

// Why a function has no value for its arguments. Thrown out of line, so that loops stay small.
struct Fault {
  const char* sqlstate;
  std::string message;
};
[[noreturn]] void fail(const char* sqlstate, std::string message);
[[noreturn]] void fail_at_row(const Fault& fault, const base::SourcePosition& position,
                              const EvaluationRequest& request, std::size_t i);

inline base::LogicalType boolean_type() { return type_of({base::TypeKind::boolean, 0}); }

// A batch of a thread's pool while it lives.
class ScratchBatch {
 public:
  explicit ScratchBatch(base::TypeKind kind);
  ~ScratchBatch();
  ScratchBatch(const ScratchBatch&) = delete;
  ScratchBatch& operator=(const ScratchBatch&) = delete;
  base::ColumnBatch& operator*() { return *batch_; }
  base::ColumnBatch* operator->() { return batch_; }

 private:
  base::ColumnBatch* batch_;
};

// The cells of an operand: one for each selected place, from `first` on, or one for all (a constant).
struct Cells {
  const base::ColumnBatch* batch = nullptr;
  std::size_t step = 1;
  std::size_t first = 0;

  bool has_nulls() const { return batch->has_nulls(); }
  bool is_null(std::size_t i) const { return batch->is_null(at(i)); }
  bool is_true(std::size_t i) const { return !is_null(i) && batch->integer_at(at(i)) != 0; }
  std::size_t at(std::size_t i) const { return first + i * step; }
};

// A part of an expression. Constants are kept as one cell and whole columns are read in place; all else is
// evaluated into the batch given.
class Operand {
 public:
  explicit Operand(ExpressionPtr expression);
  const Expression& expression() const { return *expression_; }
  const base::LogicalType& type() const { return expression_->type(); }
  // The constant's cell, or nullptr.
  const base::ColumnBatch* constant() const { return constant_; }
  Cells evaluate(const EvaluationRequest& request, base::ColumnBatch& scratch) const;

 private:
  ExpressionPtr expression_;
  const base::ColumnBatch* constant_ = nullptr;  // of expression_
  std::size_t column_ = kNoColumn;
  static constexpr std::size_t kNoColumn = ~std::size_t{0};
};

std::vector<Operand> operands_of(std::vector<ExpressionPtr> expressions);

// The expression, or its value where all its arguments are constants. One that fails stays as it is: it may
// never be reached.
ExpressionPtr folded(ExpressionPtr expression, std::span<const Operand> operands);

// A node with operands that are evaluated for every selected place.
class OperatorNode : public Expression {
 public:
  OperatorNode(base::LogicalType type, std::vector<ExpressionPtr> operands, base::SourcePosition position)
      : Expression(std::move(type)),
        operands_(operands_of(std::move(operands))),
        position_(std::move(position)) {}

  void collect_inputs(std::vector<std::size_t>& columns) const override;
  std::span<const Operand> operands() const { return operands_; }

 protected:
  const base::SourcePosition& position() const { return position_; }

 private:
  std::vector<Operand> operands_;
  base::SourcePosition position_;
};

// How a C++ type reads a cell.
template <class T>
struct CellReader {
  const T* values;
  std::size_t step;
  explicit CellReader(const Cells& cells) : step(cells.step) {
    if constexpr (std::is_same_v<T, std::int64_t>) values = cells.batch->integers().data() + cells.first;
    if constexpr (std::is_same_v<T, double>) values = cells.batch->reals().data() + cells.first;
    if constexpr (std::is_same_v<T, base::Decimal>) values = cells.batch->decimals().data() + cells.first;
    if constexpr (std::is_same_v<T, base::Interval>) values = cells.batch->intervals().data() + cells.first;
    if constexpr (std::is_same_v<T, base::Uuid>) values = cells.batch->uuids().data() + cells.first;
  }
  const T& operator[](std::size_t i) const { return values[i * step]; }
};

template <>
struct CellReader<std::string_view> {
  Cells cells;
  explicit CellReader(const Cells& from) : cells(from) {}
  std::string_view operator[](std::size_t i) const { return cells.batch->text_at(cells.at(i)); }
};

template <>
struct CellReader<bool> {
  CellReader<std::int64_t> cells;
  explicit CellReader(const Cells& from) : cells(from) {}
  bool operator[](std::size_t i) const { return cells[i] != 0; }
};

// Appends n cells of the storage of T for the caller to write.
template <class T>
auto* append_values(base::ColumnBatch& out, std::size_t n) {
  if constexpr (std::is_same_v<T, bool> || std::is_same_v<T, std::int64_t>) {
    return out.append_integers(n);
  } else if constexpr (std::is_same_v<T, double>) {
    return out.append_reals(n);
  } else if constexpr (std::is_same_v<T, base::Decimal>) {
    return out.append_decimals(n);
  } else if constexpr (std::is_same_v<T, base::Interval>) {
    return out.append_intervals(n);
  } else {
    return out.append_uuids(n);
  }
}

// Applies R Fn(A...) to each row whose arguments are all there. A function that makes text either returns a
// view of its arguments or appends to the std::string& that it takes first.
template <auto Fn, class Signature = decltype(Fn)>
class StrictNode;

template <auto Fn, class R, class... A>
class StrictNode<Fn, R (*)(A...)> : public OperatorNode {
 public:
  using OperatorNode::OperatorNode;

  void evaluate(const EvaluationRequest& request, base::ColumnBatch& out) const override {
    evaluate_operands(request, out, std::index_sequence_for<A...>{});
  }

 private:
  template <std::size_t... I>
  void evaluate_operands(const EvaluationRequest& request, base::ColumnBatch& out,
                         std::index_sequence<I...>) const {
    std::array<ScratchBatch, sizeof...(A)> scratch{ScratchBatch(operands()[I].type().kind)...};
    const std::array<Cells, sizeof...(A)> cells{operands()[I].evaluate(request, *scratch[I])...};
    const auto any_null = [&](std::size_t row) { return (cells[I].is_null(row) || ...); };
    const bool nulls = (cells[I].has_nulls() || ...);
    const std::tuple<CellReader<std::remove_cvref_t<A>>...> readers{
        CellReader<std::remove_cvref_t<A>>(cells[I])...};
    const auto apply = [&](std::size_t row) -> R { return Fn(std::get<I>(readers)[row]...); };
    std::size_t i = 0;
    const std::size_t n = request.selected.size();
    try {
      if constexpr (std::is_same_v<R, std::string_view>) {
        for (; i < n; ++i) nulls&& any_null(i) ? out.append_null() : out.append_text(apply(i));
      } else {
        const std::size_t first = out.size();
        auto* values = append_values<R>(out, n);
        if (!nulls) {
          for (; i < n; ++i) values[i] = apply(i);
        } else {
          for (; i < n; ++i) any_null(i) ? out.set_null(first + i) : void(values[i] = apply(i));
        }
      }
    } catch (const Fault& fault) {
      fail_at_row(fault, position(), request, i);
    }
  }
};

template <auto Fn, class... A>
class StrictNode<Fn, void (*)(std::string&, A...)> : public OperatorNode {
 public:
  using OperatorNode::OperatorNode;

  void evaluate(const EvaluationRequest& request, base::ColumnBatch& out) const override {
    evaluate_operands(request, out, std::index_sequence_for<A...>{});
  }

 private:
  template <std::size_t... I>
  void evaluate_operands(const EvaluationRequest& request, base::ColumnBatch& out,
                         std::index_sequence<I...>) const {
    std::array<ScratchBatch, sizeof...(A)> scratch{ScratchBatch(operands()[I].type().kind)...};
    const std::array<Cells, sizeof...(A)> cells{operands()[I].evaluate(request, *scratch[I])...};
    const bool nulls = (cells[I].has_nulls() || ...);
    const std::tuple<CellReader<std::remove_cvref_t<A>>...> readers{
        CellReader<std::remove_cvref_t<A>>(cells[I])...};
    std::string text;
    std::size_t i = 0;
    try {
      for (; i < request.selected.size(); ++i) {
        if (nulls && (cells[I].is_null(i) || ...)) {
          out.append_null();
          continue;
        }
        text.clear();
        Fn(text, std::get<I>(readers)[i]...);
        out.append_text(text);
      }
    } catch (const Fault& fault) {
      fail_at_row(fault, position(), request, i);
    }
  }
};

// The `make` of a strict function's row in the table.
template <auto Fn>
ExpressionPtr make_strict(const Function& function, std::vector<ExpressionPtr> arguments,
                          const base::SourcePosition& position) {
  auto node = std::make_shared<StrictNode<Fn>>(type_of(function.result), std::move(arguments), position);
  const auto operands = node->operands();
  return folded(std::move(node), operands);
}

// A strict function of one argument as a node of its own: a cast.
template <auto Fn>
ExpressionPtr make_unary(ExpressionPtr operand, base::LogicalType type,
                         const base::SourcePosition& position) {
  std::vector<ExpressionPtr> operands;
  operands.push_back(std::move(operand));
  auto node = std::make_shared<StrictNode<Fn>>(std::move(type), std::move(operands), position);
  const auto arguments = node->operands();
  return folded(std::move(node), arguments);
}

}  // namespace seedctl::gen

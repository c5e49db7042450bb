// Each column walks the row through its states again: the walk is a pure function, and short.
#include "gen/generators/lifecycle.h"

#include <fmt/format.h>

#include "gen/generators/arguments.h"
#include "gen/lifecycle.h"

namespace seedctl::gen {

namespace {

using base::Node;
using base::TypeKind;

// What both kinds of column share: each row's start, and the end of the last day.
class Walk {
 public:
  Walk(Lifecycle cycle, const SiblingColumn& start, base::Date as_of)
      : cycle_(std::move(cycle)),
        start_(start.index),
        unit_(start.type.kind == TypeKind::date ? base::kMicrosPerDay : 1),
        end_(base::Timestamp::at_midnight(as_of).micros + base::kMicrosPerDay) {}

  const Lifecycle& cycle() const { return cycle_; }
  std::size_t start() const { return start_; }

  // A row without a start stays in the first state.
  template <class Visit>
  void walk(const FillRequest& request, std::size_t i, const Visit& visit) const {
    const base::ColumnBatch& starts = request.cells[start_];
    if (starts.is_null(i)) return;
    cycle_.walk(request.rows[i].token, starts.integer_at(i) * unit_, end_, visit);
  }

 private:
  Lifecycle cycle_;
  std::size_t start_;
  std::int64_t unit_;  // of the start, in microseconds
  std::int64_t end_;
};

class StateName final : public Generator {
 public:
  explicit StateName(Walk walk) : walk_(std::move(walk)) {}

  void fill(const FillRequest& request, base::ColumnBatch& out) const override {
    for (std::size_t i = 0; i < request.rows.size(); ++i) {
      std::size_t state = 0;
      walk_.walk(request, i, [&](const Lifecycle::Step& step, std::int64_t) { state = step.to; });
      out.append_text(walk_.cycle().states[state].name);
    }
  }

  std::vector<std::size_t> inputs() const override { return {walk_.start()}; }
  std::optional<std::uint64_t> capacity() const override { return walk_.cycle().states.size(); }

 private:
  Walk walk_;
};

class StepMoment final : public Generator {
 public:
  StepMoment(Walk walk, std::string column, TypeKind kind)
      : walk_(std::move(walk)), column_(std::move(column)), is_date_(kind == TypeKind::date) {}

  void fill(const FillRequest& request, base::ColumnBatch& out) const override {
    for (std::size_t i = 0; i < request.rows.size(); ++i) {
      bool reached = false;
      std::int64_t at = 0;
      walk_.walk(request, i, [&](const Lifecycle::Step& step, std::int64_t moment) {
        if (step.column != column_) return;
        reached = true;
        at = moment;
      });
      if (!reached) {
        out.append_null();
      } else {
        out.append_integer(is_date_ ? base::Timestamp{at}.date().days : at);
      }
    }
  }

  std::vector<std::size_t> inputs() const override { return {walk_.start()}; }

 private:
  Walk walk_;
  std::string column_;
  bool is_date_;
};

// Apart from the columns' own keys: all of the table's draw alike.
Key shared_key(const BuildContext& context) {
  return sub_key(column_key(context.seed, context.table, "", context.generator_version), "lifecycle");
}

std::unique_ptr<Generator> build_lifecycle(const Node& value, const Node& column,
                                           const BuildContext& context) {
  const Arguments arguments{"lifecycle", value, column, context};
  arguments.allow_parameters({"fills"});
  arguments.refuse_unique("many rows are in one state");
  Lifecycle cycle = Lifecycle::read(value, shared_key(context));
  context.draws_with(cycle.states.front().key);
  const std::string fills = base::as_text(*arguments.parameter("fills"), "fills");
  const bool names_state = fills == cycle.column;
  Node start;
  start.kind = Node::Kind::text;
  start.text = cycle.start_column;
  start.position = cycle.start_position;
  const SiblingColumn from = time_column(arguments, start);
  Walk walk(std::move(cycle), from, context.as_of);
  if (names_state) return std::make_unique<StateName>(std::move(walk));
  arguments.require_kind({TypeKind::date, TypeKind::timestamp, TypeKind::timestamptz});
  return std::make_unique<StepMoment>(std::move(walk), fills, context.type.kind);
}

}  // namespace

const GeneratorInfo& lifecycle_generator() {
  static const GeneratorInfo info{.name = "lifecycle",
                                  .version = 1,
                                  .group = "time",
                                  .summary = "the state of the table's lifecycle, or when it was reached",
                                  .parameters = {},
                                  .example = "",
                                  .takes_value = true,
                                  .build = build_lifecycle};
  return info;
}

}  // namespace seedctl::gen

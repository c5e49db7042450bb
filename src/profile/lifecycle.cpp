// The lifecycle itself is read by the generator's layer; what the schema says to it is here.
#include "profile/lifecycle.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "gen/generators/lifecycle.h"
#include "gen/lifecycle.h"
#include "profile/facts.h"
#include "profile/feasibility.h"
#include "profile/notation.h"

namespace seedctl::profile {
namespace {

using base::Node;
using base::TypeKind;

class Columns {
 public:
  explicit Columns(const TablePlan& plan)
      : plan_(plan), form_(plan.entry->lifecycle.value()), cycle_(gen::Lifecycle::read(form_, 0)) {}

  std::map<std::string, LifecycleColumn> read() {
    check_start();
    check_status();
    add(cycle_.column, cycle_.column_position);
    for (const gen::Lifecycle::State& state : cycle_.states) {
      for (const gen::Lifecycle::Step& step : state.steps) {
        if (step.column.empty()) continue;
        check_moment(step);
        if (!columns_.contains(step.column)) add(step.column, step.column_position);
      }
    }
    return std::move(columns_);
  }

 private:
  std::string shown(const std::string& column) const {
    return fmt::format("{}.{}", base::printable(plan_.table->name), base::printable(column));
  }

  const schema::Column& column_of(const std::string& name, const base::SourcePosition& position) const {
    if (const schema::Column* column = plan_.table->column(name)) return *column;
    std::vector<std::string> names;
    for (const schema::Column& each : plan_.table->columns) names.push_back(each.name);
    fail(position,
         fmt::format("lifecycle: no column \"{}\" in table \"{}\"{}", base::printable(name),
                     base::printable(plan_.table->name), base::did_you_mean(name, names)),
         fmt::format("its columns are {}", base::join(names, ", ")));
  }

  // A column that the lifecycle fills, and nothing else does.
  const schema::Column& own_column(const std::string& name, const base::SourcePosition& position) const {
    const schema::Column& column = column_of(name, position);
    if (column.generated == schema::Column::Generated::computed)
      fail(position, fmt::format("{} is computed by the database", shown(name)));
    if (plan_.per && plan_.per->days && plan_.per->days->column == name)
      fail(position, fmt::format("{} is the day of per_day already", shown(name)));
    for (const ColumnEntry& written : plan_.entry->columns) {
      if (written.name != name) continue;
      fail(written.position, fmt::format("{} is filled by the lifecycle already", shown(name)),
           "leave it out of `columns`");
    }
    return column;
  }

  void check_start() const {
    const schema::Column& start = column_of(cycle_.start_column, cycle_.start_position);
    if (is_temporal(start.type.kind)) return;
    fail(cycle_.start_position, fmt::format("a lifecycle starts with a date or a timestamp; {} is {}",
                                            shown(start.name), start.type.str()));
  }

  void check_status() const {
    const schema::Column& status = own_column(cycle_.column, cycle_.column_position);
    const TypeKind kind = status.type.kind;
    if (kind != TypeKind::text && kind != TypeKind::enumeration) {
      fail(cycle_.column_position, fmt::format("a state is text or one of an enumeration; {} is {}",
                                               shown(status.name), status.type.str()));
    }
    const std::vector<std::string> key = key_columns(*plan_.table, plan_.entry);
    if (std::find(key.begin(), key.end(), status.name) != key.end())
      fail(cycle_.column_position, fmt::format("rows are matched by {}, which changes", shown(status.name)));
    for (const gen::Lifecycle::State& state : cycle_.states) check_state(status, state);
  }

  void check_state(const schema::Column& status, const gen::Lifecycle::State& state) const {
    std::vector<std::string> known = status.type.labels;
    const auto value = base::from_text(state.name, status.type);
    std::string rule = value ? "" : fmt::format("type {}", status.type.str());
    for (const sql::CheckFact* fact : facts_about(*plan_.table, status.name)) {
      if (!rule.empty() || obeys(*value, status.type, *fact)) continue;
      rule = describe(*fact);
      known = fact->values;
    }
    if (rule.empty()) return;
    fail(state.position,
         fmt::format("{} cannot be \"{}\": {}{}", shown(status.name), base::printable(state.name), rule,
                     base::did_you_mean(state.name, known)));
  }

  void check_moment(const gen::Lifecycle::Step& step) const {
    const schema::Column& column = own_column(step.column, step.column_position);
    if (!is_temporal(column.type.kind)) {
      fail(step.column_position,
           fmt::format("at needs a date or a timestamp; {} is {}", shown(column.name), column.type.str()));
    }
    const std::string rule = not_null_rule(plan_, column);
    if (rule.empty()) return;
    fail(step.column_position,
         fmt::format("{} is NULL where a row is not {} by as_of, but {}", shown(column.name),
                     base::printable(cycle_.states[step.to].name), rule),
         "make the column nullable, or leave out `at`");
  }

  void add(const std::string& name, const base::SourcePosition& position) {
    LifecycleColumn column;
    column.form.generator = &gen::lifecycle_generator();
    column.form.value = form_;
    column.form.column = with(call("lifecycle", form_), "fills", words(name));
    column.form.column.position = position;
    column.position = position;
    columns_.emplace(name, std::move(column));
  }

  const TablePlan& plan_;
  const Node& form_;
  gen::Lifecycle cycle_;
  std::map<std::string, LifecycleColumn> columns_;
};

}  // namespace

std::map<std::string, LifecycleColumn> lifecycle_columns(const TablePlan& plan) {
  if (!plan.entry->lifecycle) return {};
  return Columns(plan).read();
}

}  // namespace seedctl::profile

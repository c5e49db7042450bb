// A virtual column's type follows from what is written; where that names other virtual columns, from theirs.
#include "profile/virtual_columns.h"

#include <fmt/format.h>

#include <algorithm>
#include <initializer_list>
#include <set>

#include "base/text.h"
#include "gen/expression/functions.h"
#include "profile/expression.h"
#include "profile/natural_type.h"
#include "profile/notation.h"

namespace seedctl::profile {
namespace {

using base::LogicalType;
using base::Node;
using base::TypeKind;

constexpr const char* kWriteType = "write it beside the generator: type: bigint";

class VirtualTypes {
 public:
  VirtualTypes(TablePlan& plan, const Settings& settings, const CellsOfParents& parents)
      : plan_(plan), parents_(parents) {
    scope_.column = [this](std::string_view name) { return column(name); };
    for (const ColumnPlan& sibling : plan_.columns) scope_.column_names.push_back(sibling.column->name);
    scope_.as_of = settings.as_of;
    scope_.parent_cell = [this](std::string_view reference, std::string_view cell) {
      return parents_.find(reference, cell);
    };
  }

  void settle(ColumnPlan& column) {
    if (!column.is_virtual() || column.type.kind != TypeKind::unsupported) return;
    const std::string& name = column.column->name;
    if (!settling_.insert(name).second) {
      fail(column.position,
           fmt::format("the type of virtual column {} follows from itself", base::printable(name)),
           kWriteType);
    }
    LogicalType type =
        column.form.type ? parse_type(*column.form.type) : natural_type(column.form, sources());
    column.virtual_column->type = type;
    column.type = std::move(type);
  }

 private:
  std::optional<gen::SiblingColumn> column(std::string_view name) {
    const auto index = plan_.index_of(name);
    if (!index) return std::nullopt;
    settle(plan_.columns[*index]);
    return gen::SiblingColumn{*index, plan_.columns[*index].column->type};
  }

  TypeSources sources() {
    return {.expression = [this](const Node& text) { return expression_type(text, scope_); },
            .column = [this](const Node& name) { return column_type(name); },
            .reference = [this](const ColumnForm& form) { return referred_type(form); }};
  }

  // A name that is no column is the generator's to refuse.
  LogicalType column_type(const Node& name) {
    const auto found = column(name.text);
    return found ? found->type : gen::type_of({TypeKind::timestamp, 0});
  }

  LogicalType referred_type(const ColumnForm& form) {
    const ColumnPlan& column = *std::find_if(plan_.columns.begin(), plan_.columns.end(),
                                             [&](const ColumnPlan& other) { return &other.form == &form; });
    if (is_late(plan_, column)) {
      const std::string parent = base::printable(referred_table(plan_, column));
      fail(column.position,
           fmt::format(
               "the type of virtual column {} is not known: {} refers back to {}, and is made after it",
               base::printable(column.column->name), parent, base::printable(plan_.table->name)),
           kWriteType);
    }
    const Node* written = form.column.kind == Node::Kind::map ? form.column.find("column") : nullptr;
    const std::string cell = written != nullptr ? written->text : "id";
    try {
      return parents_.find(column.column->name, cell).type;
    } catch (base::Error& error) {
      if (!error.position()) error.at(written != nullptr ? written->position : column.position);
      throw;
    }
  }

  TablePlan& plan_;
  const CellsOfParents& parents_;
  ExpressionScope scope_;
  std::set<std::string> settling_;
};

// Columns that `distinct_from` names: the rows that they pick are read, not their values.
std::set<std::size_t> told_apart(const TablePlan& plan) {
  std::set<std::size_t> found;
  for (const ColumnPlan& column : plan.columns) {
    const Node* others =
        column.form.column.kind == Node::Kind::map ? column.form.column.find("distinct_from") : nullptr;
    if (others == nullptr) continue;
    for (std::size_t i = 0; i < plan.columns.size(); ++i) {
      const auto names_it = [&](const Node& node) { return node.text == plan.columns[i].column->name; };
      if (names_it(*others) || std::any_of(others->items.begin(), others->items.end(), names_it))
        found.insert(i);
    }
  }
  return found;
}

}  // namespace

bool is_virtual_column(const ColumnEntry& entry) {
  const Node* flag = entry.node.kind == Node::Kind::map ? entry.node.find("virtual") : nullptr;
  return flag != nullptr && base::as_boolean(*flag, "virtual");
}

ColumnPlan plan_virtual_column(const ColumnEntry& entry) {
  ColumnPlan planned;
  planned.virtual_column = std::make_shared<schema::Column>();
  planned.virtual_column->name = entry.name;
  planned.virtual_column->nullable = true;
  planned.virtual_column->type = LogicalType{};
  planned.column = planned.virtual_column.get();
  planned.node = entry.node;
  planned.position = entry.position;
  planned.form = read_column(entry.node, entry.name);
  if (planned.form.dirty) {
    base::fail_at(*planned.form.dirty, "a virtual column cannot be dirty: nothing of it is stored",
                  "write dirty in the column that reads it");
  }
  return planned;
}

void settle_virtual_types(TablePlan& plan, const Settings& settings, const CellsOfParents& parents) {
  VirtualTypes types(plan, settings, parents);
  for (ColumnPlan& column : plan.columns) {
    try {
      types.settle(column);
    } catch (base::Error& error) {
      if (!error.position()) error.at(column.position);
      throw;
    }
  }
}

void check_virtual_columns_are_read(const TablePlan& plan, const gen::Table& table,
                                    const std::vector<TablePlan>& plans) {
  std::set<std::size_t> read = told_apart(plan);
  for (const gen::Column& column : table.columns())
    for (const std::size_t input : column.generator->inputs()) read.insert(input);
  for (std::size_t i = 0; i < plan.columns.size(); ++i) {
    const ColumnPlan& column = plan.columns[i];
    if (!column.is_virtual() || read.contains(i)) continue;
    const std::pair<std::string, std::string> cell{plan.table->name, column.column->name};
    if (std::any_of(plans.begin(), plans.end(),
                    [&](const TablePlan& other) { return other.parent_cells.contains(cell); })) {
      continue;
    }
    fail(column.position,
         fmt::format("{}.{} is virtual, and no column reads it", base::printable(cell.first),
                     base::printable(cell.second)),
         "use it in an expression, or remove it; `null` removes one that a base profile has");
  }
}

}  // namespace seedctl::profile

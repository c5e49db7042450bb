// A virtual column's type follows from what is written; where that names other virtual columns, from theirs.
#include "profile/virtual_columns.h"

#include <fmt/format.h>

#include <algorithm>
#include <initializer_list>
#include <set>

#include "base/text.h"
#include "gen/expression/functions.h"
#include "profile/expression.h"
#include "profile/nested_columns.h"
#include "profile/notation.h"

namespace seedctl::profile {
namespace {

using base::LogicalType;
using base::Node;
using base::TypeKind;

constexpr const char* kWriteType = "write it beside the generator: type: bigint";

LogicalType plain_type(TypeKind kind) {
  return gen::type_of({kind, kind == TypeKind::integer || kind == TypeKind::real ? 64 : 0});
}

// The type that holds values of both; text does for all.
LogicalType wider(const LogicalType& a, const LogicalType& b) {
  const auto are = [&](TypeKind one, TypeKind other) {
    return (a.kind == one && b.kind == other) || (a.kind == other && b.kind == one);
  };
  if (a.kind == b.kind) return plain_type(a.kind);
  if (are(TypeKind::integer, TypeKind::decimal)) return plain_type(TypeKind::decimal);
  if (are(TypeKind::integer, TypeKind::real) || are(TypeKind::decimal, TypeKind::real))
    return plain_type(TypeKind::real);
  if (are(TypeKind::date, TypeKind::timestamp)) return plain_type(TypeKind::timestamp);
  return plain_type(TypeKind::text);
}

// Of a value as YAML and people write it.
LogicalType literal_type(const Node& node) {
  if (node.kind == Node::Kind::boolean) return plain_type(TypeKind::boolean);
  if (node.kind == Node::Kind::integer) return plain_type(TypeKind::integer);
  if (node.kind == Node::Kind::real) return plain_type(TypeKind::decimal);
  if (base::Date::parse(node.text)) return plain_type(TypeKind::date);
  for (const TypeKind kind : {TypeKind::timestamp, TypeKind::time})
    if (base::from_text(node.text, plain_type(kind))) return plain_type(kind);
  return plain_type(TypeKind::text);
}

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
    LogicalType type = column.form.type ? parse_type(*column.form.type) : natural_type(column.form);
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

  LogicalType natural_type(const ColumnForm& form) {
    if (form.is("expr")) return expression_type(form.value, scope_);
    if (form.is("ref")) return referred_type(form);
    if (form.is("after")) return column_type(form.value);
    if (form.is("day")) return plain_type(TypeKind::date);
    if (form.is("uuid")) return plain_type(TypeKind::uuid);
    if (form.is("boolean")) return plain_type(TypeKind::boolean);
    if (form.is("bytes")) return plain_type(TypeKind::bytes);
    if (form.is("latitude") || form.is("longitude")) return plain_type(TypeKind::real);
    if (form.is("sequence") || form.is("zipf")) return plain_type(TypeKind::integer);
    if (form.is("value")) return common({&form.value});
    if (form.is("choice")) return common(pointers(form.value.items));
    if (form.is("between")) return bounds_type(form.value.items);
    if (form.is("weights")) return weights_type(form);
    if (form.is("histogram")) return histogram_type(form);
    if (form.is("normal") || form.is("lognormal") || form.is("exponential"))
      return common(places(form.value));
    if (form.is("match")) return match_type(form);
    return plain_type(TypeKind::text);
  }

  static std::vector<const Node*> pointers(const std::vector<Node>& nodes) {
    std::vector<const Node*> found;
    for (const Node& node : nodes) found.push_back(&node);
    return found;
  }

  // Values of a distribution's own kind; its widths are spans where those are dates.
  static std::vector<const Node*> places(const Node& map) {
    std::vector<const Node*> found;
    for (const base::NodeEntry& entry : map.entries)
      if (entry.key == "min" || entry.key == "max" || entry.key == "mean" || entry.key == "median")
        if (!base::Interval::parse(entry.value.text) || entry.value.is_number())
          found.push_back(&entry.value);
    return found;
  }

  static LogicalType common(const std::vector<const Node*>& nodes) {
    std::optional<LogicalType> type;
    for (const Node* node : nodes) {
      if (!node->is_scalar() || node->kind == Node::Kind::null) continue;
      LogicalType one = literal_type(*node);
      type = type ? wider(*type, one) : plain_type(one.kind);
    }
    return type.value_or(plain_type(TypeKind::text));
  }

  // What is no value is an expression.
  LogicalType bounds_type(const std::vector<Node>& bounds) const {
    std::optional<LogicalType> type;
    for (const Node& bound : bounds) {
      if (!bound.is_scalar() || bound.kind == Node::Kind::null) continue;
      LogicalType one = literal_type(bound);
      if (one.kind == TypeKind::text) one = expression_type(bound, scope_);
      type = type ? wider(*type, one) : plain_type(one.kind);
    }
    return type.value_or(plain_type(TypeKind::text));
  }

  static LogicalType weights_type(const ColumnForm& form) {
    std::vector<Node> keys;
    const auto add = [&](const Node& map) {
      for (const base::NodeEntry& entry : map.entries) keys.push_back(plain(entry.key));
    };
    if (form.column.find("by") == nullptr) {
      add(form.value);
    } else {
      for (const base::NodeEntry& frame : form.value.entries) add(frame.value);
    }
    return common(pointers(keys));
  }

  // Of all cases; one that is only NULL says nothing.
  LogicalType match_type(const ColumnForm& form) {
    std::optional<LogicalType> type;
    for (const ColumnForm& part : nested_forms(form, "a virtual column")) {
      if (part.is_null_constant()) continue;
      const LogicalType one = natural_type(part);
      type = type ? wider(*type, one) : one;
    }
    return type.value_or(plain_type(TypeKind::text));
  }

  static LogicalType histogram_type(const ColumnForm& form) {
    std::vector<const Node*> ends;
    for (const Node& stretch : form.value.items)
      for (const char* end : {"from", "to"})
        if (const Node* node = stretch.kind == Node::Kind::map ? stretch.find(end) : nullptr)
          ends.push_back(node);
    return common(ends);
  }

  // A name that is no column is the generator's to refuse.
  LogicalType column_type(const Node& name) {
    const auto found = column(name.text);
    return found ? found->type : plain_type(TypeKind::timestamp);
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

// Generators that are lists of values say them; of all others only CHECKs and types know.
#include "profile/possible_values.h"

#include <algorithm>

#include "gen/generators/arguments.h"
#include "profile/facts.h"
#include "profile/feasibility.h"
#include "profile/nested_columns.h"
#include "profile/notation.h"

namespace seedctl::profile {
namespace {

using base::Node;
using base::TypeKind;

class Values {
 public:
  Values(const TablePlan& plan, const ColumnPlan& column) : plan_(plan), column_(column) {}

  std::optional<std::vector<base::Value>> list() {
    if (column_.given || !(add_form(column_.form) || add_rule())) return std::nullopt;
    if (values_.empty() && !null_) return values_;  // a list of none, which is refused at its own place
    for (const FixedEntry& row : plan_.entry->fixed) {
      const Node* cell = row.node.find(column_.column->name);
      if (cell == nullptr) continue;
      if (cell->kind == Node::Kind::null)
        null_ = true;
      else if (cell->is_scalar())
        add(*cell);
      if (values_.size() > kMostListed) return std::nullopt;
    }
    if (null_) values_.emplace_back(base::Null{});
    return std::move(values_);
  }

 private:
  void add(base::Value value) {
    if (std::find(values_.begin(), values_.end(), value) == values_.end())
      values_.push_back(std::move(value));
  }
  void add(const Node& node) { add(gen::value_of(node, column_.column->type)); }

  bool may_be_null() const { return not_null_rule(plan_, *column_.column).empty(); }

  // False where the generator does not list its values.
  bool add_form(const ColumnForm& form) {
    if (!form.nulls.never()) null_ = true;
    if (form.is("value") && form.value.kind == Node::Kind::null) {
      null_ = true;
      return true;
    }
    if (form.is("value")) {
      add(form.value);
      return true;
    }
    if (form.is("choice") && form.value.items.size() <= kMostListed) {
      for (const Node& item : form.value.items) add(item);
      return true;
    }
    if (form.is("weights")) return add_weights(form);
    if (form.is("boolean")) {
      add(base::Value(false));
      add(base::Value(true));
      return true;
    }
    const std::vector<ColumnForm> parts = nested_forms(form, column_.column->name);
    return !parts.empty() &&
           std::all_of(parts.begin(), parts.end(), [this](const ColumnForm& part) { return add_form(part); });
  }

  // Those without weight are never drawn.
  bool add_weights(const ColumnForm& form) {
    const bool over_time = form.column.find("by") != nullptr;
    for (const base::NodeEntry& entry : form.value.entries) {
      if (!over_time) add_weight(entry);
      for (const base::NodeEntry& part : entry.value.entries) add_weight(part);
    }
    if (over_time && may_be_null()) null_ = true;  // as the date may be
    return true;
  }

  void add_weight(const base::NodeEntry& entry) {
    const auto weight = base::Decimal::parse(entry.value.text.substr(0, entry.value.text.find('%')));
    if (weight && weight->coefficient == 0) return;
    Node key = plain(entry.key);
    if (key.kind == Node::Kind::null) key.kind = Node::Kind::text;
    key.position = entry.position;
    add(key);
  }

  // What the database lets in, whatever the generator.
  bool add_rule() {
    const base::LogicalType& type = column_.column->type;
    if (const auto fact = merged_fact(*plan_.table, column_.column->name, sql::CheckFact::Kind::values)) {
      if (fact->values.size() > kMostListed) return false;
      for (const std::string& text : fact->values)
        if (auto value = base::from_text(text, type)) add(*std::move(value));
    } else if (type.kind == TypeKind::boolean) {
      add(base::Value(false));
      add(base::Value(true));
    } else if (type.kind == TypeKind::enumeration) {
      for (const std::string& label : type.labels) add(base::Value(label));
    } else {
      return false;
    }
    if (may_be_null()) null_ = true;
    return true;
  }

  const TablePlan& plan_;
  const ColumnPlan& column_;
  std::vector<base::Value> values_;
  bool null_ = false;
};

}  // namespace

std::optional<std::vector<base::Value>> possible_values(const TablePlan& plan, std::string_view column) {
  const ColumnPlan* found = plan.column(column);
  return found == nullptr ? std::nullopt : Values(plan, *found).list();
}

}  // namespace seedctl::profile

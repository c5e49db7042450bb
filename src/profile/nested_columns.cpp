// A part is read by the same reader as a column; what it may not say is refused here.
#include "profile/nested_columns.h"

#include <fmt/format.h>

#include "base/text.h"
#include "profile/notation.h"
#include "profile/possible_values.h"

namespace seedctl::profile {
namespace {

using base::Node;

void refuse_modifiers(const Node& node, const std::string& column) {
  if (node.kind != Node::Kind::map) return;
  for (const char* modifier : {"unique", "dirty", "virtual", "type"}) {
    for (const base::NodeEntry& entry : node.entries) {
      if (entry.key != modifier) continue;
      fail(entry.position,
           fmt::format("{} concerns the whole column {}, not one case of it", modifier, column),
           "write it beside match");
    }
  }
}

ColumnForm read_nested(const Node& node, const std::string& column) {
  const std::string shown = base::printable(column);
  refuse_modifiers(node, shown);
  ColumnForm form = read_column(node, column);
  if (form.is("ref")) {
    fail(node.position,
         fmt::format("a case of {} cannot refer to another table: ref decides which table is made first",
                     shown),
         "let a column of its own refer there, virtual if need be, and read it by expr");
  }
  return form;
}

gen::NestedGenerator build_nested(const TablePlan& plan, const gen::BuildContext& outer, const Node& written,
                                  const std::string& name) {
  const ColumnForm form = read_nested(written, outer.column);
  gen::NestedGenerator made;
  gen::BuildContext context = outer;
  context.generator_version = form.generator->version;
  context.within.push_back(name);
  context.on_randomness = [&made](const gen::Randomness& randomness) { made.randomness = randomness; };
  add_nested(plan, context);
  made.generator = form.generator->build(form.value, form.column, context);
  made.nulls = form.nulls;
  gen::Key key = gen::column_key(context.seed, context.table, context.column, 1);
  for (const std::string& outer_name : context.within) key = gen::sub_key(key, outer_name);
  made.null_key = gen::sub_key(key, "nulls");
  return made;
}

}  // namespace

std::vector<ColumnForm> nested_forms(const ColumnForm& form, const std::string& column) {
  std::vector<ColumnForm> forms;
  if (form.generator == nullptr || !form.is("match") || form.column.kind != Node::Kind::map) return forms;
  if (const Node* cases = form.column.find("cases")) {
    for (const base::NodeEntry& entry : cases->entries) forms.push_back(read_nested(entry.value, column));
  }
  if (const Node* otherwise = form.column.find("else")) forms.push_back(read_nested(*otherwise, column));
  return forms;
}

ColumnPlan as_column(const ColumnPlan& column, ColumnForm part) {
  ColumnPlan whole = column;
  whole.form = std::move(part);
  whole.node = whole.form.column;
  whole.position = whole.node.position;
  return whole;
}

void add_nested(const TablePlan& plan, gen::BuildContext& context) {
  context.possible_values = [&plan](std::string_view column) { return possible_values(plan, column); };
  context.nested = [&plan, outer = context](const Node& written, const std::string& name) {
    return build_nested(plan, outer, written, name);
  };
}

}  // namespace seedctl::profile

// A part is read by the same reader as a column; what it may not say is refused here.
#include "profile/nested_columns.h"

#include <fmt/format.h>

#include "base/text.h"
#include "gen/expression/functions.h"
#include "profile/natural_type.h"
#include "profile/notation.h"
#include "profile/possible_values.h"

namespace seedctl::profile {
namespace {

using base::LogicalType;
using base::Node;

// What a nested column is: a case, or a part of a value.
constexpr std::string_view kCase = "case", kPart = "part";

void refuse_modifiers(const Node& node, const std::string& column, std::string_view what) {
  if (node.kind != Node::Kind::map) return;
  for (const char* modifier : {"unique", "dirty", "virtual", "type"}) {
    for (const base::NodeEntry& entry : node.entries) {
      if (entry.key != modifier) continue;
      fail(entry.position,
           fmt::format("{} concerns the whole column {}, not one {} of it", modifier, column, what),
           what == kCase ? "write it beside match" : "");
    }
  }
}

ColumnForm read_nested(const Node& node, const std::string& column, std::string_view what = kCase) {
  const std::string shown = base::printable(column);
  refuse_modifiers(node, shown, what);
  ColumnForm form = read_column(node, column);
  if (form.is("ref")) {
    fail(node.position,
         fmt::format("a {} of {} cannot refer to another table: ref decides which table is made first", what,
                     shown),
         "let a column of its own refer there, virtual if need be, and read it by expr");
  }
  return form;
}

gen::NestedGenerator build_form(const TablePlan& plan, const ColumnForm& form, gen::BuildContext context) {
  gen::NestedGenerator made;
  context.generator_version = form.generator->version;
  context.on_randomness = [&made](const gen::Randomness& randomness) { made.randomness = randomness; };
  add_nested(plan, context);
  made.generator = form.generator->build(form.value, form.column, context);
  made.nulls = form.nulls;
  gen::Key key = gen::column_key(context.seed, context.table, context.column, 1);
  for (const std::string& outer_name : context.within) key = gen::sub_key(key, outer_name);
  made.null_key = gen::sub_key(key, "nulls");
  made.type = context.type;
  return made;
}

gen::NestedGenerator build_nested(const TablePlan& plan, const gen::BuildContext& outer, const Node& written,
                                  const std::string& name) {
  gen::BuildContext context = outer;
  context.within.push_back(name);
  return build_form(plan, read_nested(written, outer.column), std::move(context));
}

// Types follow as those of virtual columns do.
LogicalType type_of_part(const ColumnForm& form, const gen::BuildContext& outer) {
  const auto column = [&](const Node& name) {
    const auto found = outer.sibling(name.text);
    return found ? found->type : gen::type_of({base::TypeKind::timestamp, 0});
  };
  return natural_type(form, {.expression = outer.expression_type, .column = column, .reference = {}});
}

gen::NestedGenerator build_part(const TablePlan& plan, const gen::BuildContext& outer, const Node& written,
                                const std::string& name, const gen::PartOf& part) {
  const ColumnForm form = read_nested(written, outer.column, kPart);
  gen::BuildContext context = outer;
  // Its name may be that of a column of the table, and of a part of another.
  context.within.push_back(outer.column + ": " + name);
  context.column = part.column;
  context.type = part.type ? *part.type : type_of_part(form, outer);
  context.nullable = true;
  context.unique = part.unique;
  context.digit.reset();
  context.number_bound = part.unique ? 0 : outer.number_bound;
  context.referenced_table.clear();
  context.referenced_column.clear();
  context.reference_group.clear();
  return build_form(plan, form, std::move(context));
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

std::vector<ColumnForm> part_forms(const ColumnForm& form, const std::string& column) {
  std::vector<ColumnForm> forms;
  if (form.generator == nullptr) return forms;
  if (form.is("array")) forms.push_back(read_nested(form.value, column, kPart));
  if (form.is("json")) {
    for (const base::NodeEntry& entry : form.value.entries)
      forms.push_back(read_nested(entry.value, column, kPart));
  }
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
  context.nested_part = [&plan, outer = context](const Node& written, const std::string& name,
                                                 const gen::PartOf& part) {
    return build_part(plan, outer, written, name, part);
  };
}

}  // namespace seedctl::profile

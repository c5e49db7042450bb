// ref: the key of a row of another table, by making that row's cell; nothing is looked up.
//
// Which row it is stands in a hidden column (pick_policy.h), so that all columns that want something of the
// row see the same one, and it is picked once.
#include <fmt/format.h>

#include "base/text.h"
#include "gen/generators/arguments.h"
#include "gen/generators/builders.h"
#include "gen/generators/pick_policy.h"
#include "gen/parent_cells.h"
#include "gen/table.h"

namespace seedctl::gen {

namespace {

using base::Node;

const Table* table_named(const BuildContext& context, std::string_view name) {
  return context.parent && !name.empty() ? context.parent(name) : nullptr;
}

std::string table_name(const Arguments& arguments) {
  if (arguments.value.kind != Node::Kind::null) return base::as_text(arguments.value, "ref");
  if (arguments.context.referenced_table.empty()) {
    arguments.fail(fmt::format("column {} has no foreign key: ref needs a table", arguments.context.column),
                   "for example: ref: user");
  }
  return arguments.context.referenced_table;
}

}  // namespace

std::unique_ptr<Generator> build_ref(const Node& value, const Node& column, const BuildContext& context) {
  const Arguments arguments{"ref", value, column, context};
  arguments.allow_parameters({"column", "pick", "capacity", "to", "distinct_from"});
  const std::string name = table_name(arguments);
  const Table* table = table_named(context, name);
  if (table == nullptr) {
    arguments.fail(fmt::format("the profile makes no table \"{}\" to refer to{}", base::printable(name),
                               base::did_you_mean(name, context.parent_names)));
  }
  const std::size_t target = referenced_column(arguments, *table);
  return parent_cells({.table = table,
                       .column = target,
                       .picks = picks_of(arguments, *table),
                       .rows = capacity_of(arguments),
                       .own_column = table->name() == context.table ? context.sibling_names[target] : ""});
}

}  // namespace seedctl::gen

// From the profile's words to a plan per table. Only names and shapes are decided here; values come later.
#include "profile/plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/text.h"
#include "profile/facts.h"
#include "profile/lifecycle.h"
#include "profile/notation.h"
#include "profile/per_day.h"
#include "profile/virtual_columns.h"

namespace seedctl::profile {
namespace {

using base::Node;

std::string shown(const std::string& name) { return base::printable(name); }

const schema::Table& table_of(const TableEntry& entry, const schema::Schema& schema) {
  if (const schema::Table* table = schema.table(entry.name)) {
    if (table->not_loadable.empty()) return *table;
    fail(entry.position,
         fmt::format("table \"{}\" cannot be seeded: it is {}", shown(entry.name), table->not_loadable),
         "leave it out of the profile");
  }
  if (std::find(schema.views.begin(), schema.views.end(), entry.name) != schema.views.end()) {
    fail(entry.position, fmt::format("\"{}\" cannot be seeded: it is a view", shown(entry.name)),
         "name the tables that it reads");
  }
  const std::vector<std::string> names = schema.table_names();
  fail(entry.position,
       fmt::format("no table \"{}\" in the schema{}", shown(entry.name),
                   base::did_you_mean(entry.name, names)),
       names.empty() ? "the schema has no tables: `seedctl migrate` makes them"
                     : fmt::format("the tables are {}", base::join(names, ", ")));
}

// The fixed rows are among the rows.
std::uint64_t count_rows(const TableEntry& entry, double scale) {
  const std::uint64_t rows = base::as_count(entry.rows, "rows");
  if (rows < entry.fixed.size()) {
    base::fail_at(entry.rows,
                  fmt::format("table \"{}\" has {} {}, more than its {} rows", shown(entry.name),
                              entry.fixed.size(), entry.from ? "rows in its file" : "fixed rows", rows),
                  fmt::format("ask for at least {} rows", entry.fixed.size()));
  }
  return std::max<std::uint64_t>(scaled_rows(entry.rows, "rows", scale), entry.fixed.size());
}

void check_parent(const TableEntry& entry, const TableName& parent, const Settings& settings) {
  if (parent.name == entry.name) fail(parent.position, "a table cannot have rows per itself");
  if (settings.made.contains(parent.name)) return;
  const std::vector<std::string> names(settings.made.begin(), settings.made.end());
  fail(parent.position, fmt::format("per: this profile makes no table \"{}\"{}", shown(parent.name),
                                    base::did_you_mean(parent.name, names)));
}

PerPlan read_per(const TableEntry& entry, const Settings& settings) {
  const std::string& parent = *entry.per;
  check_parent(entry, {parent, entry.per_position}, settings);
  refuse_given_rows(entry, parent);
  return read_cardinality(entry, cardinality_key(entry.name, settings), settings.scale);
}

void read_rows(TablePlan& plan, const Settings& settings) {
  const TableEntry& entry = *plan.entry;
  if (entry.per_day) {
    plan.per = read_per_day(entry, *plan.table, settings);
    return;
  }
  if (entry.per) {
    plan.per = read_per(entry, settings);
    return;
  }
  if (entry.dense) {
    fail(entry.key_position,
         "key: dense numbers the rows of a table with `per` one by one; others are so already",
         "a column of that name is written key: [dense]");
  }
  if (entry.total) {
    base::fail_at(*entry.total, "total shares rows out over a parent, in a table without `per`",
                  "add per: <parent table>, or write rows");
  }
  if (entry.rows.kind == Node::Kind::null && entry.from) {
    plan.rows = entry.fixed.size();
    return;
  }
  if (entry.rows.kind == Node::Kind::null) {
    fail(entry.position, fmt::format("table \"{}\" lacks `rows`", shown(entry.name)),
         fmt::format("write {}: {{rows: 100}}, or {}: null to leave it out", shown(entry.name),
                     shown(entry.name)));
  }
  if (entry.rows.kind == Node::Kind::map) {
    base::fail_at(entry.rows, "rows must be a number in a table without `per`", "add per: <parent table>");
  }
  plan.rows = count_rows(entry, settings.scale);
}

// Of a table that joins several others: the columns that refer to them.
void read_junction(TablePlan& plan, const Settings& settings) {
  const TableEntry& entry = *plan.entry;
  if (entry.per_others.empty()) return;
  std::vector<TableName> parents = {{*entry.per, entry.per_position}};
  parents.insert(parents.end(), entry.per_others.begin(), entry.per_others.end());
  for (const TableName& parent : parents) {
    check_parent(entry, parent, settings);
    const auto key = std::find_if(plan.table->foreign_keys.begin(), plan.table->foreign_keys.end(),
                                  [&](const schema::ForeignKey& each) { return each.parent == parent.name; });
    if (key == plan.table->foreign_keys.end()) {
      fail(parent.position,
           fmt::format("per: table \"{}\" has no foreign key to {}", shown(entry.name), shown(parent.name)),
           "several tables can be named where each combination of their rows comes at most once");
    }
    for (const std::string& column : key->columns) {
      if (std::find(plan.junction.begin(), plan.junction.end(), column) == plan.junction.end())
        plan.junction.push_back(column);
    }
  }
}

void check_column_names(const TablePlan& plan) {
  std::vector<std::string> names;
  for (const schema::Column& column : plan.table->columns) names.push_back(column.name);
  const auto unknown = [&](const base::SourcePosition& position, const std::string& name) {
    fail(position,
         fmt::format("no column \"{}\" in table \"{}\"{}", shown(name), shown(plan.table->name),
                     base::did_you_mean(name, names)),
         fmt::format("its columns are {}; one that only others use is written with virtual: true",
                     base::join(names, ", ")));
  };
  for (const ColumnEntry& entry : plan.entry->columns) {
    const schema::Column* column = plan.table->column(entry.name);
    const bool is_virtual = is_virtual_column(entry);
    if (column == nullptr && is_virtual) continue;
    if (column == nullptr) unknown(entry.position, entry.name);
    if (is_virtual) {
      fail(entry.position,
           fmt::format("{}.{} is a column of the table: it cannot be virtual", shown(plan.table->name),
                       shown(entry.name)),
           "give the virtual column another name, or remove `virtual`");
    }
    if (column->generated == schema::Column::Generated::computed) {
      fail(entry.position,
           fmt::format("{}.{} is computed by the database", shown(plan.table->name), shown(entry.name)),
           "leave it out of the profile");
    }
  }
  for (const std::string& name : plan.entry->key) {
    const schema::Column* column = plan.table->column(name);
    if (column == nullptr) unknown(plan.entry->key_position, name);
  }
}

base::LogicalType narrowed(const schema::Table& table, const schema::Column& column) {
  base::LogicalType type = column.type;
  if (type.kind != base::TypeKind::text) return type;
  for (const sql::CheckFact* fact : facts_about(table, column.name)) {
    if (fact->kind != sql::CheckFact::Kind::length || fact->max_length.value_or(0) == 0) continue;
    const auto length = static_cast<std::uint32_t>(std::min<std::uint64_t>(*fact->max_length, UINT32_MAX));
    if (type.length == 0 || length < type.length) type.length = length;
  }
  return type;
}

// Where all rows are of the file, its columns need no generator.
bool is_given(const TablePlan& plan, const schema::Column& column) {
  const std::vector<std::string>& names = plan.entry->file_columns;
  return plan.entry->from && plan.rows == plan.entry->fixed.size() &&
         column.generated != schema::Column::Generated::computed &&
         std::find(names.begin(), names.end(), column.name) != names.end();
}

// Its cells make no use of it; what reads the parent's cells through the column does.
Node given_form(const TablePlan& plan, const schema::Column& column, const Settings& settings) {
  const schema::ForeignKey* key = followed_key(*plan.table, column.name, {});
  const bool refers = key != nullptr && settings.made.contains(key->parent);
  return refers ? call("ref", words(key->parent)) : call("value", Node{});
}

void plan_columns(TablePlan& plan, const Settings& settings) {
  const InferenceInput input{*plan.table, plan.entry, settings.made, settings.inferred_until,
                             settings.external};
  const std::map<std::string, LifecycleColumn> lifecycle = lifecycle_columns(plan);
  for (const schema::Column& column : plan.table->columns) {
    const auto written = std::find_if(plan.entry->columns.begin(), plan.entry->columns.end(),
                                      [&](const ColumnEntry& entry) { return entry.name == column.name; });
    ColumnPlan planned;
    planned.column = &column;
    planned.type = narrowed(*plan.table, column);
    if (const auto found = lifecycle.find(column.name); found != lifecycle.end()) {
      planned.form = found->second.form;
      planned.position = found->second.position;
      plan.columns.push_back(std::move(planned));
      continue;
    }
    if (plan.per && plan.per->days && plan.per->days->column == column.name) {
      planned.node = plan.per->days->node;
      planned.position = plan.per->days->position;
    } else if (is_given(plan, column)) {
      planned.given = true;
      planned.position = plan.entry->from->position;
      planned.node = placed_at(given_form(plan, column, settings), planned.position);
    } else if (written != plan.entry->columns.end()) {
      planned.node = written->node;
      planned.position = written->position;
    } else {
      if (is_left_to_database(input, column)) continue;
      planned.alternatives = infer(input, column);
      planned.position = plan.entry->position;
      take_alternative(planned);
    }
    if (!planned.inferred()) planned.form = read_column(planned.node, column.name);
    plan.columns.push_back(std::move(planned));
  }
  for (const ColumnEntry& entry : plan.entry->columns)
    if (is_virtual_column(entry)) plan.columns.push_back(plan_virtual_column(entry));
}

}  // namespace

ColumnPlan* TablePlan::column(std::string_view name) {
  const auto index = index_of(name);
  return index ? &columns[*index] : nullptr;
}

const ColumnPlan* TablePlan::column(std::string_view name) const {
  const auto index = index_of(name);
  return index ? &columns[*index] : nullptr;
}

std::optional<std::size_t> TablePlan::index_of(std::string_view name) const {
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (columns[i].column->name == name) return i;
  }
  return std::nullopt;
}

bool take_alternative(ColumnPlan& column) {
  if (column.alternatives.empty()) return false;
  column.node = std::move(column.alternatives.front().column);
  column.reason = std::move(column.alternatives.front().reason);
  column.alternatives.erase(column.alternatives.begin());
  column.form = read_column(column.node, column.column->name);
  return true;
}

std::uint64_t scaled_rows(const Node& node, std::string_view what, double scale) {
  const std::uint64_t rows = base::as_count(node, what);
  if (rows > kMaxRows) {
    base::fail_at(node, fmt::format("{} is {}; at most {} can be made", what, base::with_thousands(rows),
                                    base::with_thousands(kMaxRows)));
  }
  if (scale == 1.0 || rows == 0) return rows;
  const double product = std::round(static_cast<double>(rows) * scale);
  if (product > static_cast<double>(kMaxRows)) {
    base::fail_at(node, fmt::format("{} rows times {} is more than the {} that can be made",
                                    base::with_thousands(rows), scale, base::with_thousands(kMaxRows)));
  }
  return std::max<std::uint64_t>(1, static_cast<std::uint64_t>(product));
}

gen::Key cardinality_key(const std::string& table, const Settings& settings) {
  return gen::sub_key(gen::column_key(settings.seed, table, "", 1), "rows per parent");
}

TablePlan plan_table(const TableEntry& entry, const schema::Schema& schema, const Settings& settings) {
  TablePlan plan;
  plan.entry = &entry;
  plan.table = &table_of(entry, schema);
  plan.locale = entry.locale ? &gen::Locale::at(*entry.locale, entry.locale_position) : settings.locale;
  check_column_names(plan);
  read_rows(plan, settings);
  read_junction(plan, settings);
  plan_columns(plan, settings);
  return plan;
}

}  // namespace seedctl::profile

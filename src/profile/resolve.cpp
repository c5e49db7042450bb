// The stages of resolution: settle what holds for all, plan each table, order them, build each, fingerprint
// it.
#include "profile/resolve.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/hash.h"
#include "base/ordered_key.h"
#include "base/text.h"
#include "profile/external_parents.h"
#include "profile/facts.h"
#include "profile/notation.h"
#include "profile/per_day.h"
#include "profile/plan.h"
#include "profile/probe.h"
#include "profile/reference_context.h"
#include "profile/specification.h"
#include "profile/table_builder.h"
#include "profile/uniqueness.h"
#include "profile/unread_checks.h"
#include "profile/virtual_columns.h"
#include "schema/logical_form.h"

namespace seedctl::profile {
namespace {

Settings settle(const Document& document, const ResolveOptions& options) {
  Settings settings;
  settings.seed = document.seed;
  if (!std::isfinite(options.scale) || options.scale <= 0) {
    throw base::Error(base::ErrorCode::usage,
                      fmt::format("the scale must be a number above 0, not {}", options.scale));
  }
  settings.scale = options.scale;
  settings.as_of = kDefaultAsOf;
  if (document.as_of) {
    settings.as_of = *document.as_of == "today" ? options.today
                                                : base::Date::parse(*document.as_of).value_or(kDefaultAsOf);
  }
  settings.until = options.until;
  if (options.until) settings.as_of = *options.until;
  if (options.as_of) settings.as_of = *options.as_of;
  settings.inferred_until = first_of_days(document).value_or(settings.as_of);
  settings.locale = &gen::Locale::at(document.locale, document.locale_position);
  for (const TableEntry& entry : document.tables) settings.made.insert(entry.name);
  return settings;
}

void check_only(const Document& document, const ResolveOptions& options) {
  std::vector<std::string> names;
  for (const TableEntry& entry : document.tables) names.push_back(entry.name);
  for (const std::string& name : options.only) {
    if (std::find(names.begin(), names.end(), name) != names.end()) continue;
    throw base::Error(base::ErrorCode::usage,
                      fmt::format("profile \"{}\" makes no table \"{}\"{}", document.name,
                                  base::printable(name), base::did_you_mean(name, names)));
  }
}

void check_rules(const Document& document, const schema::Schema& schema) {
  for (const CheckEntry& check : document.checks) {
    if (check.table.empty() || schema.table(check.table) != nullptr) continue;
    fail(check.position, fmt::format("check: no table \"{}\" in the schema{}", base::printable(check.table),
                                     base::did_you_mean(check.table, schema.table_names())));
  }
}

// A lifecycle's columns have no node of their own.
std::string written_as(const ColumnPlan& column) {
  if (column.given) return "from its file";
  const base::Node& node = column.node;
  const bool bare = node.kind == base::Node::Kind::map && node.entries.size() == 1 &&
                    node.entries.front().value.kind == base::Node::Kind::null;
  return bare || node.kind == base::Node::Kind::null ? column.form.generator->name : flow(node);
}

// Rows are matched by their key, so it has to be there, in full, and sortable the same way everywhere.
std::vector<std::size_t> settle_key(const TablePlan& plan) {
  const std::vector<std::string> names = key_columns(*plan.table, plan.entry);
  const bool own = !plan.entry->key.empty();
  const base::SourcePosition& position = own ? plan.entry->key_position : plan.entry->position;
  if (names.empty()) {
    fail(position,
         fmt::format("table \"{}\" has no primary key, and the profile names no `key`",
                     base::printable(plan.table->name)),
         "name the columns that tell its rows apart: key: [a, b]");
  }
  std::vector<std::size_t> key;
  for (const std::string& name : names) {
    const auto index = plan.index_of(name);  // never a virtual one: the table has all of them
    const std::string shown = fmt::format("{}.{}", base::printable(plan.table->name), base::printable(name));
    if (!index)
      fail(position, fmt::format("key column {} is left to the database", shown), "name it under `columns`");
    const base::LogicalType& type = plan.columns[*index].column->type;
    if (!base::can_be_ordered_key(type)) {
      fail(position,
           fmt::format("key column {} is of type {}, which rows cannot be matched by", shown, type.str()));
    }
    key.push_back(*index);
  }
  return key;
}

bool counts_rows(const ColumnForm& form) {
  if (!form.is("sequence")) return false;
  for (const base::NodeEntry& entry : form.value.entries) {
    if (entry.key == "within" || base::as_integer(entry.value, entry.key) != 1) return false;
  }
  return true;
}

bool is_sequential(const TablePlan& plan, const gen::Table& table, const std::vector<std::size_t>& key) {
  if (key.size() != 1 || plan.entry->dense) return false;
  const ColumnPlan& column = plan.columns[key.front()];
  if (column.column->type.kind != base::TypeKind::integer || !counts_rows(column.form)) return false;
  for (std::size_t place = 0; place < table.fixed().size(); ++place) {
    const auto& cell = table.fixed()[place].cells[key.front()];
    if (cell && *cell != base::Value(static_cast<std::int64_t>(place + 1))) return false;
  }
  return true;
}

// Each number that no row has ends a range, and so may each row.
bool fits_ranges(const gen::Table& table) {
  return std::min(table.rows(), table.number_bound() - table.rows() + 1) <= kMaxKeyRanges;
}

// Tables that must be filled before: not those whose foreign key the profile leaves empty, which may come
// later.
std::vector<std::string> parents_of(const TablePlan& plan,
                                    const std::map<std::string, std::string>& resolved) {
  std::set<std::string> names;
  if (plan.per && !plan.per->days) names.insert(plan.per->parent);
  for (const ColumnPlan& column : plan.columns) names.insert(referred_table(plan, column));
  for (const schema::ForeignKey& key : plan.table->foreign_keys) names.insert(key.parent);
  names.erase(plan.table->name);
  std::erase_if(names, [&](const std::string& name) { return !resolved.contains(name); });
  return {names.begin(), names.end()};
}

// A parent in another schema goes by "schema.table", so that no table of the profile is taken for it.
schema::Schema as_profiles_see(const schema::Schema& schema) {
  schema::Schema seen = schema::logical(schema);
  for (schema::Table& table : seen.tables)
    for (schema::ForeignKey& key : table.foreign_keys)
      if (!key.parent_schema.empty()) key.parent = key.parent_schema + "." + key.parent;
  return seen;
}

class Resolver {
 public:
  Resolver(const Document& document, const schema::Schema& schema, const ResolveOptions& options)
      : document_(document),
        schema_(schema),
        settings_(settle(document, options)),
        only_(options.only.begin(), options.only.end()),
        tried_rows_(options.tried_rows),
        external_(schema, settings_.made, options.external) {
    settings_.external = &external_;
  }

  ResolvedProfile run() {
    ResolvedProfile profile;
    profile.name = document_.name;
    profile.file = document_.file;
    profile.seed = settings_.seed;
    profile.as_of = settings_.as_of;
    profile.until = settings_.until;
    profile.scale = settings_.scale;
    profile.checks = document_.checks;
    for (const TableEntry& entry : document_.tables) plans_.push_back(plan_table(entry, schema_, settings_));
    const std::vector<std::size_t> order = fill_order(plans_);
    for (const std::size_t index : order) profile.tables.push_back(resolve_table(plans_[index]));
    for (std::size_t i = 0; i < order.size(); ++i) {
      if (!plans_[order[i]].late.empty()) complete(plans_[order[i]], profile.tables[i]);
    }
    for (const TablePlan& plan : plans_)
      check_virtual_columns_are_read(plan, *built_.at(plan.table->name), plans_);
    try_rows(profile, order);
    profile.external = external_.take();
    return profile;
  }

 private:
  // Of tables that are not to be applied only the first few.
  void try_rows(ResolvedProfile& profile, const std::vector<std::size_t>& order) const {
    std::vector<std::uint64_t> rows;
    for (const ResolvedTable& table : profile.tables)
      rows.push_back(only_.empty() || only_.contains(table.name) ? table.data->rows() : 0);
    const std::vector<std::uint64_t> shares = shares_of_trial(rows, tried_rows_);
    for (std::size_t i = 0; i < order.size(); ++i)
      profile.tables[i].tried =
          probe(plans_[order[i]], *profile.tables[i].data, std::max(shares[i], kProbedRows));
  }

  ResolvedTable resolve_table(TablePlan& plan) {
    ResolvedTable table;
    table.name = plan.table->name;
    table.position = plan.entry->position;
    table.on_conflict = plan.entry->on_conflict;
    table.key = settle_key(plan);
    table.parents = parents_of(plan, fingerprints_);
    table.data = build_table(plan, settings_, built_);
    table.sequential_key = is_sequential(plan, *table.data, table.key);
    table.renumbers = plan.entry->dense;
    table.key_in_ranges = table.sequential_key && fits_ranges(*table.data);
    for (const ColumnPlan& column : plan.columns) {
      auto& columns = column.is_virtual() ? table.virtual_columns : table.columns;
      columns.push_back({.name = column.column->name,
                         .type = column.column->type,
                         .generator = column.form.generator->name,
                         .reason = column.reason,
                         .position = column.position,
                         .written = written_as(column),
                         .policy = reference_policy(plan, column, settings_),
                         .unique_rule = unique_rules(plan, column)});
    }
    table.notes = notes_of_unread(*plan.table, table.columns);
    std::map<std::string, std::string> parents;
    for (const std::string& parent : table.parents) parents[parent] = fingerprints_.at(parent);
    parents.merge(external_.fingerprints(plan));
    table.external_parents = external_.tables_of(plan);
    for (const std::string& parent : table.parents)
      table.external_parents.merge(std::set(external_parents_[parent]));
    external_parents_[table.name] = table.external_parents;
    table.specification = specification(plan, *table.data, settings_, parents);
    table.fingerprint = base::sha256_hex(table.specification);
    built_[table.name] = table.data.get();
    fingerprints_[table.name] = table.fingerprint;
    return table;
  }

  // What refers to tables that were built later. Their own specifications do not have it, so that the circle
  // ends.
  void complete(TablePlan& plan, ResolvedTable& table) {
    complete_table(plan, *table.data, settings_, built_);
    std::map<std::string, std::string> late;
    for (const std::string& parent : plan.late) {
      late[parent] = fingerprints_.at(parent);
      table.parents.push_back(parent);
    }
    std::sort(table.parents.begin(), table.parents.end());
    table.specification = with_late_parents(table.specification, late);
    table.fingerprint = base::sha256_hex(table.specification);
  }

  const Document& document_;
  const schema::Schema& schema_;
  Settings settings_;
  std::set<std::string> only_;
  std::uint64_t tried_rows_;
  ExternalParents external_;
  std::vector<TablePlan> plans_;
  BuiltTables built_;
  std::map<std::string, std::string> fingerprints_;
  std::map<std::string, std::set<std::string>> external_parents_;
};

}  // namespace

const ResolvedTable* ResolvedProfile::table(std::string_view table_name) const {
  for (const ResolvedTable& table : tables) {
    if (table.name == table_name) return &table;
  }
  return nullptr;
}

ResolvedProfile resolve(const Document& document, const schema::Schema& schema,
                        const ResolveOptions& options) {
  try {
    check_only(document, options);
    const schema::Schema logical = as_profiles_see(schema);
    check_rules(document, logical);
    return Resolver(document, logical, options).run();
  } catch (base::Error& error) {
    add_excerpt(error);
    throw;
  }
}

}  // namespace seedctl::profile

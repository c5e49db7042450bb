// Which columns are read is settled before any of them is: the key, and those that the table's text may mean.
#include "profile/external_parents.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/hash.h"
#include "base/ordered_key.h"
#include "base/text.h"
#include "gen/external_table.h"
#include "gen/hash_ring.h"
#include "profile/notation.h"

namespace seedctl::profile {
namespace {

// As an expression might, in whatever spelling: a column too many costs memory only.
bool mentions(const base::Node& node, const std::string& name) {
  if (node.is_scalar() && base::lower_ascii(node.text).find(name) != std::string::npos) return true;
  return std::any_of(node.items.begin(), node.items.end(),
                     [&](const base::Node& item) { return mentions(item, name); }) ||
         std::any_of(node.entries.begin(), node.entries.end(),
                     [&](const base::NodeEntry& entry) { return mentions(entry.value, name); });
}

bool may_read(const TablePlan& plan, const std::string& name) {
  return std::any_of(plan.columns.begin(), plan.columns.end(), [&](const ColumnPlan& column) {
    return !column.inferred() && mentions(column.node, base::lower_ascii(name));
  });
}

// The key that the column's rows are told apart by: all of a composite foreign key, so that its columns pick
// one row.
std::vector<std::string> key_of(const TablePlan& plan, const ColumnPlan& column, const std::string& parent) {
  const schema::ForeignKey* key = followed_key(*plan.table, column.column->name, parent);
  if (key != nullptr && key->columns.size() > 1 && key->parent_columns.size() == key->columns.size())
    return key->parent_columns;
  if (const base::Node* written = column.form.column.find("column"))
    return {base::as_text(*written, "column")};
  if (key != nullptr && !key->parent_columns.empty()) return key->parent_columns;
  return {"id"};
}

// Of the keys, and of the cells that expressions of the plan read.
std::string fingerprint(const TablePlan& plan, const gen::Table& table) {
  std::string bytes;
  for (const std::uint64_t hash : table.ring()->points()) bytes += fmt::format("{:x},", hash);
  std::vector<std::size_t> read;
  for (std::size_t i = 0; i < table.columns().size(); ++i)
    if (plan.parent_cells.contains({table.name(), table.columns()[i].name})) read.push_back(i);
  std::vector<gen::RowId> rows(base::kBatchRows);
  std::vector<base::ColumnBatch> cells;
  for (std::uint64_t place = 0; !read.empty() && place < table.rows();) {
    const std::size_t count = table.rows_from(place, rows);
    table.fill_clean(std::span(rows).first(count), read, cells);
    for (const std::size_t column : read)
      for (std::size_t i = 0; i < count; ++i)
        bytes +=
            cells[column].is_null(i) ? "null," : quoted_json(base::to_text(cells[column].value_at(i))) + ",";
    place += count;
  }
  return base::sha256_hex(bytes);
}

}  // namespace

std::uint64_t external_key_hash(std::span<const base::ColumnBatch* const> key, std::size_t i) {
  std::string bytes;
  base::append_ordered_key(key, i, bytes);
  return base::hash64(bytes);
}

bool ExternalParents::has(const std::string& table) const {
  return read_ && !made_.contains(table) && schema_.table(table) != nullptr;
}

void ExternalParents::add_names(std::vector<std::string>& names) const {
  for (const schema::Table& table : schema_.tables)
    if (has(table.name)) names.push_back(table.name);
}

std::vector<ExternalColumn> ExternalParents::columns_for(const TablePlan& plan,
                                                         const ColumnPlan& column) const {
  const std::string parent = referred_table(plan, column);
  const schema::Table& table = *schema_.table(parent);
  const base::Node* written = column.form.column.find("column");
  const base::SourcePosition& at = written == nullptr ? column.position : written->position;
  std::vector<ExternalColumn> columns;
  for (const std::string& name : key_of(plan, column, parent)) {
    const schema::Column* part = table.column(name);
    if (part == nullptr) {
      std::vector<std::string> names;
      for (const schema::Column& other : table.columns) names.push_back(other.name);
      fail(at,
           fmt::format("table {} has no column \"{}\" to refer to{}", base::printable(parent),
                       base::printable(name), base::did_you_mean(name, names)),
           fmt::format("name the column: {{ref: {}, column: ...}}", base::printable(parent)));
    }
    if (!base::can_be_ordered_key(part->type)) {
      fail(at, fmt::format("{}.{} is of type {}, which rows that the profile does not make "
                           "cannot be told apart by",
                           base::printable(parent), base::printable(name), part->type.str()));
    }
    columns.push_back({name, part->type});
  }
  const std::size_t key = columns.size();
  for (const schema::Column& other : table.columns) {
    const bool known = std::any_of(columns.begin(), columns.begin() + static_cast<std::ptrdiff_t>(key),
                                   [&](const ExternalColumn& part) { return part.name == other.name; });
    if (!known && other.type.kind != base::TypeKind::unsupported && may_read(plan, other.name))
      columns.push_back({other.name, other.type, false});
  }
  return columns;
}

const gen::Table* ExternalParents::parent_of(const TablePlan& plan, const ColumnPlan& column) {
  const std::string name = referred_table(plan, column);
  if (name.empty() || !has(name)) return nullptr;
  const std::vector<ExternalColumn> columns = columns_for(plan, column);
  Wanted wanted{name, {}};
  for (const ExternalColumn& each : columns)
    wanted.second.push_back((each.is_key ? "key " : "cell ") + each.name);
  const auto found = known_.find(wanted);
  if (found != known_.end()) return found->second;
  ExternalRows rows = read_(name, columns);
  std::vector<gen::ExternalColumn> cells;
  for (std::size_t i = 0; i < columns.size(); ++i)
    cells.push_back({columns[i].name, columns[i].type, std::move(rows.columns[i]), columns[i].is_key});
  tables_.push_back(gen::external_table(name, std::move(cells), std::move(rows.hashes)));
  known_.emplace(std::move(wanted), tables_.back().get());
  return tables_.back().get();
}

std::map<std::string, std::string> ExternalParents::fingerprints(const TablePlan& plan) {
  std::map<std::string, std::string> all;
  for (const ColumnPlan& column : plan.columns) {
    const gen::Table* table = parent_of(plan, column);
    if (table == nullptr) continue;
    std::vector<std::string> key;
    for (const gen::Column& each : table->columns())
      if (each.stored) key.push_back(each.name);
    std::string& entry = all[fmt::format("rows of {} ({})", table->name(), base::join(key, ", "))];
    if (entry.empty()) entry = fingerprint(plan, *table);
  }
  return all;
}

std::set<std::string> ExternalParents::tables_of(const TablePlan& plan) {
  std::set<std::string> names;
  for (const ColumnPlan& column : plan.columns)
    if (const gen::Table* table = parent_of(plan, column)) names.insert(table->name());
  return names;
}

}  // namespace seedctl::profile

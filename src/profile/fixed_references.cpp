// What a fixed row refers to is looked for among the parent's rows: by the row's number where the value is
// that, else by making them. A row in doubt is left to the database.
#include "profile/fixed_references.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/text.h"
#include "profile/fixed_rows.h"
#include "profile/notation.h"

namespace seedctl::profile {
namespace {

// Names that a wrong one may have been meant for.
constexpr std::size_t kMaxSuggested = 1000;

// A foreign key, its columns found in both tables.
struct Link {
  const schema::ForeignKey* key = nullptr;
  const gen::Table* parent = nullptr;
  std::vector<std::size_t> columns, parent_columns;
};

// What a fixed row asks for, as text that equal keys have in common: column by column.
using Wanted = std::map<std::vector<std::string>, std::size_t>;  // -> its place among the fixed rows

std::optional<Link> link_of(const TablePlan& plan, const gen::Table& table, const BuiltTables& tables,
                            const schema::ForeignKey& key) {
  Link link;
  link.key = &key;
  const auto built = tables.find(key.parent);
  if (built != tables.end()) link.parent = built->second;
  if (key.parent == plan.table->name) link.parent = &table;
  if (link.parent == nullptr || key.columns.size() != key.parent_columns.size()) return std::nullopt;
  for (std::size_t i = 0; i < key.columns.size(); ++i) {
    const auto own = table.column_index(key.columns[i]);
    const auto other = link.parent->column_index(key.parent_columns[i]);
    if (!own || !other) return std::nullopt;  // one of them is left to the database
    const base::TypeKind kind = table.columns()[*own].type.kind;
    if (kind != link.parent->columns()[*other].type.kind) return std::nullopt;
    link.columns.push_back(*own);
    link.parent_columns.push_back(*other);
  }
  return link;
}

// Collations may take letters of both cases, and trailing spaces, for the same.
std::string comparable(const base::ColumnBatch& cells, std::size_t row) {
  std::string text = base::to_text(cells.value_at(row));
  if (cells.kind() == base::TypeKind::decimal) {
    return base::Decimal::parse(text).value_or(base::Decimal()).normalized().str();
  }
  if (cells.kind() != base::TypeKind::text) return text;
  text.erase(text.find_last_not_of(' ') + 1);
  return base::lower_ascii(text);
}

// nullopt where a column is NULL: such a row refers to nothing.
std::optional<std::vector<std::string>> key_at(const std::vector<base::ColumnBatch>& cells,
                                               const std::vector<std::size_t>& columns, std::size_t row) {
  std::vector<std::string> key;
  for (const std::size_t column : columns) {
    if (cells[column].is_null(row)) return std::nullopt;
    key.push_back(comparable(cells[column], row));
  }
  return key;
}

// The keys that fixed rows give, in part at least; what is generated refers to a row by construction.
Wanted wanted_by(const gen::Table& table, const Link& link) {
  Wanted wanted;
  std::vector<base::ColumnBatch> cells;
  for (std::size_t place = 0; place < table.fixed().size(); ++place) {
    const auto& given = table.fixed()[place].cells;
    if (std::none_of(link.columns.begin(), link.columns.end(),
                     [&](std::size_t column) { return given[column].has_value(); })) {
      continue;
    }
    const std::vector<gen::RowId> row{table.row_at(place)};
    table.fill(row, link.columns, cells);
    if (auto key = key_at(cells, link.columns, 0)) wanted.try_emplace(*std::move(key), place);
  }
  return wanted;
}

// Takes those out that one of the rows has.
void take_found(Wanted& wanted, const Link& link, std::span<const gen::RowId> rows,
                std::vector<std::string>* names) {
  std::vector<base::ColumnBatch> cells;
  link.parent->fill(rows, link.parent_columns, cells);
  for (std::size_t i = 0; i < rows.size() && !wanted.empty(); ++i) {
    const auto key = key_at(cells, link.parent_columns, i);
    if (!key) continue;
    wanted.erase(*key);
    if (names != nullptr && names->size() < kMaxSuggested) names->push_back(key->front());
  }
}

// Rows whose number is the value: the only ones that can have it, where the column counts rows.
void take_numbered(Wanted& wanted, const Link& link) {
  std::vector<gen::RowId> rows;
  for (const auto& [key, place] : wanted) {
    const auto number = base::from_text(key.front(), *base::LogicalType::parse("integer(64)"));
    const auto* value = number ? std::get_if<std::int64_t>(&*number) : nullptr;
    if (value == nullptr || *value < 1) continue;
    if (const auto row = link.parent->row_numbered(static_cast<std::uint64_t>(*value))) rows.push_back(*row);
  }
  if (!rows.empty()) take_found(wanted, link, rows, nullptr);
}

[[noreturn]] void refuse(const TablePlan& plan, const Link& link, const Wanted& wanted,
                         const std::vector<std::string>& names) {
  const auto first = std::min_element(wanted.begin(), wanted.end(),
                                      [](const auto& a, const auto& b) { return a.second < b.second; });
  const base::Node& row = plan.entry->fixed[first->second].node;
  const base::Node* blamed = nullptr;
  std::vector<std::string> values;
  for (std::size_t i = 0; i < link.columns.size(); ++i) {
    const base::Node* cell = row.find(link.key->columns[i]);
    if (blamed == nullptr) blamed = cell;
    values.push_back(cell != nullptr ? cell->text : first->first[i]);
  }
  const std::string parent = base::printable(link.key->parent);
  const bool numbers = link.parent->columns()[link.parent_columns.front()].type.kind != base::TypeKind::text;
  std::string hint = fmt::format("{} has {} rows: name one of them, or make it one of its fixed rows", parent,
                                 base::with_thousands(link.parent->rows()));
  if (!numbers && link.columns.size() == 1) hint += base::did_you_mean(first->first.front(), names);
  fail(blamed == nullptr ? row.position : blamed->position,
       fmt::format("{}.{}: no row of {} has {} \"{}\", which the foreign key asks for",
                   base::printable(plan.table->name), base::join(link.key->columns, ", "), parent,
                   base::join(link.key->parent_columns, ", "), base::printable(base::join(values, ", "))),
       hint);
}

void check_link(const TablePlan& plan, const gen::Table& table, const Link& link) {
  Wanted wanted = wanted_by(table, link);
  take_numbered(wanted, link);
  if (wanted.empty()) return;
  const gen::Table& parent = *link.parent;
  const gen::Column& first_column = parent.columns()[link.parent_columns.front()];
  // Besides the numbered rows, only a fixed one can have another number than its own.
  const bool counts = link.columns.size() == 1 && first_column.generator->counts_rows();
  const std::uint64_t end = counts ? parent.fixed().size() : std::min(parent.rows(), kMaxCollisionRows);
  std::vector<gen::RowId> rows(base::kBatchRows);
  std::vector<std::string> names;
  for (std::uint64_t place = 0; place < end && !wanted.empty();) {
    const std::size_t count = parent.rows_from(place, rows);
    if (count == 0) break;
    take_found(wanted, link, std::span(rows).first(count), &names);
    place += count;
  }
  if (!wanted.empty() && (counts || end == parent.rows())) refuse(plan, link, wanted, names);
}

}  // namespace

void check_fixed_references(const TablePlan& plan, const gen::Table& table, const BuiltTables& tables) {
  if (table.fixed().empty()) return;
  for (const schema::ForeignKey& key : plan.table->foreign_keys) {
    if (const auto link = link_of(plan, table, tables, key)) check_link(plan, table, *link);
  }
}

std::optional<std::uint64_t> number_of_row_with(const gen::Table& table, std::size_t column,
                                                const base::Value& value) {
  if (table.counts_rows(column)) {
    const auto* number = std::get_if<std::int64_t>(&value);
    const auto row = number == nullptr || *number < 1
                         ? std::nullopt
                         : table.row_numbered(static_cast<std::uint64_t>(*number));
    return row ? std::optional(row->number) : std::nullopt;
  }
  const std::size_t wanted[] = {column};
  std::vector<gen::RowId> rows(base::kBatchRows);
  std::vector<base::ColumnBatch> cells;
  const std::uint64_t end = std::min(table.rows(), kMaxCollisionRows);
  for (std::uint64_t first = 0; first < end;) {
    const std::size_t count = table.rows_from(first, rows);
    table.fill(std::span(rows).first(count), wanted, cells);
    for (std::size_t i = 0; i < count; ++i) {
      if (!cells[column].is_null(i) && cells[column].value_at(i) == value) return rows[i].number;
    }
    first += count;
  }
  return std::nullopt;
}

}  // namespace seedctl::profile

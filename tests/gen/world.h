// Tables made from columns written as profiles write them: what the profile layer does, without YAML and
// schema.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/text.h"
#include "gen/catalog.h"
#include "gen/day_counts.h"
#include "gen/expression/functions.h"
#include "gen/flow.h"
#include "gen/hidden_columns.h"
#include "gen/locale.h"
#include "gen/table.h"
#include "support/catch.h"
#include "support/errors.h"

namespace seedctl::test {

struct ColumnSpec {
  std::string name;
  std::string type;       // "integer(32)"
  std::string generator;  // "full_name", "{between: [1, 5], unique: true, nulls: 5%}"
  bool nullable = true;
  std::string refers_to = {};  // "user.id"
  std::string reference_group = {};
  std::optional<std::uint32_t> generator_version = {};  // else the catalog's
};

class World {
 public:
  explicit World(std::uint64_t seed = 42) : seed_(seed) {}

  gen::Table& plain(const std::string& name, std::uint64_t rows, const std::vector<ColumnSpec>& columns,
                    std::vector<gen::FixedRow> fixed = {}) {
    return add(std::make_unique<gen::Table>(name, rows), columns, std::move(fixed));
  }

  gen::Table& per(const std::string& name, const std::string& parent, std::uint32_t low, std::uint32_t high,
                  const std::vector<ColumnSpec>& columns) {
    const gen::Key key = gen::column_key(seed_, name, "rows", 1);
    return add(std::make_unique<gen::Table>(
                   name, gen::PerParent{tables_.at(parent).get(), gen::uniform_count(key, low, high)}),
               columns, {});
  }

  // With `low` to `high` rows for each of these days.
  gen::Table& per_day(const std::string& name, const std::string& from, int days, std::uint32_t low,
                      std::uint32_t high, const std::vector<ColumnSpec>& columns) {
    const gen::Key key = gen::column_key(seed_, name, "rows", 1);
    const base::Date first = base::Date::parse(from).value();
    const auto calendar = gen::calendar(first, {first.days + days - 1});
    return add(std::make_unique<gen::Table>(
                   name, gen::PerParent{calendar.get(), gen::uniform_count(key, low, high), calendar, first}),
               columns, {});
  }

  const gen::Table& table(const std::string& name) const { return *tables_.at(name); }

 private:
  gen::Table& add(std::unique_ptr<gen::Table> owned, const std::vector<ColumnSpec>& columns,
                  std::vector<gen::FixedRow> fixed) {
    gen::Table& table = *owned;
    tables_[table.name()] = std::move(owned);
    gen::HiddenColumns hidden(columns.size());
    for (const ColumnSpec& spec : columns) table.add_column(column(table, spec, columns, hidden));
    hidden.add_to(table);
    for (auto& row : fixed) table.add_fixed(std::move(row));
    table.finish();
    return table;
  }

  gen::Column column(const gen::Table& table, const ColumnSpec& spec, const std::vector<ColumnSpec>& all,
                     gen::HiddenColumns& hidden) const {
    const base::Node node = FlowParser::parse(spec.generator);
    gen::BuildContext context = context_of(table, spec, all);
    context.hidden = &hidden;
    gen::Column made;
    made.name = spec.name;
    made.type = context.type;
    if (node.kind == base::Node::Kind::map) {
      if (const auto* unique = node.find("unique")) context.unique = base::as_boolean(*unique, "unique");
      if (const auto* nulls = node.find("nulls")) made.nulls = gen::Rate::from(*nulls);
    }
    made.null_key = gen::sub_key(gen::column_key(seed_, table.name(), spec.name, 1), "nulls");
    made.generator = built(node, std::move(context), spec.generator_version);
    return made;
  }

  // Of a column, or of what stands within one.
  static std::unique_ptr<gen::Generator> built(const base::Node& node, gen::BuildContext context,
                                               std::optional<std::uint32_t> version = {}) {
    std::string generator = node.kind == base::Node::Kind::list ? "choice" : node.text;
    base::Node value = node.kind == base::Node::Kind::list ? node : base::Node{};
    for (const auto& entry : node.entries) {
      if (gen::find_generator(entry.key) == nullptr || !generator.empty()) continue;
      generator = entry.key;
      value = entry.value;
    }
    const gen::GeneratorInfo* info = gen::find_generator(generator);
    if (info == nullptr) throw std::runtime_error("no generator " + generator);
    context.generator_version = version.value_or(info->version);
    context.possible_values = [](std::string_view) { return std::nullopt; };
    context.nested = [outer = context](const base::Node& written, const std::string& name) {
      gen::BuildContext inner = outer;
      inner.within.push_back(name);
      return gen::NestedGenerator{built(written, std::move(inner))};
    };
    context.nested_part = [outer = context](const base::Node& written, const std::string& name,
                                            const gen::PartOf& part) {
      gen::BuildContext inner = outer;
      inner.within.push_back(outer.column + ": " + name);
      inner.column = part.column;
      inner.type = part.type ? *part.type : type_of_part(written);
      inner.unique = part.unique;
      if (part.unique) inner.number_bound = 0;
      gen::NestedGenerator made;
      made.type = inner.type;
      if (const auto* nulls = written.find("nulls")) made.nulls = gen::Rate::from(*nulls);
      made.generator = built(written, std::move(inner));
      return made;
    };
    return info->build(value, node, context);
  }

  // The profile layer settles it; here numbers, booleans and documents are told from text.
  static base::LogicalType type_of_part(const base::Node& written) {
    const base::Node* values = written.kind == base::Node::Kind::list ? &written : nullptr;
    for (const auto& entry : written.entries) {
      if (entry.key == "json" || entry.key == "array") return base::LogicalType::parse("json").value();
      if (entry.key == "between" || entry.key == "choice") values = &entry.value;
    }
    if (written.text == "boolean") return base::LogicalType::parse("boolean").value();
    if (written.text == "sequence") return base::LogicalType::parse("integer(64)").value();
    const base::Node* first = values == nullptr ? nullptr : &values->items.front();
    const char* type = first == nullptr                           ? "text"
                       : first->kind == base::Node::Kind::integer ? "integer(64)"
                       : first->kind == base::Node::Kind::real    ? "decimal"
                                                                  : "text";
    return base::LogicalType::parse(type).value();
  }

  gen::BuildContext context_of(const gen::Table& table, const ColumnSpec& spec,
                               const std::vector<ColumnSpec>& all) const {
    gen::BuildContext context;
    context.seed = seed_;
    context.table = table.name();
    context.column = spec.name;
    context.type = base::LogicalType::parse(spec.type).value();
    context.nullable = spec.nullable;
    context.number_bound = table.number_bound();
    context.locale = gen::Locale::find("en_US");
    context.sibling = [&all](std::string_view name) -> std::optional<gen::SiblingColumn> {
      for (std::size_t i = 0; i < all.size(); ++i) {
        if (all[i].name == name) return gen::SiblingColumn{i, base::LogicalType::parse(all[i].type).value()};
      }
      return std::nullopt;
    };
    for (const auto& other : all) context.sibling_names.push_back(other.name);
    context.parent = [this](std::string_view name) -> const gen::Table* {
      const auto found = tables_.find(std::string(name));
      return found == tables_.end() ? nullptr : found->second.get();
    };
    // The language of expressions is the profile layer's: here a column's name is an expression, all else
    // NULL.
    context.expression = [sibling = context.sibling](const base::Node& text,
                                                     const base::LogicalType& wanted) {
      if (const auto column = sibling(text.text)) {
        gen::ExpressionPtr cells = gen::input_column(column->index, column->type);
        const bool same = gen::signature_of(column->type) == gen::signature_of(wanted);
        return same ? cells : gen::make_cast(std::move(cells), wanted, {});
      }
      return gen::constant(base::Null{}, wanted);
    };
    context.expression_type = [sibling = context.sibling](const base::Node& text) {
      const auto column = sibling(text.text);
      return column ? column->type : base::LogicalType{};
    };
    context.expression_is_constant = [](const base::Node&) { return false; };
    for (const auto& [name, parent] : tables_) context.parent_names.push_back(name);
    if (const auto parts = base::split(spec.refers_to, '.'); parts.size() == 2) {
      context.referenced_table = parts[0];
      context.referenced_column = parts[1];
    }
    context.reference_group = spec.reference_group;
    return context;
  }

  std::uint64_t seed_;
  std::map<std::string, std::unique_ptr<gen::Table>> tables_;
};

inline std::vector<gen::RowId> all_rows(const gen::Table& table) {
  std::vector<gen::RowId> rows(table.rows());
  rows.resize(table.rows_from(0, rows));
  return rows;
}

// The column's cells for these rows, as canonical text; NULL is "NULL".
inline std::vector<std::string> texts(const gen::Table& table, const std::string& column,
                                      std::span<const gen::RowId> rows) {
  const std::size_t wanted[] = {table.column_index(column).value()};
  std::vector<base::ColumnBatch> cells;
  table.fill(rows, wanted, cells);
  std::vector<std::string> made;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto& batch = cells[wanted[0]];
    made.push_back(batch.is_null(i) ? "NULL" : base::to_text(batch.value_at(i)));
  }
  return made;
}

inline std::vector<std::string> texts(const gen::Table& table, const std::string& column) {
  return texts(table, column, all_rows(table));
}

// All rows of a table `t` that has only column `c`.
inline std::vector<std::string> sample(const std::string& type, const std::string& generator,
                                       std::uint64_t rows, std::uint64_t seed = 42) {
  World world(seed);
  return texts(world.plain("t", rows, {{"c", type, generator}}), "c");
}

// The action is refused while planning: with these words in the message or the hint, at this column of the
// text.
template <class Action>
void check_refused(Action&& action, const std::string& words, std::uint32_t column) {
  const base::Error error = error_of(action);
  CHECK(error.code() == base::ErrorCode::profile);
  CHECK_THAT(error.message() + " " + error.hint, ContainsSubstring(words));
  REQUIRE(error.position());
  CHECK(error.position()->column == column);
}

}  // namespace seedctl::test

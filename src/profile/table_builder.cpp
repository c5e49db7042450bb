// Generators are built once the order of tables is known, parents first, so that each sees the finished
// tables above it.
#include "profile/table_builder.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "gen/expression/like.h"
#include "profile/cells_of_parents.h"
#include "profile/dirty.h"
#include "profile/expression.h"
#include "profile/external_parents.h"
#include "profile/facts.h"
#include "profile/feasibility.h"
#include "profile/file_rows.h"
#include "profile/fixed_references.h"
#include "profile/fixed_rows.h"
#include "profile/moments.h"
#include "profile/nested_columns.h"
#include "profile/null_cells.h"
#include "profile/reference_context.h"
#include "profile/row_source.h"
#include "profile/uniqueness.h"
#include "profile/virtual_columns.h"

namespace seedctl::profile {
namespace {

class Builder {
 public:
  Builder(TablePlan& plan, const Settings& settings, const BuiltTables& tables)
      : plan_(plan),
        settings_(settings),
        tables_(tables),
        made_(make_rows(plan, settings, tables)),
        table_(made_.get()),
        parents_(plan, tables, settings.external, *table_, plan.columns.size()) {}

  // To fill in what waited for other tables.
  Builder(TablePlan& plan, gen::Table& table, const Settings& settings, const BuiltTables& tables)
      : plan_(plan),
        settings_(settings),
        tables_(tables),
        table_(&table),
        parents_(plan, tables, settings.external, table, table.columns().size()) {}

  std::unique_ptr<gen::Table> build() {
    settle_virtual_types(plan_, settings_, parents_);
    settle_moments(plan_, settings_, tables_);
    settle_inferred();
    for (const ColumnPlan& column : plan_.columns)
      if (!column.given) check_feasible(plan_, column, table_->number_bound());
    settle_uniqueness(plan_, table_->number_bound(),
                      {.most_rows = [this](const ColumnPlan& column) { return most_rows(column); },
                       .distinct_values = [this](const ColumnPlan& column) { return values_of(column); }});
    check_file_columns(plan_);
    for (ColumnPlan& column : plan_.columns) table_->add_column(make_column(column));
    parents_.hidden().add_to(*table_);
    std::vector<gen::FixedRow> fixed = read_fixed_rows(plan_);
    parents_.settle_fixed_picks(fixed);
    for (gen::FixedRow& row : fixed) table_->add_fixed(std::move(row));
    finish();
    check_fixed_collisions(plan_, *table_);
    check_fixed_references(plan_, *table_, tables_);
    return std::move(made_);
  }

  void complete() {
    for (std::size_t i = 0; i < plan_.columns.size(); ++i) {
      const ColumnPlan& column = plan_.columns[i];
      if (column.given || !is_late(plan_, column)) continue;
      auto generator = make_checked(column);
      table_->set_generator(i, std::move(generator), randomness_of(column));
    }
    parents_.hidden().add_to(*table_);
    finish();
    check_fixed_references(plan_, *table_, tables_);
  }

 private:
  const std::string& name() const { return plan_.table->name; }

  // Of a generator that is only tried: it reads no cells of other rows, and adds no columns.
  gen::BuildContext trial_context(const ColumnPlan& column, bool unique) const {
    gen::BuildContext context = shared_context(column, unique);
    add_expressions(context, [this](std::string_view reference, std::string_view cell) {
      return parents_.find(reference, cell);
    });
    add_nested(plan_, context);
    return context;
  }

  gen::BuildContext final_context(const ColumnPlan& column) {
    gen::BuildContext context = shared_context(column, column.unique && !column.given);
    context.hidden = &parents_.hidden();
    context.on_randomness = [this, name = context.column](const gen::Randomness& randomness) {
      randomness_[name] = randomness;
    };
    add_expressions(context, [this](std::string_view reference, std::string_view cell) {
      return parents_.provide(reference, cell,
                              [this](const ColumnPlan& referring) { return final_context(referring); });
    });
    add_nested(plan_, context);
    return context;
  }

  using ParentCell = decltype(ExpressionScope::parent_cell);
  static void add_expressions(gen::BuildContext& context, ParentCell parent_cell) {
    const ExpressionScope scope{context.sibling, context.sibling_names, context.as_of,
                                std::move(parent_cell)};
    context.expression = [scope](const base::Node& text, const base::LogicalType& wanted) {
      return compile_expression(text, wanted, scope);
    };
    context.expression_type = [scope](const base::Node& text) { return expression_type(text, scope); };
    context.expression_is_constant = [scope](const base::Node& text) {
      return is_constant_expression(text, scope);
    };
  }

  gen::BuildContext shared_context(const ColumnPlan& column, bool unique) const {
    gen::BuildContext context;
    context.seed = settings_.seed;
    context.table = name();
    context.column = column.column->name;
    context.type = column.type;
    context.nullable = not_null_rule(plan_, *column.column).empty();
    context.generator_version = column.form.generator->version;
    context.unique = unique;
    if (column.digit) {
      context.digit = column.digit;
      context.digit->key =
          gen::sub_key(gen::column_key(settings_.seed, name(), column.product_name, 1), "combined");
    }
    context.number_bound = table_->number_bound();
    context.dense = plan_.entry->dense;
    context.as_of = settings_.as_of;
    context.locale = plan_.locale;
    context.sibling = [this](std::string_view sibling) -> std::optional<gen::SiblingColumn> {
      const auto index = plan_.index_of(sibling);
      if (!index) return std::nullopt;
      return gen::SiblingColumn{*index, plan_.columns[*index].column->type};
    };
    for (const ColumnPlan& sibling : plan_.columns) context.sibling_names.push_back(sibling.column->name);
    context.parent = [this, &column](std::string_view parent) -> const gen::Table* {
      if (parent == name()) return table_;
      const auto found = tables_.find(std::string(parent));
      if (found != tables_.end()) return found->second;
      const bool is_referred = parent == referred_table(plan_, column);
      return is_referred && settings_.external != nullptr ? settings_.external->parent_of(plan_, column)
                                                          : nullptr;
    };
    context.parent_names.assign(settings_.made.begin(), settings_.made.end());
    if (settings_.external != nullptr) settings_.external->add_names(context.parent_names);
    add_reference(plan_, column, settings_, context);
    return context;
  }

  std::unique_ptr<gen::Generator> make_generator(const ColumnPlan& column, bool unique) const {
    return column.form.generator->build(column.form.value, column.form.column, trial_context(column, unique));
  }

  std::unique_ptr<gen::Generator> make_final_generator(const ColumnPlan& column) {
    return column.form.generator->build(column.form.value, column.form.column, final_context(column));
  }

  bool builds(const ColumnPlan& column, bool unique) const {
    try {
      make_generator(column, unique);
      return true;
    } catch (const base::Error&) {
      return false;
    }
  }

  bool obeys_checks(const ColumnPlan& column) const {
    try {
      check_feasible(plan_, column, table_->number_bound());
      return true;
    } catch (const base::Error&) {
      return false;
    }
  }

  // Whether values that the column's name suggests are as a LIKE wants them: some rows are tried. Regular
  // expressions make values and do not judge them.
  bool obeys_patterns(const ColumnPlan& column) const {
    std::vector<const sql::CheckFact*> likes = facts_about(*plan_.table, column.column->name);
    std::erase_if(likes, [](const sql::CheckFact* fact) {
      return fact->kind != sql::CheckFact::Kind::like && fact->kind != sql::CheckFact::Kind::matches;
    });
    if (likes.empty() || column.form.is("pattern")) return true;
    if (likes.size() > 1 || likes.front()->kind == sql::CheckFact::Kind::matches) return false;
    const auto generator = make_generator(column, is_alone_in_a_key(column));
    if (!generator->inputs().empty()) return false;
    constexpr std::uint64_t kTried = 100;
    std::vector<gen::RowId> rows;
    for (std::uint64_t number = 1; number <= kTried; ++number)
      rows.push_back({.number = number, .token = number});
    base::ColumnBatch cells(column.type.kind);
    generator->fill({rows, {}}, cells);
    for (std::size_t i = 0; i < rows.size(); ++i)
      if (!gen::is_like(cells.text_at(i), likes.front()->values.front())) return false;
    return true;
  }

  // How many values the column's generator can deal out, each as a rank of its own; nullopt where it cannot.
  std::optional<std::uint64_t> values_of(const ColumnPlan& column) const {
    if (column.given) return std::nullopt;
    gen::BuildContext context = trial_context(column, true);
    context.number_bound = 1;  // whether they suffice is decided for all columns together
    try {
      return column.form.generator->build(column.form.value, column.form.column, context)->capacity();
    } catch (const base::Error&) {
      return std::nullopt;
    }
  }

  // For how many rows the column's generator makes values that never repeat, whatever the table is asked for.
  std::uint64_t most_rows(const ColumnPlan& column) const {
    if (column.given) return 0;
    gen::BuildContext context = trial_context(column, true);
    const auto builds_for = [&](std::uint64_t rows) {
      context.number_bound = rows;
      try {
        column.form.generator->build(column.form.value, column.form.column, context);
        return true;
      } catch (const base::Error&) {
        return false;
      }
    };
    if (builds_for(kAnyNumber)) return kAnyNumber;
    if (!builds_for(1)) return 0;
    std::uint64_t low = 1, high = kAnyNumber;
    // Most often that is all; where the length of a text decides, its digits do.
    if (const auto values = values_of(column); values && builds_for(*values)) low = *values;
    if (!builds_for(low + 1)) return low;
    while (high - low > 1) {
      const std::uint64_t middle = low + (high - low) / 2;
      (builds_for(middle) ? low : high) = middle;
    }
    return low;
  }

  // Whether a single-column key asks for it; composite keys come later and may choose another column.
  bool is_alone_in_a_key(const ColumnPlan& column) const {
    if (column.form.unique) return true;
    const auto alone = [&](const std::vector<std::string>& key) {
      return key.size() == 1 && key.front() == column.column->name;
    };
    return alone(plan_.entry->key) ||
           std::any_of(plan_.table->unique_keys.begin(), plan_.table->unique_keys.end(),
                       [&](const schema::UniqueKey& key) { return alone(key.columns); });
  }

  // The first alternative that fits the column; the last one where none does, so that its error is reported.
  void settle_inferred() {
    for (ColumnPlan& column : plan_.columns) {
      if (!column.inferred() || is_late(plan_, column)) continue;
      while (!column.alternatives.empty() &&
             !(obeys_checks(column) && builds(column, is_alone_in_a_key(column)) && obeys_patterns(column))) {
        take_alternative(column);
      }
    }
  }

  gen::Column make_column(const ColumnPlan& column) {
    gen::Column made;
    made.name = column.column->name;
    made.type = column.column->type;
    made.stored = !column.is_virtual();
    made.nullable = not_null_rule(plan_, *column.column).empty();
    if (!column.inferred()) made.position = column.position;
    made.nulls = column.form.nulls;
    // Of the column alone, so that another generator leaves the NULLs where they are.
    made.null_key = gen::sub_key(gen::column_key(settings_.seed, name(), made.name, 1), "nulls");
    made.dirt = read_dirt(plan_, column, settings_.seed);
    const bool waits = column.given || is_late(plan_, column);
    made.generator = waits ? null_cells() : make_checked(column);
    made.randomness = randomness_of(column);
    return made;
  }

  // Once its generator is made.
  std::optional<gen::Randomness> randomness_of(const ColumnPlan& column) const {
    const auto found = randomness_.find(column.column->name);
    return found == randomness_.end() ? std::nullopt : std::optional(found->second);
  }

  std::unique_ptr<gen::Generator> make_checked(const ColumnPlan& column) {
    std::unique_ptr<gen::Generator> generator;
    try {
      generator = make_final_generator(column);
    } catch (const base::Error& cause) {
      throw explained(cause, column);
    }
    check_range(plan_, column, *generator);
    return generator;
  }

  // An error of a generator says what is wrong with its arguments; people also need the column, and the rule
  // behind it.
  base::Error explained(const base::Error& cause, const ColumnPlan& column) const {
    std::string message = fmt::format("{}.{}: {}", base::printable(name()),
                                      base::printable(column.column->name), cause.message());
    if (column.unique) message += fmt::format(" ({})", column.unique_rule);
    if (column.inferred()) message += fmt::format(" (inferred: {})", column.reason);
    base::Error error(cause.code(), cause.position().value_or(column.position), std::move(message));
    error.hint = cause.hint;
    const auto parent = tables_.find(referred_table(plan_, column));
    if (parent != tables_.end() && parent->second->rows() == 0) {
      error.hint = fmt::format("give {} rows: this column cannot be NULL", base::printable(parent->first));
    } else if (error.hint.empty() && column.inferred()) {
      error.hint = fmt::format("say under `columns` what {} is", base::printable(column.column->name));
    }
    return error;
  }

  void finish() {
    plan_.parent_cells.insert(parents_.cells_read().begin(), parents_.cells_read().end());
    try {
      table_->finish();
    } catch (base::Error& error) {
      if (!error.position()) error.at(plan_.entry->position);
      if (error.hint.empty()) error.hint = "give one of them a generator that reads no other column";
      throw;
    }
  }

  TablePlan& plan_;
  const Settings& settings_;
  const BuiltTables& tables_;
  std::unique_ptr<gen::Table> made_;
  gen::Table* table_;
  CellsOfParents parents_;
  std::map<std::string, gen::Randomness> randomness_;  // by column, of those that draw
};

}  // namespace

std::unique_ptr<gen::Table> build_table(TablePlan& plan, const Settings& settings,
                                        const BuiltTables& tables) {
  return Builder(plan, settings, tables).build();
}

void complete_table(TablePlan& plan, gen::Table& table, const Settings& settings, const BuiltTables& tables) {
  Builder(plan, table, settings, tables).complete();
}

}  // namespace seedctl::profile

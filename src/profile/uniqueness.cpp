// Proof instead of retries: each key is held by a column that cannot repeat, or the plan is refused.
#include "profile/uniqueness.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/text.h"
#include "gen/generators/pick_policy.h"
#include "profile/notation.h"

namespace seedctl::profile {
namespace {

using base::TypeKind;

struct Need {
  std::vector<std::string> columns;
  std::string special;  // as in schema::UniqueKey
  std::string rule;     // "PRIMARY KEY (id)"
  base::SourcePosition position;
};

std::string rule_text(const char* what, const std::vector<std::string>& columns) {
  return fmt::format("{} ({})", what, base::join(columns, ", "));
}

std::vector<Need> needs_of(const TablePlan& plan) {
  std::vector<Need> needs;
  const TableEntry& entry = *plan.entry;
  if (!entry.key.empty()) needs.push_back({entry.key, "", rule_text("key", entry.key), entry.key_position});
  if (!plan.junction.empty())
    needs.push_back({plan.junction, "", rule_text("per", plan.junction), entry.per_position});
  for (const schema::UniqueKey& key : plan.table->unique_keys) {
    const char* reach = key.special == kPartial ? ", partial but taken for all rows" : "";
    needs.push_back({key.columns, key.special, rule_of(key) + reach, entry.position});
  }
  for (const ColumnPlan& column : plan.columns) {
    if (!column.form.unique) continue;
    needs.push_back({{column.column->name}, "", "unique: true", column.form.unique_position});
  }
  return needs;
}

bool has_row_number(const ColumnForm& form) {
  return form.is("template") && form.value.text.find("{row") != std::string::npos;
}

bool counts_within_parent(const ColumnForm& form) {
  return form.is("sequence") && form.value.kind == base::Node::Kind::map &&
         form.value.find("within") != nullptr;
}

bool holds_all(const std::vector<std::string>& whole, const std::vector<std::string>& part) {
  return std::all_of(part.begin(), part.end(), [&](const std::string& name) {
    return std::find(whole.begin(), whole.end(), name) != whole.end();
  });
}

bool tells_own_day(const TablePlan& plan, const ColumnPlan& column) {
  return plan.per && plan.per->days && column.form.is("day");
}

// The columns of the key tell the parents of a `per` table apart.
bool holds_parent(const TablePlan& plan, const std::vector<std::string>& key) {
  if (!plan.per) return false;
  return std::any_of(key.begin(), key.end(), [&](const std::string& name) {
    const ColumnPlan* column = plan.column(name);
    if (column != nullptr && tells_own_day(plan, *column)) return true;
    if (column == nullptr || !refers_to_own_parent(plan, *column)) return false;
    const schema::ForeignKey* followed = followed_key(*plan.table, name, plan.per->parent);
    return followed != nullptr && holds_all(key, followed->columns);
  });
}

// Distinct by nature, or made so.
bool is_distinct(const ColumnPlan& column) {
  return column.unique || (column.form.is("sequence") && !counts_within_parent(column.form));
}

bool is_distinct_in_parent(const TablePlan& plan, const std::vector<std::string>& key) {
  if (plan.per && plan.per->max() <= 1) return true;
  return std::any_of(key.begin(), key.end(), [&](const std::string& name) {
    const ColumnPlan* column = plan.column(name);
    return column != nullptr && (counts_within_parent(column->form) || is_distinct(*column));
  });
}

void mark(ColumnPlan& column, const Need& need) {
  column.unique = true;
  column.ignores_case = column.ignores_case || need.special == kIgnoresCase;
  if (column.unique_rule.empty()) column.unique_rule = need.rule;
}

[[noreturn]] void refuse(const TablePlan& plan, const Need& need, const std::string& why,
                         const std::string& hint) {
  base::SourcePosition position = need.position;
  if (need.columns.size() == 1 && plan.column(need.columns.front()) != nullptr) {
    position = plan.column(need.columns.front())->position;
  }
  fail(position, fmt::format("table \"{}\", {}: {}", base::printable(plan.table->name), need.rule, why),
       hint);
}

// An index that ignores case takes values that differ in more than case: the numbers of rows do, names need
// not.
void check_case(const TablePlan& plan, const Need& need) {
  for (const std::string& name : need.columns) {
    const ColumnPlan* column = plan.column(name);
    if (column == nullptr || column->column->type.kind != TypeKind::text) continue;
    const ColumnForm& form = column->form;
    if (has_row_number(form) || form.is("email") || form.is("username") || form.is("uuid") ||
        form.is_null_constant())
      continue;
    refuse(
        plan, need,
        fmt::format("it ignores case, and {} may make values that differ in case only", form.generator->name),
        "use a template with {row}, email, username or uuid");
  }
}

// All columns are of the table's file: its rows are held against each other when they are read.
bool is_given(const TablePlan& plan, const Need& need) {
  return std::all_of(need.columns.begin(), need.columns.end(), [&](const std::string& name) {
    const ColumnPlan* column = plan.column(name);
    return column != nullptr && column->given;
  });
}

// True where the key needs nothing more.
bool is_settled(const TablePlan& plan, const Need& need) {
  const bool nulls_count = need.special == kNullsNotDistinct;
  const auto null_column = [&](const std::string& name) {
    const ColumnPlan* column = plan.column(name);
    return column != nullptr && column->form.is_null_constant();
  };
  if (is_given(plan, need)) return false;
  if (!nulls_count && std::any_of(need.columns.begin(), need.columns.end(), null_column)) return true;
  if (nulls_count) {
    for (const std::string& name : need.columns) {
      const ColumnPlan* column = plan.column(name);
      if (column == nullptr || (column->form.nulls.never() && !null_column(name))) continue;
      refuse(plan, need, "it counts NULLs as equal, and this column may hold several", "remove its `nulls`");
    }
  }
  // Left to the database: it numbers them.
  const bool all_planned = std::all_of(need.columns.begin(), need.columns.end(),
                                       [&](const std::string& name) { return plan.column(name) != nullptr; });
  return !all_planned;
}

void settle_single(TablePlan& plan, const Need& need) {
  ColumnPlan& column = *plan.column(need.columns.front());
  if (refers_to_own_parent(plan, column) || tells_own_day(plan, column)) {
    if (holds_parent(plan, need.columns) && plan.per->max() <= 1) return;
    refuse(plan, need, fmt::format("up to {} rows share one {}", plan.per->max(), plan.per->each()),
           "ask for at most one row per parent: rows: {between: [0, 1]}");
  }
  const schema::ForeignKey* followed =
      followed_key(*plan.table, column.column->name, referred_table(plan, column));
  if (column.form.is("ref") && followed != nullptr && followed->columns.size() > 1) {
    refuse(plan, need, "it is one column of a composite foreign key, which repeats", "");
  }
  mark(column, need);
}

// All columns of one composite reference pick the same parent, so they are made unique together or not at
// all.
std::vector<ColumnPlan*> together(TablePlan& plan, ColumnPlan& column, const std::vector<std::string>& key) {
  const std::string parent = referred_table(plan, column);
  const schema::ForeignKey* followed =
      parent.empty() ? nullptr : followed_key(*plan.table, column.column->name, parent);
  if (followed == nullptr || followed->columns.size() == 1) return {&column};
  if (!holds_all(key, followed->columns)) return {};
  std::vector<ColumnPlan*> group;
  for (const std::string& name : followed->columns) {
    if (ColumnPlan* part = plan.column(name)) group.push_back(part);
  }
  return group;
}

// Whether the generator takes a digit of a product: its values are dealt out by rank, each another one.
bool takes_digit(const TablePlan& plan, const ColumnPlan& column) {
  if (column.digit) return false;  // one product is all it can follow
  const auto given = [&](const FixedEntry& row) { return row.node.find(column.column->name) != nullptr; };
  const auto& fixed = plan.entry->fixed;
  // A literal cell would take a combination that another row is dealt.
  if (std::any_of(fixed.begin(), fixed.end(), given)) return false;
  const ColumnForm& form = column.form;
  if (form.is("choice") || form.is("between") || form.is("boolean")) return true;
  const std::string parent = referred_table(plan, column);
  return !parent.empty() && parent != plan.table->name && !refers_to_own_parent(plan, column) &&
         form.column.find("column") == nullptr && gen::picks_evenly(form.column) &&
         followed_key(*plan.table, column.column->name, parent);
}

struct Product {
  std::vector<std::vector<ColumnPlan*>> parts;  // a composite reference's columns are one part
  std::vector<std::uint64_t> counts;            // of each part's values
  std::uint64_t size = 1;
  bool whole = true;  // no column of the key was left out: more combinations there are not
};

Product product_of(TablePlan& plan, const Need& need, bool within_parent, const Capabilities& can) {
  Product product;
  std::set<const ColumnPlan*> seen;
  for (const std::string& name : need.columns) {
    ColumnPlan& column = *plan.column(name);
    if (seen.contains(&column) || (within_parent && refers_to_own_parent(plan, column))) continue;
    const std::vector<ColumnPlan*> part = together(plan, column, need.columns);
    seen.insert(part.begin(), part.end());
    const bool takes = !part.empty() && std::all_of(part.begin(), part.end(), [&](const ColumnPlan* one) {
      return takes_digit(plan, *one);
    });
    const std::uint64_t count = takes ? can.distinct_values(column).value_or(0) : 0;
    if (count == 0 || product.size > gen::Permutation::kMaxSize / count) {
      product.whole = false;
      continue;
    }
    product.parts.push_back(part);
    product.counts.push_back(count);
    product.size *= count;
  }
  return product;
}

// Whether columns that are unique together already are all in the key.
bool holds_product(const TablePlan& plan, const Need& need) {
  return std::any_of(need.columns.begin(), need.columns.end(), [&](const std::string& name) {
    const ColumnPlan& column = *plan.column(name);
    if (!column.digit || (column.digit->within_parent && !holds_parent(plan, need.columns))) return false;
    return std::all_of(plan.columns.begin(), plan.columns.end(), [&](const ColumnPlan& other) {
      return other.product_name != column.product_name || holds_all(need.columns, {other.column->name});
    });
  });
}

void deal_out(const Product& product, const Need& need, bool within_parent) {
  std::uint64_t stride = 1;
  for (std::size_t i = 0; i < product.parts.size(); ++i) {
    for (ColumnPlan* column : product.parts[i]) {
      column->product_name = base::join(need.columns, ",");
      column->digit = gen::ProductDigit{0, product.size, stride, within_parent};
    }
    stride *= product.counts[i];
  }
}

// One column, or the columns of one reference, that can be unique alone.
struct Single {
  std::vector<ColumnPlan*> columns;
  std::uint64_t most_rows = 0;  // for which they can
};

// Those of the key's order, templates with the row's number first: that their values never repeat changes
// none of them.
std::vector<Single> singles_of(TablePlan& plan, const Need& need, const Capabilities& can) {
  std::vector<Single> singles;
  for (const bool templates : {true, false}) {
    for (const std::string& name : need.columns) {
      ColumnPlan& column = *plan.column(name);
      if (has_row_number(column.form) != templates || refers_to_own_parent(plan, column)) continue;
      Single single{together(plan, column, need.columns), kAnyNumber};
      for (const ColumnPlan* part : single.columns) {
        single.most_rows = std::min(single.most_rows, part->digit ? 0 : can.most_rows(*part));
      }
      if (!single.columns.empty() && single.most_rows > 0) singles.push_back(std::move(single));
    }
  }
  return singles;
}

// `most`: the rows of the table for which one column or several would do.
[[noreturn]] void refuse_composite(const TablePlan& plan, const Need& need, const Product& product,
                                   std::uint64_t bound, std::uint64_t most) {
  const bool within_parent = holds_parent(plan, need.columns);
  const std::string each = within_parent ? fmt::format(" for each {}", plan.per->each()) : "";
  const std::uint64_t wanted = within_parent ? plan.per->max() : bound;
  if (within_parent && !product.parts.empty()) most = product.size;
  if (product.whole && !product.parts.empty() && (within_parent || !plan.per)) {
    refuse(plan, need,
           fmt::format("there are only {} different combinations{}, {} rows are asked for; {} would work",
                       product.size, each, wanted, product.size),
           "ask for fewer rows, or give the columns more values");
  }
  std::string why = "nothing makes the rows distinct: its columns have too few values";
  if (most > 0) why += fmt::format(", {} rows{} are asked for; {} would work", wanted, each, most);
  refuse(plan, need, why,
         "make rows `per` a parent with {sequence: {within: parent}} beside it, or give one column more "
         "values than rows");
}

// Of what could make the rows distinct, that which does for the most rows, the first of equals.
void settle_composite(TablePlan& plan, const Need& need, std::uint64_t bound, const Capabilities& can) {
  for (const std::string& name : need.columns) {
    if (is_distinct(*plan.column(name))) return;
  }
  if (holds_product(plan, need)) return;
  const bool within_parent = holds_parent(plan, need.columns);
  if (within_parent && is_distinct_in_parent(plan, need.columns)) return;
  const std::vector<Single> singles = singles_of(plan, need, can);
  const auto best = std::max_element(singles.begin(), singles.end(), [](const Single& a, const Single& b) {
    return a.most_rows < b.most_rows;
  });
  const std::uint64_t alone = best == singles.end() ? 0 : best->most_rows;
  const Product product = product_of(plan, need, within_parent, can);
  std::uint64_t combined = product.parts.empty() ? 0 : product.size;
  // Dealt out anew below each parent, they are enough for any number of parents, or for none.
  if (within_parent) combined = product.size >= plan.per->max() ? kAnyNumber : 0;
  if (std::max(alone, combined) < bound && bound > 1) {
    refuse_composite(plan, need, product, bound, std::max(alone, combined));
  }
  if (alone > 0 && alone >= combined) {
    for (ColumnPlan* part : best->columns) mark(*part, need);
  } else if (combined > 0) {
    deal_out(product, need, within_parent);
  }
}

void settle(TablePlan& plan, const Need& need, std::uint64_t bound, const Capabilities& can) {
  if (need.special == kOnExpression) {
    refuse(plan, need, "it is a UNIQUE index over an expression, which cannot be proven to hold",
           "leave the table out of the profile");
  }
  if (need.columns.empty() || is_settled(plan, need)) return;
  if (is_given(plan, need)) {
    if (need.columns.size() == 1) {
      mark(*plan.column(need.columns.front()), need);
      plan.column(need.columns.front())->ignores_case = need.special == kIgnoresCase;
    }
    return;
  }
  if (need.special == kIgnoresCase) check_case(plan, need);
  if (need.columns.size() > 1) return settle_composite(plan, need, bound, can);
  if (bound > 1 || can.most_rows(*plan.column(need.columns.front())) > 0) settle_single(plan, need);
}

}  // namespace

std::string rule_of(const schema::UniqueKey& key) {
  if (key.primary) return rule_text("PRIMARY KEY", key.columns);
  const bool named = !key.name.empty() && !key.is_constraint;
  return rule_text(named ? ("UNIQUE INDEX " + base::printable(key.name)).c_str() : "UNIQUE", key.columns);
}

std::string unique_rules(const TablePlan& plan, const ColumnPlan& column) {
  if (column.unique) return column.unique_rule;
  std::vector<std::string> rules;
  for (const Need& need : needs_of(plan))
    if (need.columns.size() > 1 && holds_all(need.columns, {column.column->name})) rules.push_back(need.rule);
  return base::join(rules, "; ");
}

void settle_uniqueness(TablePlan& plan, std::uint64_t bound, const Capabilities& can) {
  const std::vector<Need> needs = needs_of(plan);
  if (bound == 0) return;
  for (const bool single : {true, false}) {
    for (const Need& need : needs) {
      if ((need.columns.size() <= 1) != single) continue;
      try {
        settle(plan, need, bound, can);
      } catch (const base::Error&) {
        if (bound > 1) throw;  // one row repeats nothing, and is made as the first of several would be
      }
    }
  }
}

}  // namespace seedctl::profile

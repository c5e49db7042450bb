// A row's parents are built before it, so that their columns are known, and how far they reach.
//
// The last day of the inferred form is kept, so that a later as_of redraws no more than it did: in a profile
// with rows per day that is the first of the days. Where a parent may come after it, the child follows on the
// parent's day, or at its moment.
#include "profile/moments.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/text.h"
#include "profile/column_name.h"
#include "profile/facts.h"
#include "profile/feasibility.h"
#include "profile/notation.h"
#include "sql/dialect.h"

namespace seedctl::profile {
namespace {

using base::TypeKind;

// A cell of a parent's row, as expressions name it.
struct Moment {
  std::string text;
  bool may_be_null = false;
  bool may_come_late = false;  // after the last day of what is inferred
};

// Simple names stand as they are; others, and words of SQL, in quotes.
std::string name_text(const std::string& name) {
  static const std::set<std::string, std::less<>> words = {"end",   "user", "order", "group", "when",  "to",
                                                           "table", "from", "all",   "both",  "check", "row"};
  const bool simple = !name.empty() && !(name[0] >= '0' && name[0] <= '9') && !words.contains(name) &&
                      std::all_of(name.begin(), name.end(), [](char c) {
                        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
                      });
  return simple ? name : sql::quote_identifier(name);
}

// How much a column's name speaks of the beginning of its row; 0 = not at all.
int beginning_of(const std::string& name) {
  const std::vector<std::string> words = ColumnName(name).parts;
  const auto has = [&](std::initializer_list<std::string_view> list) {
    return std::any_of(words.begin(), words.end(), [&](const std::string& word) {
      return std::find(list.begin(), list.end(), word) != list.end();
    });
  };
  if (has({"created", "creation", "inserted"})) return 3;
  if (has({"registered", "registration", "joined", "signed", "signup", "hired", "opened", "placed",
           "ordered"}))
    return 2;
  return has({"start", "starts", "started", "begin", "begins", "began", "happened", "occurred"}) ? 1 : 0;
}

class Moments {
 public:
  Moments(TablePlan& plan, const Settings& settings, const BuiltTables& tables)
      : plan_(plan), settings_(settings), tables_(tables) {}

  void settle() {
    const std::string day = own_day();
    if (day.empty()) find_parents();
    if (day.empty() && parents_.empty()) return;
    for (ColumnPlan& column : plan_.columns) {
      if (!is_open(column)) continue;
      Inferred better = day.empty() ? after_parents(column.column->type.kind)
                                    : Inferred{between(day, day), "on the day of the row"};
      better.column = placed_at(std::move(better.column), column.position);
      column.alternatives.insert(column.alternatives.begin(), {column.node, column.reason});
      column.alternatives.insert(column.alternatives.begin(), std::move(better));
      take_alternative(column);
    }
  }

 private:
  // Nothing is known of it but its type, and no rule binds it to other cells.
  bool is_open(const ColumnPlan& column) const {
    if (column.given || column.reason != kYearBefore || !is_temporal(column.column->type.kind)) return false;
    const std::string& name = column.column->name;
    const auto holds = [&](const std::vector<std::string>& names) {
      return std::find(names.begin(), names.end(), name) != names.end();
    };
    return !column.form.unique && !holds(plan_.entry->key) &&
           std::none_of(plan_.table->unique_keys.begin(), plan_.table->unique_keys.end(),
                        [&](const schema::UniqueKey& key) { return holds(key.columns); });
  }

  // In a table with rows per day.
  std::string own_day() const {
    if (!plan_.per || !plan_.per->days) return {};
    const ColumnPlan* column = plan_.column(plan_.per->days->column);
    if (column == nullptr) return {};
    const std::string name = name_text(column->column->name);
    return column->column->type.kind == TypeKind::date ? name : name + "::date";
  }

  void find_parents() {
    std::set<std::vector<std::string>> followed;  // composite keys are followed once
    for (const bool own : {true, false}) {
      for (const ColumnPlan& column : plan_.columns) {
        const std::string parent = referred_table(plan_, column);
        const bool is_own = plan_.per && !plan_.per->days && plan_.per->parent == parent;
        const auto built = tables_.find(parent);
        if (is_own != own || column.given || built == tables_.end() || parent == plan_.table->name ||
            is_late(plan_, column))
          continue;
        const schema::ForeignKey* key = followed_key(*plan_.table, column.column->name, parent);
        if (key != nullptr && !followed.insert(key->columns).second) continue;
        if (const gen::Column* begins = beginning_in(*built->second)) add(column, *built->second, *begins);
      }
    }
  }

  static const gen::Column* beginning_in(const gen::Table& parent) {
    const gen::Column* best = nullptr;
    int most = 0;
    for (const gen::Column& column : parent.columns()) {
      const int found = is_temporal(column.type.kind) && column.stored ? beginning_of(column.name) : 0;
      if (found <= most) continue;
      best = &column;
      most = found;
    }
    return best;
  }

  void add(const ColumnPlan& reference, const gen::Table& parent, const gen::Column& begins) {
    const bool may_be_absent =
        not_null_rule(plan_, *reference.column).empty() || !reference.form.nulls.never();
    parents_.push_back({fmt::format("{}.{}", name_text(reference.column->name), name_text(begins.name)),
                        may_be_absent || begins.nullable, may_come_late(parent, begins)});
  }

  bool may_come_late(const gen::Table& parent, const gen::Column& begins) const {
    const auto most = begins.generator->most();
    if (!most || is_late_value(*most)) return true;
    const std::size_t index = *parent.column_index(begins.name);
    return std::any_of(parent.fixed().begin(), parent.fixed().end(), [&](const gen::FixedRow& row) {
      const base::Value* cell = row.cell(index);
      return cell != nullptr && is_late_value(*cell);
    });
  }

  bool is_late_value(const base::Value& value) const {
    const std::int64_t end =
        base::Timestamp::at_midnight(settings_.inferred_until).micros + base::kMicrosPerDay;
    const auto point = point_of(value);
    const auto* micros = point ? std::get_if<std::int64_t>(&*point) : nullptr;
    return micros != nullptr && *micros >= end;
  }

  Inferred after_parents(TypeKind kind) const {
    std::vector<std::string> texts;
    for (const Moment& moment : parents_) texts.push_back(moment.text);
    const std::string named = base::join(texts, ", ");
    std::string low = texts.size() == 1 ? texts.front() : fmt::format("greatest({})", named);
    const auto absent = [](const Moment& moment) { return moment.may_be_null; };
    const std::string first = base::Date{settings_.inferred_until.days - kInferredDays}.str();
    if (std::all_of(parents_.begin(), parents_.end(), absent))
      low = fmt::format("coalesce({}, date '{}')", low, first);
    const std::string last = settings_.inferred_until.str();
    std::string high = last;
    if (std::any_of(parents_.begin(), parents_.end(), [](const Moment& one) { return one.may_come_late; })) {
      const bool days = settings_.inferred_until != settings_.as_of;
      high = !days                    ? fmt::format("greatest({}, date '{}')", low, last)
             : kind == TypeKind::date ? low
                                      : fmt::format("({})::date", low);
    }
    return {between(low, high), "not before " + named};
  }

  TablePlan& plan_;
  const Settings& settings_;
  const BuiltTables& tables_;
  std::vector<Moment> parents_;
};

}  // namespace

void settle_moments(TablePlan& plan, const Settings& settings, const BuiltTables& tables) {
  Moments(plan, settings, tables).settle();
}

}  // namespace seedctl::profile

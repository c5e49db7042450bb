// Each way to be dirty is weighed and checked apart, so that an error names the one that cannot be.
#include "profile/dirty.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "gen/generators/arguments.h"
#include "gen/generators/weight_list.h"
#include "profile/facts.h"
#include "profile/feasibility.h"
#include "profile/notation.h"
#include "profile/uniqueness.h"

namespace seedctl::profile {
namespace {

using base::Node;
using gen::DirtKind;
using sql::CheckFact;

constexpr const char* kExample = "write dirty: {rate: 2%, values: [error, N/A]}";
constexpr const char* kWhere = "dirt belongs where nothing constrains it, such as a landing table";

// A way as written: the node to blame, and how often.
struct Written {
  Node node;
  Node weight;
};

Node weight_of_one(const Node& at) {
  Node weight = plain("1");
  weight.position = at.position;
  return weight;
}

std::vector<Written> read_ways(const Node& node, const char* what) {
  std::vector<Written> ways;
  if (node.kind == Node::Kind::map) {
    for (const base::NodeEntry& entry : node.entries) {
      Node way = words(entry.key);
      way.position = entry.position;
      ways.push_back({std::move(way), entry.value});
    }
  } else if (node.kind == Node::Kind::list) {
    for (const Node& item : node.items) ways.push_back({item, weight_of_one(item)});
  } else {
    ways.push_back({node, weight_of_one(node)});
  }
  if (ways.empty()) base::fail_at(node, fmt::format("{} is empty", what), kExample);
  return ways;
}

bool is_in(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// Holds one way against the column. `what` names it in errors: `"error"`, `truncate`.
class WayCheck {
 public:
  WayCheck(const TablePlan& plan, const ColumnPlan& column, const Written& written)
      : plan_(plan), column_(column), node_(written.node) {}

  gen::DirtWay of_value() const {
    if (node_.kind == Node::Kind::null) return of_kind(DirtKind::null);
    gen::DirtWay way{DirtKind::value, gen::value_of(node_, column_.type)};
    check_keys(DirtKind::value);
    for (const CheckFact* fact : facts_about(*plan_.table, name())) {
      if (!obeys(way.value, column_.column->type, *fact)) refuse("breaks " + describe(*fact));
    }
    return way;
  }

  gen::DirtWay of_kind(DirtKind kind) const {
    if (kind == DirtKind::null) {
      const std::string rule = not_null_rule(plan_, *column_.column);
      if (!rule.empty()) refuse("cannot be: " + rule);
    }
    if (is_of_text(kind) && column_.type.kind != base::TypeKind::text)
      refuse(fmt::format("changes text; column {} is {}", base::printable(name()), column_.type.str()));
    check_keys(kind);
    if (is_of_text(kind)) check_text(kind);
    return {kind, base::Null{}};
  }

  static DirtKind kind_of(const Node& node) {
    if (node.kind == Node::Kind::null) return DirtKind::null;
    const std::string& text = base::as_text(node, "a kind of dirt");
    if (const auto kind = gen::dirt_kind_of_name(text)) return *kind;
    base::fail_at(node,
                  fmt::format("unknown kind of dirt \"{}\"{}", base::printable(text),
                              base::did_you_mean(text, gen::dirt_kind_names())),
                  fmt::format("the kinds are {}", base::join(gen::dirt_kind_names(), ", ")));
  }

 private:
  const std::string& name() const { return column_.column->name; }

  [[noreturn]] void refuse(const std::string& why) const {
    const std::string shown = node_.kind == Node::Kind::null ? "null" : base::printable(node_.text);
    base::fail_at(node_,
                  fmt::format("{}.{}: dirty \"{}\" {}", base::printable(plan_.table->name),
                              base::printable(name()), shown, why),
                  kWhere);
  }

  // What makes rows distinct or refers to others cannot be dirty; NULL may stand in either.
  void check_keys(DirtKind kind) const {
    if (column_.form.unique) refuse("cannot be: unique: true");
    if (is_in(plan_.entry->key, name())) refuse("cannot be: rows are matched by it (key)");
    for (const schema::UniqueKey& key : plan_.table->unique_keys) {
      const bool null_fits = kind == DirtKind::null && key.special != kNullsNotDistinct;
      if (is_in(key.columns, name()) && !null_fits)
        refuse(fmt::format("may repeat a value: {}", rule_of(key)));
    }
    for (const schema::ForeignKey& key : plan_.table->foreign_keys) {
      // The row before refers to a row that is there.
      const bool stays = kind == DirtKind::null || (kind == DirtKind::duplicate && key.columns.size() == 1);
      if (is_in(key.columns, name()) && !stays)
        refuse(fmt::format("would refer to nothing: its foreign key is to {}", base::printable(key.parent)));
    }
    if (kind != DirtKind::null) check_order();
  }

  void check_order() const {
    for (const schema::Check& check : plan_.table->checks) {
      for (const CheckFact& fact : check.facts) {
        const bool concerned = fact.column == name() || fact.other == name();
        if (fact.kind == CheckFact::Kind::less && concerned) refuse("may break " + describe(fact));
      }
    }
  }

  void check_text(DirtKind kind) const {
    for (const CheckFact* fact : facts_about(*plan_.table, name())) {
      // The longest text is known to the column's type.
      const bool only_longest = fact->kind == CheckFact::Kind::length && !fact->min_length;
      const bool stays_long = fact->kind == CheckFact::Kind::length && kind != DirtKind::truncate;
      if (fact->kind == CheckFact::Kind::not_null || only_longest || stays_long) continue;
      refuse("may break " + describe(*fact));
    }
  }

  const TablePlan& plan_;
  const ColumnPlan& column_;
  const Node& node_;
};

// Whether no way changes a column that holds one value in all rows.
bool changes_nothing(const ColumnPlan& column, const std::vector<gen::DirtWay>& ways) {
  if (!column.form.is("value") || !column.form.nulls.never()) return false;
  const bool is_null = column.form.is_null_constant();
  const base::Value clean =
      is_null ? base::Value(base::Null{}) : gen::value_of(column.form.value, column.type);
  return std::all_of(ways.begin(), ways.end(), [&](const gen::DirtWay& way) {
    if (is_of_text(way.kind)) return is_null;
    return way.kind == DirtKind::duplicate || way.value == clean;
  });
}

}  // namespace

std::optional<gen::Dirt> read_dirt(const TablePlan& plan, const ColumnPlan& column, std::uint64_t seed) {
  if (!column.form.dirty) return std::nullopt;
  const Node& node = *column.form.dirty;
  if (node.kind != Node::Kind::map)
    base::fail_at(node, fmt::format("dirty must be a map, not {}", node.kind_text()), kExample);
  const std::vector<std::string> known = {"rate", "values", "kinds"};
  base::allow_keys(node, known, "dirty");
  const Node* rate = node.find("rate");
  const Node* values = node.find("values");
  const Node* kinds = node.find("kinds");
  if (rate == nullptr) base::fail_at(node, "dirty lacks `rate`", kExample);
  if (values == nullptr && kinds == nullptr)
    base::fail_at(node, "dirty says neither `values` nor `kinds`", kExample);
  std::vector<Written> written;
  std::vector<gen::DirtWay> ways;
  if (values != nullptr) {
    for (Written& one : read_ways(*values, "values")) {
      ways.push_back(WayCheck(plan, column, one).of_value());
      written.push_back(std::move(one));
    }
  }
  if (kinds != nullptr) {
    for (Written& one : read_ways(*kinds, "kinds")) {
      ways.push_back(WayCheck(plan, column, one).of_kind(WayCheck::kind_of(one.node)));
      written.push_back(std::move(one));
    }
  }
  if (changes_nothing(column, ways)) {
    base::fail_at(node,
                  fmt::format("{}.{}: dirty changes nothing: all cells hold the value already",
                              base::printable(plan.table->name), base::printable(column.column->name)),
                  "name a value that the column does not hold");
  }
  std::vector<const Node*> weights;
  for (const Written& one : written) weights.push_back(&one.weight);
  // Of the column alone, so that another generator leaves the dirt where it is.
  const gen::Key key = gen::sub_key(gen::column_key(seed, plan.table->name, column.column->name, 1), "dirty");
  const gen::BuildContext context;
  return gen::Dirt(key, gen::Rate::from(*rate), std::move(ways),
                   gen::read_weights(gen::Arguments{"dirty", node, node, context}, weights),
                   column.type.length);
}

}  // namespace seedctl::profile

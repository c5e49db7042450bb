// Policies are read, held against the rows that there are, and become the generator of a hidden column.
#include "gen/generators/pick_policy.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "gen/distribution/alias_table.h"
#include "gen/distribution/zipf.h"
#include "gen/generators/weight_list.h"
#include "gen/hidden_columns.h"
#include "gen/permutation.h"
#include "gen/table.h"

namespace seedctl::gen {

namespace {

using base::Node;

constexpr double kLargestExponent = 60.0;  // beyond, all but the first parent are never picked

constexpr const char* kPickForms =
    "it is uniform, each, {distinct: 3}, {zipf: 1.1}, {weights: [5, 3, 1]} or {growth: {children_per_parent: "
    "5}}";

class Policy {
 public:
  Policy(const Arguments& arguments, const Table& table)
      : arguments_(arguments),
        context_(arguments.context),
        table_(table),
        own_(table.name() == context_.table),
        parents_{&table, table.rows()} {}

  Picks make() {
    const Node* pick = parameter("pick");
    if (table_.ring() != nullptr) return from_database(pick);
    if (const Node* to = parameter("to")) return named(*to, pick);
    if (own_) return earlier(pick);
    const Node* distinct = parameter("distinct_from");
    const Node& policy = context_.group_policy == nullptr ? arguments_.column : *context_.group_policy;
    if (!names_a_policy(policy) && is_own_parent()) {
      if (context_.parent(context_.table)->per()->max() > 1)
        arguments_.refuse_unique("rows per parent share their parent");
      return own_parents();
    }
    limit();
    if (distinct != nullptr) return distinct_from(*distinct, pick);
    if (pick != nullptr && pick->kind == Node::Kind::map) return by_form(*pick);
    if (pick != nullptr) {
      const std::string& word = base::as_text(*pick, "pick");
      if (word == "each") return each(*pick);
      if (word != "uniform") fail_unknown(*pick, word);
    }
    return even();
  }

  // Of the hidden column; columns of one composite foreign key share it.
  std::string column_name() const {
    return pick_column(context_.reference_group.empty() ? context_.column : context_.reference_group,
                       table_.name());
  }

 private:
  // The columns of a composite foreign key draw with one key, and so pick one row.
  Key key(bool dealt = false) const {
    const std::string name =
        context_.reference_group.empty() ? context_.column : "reference:" + context_.reference_group;
    return context_.draws_with(column_key(context_.seed, context_.table, name, context_.generator_version),
                               dealt || context_.unique);
  }

  const Node* parameter(std::string_view name) const {
    return context_.group_policy == nullptr ? arguments_.parameter(name) : context_.group_policy->find(name);
  }

  static const std::vector<std::string>& forms() {
    static const std::vector<std::string> names = {"uniform", "each",    "distinct",
                                                   "zipf",    "weights", "growth"};
    return names;
  }

  [[noreturn]] static void fail_unknown(const Node& node, const std::string& word) {
    for (const char* form : {"distinct", "zipf", "weights", "growth"}) {
      if (word == form) base::fail_at(node, fmt::format("pick: {} lacks its value", word), kPickForms);
    }
    base::fail_at(
        node, fmt::format("unknown pick \"{}\"{}", base::printable(word), base::did_you_mean(word, forms())),
        kPickForms);
  }

  bool is_own_parent() const {
    const Table* own = context_.parent ? context_.parent(context_.table) : nullptr;
    return own != nullptr && own->per() && own->per()->parent == &table_;
  }

  // Of rows that are not made here nothing is known but their keys.
  Picks from_database(const Node* pick) {
    const std::string rows = fmt::format("rows of {} that the profile does not make", table_.name());
    for (const char* key : {"to", "capacity", "distinct_from"}) {
      if (const Node* node = parameter(key))
        base::fail_at(
            *node, fmt::format("{} is not possible with {}", key, rows),
            fmt::format("leave it out: they are picked evenly; or make {} in the profile", table_.name()));
    }
    if (pick != nullptr && (!pick->is_scalar() || pick->text != "uniform"))
      base::fail_at(*pick, fmt::format("{} can only be picked evenly", rows), "leave pick out");
    arguments_.refuse_unique(fmt::format("{} are picked more than once", rows));
    if (context_.digit) arguments_.fail(fmt::format("{} cannot tell rows apart", rows));
    if (table_.rows() > 0) return ring_picks(table_, key());
    if (context_.number_bound > 0) {
      arguments_.fail(
          fmt::format("the profile does not make {}, and the database has no rows of it to refer to",
                      table_.name()),
          fmt::format("add {}: {{rows: 100}} to tables, or fill it first", table_.name()));
    }
    return fixed_pick(0);
  }

  // Applies `capacity`, and refuses parents that are not there.
  void limit() {
    if (const Node* capacity = parameter("capacity")) {
      const std::uint64_t rows = base::as_count(*capacity, "capacity");
      if (table_.per()) {
        base::fail_at(*capacity,
                      fmt::format("capacity counts the rows of a table in order: {} has rows per {}",
                                  table_.name(), table_.per()->parent->name()));
      }
      if (rows == 0 || rows > table_.rows()) {
        base::fail_at(*capacity,
                      fmt::format("capacity is {}, but table {} has {} rows", base::with_thousands(rows),
                                  table_.name(), base::with_thousands(table_.rows())),
                      "it is how many of the first rows are referred to");
      }
      parents_.rows = rows;
    }
    if (table_.rows() == 0 && context_.number_bound > 0) {
      arguments_.require_capacity(0);
      arguments_.fail(fmt::format("table {} has no rows to refer to", table_.name()));
    }
  }

  bool no_rows() const { return parents_.rows == 0; }

  Picks even() {
    arguments_.require_capacity(parents_.rows);
    if (no_rows()) return fixed_pick(0);
    if (context_.digit) {
      context_.draws_with(context_.digit->key, true);
      return combined_picks(parents_, *context_.digit);
    }
    return context_.unique ? single_picks(parents_, key()) : uniform_picks(parents_, key());
  }

  Picks each(const Node& pick) {
    if (context_.number_bound > parents_.rows) {
      base::fail_at(pick,
                    fmt::format("pick: each takes every row of {} at most once: {} rows are asked for, {} "
                                "would work",
                                table_.name(), base::with_thousands(context_.number_bound),
                                base::with_thousands(parents_.rows)));
    }
    return no_rows() ? fixed_pick(0) : single_picks(parents_, key(true));
  }

  Picks by_form(const Node& pick) {
    const std::vector<std::string> known = {"distinct", "zipf", "weights", "growth"};
    base::allow_keys(pick, known, "pick");
    if (pick.entries.size() != 1) base::fail_at(pick, "pick takes one of distinct, zipf, weights, growth");
    const Node& form = pick.entries.front().value;
    const std::string& name = pick.entries.front().key;
    arguments_.refuse_unique(fmt::format("pick by {} takes some rows more than once", name));
    if (name == "zipf") return by_zipf(form);
    if (name == "distinct") return by_distinct(form);
    return name == "weights" ? by_weights(form) : by_growth(form);
  }

  Picks by_zipf(const Node& form) {
    const double exponent = number_of(form, "zipf").to_double();
    if (!(exponent > 0) || exponent > kLargestExponent)
      base::fail_at(form, "the exponent of zipf must be above 0 and at most 60");
    if (no_rows()) return fixed_pick(0);
    if (parents_.rows >= Zipf::kMaxNumber)
      base::fail_at(form,
                    fmt::format("zipf goes over at most {} rows", base::with_thousands(Zipf::kMaxNumber)));
    return ranked_picks(parents_, key(), std::make_shared<Zipf>(exponent, 1, parents_.rows));
  }

  Picks by_distinct(const Node& form) {
    const std::uint64_t together = base::as_count(form, "distinct");
    if (together == 0) base::fail_at(form, "distinct must be at least 1");
    if (no_rows()) return fixed_pick(0);
    if (together > parents_.rows) {
      base::fail_at(form, fmt::format("there are only {} rows of {} to take {} different ones of",
                                      base::with_thousands(parents_.rows), table_.name(),
                                      base::with_thousands(together)));
    }
    return group_picks(parents_, key(true), together);
  }

  // A list is of the first rows, a map of fixed rows by their names.
  Picks by_weights(const Node& form) {
    std::vector<std::uint64_t> places;
    std::vector<const Node*> weights;
    for (const Node& item : form.items) {
      places.push_back(places.size());
      weights.push_back(&item);
    }
    for (const base::NodeEntry& entry : form.entries) {
      places.push_back(place_of_fixed(entry.key, entry.position));
      weights.push_back(&entry.value);
    }
    if (weights.empty()) {
      base::fail_at(form, "weights takes a list, of the first rows, or a map of the names of fixed rows",
                    "write {weights: [5, 3, 1]} or {weights: {admin: 5, guest: 1}}");
    }
    if (weights.size() > parents_.rows) {
      base::fail_at(form, fmt::format("there are {} weights, but {} rows of {}", weights.size(),
                                      parents_.rows, table_.name()));
    }
    const Arguments blamed{"pick", form, arguments_.column, context_};
    return listed_picks(parents_, key(), std::move(places),
                        std::make_shared<AliasTable>(read_weights(blamed, weights)));
  }

  Picks by_growth(const Node& form) {
    const std::vector<std::string> known = {"children_per_parent"};
    if (form.kind != Node::Kind::map || form.find(known[0]) == nullptr)
      base::fail_at(form, "growth lacks `children_per_parent`", "write {growth: {children_per_parent: 5}}");
    base::allow_keys(form, known, "growth");
    const Node& node = *form.find(known[0]);
    const std::uint64_t each = base::as_count(node, known[0]);
    if (each == 0) base::fail_at(node, "children_per_parent must be at least 1");
    const std::uint64_t needed = context_.number_bound == 0 ? 0 : (context_.number_bound - 1) / each + 1;
    if (needed > parents_.rows) {
      base::fail_at(node,
                    fmt::format("{} rows with {} for each row of {} need {} of them, there are {}",
                                base::with_thousands(context_.number_bound), each, table_.name(),
                                base::with_thousands(needed), base::with_thousands(parents_.rows)),
                    fmt::format("give {} more rows, or each of them more children", table_.name()));
    }
    return no_rows() ? fixed_pick(0) : growing_picks(parents_, key(), each);
  }

  // Named columns of this table that refer to the same table.
  Picks distinct_from(const Node& node, const Node* pick) {
    if (pick != nullptr && (!pick->is_scalar() || pick->text != "uniform"))
      base::fail_at(*pick, "distinct_from picks evenly: leave pick out");
    arguments_.refuse_unique("distinct_from looks at one row only");
    if (context_.digit) arguments_.fail("distinct_from cannot be combined with a key over several columns");
    std::vector<const Node*> names = {&node};
    if (node.kind == Node::Kind::list) {
      names.clear();
      for (const Node& item : node.items) names.push_back(&item);
    }
    if (names.empty()) base::fail_at(node, "distinct_from must name a column");
    if (parents_.rows <= names.size() && context_.number_bound > 0) {
      base::fail_at(node, fmt::format("table {} has {} rows: too few to pick {} different ones",
                                      table_.name(), parents_.rows, names.size() + 1));
    }
    std::vector<std::size_t> others;
    for (const Node* name : names) others.push_back(other_picks(*name));
    return no_rows() ? fixed_pick(0) : distinct_picks(parents_, key(), std::move(others));
  }

  std::size_t other_picks(const Node& node) {
    const std::string& name = base::as_text(node, "distinct_from");
    if (name == context_.column) base::fail_at(node, "a column cannot be distinct from itself");
    if (context_.sibling && !context_.sibling(name)) {
      base::fail_at(node,
                    fmt::format("table {} has no column \"{}\"{}", context_.table, base::printable(name),
                                base::did_you_mean(name, context_.sibling_names)));
    }
    if (context_.hidden == nullptr) return 0;
    return context_.hidden->ask_for(
        pick_column(name, table_.name()),
        base::Error(base::ErrorCode::profile, node.position,
                    fmt::format("column {} does not refer to {}", base::printable(name), table_.name())));
  }

  Picks earlier(const Node* pick) {
    if (pick != nullptr && (!pick->is_scalar() || pick->text != "uniform"))
      base::fail_at(*pick, "a reference to the own table picks an earlier row: leave pick out");
    for (const char* key : {"capacity", "distinct_from"}) {
      if (const Node* node = parameter(key))
        base::fail_at(*node, fmt::format("{} is not possible in a reference to the own table", key));
    }
    if (!context_.unique) return earlier_picks(table_, key(), context_.nullable);
    if (!context_.nullable)
      arguments_.refuse_unique("the first row can only refer to itself, which the second one does");
    return previous_picks(table_);
  }

  std::uint64_t place_of_fixed(const std::string& name, const base::SourcePosition& position) const {
    std::vector<std::string> names;
    for (std::size_t place = 0; place < table_.fixed().size(); ++place) {
      if (table_.fixed()[place].name == name) return place;
      if (!table_.fixed()[place].name.starts_with('#')) names.push_back(table_.fixed()[place].name);
    }
    throw base::Error(base::ErrorCode::profile, position,
                      fmt::format("table {} has no fixed row named \"{}\"{}", table_.name(),
                                  base::printable(name), base::did_you_mean(name, names)))
        .with_hint(names.empty() ? "name one: fixed: [{as: admin, ...}]"
                                 : fmt::format("the names are {}", base::join(names, ", ")));
  }

  Picks named(const Node& to, const Node* pick) {
    if (pick != nullptr) base::fail_at(*pick, "`to` says which row it is: leave pick out");
    if (own_) base::fail_at(to, "`to` is not possible in a reference to the own table");
    const std::uint64_t place = place_of_fixed(base::as_text(to, "to"), to.position);
    if (context_.number_bound > 1) arguments_.refuse_unique("all rows would refer to one");
    return fixed_pick(place + 1);
  }

  static std::string pick_column(const std::string& column, const std::string& parent) {
    return fmt::format("row of {} that {} refers to", parent, column);
  }

  const Arguments& arguments_;
  const BuildContext& context_;
  const Table& table_;
  bool own_;
  Parents parents_;
};

}  // namespace

std::size_t picks_of(const Arguments& arguments, const Table& table) {
  Policy policy(arguments, table);
  if (arguments.context.hidden == nullptr) {
    policy.make();
    return 0;
  }
  return arguments.context.hidden->provide(policy.column_name(), *base::LogicalType::parse("integer(64)"),
                                           [&] { return policy.make(); });
}

std::size_t referenced_column(const Arguments& arguments, const Table& table) {
  const BuildContext& context = arguments.context;
  const Node* written = arguments.parameter("column");
  std::string name = "id";
  if (written != nullptr) {
    name = base::as_text(*written, "column");
  } else if (context.referenced_table == table.name() && !context.referenced_column.empty()) {
    name = context.referenced_column;
  }
  // The columns of the own table are known by name only while it is being built.
  const bool own = table.name() == context.table;
  std::optional<SiblingColumn> found;
  std::vector<std::string> names;
  if (own) {
    if (name == context.column) arguments.fail(fmt::format("column {} refers to itself", context.column));
    if (context.sibling) found = context.sibling(name);
    names = context.sibling_names;
  } else {
    if (const auto index = table.column_index(name)) found = {*index, table.columns()[*index].type};
    for (const Column& column : table.columns())
      if (column.stored) names.push_back(column.name);
  }
  if (!found) {
    base::fail_at(written != nullptr ? *written : arguments.node(),
                  fmt::format("table {} has no column \"{}\" to refer to{}", table.name(),
                              base::printable(name), base::did_you_mean(name, names)),
                  "name the column: {ref: " + table.name() + ", column: ...}");
  }
  if (found->type.kind != context.type.kind) {
    arguments.fail(fmt::format("column {} is {}, but {}.{} is {}", context.column, context.type.str(),
                               table.name(), name, found->type.str()));
  }
  return found->index;
}

std::uint64_t capacity_of(const Arguments& arguments) {
  const Node* group = arguments.context.group_policy;
  const Node* capacity = group == nullptr ? arguments.parameter("capacity") : group->find("capacity");
  return capacity == nullptr ? 0 : base::as_count(*capacity, "capacity");
}

bool names_a_policy(const Node& column) {
  return column.find("pick") != nullptr || column.find("capacity") != nullptr ||
         column.find("to") != nullptr || column.find("distinct_from") != nullptr;
}

bool picks_evenly(const Node& column) {
  const Node* pick = column.find("pick");
  return column.find("to") == nullptr && column.find("distinct_from") == nullptr &&
         (pick == nullptr || (pick->is_scalar() && pick->text == "uniform"));
}

}  // namespace seedctl::gen

// ref: the key of a row of another table, made by making that row's cell; nothing is looked up.
//
// Five ways to find the row: in a table with rows `per` that parent, the parent itself; uniformly among the
// parents; each parent at most once, where the column is unique;
// each combination with other columns at most once, where it is unique with them; and among the earlier rows,
// where the table refers to itself, so that rows can be inserted in order and no circle arises.
#include <fmt/format.h>

#include "base/text.h"
#include "gen/consistent_range.h"
#include "gen/generators/arguments.h"
#include "gen/generators/builders.h"
#include "gen/permutation.h"
#include "gen/scratch.h"
#include "gen/table.h"

namespace seedctl::gen {

namespace {

using base::Node;

enum class Picking { own_parent, uniform, each_once, combined, earlier_row, previous_row };

struct Target {
  const Table* table = nullptr;
  std::string column;
  std::size_t index = 0;
};

class Reference final : public Generator {
 public:
  Reference(Target target, Picking picking, const BuildContext& context, Key key)
      : target_(std::move(target)),
        wanted_{target_.index},
        picking_(picking),
        nullable_(context.nullable),
        key_(key) {
    if (picking == Picking::each_once) permutation_.emplace(sub_key(key, "unique"), target_.table->rows());
    if (picking == Picking::combined) digit_.emplace(context.digit.value());
  }

  void fill(const FillRequest& request, base::ColumnBatch& out) const override {
    Scratch scratch;
    for (std::size_t i = 0; i < request.rows.size(); ++i) {
      const auto row = picked(request.rows[i]);
      if (!row) continue;
      scratch->rows.push_back(*row);
      scratch->places.push_back(i);
    }
    target_.table->fill(scratch->rows, wanted_, scratch->cells);
    const base::ColumnBatch& cells = scratch->cells[target_.index];
    std::size_t next = 0;
    for (std::size_t i = 0; i < request.rows.size(); ++i) {
      if (next == scratch->places.size() || scratch->places[next] != i) {
        out.append_null();
      } else {
        out.append_from(cells, next++);
      }
    }
  }

  std::string_view own_table_column() const override {
    const bool own = picking_ == Picking::earlier_row || picking_ == Picking::previous_row;
    return own ? std::string_view(target_.column) : std::string_view();
  }

  std::optional<std::uint64_t> capacity() const override { return target_.table->rows(); }

 private:
  // nullopt = NULL.
  std::optional<RowId> picked(const RowId& row) const {
    switch (picking_) {
      case Picking::own_parent:
        return target_.table->row_numbered(row.parent);
      case Picking::uniform:
        return target_.table->pick(key_, row.token);
      case Picking::each_once:
        return target_.table->row_at((*permutation_)(row.number - 1));
      case Picking::combined:
        return target_.table->row_at((*digit_)(row, target_.table->rows()));
      default:
        break;
    }
    const std::uint64_t place = target_.table->place_of(row);
    if (place == 0) return nullable_ ? std::nullopt : std::optional(row);
    if (picking_ == Picking::previous_row) return target_.table->row_at(place - 1);
    return target_.table->row_at(consistent_bucket(key_, row.token, place));
  }

  Target target_;
  std::vector<std::size_t> wanted_;
  Picking picking_;
  bool nullable_;
  Key key_;
  std::optional<Permutation> permutation_;
  std::optional<ProductRank> digit_;
};

const Table* table_named(const BuildContext& context, std::string_view name) {
  return context.parent && !name.empty() ? context.parent(name) : nullptr;
}

std::string table_name(const Arguments& arguments) {
  if (arguments.value.kind != Node::Kind::null) return base::as_text(arguments.value, "ref");
  if (arguments.context.referenced_table.empty()) {
    arguments.fail(fmt::format("column {} has no foreign key: ref needs a table", arguments.context.column),
                   "for example: ref: user");
  }
  return arguments.context.referenced_table;
}

// The parent's column: as written, else of the foreign key, else `id`.
Target find_target(const Arguments& arguments, const Table& table) {
  const BuildContext& context = arguments.context;
  const Node* written = arguments.parameter("column");
  Target target{&table, "id", 0};
  if (written != nullptr) {
    target.column = base::as_text(*written, "column");
  } else if (context.referenced_table == table.name() && !context.referenced_column.empty()) {
    target.column = context.referenced_column;
  }
  // The columns of the own table are known by name only while it is being built.
  const bool own = table.name() == context.table;
  std::optional<SiblingColumn> found;
  std::vector<std::string> names;
  if (own) {
    if (target.column == context.column)
      arguments.fail(fmt::format("column {} refers to itself", context.column));
    if (context.sibling) found = context.sibling(target.column);
    names = context.sibling_names;
  } else {
    if (const auto index = table.column_index(target.column)) found = {*index, table.columns()[*index].type};
    for (const Column& column : table.columns()) names.push_back(column.name);
  }
  if (!found) {
    base::fail_at(written != nullptr ? *written : arguments.node(),
                  fmt::format("table {} has no column \"{}\" to refer to{}", table.name(),
                              base::printable(target.column), base::did_you_mean(target.column, names)),
                  "name the column: {ref: " + table.name() + ", column: ...}");
  }
  if (found->type.kind != context.type.kind) {
    arguments.fail(fmt::format("column {} is {}, but {}.{} is {}", context.column, context.type.str(),
                               table.name(), target.column, found->type.str()));
  }
  target.index = found->index;
  return target;
}

Picking find_picking(const Arguments& arguments, const Table& table) {
  const BuildContext& context = arguments.context;
  if (table.name() == context.table) {
    if (!context.unique) return Picking::earlier_row;
    if (!context.nullable)
      arguments.refuse_unique("the first row can only refer to itself, which the second one does");
    return Picking::previous_row;
  }
  const Node* pick = arguments.parameter("pick");
  if (pick != nullptr && base::as_text(*pick, "pick") != "uniform") {
    base::fail_at(*pick, "pick can only be: uniform");
  }
  const Table* own = table_named(context, context.table);
  if (pick == nullptr && own != nullptr && own->per() && own->per()->parent == &table) {
    if (own->per()->max() > 1) arguments.refuse_unique("rows per parent share their parent");
    return Picking::own_parent;
  }
  arguments.require_capacity(table.rows());
  if (table.rows() == 0 && context.number_bound > 0) {
    arguments.fail(fmt::format("table {} has no rows to refer to", table.name()));
  }
  if (context.digit) return Picking::combined;
  return context.unique && table.rows() > 0 ? Picking::each_once : Picking::uniform;
}

}  // namespace

std::unique_ptr<Generator> build_ref(const Node& value, const Node& column, const BuildContext& context) {
  const Arguments arguments{"ref", value, column, context};
  arguments.allow_parameters({"column", "pick"});
  const std::string name = table_name(arguments);
  const Table* table = table_named(context, name);
  if (table == nullptr) {
    arguments.fail(fmt::format("the profile makes no table \"{}\" to refer to{}", base::printable(name),
                               base::did_you_mean(name, context.parent_names)));
  }
  const Target target = find_target(arguments, *table);
  const Picking picking = find_picking(arguments, *table);
  // The columns of a composite foreign key draw with one key, and so pick one row.
  const Key key = context.reference_group.empty()
                      ? context.key()
                      : column_key(context.seed, context.table, "reference:" + context.reference_group,
                                   context.generator_version);
  return std::make_unique<Reference>(target, picking, context, key);
}

}  // namespace seedctl::gen

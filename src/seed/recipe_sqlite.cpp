// SQLite: foreign keys are off for the run (the pragma only works outside a transaction), so that no
// statement depends on its order and no cascade runs; that none is violated in the end that was not before is
// proven by anti-joins, which is also faster than a check per row.
#include <algorithm>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/text.h"
#include "seed/recipe.h"
#include "sql/dialect.h"

namespace seedctl::seed {

namespace {

// Doubles hold this many decimal digits, and integers up to 2^53, without loss.
constexpr int kDoubleDigits = 15;
constexpr int kDoubleIntegerBits = 32;

constexpr std::int64_t kLargestNumber = std::numeric_limits<std::int64_t>::max();

enum class Affinity { integer, text, blob, real, numeric };

// The rules of SQLite's documentation, "Determination Of Column Affinity".
Affinity affinity_of(const std::string& declared_type) {
  const std::string type = base::lower_ascii(declared_type);
  const auto has = [&type](const char* part) { return type.find(part) != std::string::npos; };
  if (has("int")) return Affinity::integer;
  if (has("char") || has("clob") || has("text")) return Affinity::text;
  if (has("blob") || type.empty()) return Affinity::blob;
  if (has("real") || has("floa") || has("doub")) return Affinity::real;
  return Affinity::numeric;
}

// A foreign key that the changes may break, and what was broken before.
struct Watched {
  const schema::Table* child = nullptr;
  const schema::ForeignKey* key = nullptr;
  std::string violations;  // "from ... where ...", of the child as c
  std::string values;      // the child's columns, listed
  std::uint64_t before = 0;
  std::string kept;  // the temporary table with the values that were broken before, "" = none
};

std::string violations_of(const schema::Table& child, const schema::ForeignKey& key,
                          const schema::Table& parent) {
  std::vector<std::string> filled, match;
  for (std::size_t i = 0; i < key.columns.size(); ++i) {
    const std::string column = "c." + sql::quote_identifier(key.columns[i]);
    filled.push_back(column + " is not null");
    match.push_back("p." + sql::quote_identifier(key.parent_columns[i]) + " = " + column);
  }
  return "from " + sql::qualified(child.schema, child.name) + " as c where " + base::join(filled, " and ") +
         " and not exists (select 1 from " + sql::qualified(parent.schema, parent.name) + " as p where " +
         base::join(match, " and ") + ")";
}

class SqliteRecipe final : public Recipe {
 public:
  explicit SqliteRecipe(db::Connection& connection) : connection_(connection) {}

  void before_transaction() override {
    const auto state = connection_.query("pragma foreign_keys");
    enforced_ = !state.empty() && state[0][0] == "1";
    if (enforced_) connection_.execute("pragma foreign_keys = off");
  }
  void after_transaction() noexcept override {
    try {
      if (enforced_) connection_.execute("pragma foreign_keys = on");
    } catch (const base::Error&) {
      // The connection is gone, and its settings with it.
    }
  }

  std::string cannot_store(const base::LogicalType& type, const schema::Column& live) const override;
  // Who reads the file reads all of it.
  std::string hides_rows(const schema::Table&) override { return {}; }
  ColumnLimits limits_of(const schema::Column& live) const override {
    const Affinity affinity = affinity_of(live.declared_type);
    const bool as_text = affinity == Affinity::text || affinity == Affinity::blob;
    ColumnLimits limits;
    // What the declared precision allows is not what a profile makes: the values themselves are looked at.
    const bool narrow = live.type.precision > 0 && live.type.precision <= kDoubleDigits;
    if (live.type.kind == base::TypeKind::decimal && !as_text && !narrow)
      limits.decimal_digits = kDoubleDigits;
    return limits;
  }

  bool has_triggers(const schema::Table& table) override {
    const base::Value name = table.name;
    return !connection_
                .query(
                    "select 1 from sqlite_schema where type = 'trigger' and lower(tbl_name) = lower($1) "
                    "limit 1",
                    {&name, 1})
                .empty();
  }

  // A root page proves little: it is given to the next table that is made, and VACUUM changes it. The row of
  // sqlite_sequence goes with its table and stays through VACUUM.
  std::optional<bool> keeps_its_numbers(const schema::Table& table, const schema::Column& column,
                                        std::int64_t highest, std::uint64_t rows) override {
    if (!gives_numbers(table, column)) return std::nullopt;
    const std::optional<std::int64_t> last = last_number(table);
    return last && *last >= reserved_up_to(highest, rows, kLargestNumber);
  }

  db::TableName stage_table(const std::string& name) const override { return {"temp", name}; }

  std::string create_stage(const db::TableName& stage, const std::string& select) const override {
    return "create temporary table " + sql::quote_identifier(stage.name) + " as " + select;
  }

  std::vector<std::string> index_stage(const db::TableName& stage, const schema::Table& live,
                                       std::span<const std::string> key) const override;

  // Both mean the same; an index can be of either kind.
  std::string same_ignoring_case(const std::string& left, const std::string& right) const override {
    return "lower(" + left + ") = lower(" + right + ") and " + left + " = " + right + " collate nocase";
  }
  void refuse_unsafe(std::span<const TableChange> changes) override {
    for (const TableChange& change : changes)
      if (change.updates > 0 && must_reinsert(change)) refuse_triggers(change);
  }
  // The transaction holds the write lock of the whole database.
  bool is_collision(const base::Error&) const override { return false; }  // one writer at a time
  std::vector<bool> keep_still(std::span<const schema::Table* const> tables) override {
    return std::vector<bool>(tables.size(), true);  // the transaction keeps every writer out
  }
  void lock_for_references(std::span<const TableChange>, const schema::Schema&) override {}
  // The busy timeout is the connection's, and there is one lock for all tables.
  void limit_waiting(std::chrono::milliseconds) override {}
  base::Error explained(const base::Error& error, const schema::Table*) override { return error; }
  // Foreign keys are proven whole, not row by row.
  std::vector<std::string> plan_notes(const TableChange&) override { return {}; }
  bool is_broken_check(const base::Error& error) const override {
    return error.sqlstate == "SQLITE_CONSTRAINT_CHECK";
  }
  // Foreign keys do not leave their file.
  std::vector<schema::Table> references_from_elsewhere(const schema::Table&) override { return {}; }

  void apply(std::span<const TableChange> changes, const schema::Schema& live) override;
  void reserve_numbers(const schema::Table& table, const schema::Column& column, std::int64_t highest,
                       std::uint64_t rows) override;

 private:
  std::uint64_t count(const std::string& from) {
    return std::stoull(*connection_.query("select count(*) " + from)[0][0]);
  }
  static bool gives_numbers(const schema::Table& table, const schema::Column& column) {
    return table.can_reserve_numbers && column.generated == schema::Column::Generated::auto_number;
  }
  std::optional<std::int64_t> last_number(const schema::Table& table) {
    const base::Value name = table.name;
    const auto stored = connection_.query("select seq from main.sqlite_sequence where name = $1", {&name, 1});
    if (stored.empty()) return std::nullopt;
    return std::stoll(stored[0][0].value_or("0"));
  }
  std::vector<Watched> watch(std::span<const TableChange> changes, const schema::Schema& live);
  void prove(const Watched& watched);
  bool must_reinsert(const TableChange& change);
  void refuse_triggers(const TableChange& change);
  void reinsert(const TableChange& change);

  db::Connection& connection_;
  bool enforced_ = false;
};

std::string SqliteRecipe::cannot_store(const base::LogicalType& type, const schema::Column& live) const {
  const Affinity affinity = affinity_of(live.declared_type);
  const bool numeric =
      affinity == Affinity::numeric || affinity == Affinity::integer || affinity == Affinity::real;
  const std::string declared = "SQLite gives a column declared " + live.declared_type;
  if (type.kind == base::TypeKind::text && numeric) {
    return declared + " a numeric affinity, which turns text such as '007' into 7; declare it TEXT";
  }
  if (type.kind == base::TypeKind::integer && affinity == Affinity::real && type.bits > kDoubleIntegerBits) {
    return declared + " the affinity REAL, which does not hold every " + type.str() + "; declare it INTEGER";
  }
  return {};
}

// SQLite compares values as they are spelled, and a stored key may be spelled otherwise than a staged one (an
// upper-case uuid): the stage takes over what its table has.
std::vector<std::string> SqliteRecipe::index_stage(const db::TableName& stage, const schema::Table& live,
                                                   std::span<const std::string> key) const {
  const std::string name = sql::quote_identifier(stage.name);
  const auto index = [&stage, &name](const char* suffix, const std::string& parts) {
    return "create index " + sql::qualified(stage.schema, stage.name + suffix) + " on " + name + " (" +
           parts + ")";
  };
  std::vector<std::string> indexed, same, taken, differs;
  for (const std::string& column : key) {
    const std::string quoted = sql::quote_identifier(column);
    const auto bytes = [&](const std::string& of) {
      return sql::ordered_key(of, live.column(column)->type, base::Engine::sqlite);
    };
    indexed.push_back(bytes(quoted));
    same.push_back(bytes("s." + quoted) + " = " + bytes("t." + quoted));
    taken.push_back(quoted + " = t." + quoted);
    differs.push_back("s." + quoted + " is not t." + quoted);
  }
  const std::string plain = index("_key", sql::column_list(key));
  const std::string by_bytes = base::join(indexed, ", ");
  if (by_bytes == sql::column_list(key)) return {plain};
  return {index("_bytes", by_bytes),
          "update " + sql::qualified(stage.schema, stage.name) + " as s set " + base::join(taken, ", ") +
              " from " + sql::qualified(live.schema, live.name) + " as t where " + base::join(same, " and ") +
              " and (" + base::join(differs, " or ") + ")",
          plain};
}

std::vector<Watched> SqliteRecipe::watch(std::span<const TableChange> changes, const schema::Schema& live) {
  const auto change_of = [&changes](const std::string& table) {
    return std::find_if(changes.begin(), changes.end(),
                        [&table](const TableChange& change) { return change.live->name == table; });
  };
  std::vector<Watched> watched;
  for (const schema::Table& child : live.tables) {
    for (const schema::ForeignKey& key : child.foreign_keys) {
      const schema::Table* parent = live.table(key.parent);
      if (parent == nullptr || key.columns.size() != key.parent_columns.size()) continue;
      const auto in_child = change_of(child.name);
      const auto in_parent = change_of(parent->name);
      const bool child_changes = in_child != changes.end() && in_child->inserts + in_child->updates > 0;
      const bool parent_changes = in_parent != changes.end() && in_parent->deletes + in_parent->updates > 0;
      if (!child_changes && !parent_changes) continue;
      Watched one{&child, &key, violations_of(child, key, *parent), {}, 0, {}};
      std::vector<std::string> values;
      for (const std::string& column : key.columns) values.push_back("c." + sql::quote_identifier(column));
      one.values = base::join(values, ", ");
      one.before = count(one.violations);
      if (one.before > 0) {
        const std::string name = "seedctl_broken_" + std::to_string(watched.size());
        connection_.execute("create temporary table " + name + " as select " + one.values + " " +
                            one.violations);
        one.kept = "temp." + name;
      }
      watched.push_back(std::move(one));
    }
  }
  return watched;
}

void SqliteRecipe::prove(const Watched& watched) {
  const std::uint64_t after = count(watched.violations);
  std::string sample = "select " + watched.values + " " + watched.violations;
  if (!watched.kept.empty()) sample += " except select * from " + watched.kept;
  const auto added = after == 0 ? std::vector<db::Row>{} : connection_.query(sample + " limit 1");
  if (!watched.kept.empty()) connection_.execute("drop table " + watched.kept);
  if (added.empty() && after <= watched.before) return;
  const std::string columns = base::join(watched.key->columns, ", ");
  std::string message = watched.child->name + ": FOREIGN KEY constraint failed: " + columns +
                        " would refer to rows of " + watched.key->parent + " that are not there";
  base::Error error(base::ErrorCode::sql, std::move(message));
  error.sqlstate = "SQLITE_CONSTRAINT_FOREIGNKEY";
  if (!added.empty()) {
    std::vector<std::string> values;
    for (const auto& value : added[0]) values.push_back(value.value_or("NULL"));
    error.detail = "for example (" + columns + ") = (" + base::join(values, ", ") + ")";
  }
  throw error;
}

bool SqliteRecipe::must_reinsert(const TableChange& change) {
  for (const schema::UniqueKey& key : change.live->unique_keys) {
    const UniqueRisk risk = unique_risk(change, key, /*inserts_first=*/false);
    if (risk == UniqueRisk::certain) return true;
    if (risk == UniqueRisk::by_value &&
        !connection_.query(collision_sql(change, key, /*inserts_first=*/false)).empty())
      return true;
  }
  return false;
}

// Triggers would see rows go and come that in truth change; what they do then may hit people's rows.
void SqliteRecipe::refuse_triggers(const TableChange& change) {
  const base::Value name = change.live->name;
  const std::vector<db::Row> triggers = connection_.query(
      "select name from sqlite_schema where type = 'trigger' and tbl_name = $1 collate nocase order by name",
      {&name, 1});
  if (triggers.empty()) return;
  throw base::Error(
      base::ErrorCode::refused,
      "table " + base::printable(change.live->name) +
          ": unique values move between rows; SQLite can only do that by deleting and inserting the rows, "
          "and the trigger " +
          base::printable(triggers[0][0].value_or("")) + " would run for that; nothing was changed")
      .with_hint(
          "drop the trigger for the time of the seeding, or change the values in two steps that do not meet");
}

// Takes the changed rows out as a whole, changes them aside and puts them back, with all their columns.
void SqliteRecipe::reinsert(const TableChange& change) {
  std::vector<std::string> columns;
  for (const schema::Column& column : change.live->columns) {
    if (column.generated != schema::Column::Generated::computed) columns.push_back(column.name);
  }
  const std::string list = sql::column_list(columns);
  const std::string key = sql::column_list(change.key);
  const std::string in_stage = (change.key.size() == 1 ? key : "(" + key + ")") + " in (select " + key +
                               " from " + change.update_stage + ")";
  const std::string moved = "temp.seedctl_moved";
  connection_.execute("create temporary table seedctl_moved as select " + list + " from " + change.table() +
                      " where " + in_stage);
  connection_.execute("delete from " + change.table() + " where " + in_stage);
  std::vector<std::string> sets;
  for (const std::string& column : change.changed_columns) {
    const std::string name = sql::quote_identifier(column);
    sets.push_back(name + " = s." + name);
  }
  connection_.execute("update " + moved + " as t set " + base::join(sets, ", ") + " from " +
                      change.update_stage + " as s where " + key_match(change.key, "t", "s"));
  connection_.execute("insert into " + change.table() + " (" + list + ") select " + list + " from " + moved);
  connection_.execute("drop table " + moved);
}

void SqliteRecipe::apply(std::span<const TableChange> changes, const schema::Schema& live) {
  const std::vector<Watched> watched = watch(changes, live);
  for (const TableChange& change : changes) {
    if (change.deletes > 0) connection_.execute(delete_sql(change));
  }
  for (const TableChange& change : changes) {
    if (change.updates == 0) continue;
    if (must_reinsert(change))
      reinsert(change);
    else
      connection_.execute(update_sql(change));
  }
  for (const TableChange& change : changes) {
    if (change.inserts > 0) change.insert_rows();
  }
  for (const Watched& one : watched) prove(one);
}

void SqliteRecipe::reserve_numbers(const schema::Table& table, const schema::Column& column,
                                   std::int64_t highest, std::uint64_t rows) {
  if (!gives_numbers(table, column)) return;
  const std::int64_t target = reserved_up_to(highest, rows, kLargestNumber);
  const std::optional<std::int64_t> last = last_number(table);
  if (last && *last >= target) return;
  const base::Value name = table.name;
  const std::string number = std::to_string(target);
  connection_.execute(last ? "update main.sqlite_sequence set seq = " + number + " where name = $1"
                           : "insert into main.sqlite_sequence (name, seq) values ($1, " + number + ")",
                      {&name, 1});
}

}  // namespace

std::unique_ptr<Recipe> make_sqlite_recipe(db::Connection& connection) {
  return std::make_unique<SqliteRecipe>(connection);
}

}  // namespace seedctl::seed

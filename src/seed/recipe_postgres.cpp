// PostgreSQL: inserts first (parents before children), then updates, then deletes (children before parents),
// so that foreign keys hold after every statement. Where no order does it, constraints are dropped and made
// again as they were (recipe_postgres_rebuild.h).
#include <algorithm>
#include <chrono>
#include <limits>
#include <ranges>
#include <set>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/text.h"
#include "seed/recipe.h"
#include "seed/recipe_postgres_catalog.h"
#include "seed/recipe_postgres_rebuild.h"
#include "seed/recipe_postgres_storage.h"
#include "sql/dialect.h"

namespace seedctl::seed {

namespace {

constexpr const char* kLockNotAvailable = "55P03";
constexpr const char* kDeadlock = "40P01";
constexpr const char* kSerializationFailure = "40001";
constexpr const char* kCheckViolation = "23514";
constexpr const char* kForeignKeyViolation = "23503";
constexpr const char* kInsufficientPrivilege = "42501";

std::string spoken(std::chrono::milliseconds time) {
  constexpr int kSecond = 1000;
  return time.count() % kSecond == 0 ? std::to_string(time.count() / kSecond) + " s"
                                     : std::to_string(time.count()) + " ms";
}

class PostgresRecipe final : public Recipe {
 public:
  explicit PostgresRecipe(db::Connection& connection) : connection_(connection) {}

  void before_transaction() override {}
  void after_transaction() noexcept override {}

  std::string cannot_store(const base::LogicalType& type, const schema::Column& live) const override {
    return postgres_storage::cannot_store(connection_, type, live);
  }

  std::string hides_rows(const schema::Table& table) override {
    const std::string role = postgres_catalog::role_under_policies(connection_, table);
    if (role.empty()) return {};
    return "its row-level security policies apply to the role " + role;
  }

  ColumnLimits limits_of(const schema::Column& live) const override {
    return postgres_storage::limits_of(connection_, live);
  }

  bool has_triggers(const schema::Table& table) override {
    return postgres_catalog::has_triggers(connection_, table);
  }

  // An oid is never given to another table, and numbering survives what changes it (a restored dump).
  std::optional<bool> keeps_its_numbers(const schema::Table&, const schema::Column&, std::int64_t,
                                        std::uint64_t) override {
    return std::nullopt;
  }

  db::TableName stage_table(const std::string& name) const override { return {"pg_temp", name}; }

  std::string create_stage(const db::TableName& stage, const std::string& select) const override {
    return "create temporary table " + sql::quote_identifier(stage.name) + " on commit drop as " + select;
  }

  std::vector<std::string> index_stage(const db::TableName& stage, const schema::Table&,
                                       std::span<const std::string> key) const override {
    const std::string table = sql::qualified(stage.schema, stage.name);
    return {"create index on " + table + " (" + sql::column_list(key) + ")", "analyze " + table};
  }

  void limit_waiting(std::chrono::milliseconds longest) override {
    longest_wait_ = longest;
    connection_.execute("set local lock_timeout = " + std::to_string(longest.count()));
    connection_.execute("set local row_security = off");
  }
  std::vector<bool> keep_still(std::span<const schema::Table* const> tables) override;
  bool is_collision(const base::Error& error) const override {
    return error.sqlstate == kDeadlock || error.sqlstate == kSerializationFailure;
  }
  base::Error explained(const base::Error& error, const schema::Table* table) override;
  bool is_broken_check(const base::Error& error) const override { return error.sqlstate == kCheckViolation; }

  std::string same_ignoring_case(const std::string& left, const std::string& right) const override {
    return "lower(" + left + ") = lower(" + right + ")";
  }
  std::vector<schema::Table> references_from_elsewhere(const schema::Table& table) override {
    return postgres_catalog::references_from_elsewhere(connection_, table);
  }
  void refuse_unsafe(std::span<const TableChange> changes) override {
    for (const TableChange& change : changes) {
      if (change.updates + change.deletes > 0) require_right_to_change(change);
      if (change.deletes > 0) refuse_foreign_actions(change);
    }
  }
  std::vector<std::string> plan_notes(const TableChange& change) override;
  void lock_for_references(std::span<const TableChange> changes, const schema::Schema& live) override;
  void apply(std::span<const TableChange> changes, const schema::Schema& live) override;
  void reserve_numbers(const schema::Table& table, const schema::Column& column, std::int64_t highest,
                       std::uint64_t rows) override;

 private:
  base::Error explained_collision(const base::Error& error, const std::string& at);
  void require_right_to_change(const TableChange& change);
  void refuse_foreign_actions(const TableChange& change);
  void make_references(std::span<const TableStatement> statements);
  void lock(std::vector<std::string> tables);
  void lock(const std::string& table, const char* mode, const std::string& rights);
  void run(std::span<const TableStatement> statements) {
    for (const TableStatement& statement : statements) run(statement.table, statement.sql);
  }
  void run(const std::string& table, const std::string& sql) {
    at_ = table;
    connection_.execute(sql);
  }

  db::Connection& connection_;
  std::chrono::milliseconds longest_wait_{0};
  std::set<std::string> written_by_others_;  // since the role has no right to lock them against that
  std::string at_;                           // the table of the last statement of a change
};

void PostgresRecipe::require_right_to_change(const TableChange& change) {
  if (postgres_catalog::may_keep_others_out(connection_, *change.live)) return;
  const std::string what = change.updates == 0   ? "deleted"
                           : change.deletes == 0 ? "updated"
                                                 : "updated and deleted";
  throw base::Error(base::ErrorCode::refused, change.live->name + ": rows would have to be " + what +
                                                  ", and the role may only insert; nothing was changed")
      .with_hint("grant update, delete on " + change.table() + " to the role");
}

// Tables of other schemas are not looked at, so that a delete must not reach into them by an ON DELETE
// action.
void PostgresRecipe::refuse_foreign_actions(const TableChange& change) {
  const auto found = postgres_catalog::foreign_action(connection_, *change.live);
  if (!found) return;
  throw base::Error(base::ErrorCode::refused,
                    change.live->name + ": rows would have to be deleted, and " + found->child +
                        " of another schema refers to them with an ON DELETE action (" + found->key +
                        "); nothing was changed")
      .with_hint("seedctl cannot tell whose rows those are; drop that action, or do not shrink the table");
}

// The server proves each deleted row unreferenced by a query of its own for each foreign key.
std::vector<std::string> PostgresRecipe::plan_notes(const TableChange& change) {
  std::vector<std::string> notes;
  if (change.deletes > 0) {
    for (const auto& [child, columns] : postgres_catalog::unindexed_references(connection_, *change.live)) {
      std::string note = "PostgreSQL reads all of " + child;
      note += " for each row that is deleted, because it has no index on " + columns;
      notes.push_back(note + " (create index on " + child + " (" + columns + "))");
    }
  }
  if (change.inserts == 0) return notes;
  for (const std::string& name : change.columns) {
    const schema::Column* column = change.live->column(name);
    if (column == nullptr || column->generated != schema::Column::Generated::auto_number) continue;
    const auto sequence = postgres_catalog::sequence_of(connection_, *change.live, *column);
    if (sequence && sequence->ascends && sequence->may_be_set) continue;
    std::string note = "no numbers are reserved for " + name + ", because ";
    if (!sequence) {
      note += "its default " + postgres_catalog::default_of(connection_, *change.live, *column) +
              " names its sequence as text";
    } else {
      note += sequence->ascends ? "this role may not set its sequence " + sequence->name
                                : "its sequence " + sequence->name + " counts downwards";
    }
    notes.push_back(note + ": rows that people add may meet those that the profile grows into");
  }
  return notes;
}

void PostgresRecipe::lock_for_references(std::span<const TableChange> changes, const schema::Schema& live) {
  std::vector<std::string> tables;
  for (const TableChange& change : changes) {
    const auto matters = [&change](const schema::ForeignKey& key) {
      return key.parent == change.live->name && (change.deletes > 0 || change.moves(key));
    };
    const auto lock_children = [&](std::span<const schema::Table> children) {
      for (const schema::Table& child : children) {
        if (std::none_of(child.foreign_keys.begin(), child.foreign_keys.end(), matters)) continue;
        tables.push_back(change.table());
        tables.push_back(sql::qualified(child.schema, child.name));
      }
    };
    if (change.deletes > 0) tables.push_back(change.table());
    lock_children(live.tables);
    if (change.updates > 0) lock_children(references_from_elsewhere(*change.live));
  }
  lock(std::move(tables));
}

// The weakest mode that keeps writers out and that two sessions cannot both hold; readers pass, and so do the
// server's own looks at a parent's row.
void PostgresRecipe::lock(std::vector<std::string> tables) {
  // One order for all sessions, so that two of them cannot wait for each other here.
  std::sort(tables.begin(), tables.end());
  tables.erase(std::unique(tables.begin(), tables.end()), tables.end());
  for (const std::string& table : tables) {
    // The server asks for the right to change rows before it lets a session lock out those who do. With the
    // right to insert alone, what is left keeps the table from being altered.
    if (written_by_others_.contains(table))
      lock(table, "row exclusive", "insert");
    else
      lock(table, "share row exclusive", "update, delete");
  }
  at_.clear();
}

void PostgresRecipe::lock(const std::string& table, const char* mode, const std::string& rights) {
  try {
    run(table, "lock table " + table + " in " + mode + " mode");
  } catch (base::Error& error) {
    if (error.sqlstate == kInsufficientPrivilege)
      error.hint = "a run locks the tables that it may have to write: grant " + rights + " on " + table +
                   " to the role";
    throw;
  }
}

// A row that came after the comparison would be met by the load, or counted as seedctl's in a table that was
// empty.
std::vector<bool> PostgresRecipe::keep_still(std::span<const schema::Table* const> tables) {
  std::vector<std::string> names;
  std::vector<bool> still;
  for (const schema::Table* table : tables) {
    names.push_back(sql::qualified(table->schema, table->name));
    still.push_back(postgres_catalog::may_keep_others_out(connection_, *table));
    if (!still.back()) written_by_others_.insert(names.back());
  }
  lock(std::move(names));
  return still;
}

void PostgresRecipe::make_references(std::span<const TableStatement> statements) {
  for (const TableStatement& statement : statements) {
    try {
      run(statement.table, statement.sql);
    } catch (const base::Error& error) {
      if (error.sqlstate != kForeignKeyViolation) throw;
      base::Error named(error.code(), statement.table +
                                          ": a foreign key that had to be dropped for the change cannot be "
                                          "made again; nothing was changed: " +
                                          error.message());
      named.sqlstate = error.sqlstate;
      named.detail = error.detail;
      named.hint =
          "if those rows were stored while the foreign key was not enforced, correct or delete them first";
      throw named;
    }
  }
}

void PostgresRecipe::apply(std::span<const TableChange> changes, const schema::Schema&) {
  const Rebuild rebuild = plan_rebuild(connection_, changes);
  try {
    run(rebuild.drop_references);
    run(rebuild.drop_keys);
  } catch (base::Error& error) {
    if (error.sqlstate == kInsufficientPrivilege && error.hint.empty())
      error.hint =
          "the change takes dropping this table's constraints and making them again: run as its owner, or, "
          "where tables refer to one another in a circle, make a foreign key of it DEFERRABLE";
    throw;
  }
  for (const TableChange& change : changes) {
    at_ = change.table();
    if (change.inserts > 0) change.insert_rows();
  }
  for (const TableChange& change : changes) {
    if (change.updates > 0) run(change.table(), update_sql(change));
  }
  for (const TableChange& change : std::views::reverse(changes)) {
    if (change.deletes > 0) run(change.table(), delete_sql(change));
  }
  // Deferred constraints speak now, while the message can still name the table; ALTER TABLE also wants no
  // events pending.
  connection_.execute("set constraints all immediate");
  run(rebuild.make_keys);
  make_references(rebuild.make_references);
}

base::Error PostgresRecipe::explained_collision(const base::Error& error, const std::string& at) {
  const bool deadlock = error.sqlstate == kDeadlock;
  std::string other;
  try {
    if (deadlock) other = postgres_catalog::session_named_in(connection_, error.detail);
  } catch (const base::Error&) {
    // The first error says more than this one.
  }
  if (other.empty()) other = "another session";
  base::Error named(deadlock ? base::ErrorCode::lock : base::ErrorCode::sql,
                    (at.empty() ? "" : at + ": ") +
                        (deadlock ? "this run and " + other + " waited for each other"
                                  : "another session changed what this run had read") +
                        "; nothing was changed");
  named.sqlstate = error.sqlstate;
  named.detail = error.message() + (error.detail.empty() ? "" : "\n" + error.detail);
  named.hint = "run the command again when the others that write these tables are done";
  return named;
}

base::Error PostgresRecipe::explained(const base::Error& error, const schema::Table* table) {
  std::string at = at_;
  if (at.empty() && table != nullptr) at = sql::qualified(table->schema, table->name);
  if (is_collision(error)) return explained_collision(error, at);
  if (error.sqlstate != kLockNotAvailable) return error;
  if (at.empty()) return error;
  std::string blocker;
  try {
    blocker = postgres_catalog::blocker_of(connection_, at);
  } catch (const base::Error&) {
    // The first error says more than this one.
  }
  if (blocker.empty()) blocker = "another session";
  base::Error named(base::ErrorCode::lock,
                    at + ": waited " + spoken(longest_wait_) + " for " + blocker + "; nothing was changed");
  named.sqlstate = error.sqlstate;
  named.detail = error.message();
  named.hint = "end that session's transaction, then run the command again";
  return named;
}

void PostgresRecipe::reserve_numbers(const schema::Table& table, const schema::Column& column,
                                     std::int64_t highest, std::uint64_t rows) {
  const auto sequence = postgres_catalog::sequence_of(connection_, table, column);
  if (!sequence || !sequence->ascends || !sequence->may_be_set) return;
  std::int64_t limit = sequence->highest;
  if (column.type.bits == 16) limit = std::min<std::int64_t>(limit, std::numeric_limits<std::int16_t>::max());
  if (column.type.bits == 32) limit = std::min<std::int64_t>(limit, std::numeric_limits<std::int32_t>::max());
  if (highest >= limit) return;
  const std::int64_t target = reserved_up_to(highest, rows, limit);
  const auto state = connection_.query("select last_value, is_called from " + sequence->name);
  // A value that was not called yet is still to be given out.
  const std::int64_t given = std::stoll(*state[0][0]) - (*state[0][1] == "t" ? 0 : 1);
  if (given >= target) return;
  connection_.query("select setval(" + sql::quote_literal(sequence->name) + ", " + std::to_string(target) +
                    ")");
}

}  // namespace

std::unique_ptr<Recipe> make_postgres_recipe(db::Connection& connection) {
  return std::make_unique<PostgresRecipe>(connection);
}

}  // namespace seedctl::seed

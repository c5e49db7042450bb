// PostgreSQL: inserts first (parents before children), then updates, then deletes (children before parents),
// so that foreign keys hold after every statement. Where no order does it, constraints are dropped and made
// again as they were within the transaction: unique keys and exclusion constraints whose values trade places,
// and foreign keys to columns that updates change (so that no ON UPDATE action runs either).
#include <algorithm>
#include <limits>
#include <set>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/text.h"
#include "seed/recipe.h"
#include "sql/dialect.h"

namespace seedctl::seed {

namespace {

std::string regclass_literal(const schema::Table& table) {
  return sql::quote_literal(sql::qualified(table.schema, table.name)) + "::regclass";
}

// Long enough for another session's ordinary work, short enough for a person to wait for the answer.
constexpr int kLockTimeoutSeconds = 30;
constexpr const char* kLockNotAvailable = "55P03";
constexpr const char* kForeignKeyViolation = "23503";
// Of another session's statement in a message.
constexpr std::size_t kShownQuery = 200;

struct Statement {
  std::string table;  // quoted where needed, for the message when it has to wait for too long
  std::string sql;
};

// Statements that take constraints away, and those that put them back.
struct Rebuild {
  std::vector<Statement> drop_references, drop_keys, make_keys, make_references;
  std::set<std::string> references;  // oids of the foreign keys among them
};

constexpr int kFloatBits = 32;

// Types as format_type() has them: character(3), bpchar, timestamp(0) without time zone, interval day to
// second(3).
bool is_padded(std::string_view type) { return type.starts_with("character(") || type == "bpchar"; }

bool cuts_fields(std::string_view type) {
  const auto all_fields = [&type] { return type == "interval" || type.starts_with("interval("); };
  return type.starts_with("interval") && !all_fields() && type.find("second") == std::string_view::npos;
}

int second_digits_of(std::string_view type) {
  const std::size_t open = type.find('(');
  if (open == std::string_view::npos || open + 1 == type.size()) return ColumnLimits::kMicroseconds;
  const int digits = type[open + 1] - '0';
  return digits >= 0 && digits < ColumnLimits::kMicroseconds ? digits : ColumnLimits::kMicroseconds;
}

class PostgresRecipe final : public Recipe {
 public:
  explicit PostgresRecipe(db::Connection& connection) : connection_(connection) {}

  void before_transaction() override {}
  void after_transaction() noexcept override {}

  std::string cannot_store(const base::LogicalType& type, const schema::Column& live) const override {
    if (type.kind == base::TypeKind::real && type.bits != kFloatBits && live.type.bits == kFloatBits) {
      return "PostgreSQL's real keeps some 7 digits of " + type.str() + "; declare it double precision";
    }
    if (type.kind == base::TypeKind::decimal && type.precision > 0 && live.type.precision > 0 &&
        type.scale > live.type.scale) {
      return "PostgreSQL rounds " + type.str() + " to " + live.type.str();
    }
    if (type.kind == base::TypeKind::interval && cuts_fields(stored_type(live))) {
      return "PostgreSQL cuts what " + stored_type(live) + " does not name; declare it interval";
    }
    return {};
  }

  ColumnLimits limits_of(const schema::Column& live) const override {
    ColumnLimits limits;
    switch (live.type.kind) {
      case base::TypeKind::text:
        limits.drops_trailing_spaces = is_padded(stored_type(live));
        break;
      case base::TypeKind::time:
      case base::TypeKind::timestamp:
      case base::TypeKind::timestamptz:
      case base::TypeKind::interval:
        limits.second_digits = second_digits_of(stored_type(live));
        break;
      default:
        break;
    }
    return limits;
  }

  bool has_triggers(const schema::Table& table) override {
    return !connection_
                .query("select 1 from pg_trigger where not tgisinternal and tgenabled <> 'D' and tgrelid = " +
                       regclass_literal(table) + " limit 1")
                .empty();
  }

  // An oid is not given out again while anything remembers it.
  // An oid is never given to another table, and numbering survives what changes it (a restored dump).
  std::optional<bool> keeps_its_numbers(const schema::Table&, const schema::Column&, std::int64_t,
                                        std::uint64_t) override {
    return std::nullopt;
  }

  db::TableName stage_table(const std::string& name) const override { return {"pg_temp", name}; }

  std::string create_stage(const db::TableName& stage, const std::string& select) const override {
    return "create temporary table " + sql::quote_identifier(stage.name) + " on commit drop as " + select;
  }

  std::vector<std::string> index_stage(const db::TableName& stage,
                                       std::span<const std::string> key) const override {
    const std::string table = sql::qualified(stage.schema, stage.name);
    return {"create index on " + table + " (" + sql::column_list(key) + ")", "analyze " + table};
  }

  void limit_waiting() override {
    connection_.execute("set local lock_timeout = '" + std::to_string(kLockTimeoutSeconds) + "s'");
  }
  base::Error explained(const base::Error& error, const schema::Table* table) override;

  std::vector<schema::Table> references_from_elsewhere(const schema::Table& table) override;
  std::string same_ignoring_case(const std::string& left, const std::string& right) const override {
    return "lower(" + left + ") = lower(" + right + ")";
  }
  void refuse_unsafe(std::span<const TableChange> changes) override {
    for (const TableChange& change : changes)
      if (change.deletes > 0) refuse_foreign_actions(change);
  }
  void lock_for_references(std::span<const TableChange> changes, const schema::Schema& live) override;
  void apply(std::span<const TableChange> changes, const schema::Schema& live) override;
  void reserve_numbers(const schema::Table& table, const schema::Column& column, std::int64_t highest,
                       std::uint64_t rows) override;

 private:
  // The declared type, or the one behind a domain.
  std::string stored_type(const schema::Column& live) const {
    const base::Value declared = live.declared_type;
    const auto rows = connection_.query(
        "with recursive step(type, name) as ("
        "select pg_catalog.to_regtype($1::text)::oid, $1::text union all "
        "select t.typbasetype, pg_catalog.format_type(t.typbasetype, t.typtypmod) "
        "from step join pg_catalog.pg_type t on t.oid = step.type where t.typtype = 'd') "
        "select name from step join pg_catalog.pg_type t on t.oid = step.type where t.typtype <> 'd'",
        {&declared, 1});
    return rows.empty() ? live.declared_type : rows[0][0].value_or("");
  }

  void refuse_foreign_actions(const TableChange& change);
  std::vector<std::string> keys_at_risk(const TableChange& change);
  void plan_rebuild(const TableChange& change, std::span<const std::string> keys, Rebuild& rebuild);
  void plan_exclusions(const TableChange& change, Rebuild& rebuild);
  // `which` is a condition on pg_constraint as c.
  void plan_references(const std::string& which, Rebuild& rebuild);
  void plan_numbering(const TableChange& change, Rebuild& rebuild);
  void make_references(std::span<const Statement> statements);
  void run(std::span<const Statement> statements) {
    for (const Statement& statement : statements) run(statement.table, statement.sql);
  }
  void run(const std::string& table, const std::string& sql) {
    at_ = table;
    connection_.execute(sql);
  }

  db::Connection& connection_;
  std::string at_;  // the table of the last statement of a change
};

// Tables of other schemas are not looked at, so that a delete must not reach into them by an ON DELETE
// action.
void PostgresRecipe::refuse_foreign_actions(const TableChange& change) {
  const auto found = connection_.query(
      "select c.conrelid::regclass::text, c.conname from pg_constraint c join pg_class child on child.oid = "
      "c.conrelid join pg_class parent on parent.oid = c.confrelid where c.contype = 'f' and c.conparentid = "
      "0 "
      "and c.confdeltype in ('c', 'n', 'd') and child.relnamespace <> parent.relnamespace and c.confrelid "
      "= " +
      regclass_literal(*change.live) + " order by 1, 2 limit 1");
  if (found.empty()) return;
  base::Error error(base::ErrorCode::refused,
                    change.live->name + ": rows would have to be deleted, and " + *found[0][0] +
                        " of another schema refers to them with an ON DELETE action (" + *found[0][1] +
                        "); nothing was changed");
  error.hint = "seedctl cannot tell whose rows those are; drop that action, or do not shrink the table";
  throw error;
}

std::vector<schema::Table> PostgresRecipe::references_from_elsewhere(const schema::Table& table) {
  std::vector<schema::Table> found;
  for (const db::Row& row : connection_.query(
           "select n.nspname, child.relname, c.conname, ca.attname, pa.attname from pg_constraint c"
           " join pg_class child on child.oid = c.conrelid join pg_namespace n on n.oid = child.relnamespace"
           " cross join unnest(c.conkey, c.confkey) with ordinality as pair(own, referred, place)"
           " join pg_attribute ca on ca.attrelid = c.conrelid and ca.attnum = pair.own"
           " join pg_attribute pa on pa.attrelid = c.confrelid and pa.attnum = pair.referred"
           " where c.contype = 'f' and c.conparentid = 0 and n.nspname <> " +
           sql::quote_literal(table.schema) + " and c.confrelid = " + regclass_literal(table) +
           " order by n.nspname, child.relname, c.oid, pair.place")) {
    const bool next = found.empty() || found.back().schema != *row[0] || found.back().name != *row[1] ||
                      found.back().foreign_keys.front().name != *row[2];
    if (next) {
      schema::Table& child = found.emplace_back();
      child.schema = *row[0];
      child.name = *row[1];
      schema::ForeignKey& key = child.foreign_keys.emplace_back();
      key.name = *row[2];
      key.parent = table.name;
      key.parent_schema = table.schema;
    }
    found.back().foreign_keys.front().columns.push_back(*row[3]);
    found.back().foreign_keys.front().parent_columns.push_back(*row[4]);
  }
  return found;
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
  // One order for all sessions, so that two of them cannot wait for each other here.
  std::sort(tables.begin(), tables.end());
  tables.erase(std::unique(tables.begin(), tables.end()), tables.end());
  for (const std::string& table : tables) {
    run(table, "lock table " + table + " in share row exclusive mode");
  }
}

std::vector<std::string> PostgresRecipe::keys_at_risk(const TableChange& change) {
  std::vector<std::string> names;
  for (const schema::UniqueKey& key : change.live->unique_keys) {
    const UniqueRisk risk = unique_risk(change, key, /*inserts_first=*/true);
    if (risk == UniqueRisk::none) continue;
    if (risk == UniqueRisk::by_value &&
        connection_.query(collision_sql(change, key, /*inserts_first=*/true)).empty())
      continue;
    names.push_back(key.name);
  }
  return names;
}

void PostgresRecipe::plan_references(const std::string& which, Rebuild& rebuild) {
  for (const db::Row& row : connection_.query("select c.oid::text, c.conrelid::regclass::text, "
                                              "quote_ident(c.conname), pg_get_constraintdef(c.oid),"
                                              " obj_description(c.oid, 'pg_constraint') from pg_constraint c"
                                              " where c.contype = 'f' and c.conparentid = 0 and " +
                                              which + " order by c.oid")) {
    if (!rebuild.references.insert(*row[0]).second) continue;
    const std::string& table = *row[1];
    const std::string& name = *row[2];
    rebuild.drop_references.push_back({table, "alter table " + table + " drop constraint " + name});
    // With NOT VALID where it was that.
    rebuild.make_references.push_back(
        {table, "alter table " + table + " add constraint " + name + " " + *row[3]});
    if (row[4]) {
      rebuild.make_references.push_back(
          {table, "comment on constraint " + name + " on " + table + " is " + sql::quote_literal(*row[4])});
    }
  }
}

// An index is made from its own definition, which has its options, and then given to its constraint: the
// definition of the constraint alone would lose them. The tablespace is in neither.
void PostgresRecipe::plan_rebuild(const TableChange& change, std::span<const std::string> keys,
                                  Rebuild& rebuild) {
  const std::string table = change.table();
  const auto make = [&](const std::string& statement) { rebuild.make_keys.push_back({table, statement}); };
  enum {
    kOid,
    kName,
    kConstraint,
    kPrimary,
    kIndexDefinition,
    kConstraintComment,
    kIndexComment,
    kIndex,
    kClustered,
    kReplicaIdentity,
    kTablespace,
    kDeferrable,
    kDeferred
  };
  for (const db::Row& row : connection_.query(
           "select i.indexrelid::text, r.relname, quote_ident(c.conname), c.contype = 'p',"
           " pg_get_indexdef(i.indexrelid), obj_description(c.oid, 'pg_constraint'),"
           " obj_description(i.indexrelid, 'pg_class'), i.indexrelid::regclass::text, i.indisclustered,"
           " i.indisreplident, coalesce(s.spcname, ''), c.condeferrable, c.condeferred"
           " from pg_index i join pg_class r on r.oid = i.indexrelid"
           " left join pg_tablespace s on s.oid = r.reltablespace"
           " left join pg_constraint c on c.conindid = i.indexrelid and c.conrelid = i.indrelid and "
           "c.contype in ('p', 'u')"
           " where i.indisunique and i.indrelid = " +
           regclass_literal(*change.live) + " order by i.indexrelid")) {
    const auto named = [&row](const std::string& name) { return name == *row[kName]; };
    if (std::none_of(keys.begin(), keys.end(), named)) continue;
    plan_references("c.conindid = " + *row[kOid], rebuild);
    const std::string index = sql::quote_identifier(*row[kName]);
    rebuild.drop_keys.push_back({table, row[kConstraint]
                                            ? "alter table " + table + " drop constraint " + *row[kConstraint]
                                            : "drop index " + *row[kIndex]});
    make("set local default_tablespace = " + sql::quote_literal(*row[kTablespace]));
    make(*row[kIndexDefinition]);
    if (row[kConstraint]) {
      make("alter table " + table + " add constraint " + *row[kConstraint] +
           (*row[kPrimary] == "t" ? " primary key" : " unique") + " using index " + index +
           (*row[kDeferrable] == "t" ? " deferrable" : "") +
           (*row[kDeferred] == "t" ? " initially deferred" : ""));
      if (row[kConstraintComment]) {
        make("comment on constraint " + *row[kConstraint] + " on " + table + " is " +
             sql::quote_literal(*row[kConstraintComment]));
      }
    }
    if (row[kIndexComment]) {
      make("comment on index " + *row[kIndex] + " is " + sql::quote_literal(*row[kIndexComment]));
    }
    if (*row[kClustered] == "t") make("alter table " + table + " cluster on " + index);
    if (*row[kReplicaIdentity] == "t")
      make("alter table " + table + " replica identity using index " + index);
  }
}

// What an exclusion constraint compares is the operator's business, so that any change of its columns counts.
void PostgresRecipe::plan_exclusions(const TableChange& change, Rebuild& rebuild) {
  if (change.updates == 0 && (change.inserts == 0 || change.deletes == 0)) return;
  const std::string table = change.table();
  std::vector<std::string> changed;
  for (const std::string& column : change.changed_columns) changed.push_back(sql::quote_literal(column));
  const bool any = change.inserts > 0 && change.deletes > 0;
  const std::string touched =
      any || changed.empty()
          ? std::string(any ? "true" : "false")
          : "(0 = any (c.conkey) or exists (select 1 from pg_attribute a where a.attrelid = c.conrelid and "
            "a.attnum = any (c.conkey) and a.attname in (" +
                base::join(changed, ", ") + ")))";
  for (const db::Row& row : connection_.query(
           "select quote_ident(c.conname), pg_get_constraintdef(c.oid), obj_description(c.oid, "
           "'pg_constraint'), coalesce(s.spcname, ''), obj_description(c.conindid, 'pg_class'), "
           "c.conindid::regclass::text from pg_constraint c join pg_class r on r.oid = c.conindid left join "
           "pg_tablespace s on s.oid = r.reltablespace where c.contype = 'x' and c.conrelid = " +
           regclass_literal(*change.live) + " and " + touched + " order by c.oid")) {
    const auto make = [&](const std::string& statement) { rebuild.make_keys.push_back({table, statement}); };
    rebuild.drop_keys.push_back({table, "alter table " + table + " drop constraint " + *row[0]});
    make("set local default_tablespace = " + sql::quote_literal(*row[3]));
    make("alter table " + table + " add constraint " + *row[0] + " " + *row[1]);
    if (row[2]) {
      make("comment on constraint " + *row[0] + " on " + table + " is " + sql::quote_literal(*row[2]));
    }
    if (row[4]) make("comment on index " + *row[5] + " is " + sql::quote_literal(*row[4]));
  }
}

// UPDATE has no OVERRIDING, so that a column GENERATED ALWAYS is one BY DEFAULT for the moment.
void PostgresRecipe::plan_numbering(const TableChange& change, Rebuild& rebuild) {
  if (change.updates == 0) return;
  const std::string table = change.table();
  for (const std::string& name : change.changed_columns) {
    const schema::Column* column = change.live->column(name);
    if (column->generated != schema::Column::Generated::identity_always) continue;
    const std::string alter = "alter table " + table + " alter column " + sql::quote_identifier(name);
    rebuild.drop_keys.push_back({table, alter + " set generated by default"});
    rebuild.make_keys.push_back({table, alter + " set generated always"});
  }
}

void PostgresRecipe::make_references(std::span<const Statement> statements) {
  for (const Statement& statement : statements) {
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
  Rebuild rebuild;
  for (const TableChange& change : changes) {
    if (const auto keys = keys_at_risk(change); !keys.empty()) plan_rebuild(change, keys, rebuild);
    plan_exclusions(change, rebuild);
    plan_numbering(change, rebuild);
    if (change.updates == 0) continue;
    std::vector<std::string> changed;
    for (const std::string& column : change.changed_columns) changed.push_back(sql::quote_literal(column));
    plan_references("c.confrelid = " + regclass_literal(*change.live) +
                        " and exists (select 1 from pg_attribute a where a.attrelid = c.confrelid and "
                        "a.attnum = any (c.confkey) and a.attname in (" +
                        base::join(changed, ", ") + "))",
                    rebuild);
  }
  run(rebuild.drop_references);
  run(rebuild.drop_keys);
  for (const TableChange& change : changes) {
    at_ = change.table();
    if (change.inserts > 0) change.insert_rows();
  }
  for (const TableChange& change : changes) {
    if (change.updates > 0) run(change.table(), update_sql(change));
  }
  for (auto change = changes.rbegin(); change != changes.rend(); ++change) {
    if (change->deletes > 0) run(change->table(), delete_sql(*change));
  }
  // Deferred constraints speak now, while the message can still name the table; ALTER TABLE also wants no
  // events pending.
  connection_.execute("set constraints all immediate");
  run(rebuild.make_keys);
  make_references(rebuild.make_references);
}

base::Error PostgresRecipe::explained(const base::Error& error, const schema::Table* table) {
  if (error.sqlstate != kLockNotAvailable) return error;
  std::string at = at_;
  if (at.empty() && table != nullptr) at = sql::qualified(table->schema, table->name);
  if (at.empty()) return error;
  std::string blocker = "another session";
  try {
    const auto found = connection_.query(
        "select a.pid, a.state, left(a.query, " + std::to_string(kShownQuery) +
        ") from pg_locks l join pg_stat_activity a on a.pid = l.pid where l.granted and l.locktype = "
        "'relation' and l.database = (select oid from pg_database where datname = current_database()) and "
        "l.relation = to_regclass(" +
        sql::quote_literal(at) +
        ") and a.pid <> pg_backend_pid() order by l.mode = 'AccessShareLock', a.xact_start limit 1");
    if (!found.empty()) {
      blocker = "the session with pid " + found[0][0].value_or("?") + " (" +
                found[0][1].value_or("state unknown") + ", " + base::printable(found[0][2].value_or("")) +
                ")";
    }
  } catch (const base::Error&) {
    // The first error says more than this one.
  }
  base::Error named(base::ErrorCode::lock, at + ": waited " + std::to_string(kLockTimeoutSeconds) +
                                               " s for " + blocker + "; nothing was changed");
  named.sqlstate = error.sqlstate;
  named.detail = error.message();
  named.hint = "end that session's transaction, then run the command again";
  return named;
}

void PostgresRecipe::reserve_numbers(const schema::Table& table, const schema::Column& column,
                                     std::int64_t highest, std::uint64_t rows) {
  const auto found = connection_.query(
      "select s.seqrelid::regclass::text, s.seqmax, s.seqincrement from pg_sequence s where s.seqrelid = "
      "coalesce(pg_get_serial_sequence(" +
      sql::quote_literal(sql::qualified(table.schema, table.name)) + ", " + sql::quote_literal(column.name) +
      // A sequence that the column does not own: what its default depends on.
      ")::regclass::oid, (select d.refobjid from pg_attrdef f join pg_attribute a on a.attrelid = f.adrelid "
      "and a.attnum = f.adnum join pg_depend d on d.classid = 'pg_attrdef'::regclass and d.objid = f.oid and "
      "d.refclassid = 'pg_class'::regclass join pg_class q on q.oid = d.refobjid and q.relkind = 'S' where "
      "f.adrelid = " +
      regclass_literal(table) + " and a.attname = " + sql::quote_literal(column.name) + " limit 1))");
  if (found.empty() || found[0][2]->starts_with('-')) return;
  const std::string& sequence = *found[0][0];
  std::int64_t limit = std::stoll(*found[0][1]);
  if (column.type.bits == 16) limit = std::min<std::int64_t>(limit, std::numeric_limits<std::int16_t>::max());
  if (column.type.bits == 32) limit = std::min<std::int64_t>(limit, std::numeric_limits<std::int32_t>::max());
  if (highest >= limit) return;
  const std::int64_t target = reserved_up_to(highest, rows, limit);
  const auto state = connection_.query("select last_value, is_called from " + sequence);
  // A value that was not called yet is still to be given out.
  const std::int64_t given = std::stoll(*state[0][0]) - (*state[0][1] == "t" ? 0 : 1);
  if (given >= target) return;
  connection_.query("select setval(" + sql::quote_literal(sequence) + ", " + std::to_string(target) + ")");
}

}  // namespace

std::unique_ptr<Recipe> make_postgres_recipe(db::Connection& connection) {
  return std::make_unique<PostgresRecipe>(connection);
}

}  // namespace seedctl::seed

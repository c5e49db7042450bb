// PostgreSQL: inserts first (parents before children), then updates, then deletes (children before parents),
// so that every foreign key holds after every statement. Unique keys whose values trade places are dropped
// and made again, exactly as they were, within the transaction.
#include <algorithm>
#include <limits>
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

// Statements that take a unique key and the foreign keys to it away, and those that put them back.
struct Rebuild {
  std::vector<std::string> drop_references, drop_keys, make_keys, make_references;
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

  void lock_for_deletes(std::span<const TableChange> changes, const schema::Schema& live) override;
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
  void plan_references(const std::string& index_oid, Rebuild& rebuild);
  void run(std::span<const std::string> statements) {
    for (const std::string& statement : statements) connection_.execute(statement);
  }

  db::Connection& connection_;
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

void PostgresRecipe::lock_for_deletes(std::span<const TableChange> changes, const schema::Schema& live) {
  std::vector<std::string> tables;
  for (const TableChange& change : changes) {
    if (change.deletes == 0) continue;
    refuse_foreign_actions(change);
    tables.push_back(change.table());
    for (const schema::Table& child : live.tables) {
      const auto refers = [&change](const schema::ForeignKey& key) {
        return key.parent == change.live->name;
      };
      if (std::any_of(child.foreign_keys.begin(), child.foreign_keys.end(), refers)) {
        tables.push_back(sql::qualified(child.schema, child.name));
      }
    }
  }
  // One order for all sessions, so that two of them cannot wait for each other here.
  std::sort(tables.begin(), tables.end());
  tables.erase(std::unique(tables.begin(), tables.end()), tables.end());
  for (const std::string& table : tables) {
    connection_.execute("lock table " + table + " in share row exclusive mode");
  }
}

std::vector<std::string> PostgresRecipe::keys_at_risk(const TableChange& change) {
  std::vector<std::string> names;
  for (const schema::UniqueKey& key : change.live->unique_keys) {
    const UniqueRisk risk = unique_risk(change, key, /*inserts_first=*/true);
    if (risk == UniqueRisk::none) continue;
    if (risk == UniqueRisk::by_value && connection_.query(collision_sql(change, key)).empty()) continue;
    names.push_back(key.name);
  }
  return names;
}

void PostgresRecipe::plan_references(const std::string& index_oid, Rebuild& rebuild) {
  for (const db::Row& row : connection_.query(
           "select c.conrelid::regclass::text, quote_ident(c.conname), pg_get_constraintdef(c.oid),"
           " obj_description(c.oid, 'pg_constraint') from pg_constraint c"
           " where c.contype = 'f' and c.conparentid = 0 and c.conindid = " +
           index_oid + " order by c.oid")) {
    const std::string constraint = "alter table " + *row[0] + " drop constraint " + *row[1];
    rebuild.drop_references.push_back(constraint);
    rebuild.make_references.push_back("alter table " + *row[0] + " add constraint " + *row[1] + " " +
                                      *row[2]);
    if (row[3]) {
      rebuild.make_references.push_back("comment on constraint " + *row[1] + " on " + *row[0] + " is " +
                                        sql::quote_literal(*row[3]));
    }
  }
}

void PostgresRecipe::plan_rebuild(const TableChange& change, std::span<const std::string> keys,
                                  Rebuild& rebuild) {
  const std::string table = change.table();
  for (const db::Row& row : connection_.query(
           "select i.indexrelid::text, r.relname, quote_ident(c.conname), pg_get_constraintdef(c.oid),"
           " pg_get_indexdef(i.indexrelid), obj_description(c.oid, 'pg_constraint'),"
           " obj_description(i.indexrelid, 'pg_class'), i.indexrelid::regclass::text, i.indisclustered, "
           "i.indisreplident"
           " from pg_index i join pg_class r on r.oid = i.indexrelid"
           " left join pg_constraint c on c.conindid = i.indexrelid and c.conrelid = i.indrelid and "
           "c.contype in ('p', 'u')"
           " where i.indisunique and i.indrelid = " +
           regclass_literal(*change.live) + " order by i.indexrelid")) {
    const auto named = [&row](const std::string& name) { return name == *row[1]; };
    if (std::none_of(keys.begin(), keys.end(), named)) continue;
    plan_references(*row[0], rebuild);
    if (row[2]) {
      rebuild.drop_keys.push_back("alter table " + table + " drop constraint " + *row[2]);
      rebuild.make_keys.push_back("alter table " + table + " add constraint " + *row[2] + " " + *row[3]);
      if (row[5]) {
        rebuild.make_keys.push_back("comment on constraint " + *row[2] + " on " + table + " is " +
                                    sql::quote_literal(*row[5]));
      }
    } else {
      rebuild.drop_keys.push_back("drop index " + *row[7]);
      rebuild.make_keys.push_back(*row[4]);
    }
    if (row[6]) {
      rebuild.make_keys.push_back("comment on index " + *row[7] + " is " + sql::quote_literal(*row[6]));
    }
    const std::string index = sql::quote_identifier(*row[1]);
    if (*row[8] == "t") rebuild.make_keys.push_back("alter table " + table + " cluster on " + index);
    if (*row[9] == "t")
      rebuild.make_keys.push_back("alter table " + table + " replica identity using index " + index);
  }
}

void PostgresRecipe::apply(std::span<const TableChange> changes, const schema::Schema&) {
  Rebuild rebuild;
  for (const TableChange& change : changes) {
    if (const auto keys = keys_at_risk(change); !keys.empty()) plan_rebuild(change, keys, rebuild);
  }
  run(rebuild.drop_references);
  run(rebuild.drop_keys);
  for (const TableChange& change : changes) {
    if (change.inserts > 0) change.insert_rows();
  }
  for (const TableChange& change : changes) {
    if (change.updates > 0) connection_.execute(update_sql(change));
  }
  for (auto change = changes.rbegin(); change != changes.rend(); ++change) {
    if (change->deletes > 0) connection_.execute(delete_sql(*change));
  }
  // Deferred constraints speak now, while the message can still name the table; ALTER TABLE also wants no
  // events pending.
  connection_.execute("set constraints all immediate");
  run(rebuild.make_keys);
  run(rebuild.make_references);
}

void PostgresRecipe::reserve_numbers(const schema::Table& table, const schema::Column& column,
                                     std::int64_t highest, std::uint64_t rows) {
  const auto found = connection_.query(
      "select s.seqrelid::regclass::text, s.seqmax, s.seqincrement from pg_sequence s where s.seqrelid = "
      "pg_get_serial_sequence(" +
      sql::quote_literal(sql::qualified(table.schema, table.name)) + ", " + sql::quote_literal(column.name) +
      ")::regclass");
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

// The server writes the definitions (pg_get_indexdef and its kin), so that none of their options has to be
// known here. What stands in no definition, a comment, CLUSTER, statistics, is asked for index by index.
#include "seed/recipe_postgres_rebuild.h"

#include <algorithm>
#include <set>

#include "base/text.h"
#include "seed/recipe_postgres_catalog.h"
#include "sql/dialect.h"

namespace seedctl::seed {

namespace {

using postgres_catalog::literal_list;
using postgres_catalog::regclass_literal;

// Columns of indexes_sql().
enum IndexField {
  kOid,
  kTable,
  kIndex,
  kName,
  kParentIndex,
  kConstraint,
  kPrimary,
  kPartitioned,
  kIndexDefinition,
  kConstraintDefinition,
  kConstraintComment,
  kTablespace,
  kDeferrable,
  kDeferred
};

// The table's unique indexes of those names, and below each the indexes of its partitions; lowest first, as
// they can be made again.
std::string indexes_sql(const schema::Table& table, std::span<const std::string> names) {
  return "with recursive tree(index, parent, level) as ("
         "select i.indexrelid, null::oid, 0 from pg_index i join pg_class r on r.oid = i.indexrelid"
         " where i.indisunique and i.indrelid = " +
         regclass_literal(table) + " and r.relname in (" + literal_list(names) +
         ") union all select h.inhrelid, h.inhparent, level + 1 from tree join pg_inherits h"
         " on h.inhparent = tree.index)"
         "select i.indexrelid::text, i.indrelid::regclass::text, i.indexrelid::regclass::text,"
         " quote_ident(r.relname), tree.parent::regclass::text, quote_ident(c.conname), c.contype = 'p',"
         " r.relkind = 'I', pg_get_indexdef(i.indexrelid), pg_get_constraintdef(c.oid),"
         " obj_description(c.oid, 'pg_constraint'), coalesce(s.spcname, ''), c.condeferrable, c.condeferred"
         " from tree join pg_index i on i.indexrelid = tree.index join pg_class r on r.oid = i.indexrelid"
         " left join pg_tablespace s on s.oid = r.reltablespace"
         " left join pg_constraint c on c.conindid = i.indexrelid and c.conrelid = i.indrelid"
         " and c.contype in ('p', 'u') order by tree.level desc, i.indexrelid";
}

// Statements that give an index made anew what its definition does not say.
std::string index_facts_sql(const std::string& oid) {
  return "with here as (select i.*, i.indexrelid::regclass as index, i.indrelid::regclass as at, r.relname"
         " from pg_index i join pg_class r on r.oid = i.indexrelid where i.indexrelid = " +
         oid +
         ") select statement from ("
         "select 1, 0, format('comment on index %s is %L', index, obj_description(indexrelid, 'pg_class'))"
         " from here where obj_description(indexrelid, 'pg_class') is not null"
         " union all select 2, 0, format('alter table %s cluster on %I', at, relname) from here"
         " where indisclustered"
         " union all select 3, 0, format('alter table %s replica identity using index %I', at, relname)"
         " from here where indisreplident"
         " union all select 4, a.attnum, format('alter index %s alter column %s set statistics %s', index,"
         " a.attnum, a.attstattarget) from here join pg_attribute a on a.attrelid = indexrelid"
         " where a.attstattarget >= 0"
         " union all select 5, 0, format('alter index %s depends on extension %I', index, e.extname)"
         " from here join pg_depend d on d.classid = 'pg_class'::regclass and d.objid = indexrelid"
         " and d.deptype = 'x' and d.refclassid = 'pg_extension'::regclass"
         " join pg_extension e on e.oid = d.refobjid"
         ") as facts(place, number, statement) order by place, number, statement";
}

class Planner {
 public:
  explicit Planner(db::Connection& connection) : connection_(connection) {}

  void plan(const TableChange& change) {
    if (const auto keys = keys_at_risk(change); !keys.empty()) plan_keys(change, keys);
    plan_exclusions(change);
    plan_numbering(change);
    if (change.updates > 0)
      plan_references("c.confrelid = " + regclass_literal(*change.live) +
                      " and exists (select 1 from pg_attribute a where a.attrelid = "
                      "c.confrelid and a.attnum = any (c.confkey) and a.attname in (" +
                      literal_list(change.changed_columns) + "))");
  }
  void plan_circle(const TableChange& child, const TableChange& parent);
  Rebuild result() { return std::move(rebuild_); }

 private:
  std::vector<std::string> keys_at_risk(const TableChange& change);
  void plan_keys(const TableChange& change, std::span<const std::string> names);
  void make_index(const db::Row& row);
  void plan_exclusions(const TableChange& change);
  void plan_numbering(const TableChange& change);
  // `which` is a condition on pg_constraint as c.
  void plan_references(const std::string& which);

  void drop_key(const std::string& table, std::string sql) {
    rebuild_.drop_keys.push_back({table, std::move(sql)});
  }
  void make_key(const std::string& table, std::string sql) {
    rebuild_.make_keys.push_back({table, std::move(sql)});
  }
  void make_index_facts(const std::string& table, const std::string& oid) {
    for (const db::Row& row : connection_.query(index_facts_sql(oid))) make_key(table, row[0].value());
  }
  void make_comment(std::vector<TableStatement>& statements, const std::string& table,
                    const std::string& constraint, const std::optional<std::string>& text) {
    if (!text) return;
    statements.push_back(
        {table, "comment on constraint " + constraint + " on " + table + " is " + sql::quote_literal(*text)});
  }

  db::Connection& connection_;
  Rebuild rebuild_;
  std::set<std::string> references_;  // oids of the foreign keys that are planned already
};

std::vector<std::string> Planner::keys_at_risk(const TableChange& change) {
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

void Planner::plan_references(const std::string& which) {
  for (const db::Row& row : connection_.query("select c.oid::text, c.conrelid::regclass::text, "
                                              "quote_ident(c.conname), pg_get_constraintdef(c.oid),"
                                              " obj_description(c.oid, 'pg_constraint') from pg_constraint c"
                                              " where c.contype = 'f' and c.conparentid = 0 and " +
                                              which + " order by c.oid")) {
    if (!references_.insert(*row[0]).second) continue;
    const std::string& table = *row[1];
    const std::string& name = *row[2];
    rebuild_.drop_references.push_back({table, "alter table " + table + " drop constraint " + name});
    // With NOT VALID where it was that.
    rebuild_.make_references.push_back(
        {table, "alter table " + table + " add constraint " + name + " " + *row[3]});
    make_comment(rebuild_.make_references, table, name, row[4]);
  }
}

// The child is written first, though it refers to the parent. A foreign key that can wait for the end of the
// change does, which takes no right to alter the table; an ON DELETE action would not wait.
void Planner::plan_circle(const TableChange& child, const TableChange& parent) {
  const bool broken_between = (child.inserts + child.updates > 0 && parent.inserts > 0) || parent.deletes > 0;
  if (!broken_between) return;
  const std::string between = "c.conrelid = " + regclass_literal(*child.live) +
                              " and c.confrelid = " + regclass_literal(*parent.live);
  const std::string waits = "c.condeferrable and c.confdeltype = 'a'";
  for (const db::Row& row : connection_.query(
           "select c.oid::text, c.conrelid::regclass::text, quote_ident(n.nspname) || '.' || "
           "quote_ident(c.conname) from pg_constraint c join pg_namespace n on n.oid = c.connamespace where "
           "c.contype = 'f' and c.conparentid = 0 and " +
           between + " and " + waits + " order by c.oid")) {
    if (!references_.contains(*row[0]))
      rebuild_.drop_references.push_back({*row[1], "set constraints " + *row[2] + " deferred"});
  }
  plan_references(between + " and not (" + waits + ")");
}

// What is dropped from a partitioned table goes from its partitions too; it comes back partition by
// partition, as a dump has it, so that each keeps its own.
void Planner::plan_keys(const TableChange& change, std::span<const std::string> names) {
  const std::vector<db::Row> rows = connection_.query(indexes_sql(*change.live, names));
  for (const db::Row& row : rows) {
    plan_references("c.conindid = " + *row[kOid]);
    if (!row[kParentIndex]) {
      drop_key(*row[kTable], row[kConstraint]
                                 ? "alter table " + *row[kTable] + " drop constraint " + *row[kConstraint]
                                 : "drop index " + *row[kIndex]);
    }
    make_index(row);
  }
  for (const db::Row& row : rows) {
    if (row[kParentIndex])
      make_key(*row[kTable], "alter index " + *row[kParentIndex] + " attach partition " + *row[kIndex]);
  }
}

// An index is made from its own definition, which has its options, and then given to its constraint: the
// definition of the constraint alone would lose them. (On a partitioned table that is not possible, and there
// is nothing to lose.) The tablespace is in neither.
void Planner::make_index(const db::Row& row) {
  const std::string& table = *row[kTable];
  make_key(table, "set local default_tablespace = " + sql::quote_literal(*row[kTablespace]));
  if (row[kConstraint] && *row[kPartitioned] == "t") {
    make_key(table, "alter table only " + table + " add constraint " + *row[kConstraint] + " " +
                        *row[kConstraintDefinition]);
  } else {
    make_key(table, *row[kIndexDefinition]);
    if (row[kConstraint]) {
      make_key(table, "alter table " + table + " add constraint " + *row[kConstraint] +
                          (*row[kPrimary] == "t" ? " primary key" : " unique") + " using index " +
                          *row[kName] + (*row[kDeferrable] == "t" ? " deferrable" : "") +
                          (*row[kDeferred] == "t" ? " initially deferred" : ""));
    }
  }
  if (row[kConstraint]) make_comment(rebuild_.make_keys, table, *row[kConstraint], row[kConstraintComment]);
  make_index_facts(table, *row[kOid]);
}

// What an exclusion constraint compares is the operator's business, so that any change of its columns counts.
void Planner::plan_exclusions(const TableChange& change) {
  const bool trades = change.inserts > 0 && change.deletes > 0;
  if (change.updates == 0 && !trades) return;
  const std::string table = change.table();
  const std::string touched =
      trades
          ? "true"
          : "(0 = any (c.conkey) or exists (select 1 from pg_attribute a where a.attrelid = c.conrelid and "
            "a.attnum = any (c.conkey) and a.attname in (" +
                literal_list(change.changed_columns) + ")))";
  for (const db::Row& row : connection_.query(
           "select quote_ident(c.conname), pg_get_constraintdef(c.oid), obj_description(c.oid, "
           "'pg_constraint'), coalesce(s.spcname, ''), c.conindid::text from pg_constraint c"
           " join pg_class r on r.oid = c.conindid left join pg_tablespace s on s.oid = r.reltablespace"
           " where c.contype = 'x' and c.conrelid = " +
           regclass_literal(*change.live) + " and " + touched + " order by c.oid")) {
    drop_key(table, "alter table " + table + " drop constraint " + *row[0]);
    make_key(table, "set local default_tablespace = " + sql::quote_literal(*row[3]));
    make_key(table, "alter table " + table + " add constraint " + *row[0] + " " + *row[1]);
    make_comment(rebuild_.make_keys, table, *row[0], row[2]);
    make_index_facts(table, *row[4]);
  }
}

// UPDATE has no OVERRIDING, so that a column GENERATED ALWAYS is one BY DEFAULT for the moment.
void Planner::plan_numbering(const TableChange& change) {
  if (change.updates == 0) return;
  const std::string table = change.table();
  for (const std::string& name : change.changed_columns) {
    const schema::Column* column = change.live->column(name);
    if (column->generated != schema::Column::Generated::identity_always) continue;
    const std::string alter = "alter table " + table + " alter column " + sql::quote_identifier(name);
    drop_key(table, alter + " set generated by default");
    make_key(table, alter + " set generated always");
  }
}

}  // namespace

Rebuild plan_rebuild(db::Connection& connection, std::span<const TableChange> changes) {
  Planner planner(connection);
  for (const TableChange& change : changes) planner.plan(change);
  for (std::size_t child = 0; child < changes.size(); ++child) {
    for (std::size_t parent = child + 1; parent < changes.size(); ++parent)
      planner.plan_circle(changes[child], changes[parent]);
  }
  return planner.result();
}

}  // namespace seedctl::seed

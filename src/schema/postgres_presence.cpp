// Whether something is there, on PostgreSQL: a table, the same table as before, or anything of the user's at
// all.
#include "schema/introspect_engines.h"

namespace seedctl::schema {

bool table_exists_in_postgres(db::Connection& connection, const db::TableName& table) {
  const std::string schema = table.schema.empty() ? connection.default_schema() : table.schema;
  const std::vector<base::Value> names{schema, table.name};
  return !connection
              .query(R"(select 1
  from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
 where n.nspname = $1 and c.relname = $2 and c.relkind in ('r', 'p', 'f'))",
                     names)
              .empty();
}

std::vector<std::string> views_in_postgres(db::Connection& connection, const std::string& schema_name) {
  const std::vector<base::Value> schema{schema_name};
  std::vector<std::string> names;
  for (const db::Row& row : connection.query(R"(select c.relname
  from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
 where n.nspname = $1 and c.relkind in ('v', 'm') order by c.relname)",
                                             schema))
    names.push_back(cell(row, 0));
  return names;
}

std::vector<std::string> column_names_in_postgres(db::Connection& connection, const db::TableName& table) {
  const std::string schema = table.schema.empty() ? connection.default_schema() : table.schema;
  const std::vector<base::Value> name{schema, table.name};
  std::vector<std::string> names;
  for (const db::Row& row : connection.query(R"(select a.attname
  from pg_catalog.pg_attribute a join pg_catalog.pg_class c on c.oid = a.attrelid
       join pg_catalog.pg_namespace n on n.oid = c.relnamespace
 where n.nspname = $1 and c.relname = $2 and a.attnum > 0 and not a.attisdropped
 order by a.attnum)",
                                             name))
    names.push_back(cell(row, 0));
  return names;
}

// An oid is not given to another table; the file behind it is another one after TRUNCATE, and after what
// rewrites the table. A partitioned table's files are those of its partitions.
std::string identity_in_postgres(db::Connection& connection, const db::TableName& table) {
  const std::string schema = table.schema.empty() ? connection.default_schema() : table.schema;
  const std::vector<base::Value> names{schema, table.name};
  const auto rows = connection.query(R"(select c.oid || '/' || coalesce(
       pg_catalog.pg_relation_filenode(c.oid)::text,
       (select pg_catalog.md5(pg_catalog.string_agg(
                 pg_catalog.pg_relation_filenode(p.relid)::text, ',' order by p.relid))
          from pg_catalog.pg_partition_tree(c.oid) p where p.isleaf), '')
  from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
 where n.nspname = $1 and c.relname = $2)",
                                     names);
  return rows.empty() ? "" : cell(rows[0], 0);
}

bool namespace_exists_in_postgres(db::Connection& connection, const std::string& name) {
  const base::Value parameter = name;
  return !connection.query("select 1 from pg_catalog.pg_namespace where nspname = $1", {&parameter, 1})
              .empty();
}

// Types that come with a table, an array's and a range's included, are not counted apart from it; sequences
// that belong to a table's column are counted with the table.
bool is_empty_postgres(db::Connection& connection, const std::vector<std::string>& own_tables) {
  std::vector<base::Value> parameters;
  std::string own = "array[";
  for (const std::string& name : own_tables) {
    parameters.emplace_back(name);
    own += (parameters.size() > 1 ? ", $" : "$") + std::to_string(parameters.size()) + "::text";
  }
  own += "]::text[]";
  const std::string sql = R"(
with schemas as (
  select oid from pg_catalog.pg_namespace where nspname <> 'information_schema' and nspname not like 'pg\_%'),
found as (
  select 'pg_catalog.pg_class'::pg_catalog.regclass as class, c.oid
    from pg_catalog.pg_class c
   where c.relnamespace in (select oid from schemas)
     and c.relkind in ('r', 'p', 'v', 'm', 'f', 'S', 'c')
     and c.relname::text <> all ()" +
                          own + R"()
     and not (c.relkind = 'S' and exists (
           select 1 from pg_catalog.pg_depend d
            where d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.objid = c.oid
              and d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.deptype in ('a', 'i')))
  union all
  select 'pg_catalog.pg_type'::pg_catalog.regclass, t.oid
    from pg_catalog.pg_type t
   where t.typnamespace in (select oid from schemas)
     and t.typtype in ('b', 'd', 'e', 'r') and t.typcategory <> 'A')
select 1
  from found f
 where not exists (select 1 from pg_catalog.pg_depend d
                    where d.classid = f.class and d.objid = f.oid and d.deptype = 'e')
 limit 1)";
  return connection.query(sql, parameters).empty();
}

}  // namespace seedctl::schema

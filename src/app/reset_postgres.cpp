#include "app/reset.h"

namespace seedctl::app {
namespace {

// One DROP a row. $1 is the schema whose contents go while it stays. Members of extensions are left alone;
// CASCADE makes the order irrelevant, IF EXISTS covers what a cascade has taken already.
constexpr const char* kDropStatements = R"sql(
with member as (select classid, objid from pg_depend where deptype = 'e'),
     home as (select oid from pg_namespace where nspname = $1)
select format('drop schema if exists %I cascade', n.nspname)
  from pg_namespace n
 where n.nspname not like 'pg\_%' and n.nspname <> 'information_schema' and n.nspname <> $1
   and not exists (select 1 from member m where m.classid = 'pg_namespace'::regclass and m.objid = n.oid)
union all
select format('drop %s if exists %I.%I cascade',
              case c.relkind when 'v' then 'view' when 'm' then 'materialized view' when 'f' then 'foreign table'
                             when 'S' then 'sequence' when 'c' then 'type' else 'table' end, $1, c.relname)
  from pg_class c
 where c.relnamespace = (select oid from home) and c.relkind in ('r', 'p', 'v', 'm', 'f', 'S', 'c')
   -- a column's own sequence goes with its table, and refuses to go before it
   and not exists (select 1 from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'i')
   and not exists (select 1 from member m where m.classid = 'pg_class'::regclass and m.objid = c.oid)
union all
select format('drop %s if exists %s cascade',
              case p.prokind when 'p' then 'procedure' when 'a' then 'aggregate' else 'function' end, p.oid::regprocedure)
  from pg_proc p
 where p.pronamespace = (select oid from home)
   and not exists (select 1 from member m where m.classid = 'pg_proc'::regclass and m.objid = p.oid)
union all
select format('drop type if exists %I.%I cascade', $1, t.typname)
  from pg_type t
 where t.typnamespace = (select oid from home) and t.typtype in ('e', 'd', 'r')
   and not exists (select 1 from member m where m.classid = 'pg_type'::regclass and m.objid = t.oid)
union all
select format('drop operator if exists %s cascade', o.oid::regoperator)
  from pg_operator o
 where o.oprnamespace = (select oid from home)
   and not exists (select 1 from member m where m.classid = 'pg_operator'::regclass and m.objid = o.oid)
union all
select format('drop collation if exists %I.%I cascade', $1, c.collname)
  from pg_collation c
 where c.collnamespace = (select oid from home)
   and not exists (select 1 from member m where m.classid = 'pg_collation'::regclass and m.objid = c.oid)
union all
select format('drop text search configuration if exists %I.%I cascade', $1, c.cfgname)
  from pg_ts_config c
 where c.cfgnamespace = (select oid from home)
   and not exists (select 1 from member m where m.classid = 'pg_ts_config'::regclass and m.objid = c.oid)
)sql";

}  // namespace

std::uint64_t drop_user_objects(db::Connection& connection) {
  db::Transaction transaction(connection, db::Connection::Access::write);
  const std::vector<base::Value> parameters{connection.default_schema()};
  const std::vector<db::Row> statements = connection.query(kDropStatements, parameters);
  for (const db::Row& row : statements) connection.execute(row.at(0).value());
  transaction.commit();
  return statements.size();
}

}  // namespace seedctl::app

// Booleans are asked for as 0 and 1: their text depends on nobody's settings.
#include "schema/postgres_catalog.h"

namespace seedctl::schema::postgres_catalog {
namespace {

// Plain, partitioned and foreign tables; partitions belong to their parent, extensions' tables to their
// extension.
constexpr const char* kWanted = R"(
wanted as (
  select c.oid, c.relname, c.relkind
    from pg_catalog.pg_class c
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
   where n.nspname = $1
     and c.relkind in ('r', 'p', 'f')
     and not c.relispartition
     and c.relpersistence <> 't'
     and not exists (select 1 from pg_catalog.pg_depend d
                      where d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
                        and d.objid = c.oid and d.deptype = 'e'))
)";

std::string over_wanted(const char* select) { return std::string("with ") + kWanted + select; }

}  // namespace

std::string tables() {
  return over_wanted(R"(
select w.oid, w.relname, w.relkind,
       (w.relkind = 'r' and exists (select 1 from pg_catalog.pg_inherits i where i.inhparent = w.oid))::int
  from wanted w)");
}

std::string columns() {
  return over_wanted(R"(
select w.oid, a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod), a.atttypid, a.atttypmod,
       a.attnotnull::int, a.attidentity, a.attgenerated, pg_catalog.pg_get_expr(d.adbin, d.adrelid),
       (a.attidentity <> '' or exists (
         select 1
           from pg_catalog.pg_depend p
           join pg_catalog.pg_class s on s.oid = p.refobjid and s.relkind = 'S'
          where p.classid = 'pg_catalog.pg_attrdef'::regclass and p.objid = d.oid
            and p.refclassid = 'pg_catalog.pg_class'::regclass))::int
  from wanted w
  join pg_catalog.pg_attribute a on a.attrelid = w.oid and a.attnum > 0 and not a.attisdropped
  left join pg_catalog.pg_attrdef d on d.adrelid = w.oid and d.adnum = a.attnum
 order by w.oid, a.attnum)");
}

std::string types() {
  return std::string("with recursive ") + kWanted + R"(,
used(oid) as (
  select a.atttypid
    from wanted w
    join pg_catalog.pg_attribute a on a.attrelid = w.oid and a.attnum > 0 and not a.attisdropped
  union
  select case when t.typtype = 'd' then t.typbasetype else e.oid end
    from used u join pg_catalog.pg_type t on t.oid = u.oid
    left join pg_catalog.pg_type e on e.typarray = t.oid
   where t.typtype = 'd' or e.oid is not null)
select t.oid, t.typname, t.typtype, (n.nspname = 'pg_catalog')::int, t.typbasetype, t.typtypmod,
       t.typnotnull::int, (t.typdefault is not null)::int, pg_catalog.format_type(t.typbasetype, null),
       coalesce((select e.oid from pg_catalog.pg_type e where e.typarray = t.oid), 0)
  from used u
  join pg_catalog.pg_type t on t.oid = u.oid
  join pg_catalog.pg_namespace n on n.oid = t.typnamespace)";
}

std::string labels() {
  return "select enumtypid, enumlabel from pg_catalog.pg_enum order by enumtypid, enumsortorder";
}

std::string domain_checks() {
  return R"(select contypid, conname, pg_catalog.pg_get_expr(conbin, 0)
  from pg_catalog.pg_constraint where contypid <> 0 and contype = 'c' order by contypid, conname)";
}

std::string checks() {
  return over_wanted(R"(
select w.oid, c.conname, pg_catalog.pg_get_expr(c.conbin, c.conrelid)
  from wanted w
  join pg_catalog.pg_constraint c on c.conrelid = w.oid and c.contype = 'c'
 order by w.oid, c.conname)");
}

// indnullsnotdistinct is there from PostgreSQL 15 on; a row as JSON can be asked for what it may not have.
std::string unique_keys() {
  return over_wanted(R"(
select w.oid, i.indexrelid, c.relname, i.indisprimary::int, (i.indpred is not null)::int,
       (coalesce(pg_catalog.to_jsonb(i) ->> 'indnullsnotdistinct', 'false') = 'true')::int,
       (con.oid is not null)::int, a.attname,
       case when k.number = 0 then pg_catalog.pg_get_indexdef(i.indexrelid, k.position::int, true) end,
       coalesce(not l.collisdeterministic, false)::int
  from wanted w
  join pg_catalog.pg_index i on i.indrelid = w.oid and i.indisunique and i.indislive
  join pg_catalog.pg_class c on c.oid = i.indexrelid
  left join pg_catalog.pg_constraint con
         on con.conindid = i.indexrelid and con.conrelid = w.oid and con.contype in ('p', 'u')
 cross join lateral unnest(i.indkey::int2[], i.indcollation::oid[])
            with ordinality k(number, collation_oid, position)
  left join pg_catalog.pg_attribute a on a.attrelid = w.oid and a.attnum = k.number and k.number <> 0
  left join pg_catalog.pg_collation l on l.oid = k.collation_oid
 where k.position <= i.indnkeyatts
 order by w.oid, c.relname, k.position)");
}

// A foreign key to a partitioned table has a child constraint per partition, which says nothing new.
std::string foreign_keys() {
  return over_wanted(R"(
select w.oid, c.oid, c.conname, n.nspname, p.relname, c.confdeltype, c.condeferrable::int, a.attname, pa.attname
  from wanted w
  join pg_catalog.pg_constraint c on c.conrelid = w.oid and c.contype = 'f' and c.conparentid = 0
  join pg_catalog.pg_class p on p.oid = c.confrelid
  join pg_catalog.pg_namespace n on n.oid = p.relnamespace
 cross join lateral unnest(c.conkey, c.confkey) with ordinality k(child, parent, position)
  join pg_catalog.pg_attribute a on a.attrelid = c.conrelid and a.attnum = k.child
  join pg_catalog.pg_attribute pa on pa.attrelid = c.confrelid and pa.attnum = k.parent
 order by w.oid, c.oid, k.position)");
}

}  // namespace seedctl::schema::postgres_catalog

#include "app/reset.h"

#include "app/reset_belongings.h"
#include "app/session.h"
#include "base/text.h"
#include "migrate/contention.h"
#include "sql/dialect.h"
#include "sql/splitter.h"

namespace seedctl::app {
namespace {

// What there is, by kinds, and which schemas stay. $1 is the connection's own schema. Schemas with something
// of an extension in them stay, because dropping them would take the extension along.
constexpr const char* kCatalog = R"sql(
with member as (select classid, objid from pg_depend where deptype = 'e'),
object as (
  select 'pg_class'::regclass as class, oid, relnamespace as home,
         case relkind when 'v' then 'view' when 'm' then 'materialized view' when 'f' then 'foreign table'
                      when 'S' then 'sequence' else 'table' end as kind,
         format('%s.%I', relnamespace::regnamespace, relname) as name
    from pg_class where relkind in ('r', 'p', 'v', 'm', 'f', 'S')
  union all
  select 'pg_proc'::regclass, oid, pronamespace, 'routine', oid::regprocedure::text from pg_proc
  union all
  select 'pg_type'::regclass, oid, typnamespace, 'type', format('%s.%I', typnamespace::regnamespace, typname)
    from pg_type
   where typtype in ('e', 'd', 'r') or not typisdefined
      -- of a composite type the type is what is dropped, and its relation a part of that
      or exists (select 1 from pg_class where pg_class.oid = typrelid and relkind = 'c')
      or (typtype = 'b' and not exists (select 1 from pg_type of where of.typarray = pg_type.oid))
  union all
  select 'pg_operator'::regclass, oid, oprnamespace, 'operator', oid::regoperator::text from pg_operator
  union all
  select 'pg_opfamily'::regclass, f.oid, opfnamespace, 'operator family',
         format('%s.%I using %I', opfnamespace::regnamespace, opfname, amname)
    from pg_opfamily f join pg_am a on a.oid = opfmethod
  union all
  select 'pg_collation'::regclass, oid, collnamespace, 'collation',
         format('%s.%I', collnamespace::regnamespace, collname)
    from pg_collation
  union all
  select 'pg_ts_config'::regclass, oid, cfgnamespace, 'text search configuration',
         format('%s.%I', cfgnamespace::regnamespace, cfgname)
    from pg_ts_config
  union all
  select 'pg_ts_dict'::regclass, oid, dictnamespace, 'text search dictionary',
         format('%s.%I', dictnamespace::regnamespace, dictname)
    from pg_ts_dict
  union all
  select 'pg_ts_parser'::regclass, oid, prsnamespace, 'text search parser',
         format('%s.%I', prsnamespace::regnamespace, prsname)
    from pg_ts_parser
  union all
  select 'pg_ts_template'::regclass, oid, tmplnamespace, 'text search template',
         format('%s.%I', tmplnamespace::regnamespace, tmplname)
    from pg_ts_template
  union all
  select 'pg_conversion'::regclass, oid, connamespace, 'conversion',
         format('%s.%I', connamespace::regnamespace, conname)
    from pg_conversion
  union all
  select 'pg_opclass'::regclass, c.oid, opcnamespace, 'operator class',
         format('%s.%I using %I', opcnamespace::regnamespace, opcname, amname)
    from pg_opclass c join pg_am a on a.oid = opcmethod),
users as (
  select oid, nspname from pg_namespace where nspname not like 'pg\_%' and nspname <> 'information_schema'),
kept as (
  select oid, nspname from users
   where nspname in ($1, 'public')
      or oid in (select extnamespace from pg_extension)
      or oid in (select objid from member where classid = 'pg_namespace'::regclass)
      or oid in (select o.home from object o join member m on m.classid = o.class and m.objid = o.oid))
)sql";

// One DROP a row. Members of extensions are left alone. What is part of something else (a column's own
// sequence, the constructors of a range) goes with it, and refuses to go before it. CASCADE makes the order
// irrelevant, IF EXISTS covers what a cascade has taken already.
constexpr const char* kDropStatements = R"sql(
select format('drop schema if exists %I cascade', nspname)
  from users where oid not in (select oid from kept)
union all
select format('drop %s if exists %s cascade', o.kind, o.name)
  from object o join kept k on k.oid = o.home
 where not exists (select 1 from pg_depend d
                    where d.classid = o.class and d.objid = o.oid and d.objsubid = 0 and d.deptype in ('e', 'i')
                      -- a partitioned table is part of itself, by its key
                      and (d.refclassid, d.refobjid) <> (d.classid, d.objid))
)sql";

// Schema, kind, name and qualified name. The parts of others are told of with them, as are a table's own
// sequences.
constexpr const char* kBelongings = R"sql(
select u.nspname, o.kind, coalesce(c.relname::text, o.name), o.name
  from object o join users u on u.oid = o.home
       left join pg_class c on o.class = 'pg_class'::regclass and c.oid = o.oid
 where u.oid not in (select objid from member where classid = 'pg_namespace'::regclass)
   and not exists (select 1 from pg_depend d
                    where d.classid = o.class and d.objid = o.oid and d.objsubid = 0
                      and d.deptype in ('a', 'e', 'i')
                      and (d.refclassid, d.refobjid) <> (d.classid, d.objid))
 order by o.class = 'pg_class'::regclass desc, 1, 3
)sql";

// What stands in no schema, one DROP a row: it would outlive every schema, and the migration that makes it
// would meet it. Numbers below 16384 are the server's own. A subscription without a slot is a row of this
// server alone; the others were refused before.
constexpr const char* kDropOfTheDatabase = R"sql(
select o.statement
  from (
  select 'pg_publication'::regclass as class, oid, format('drop publication if exists %I', pubname) as statement
    from pg_publication
  union all
  select 'pg_subscription'::regclass, oid, format('drop subscription if exists %I', subname)
    from pg_subscription
   where subslotname is null and subdbid = (select oid from pg_database where datname = current_database())
  union all
  select 'pg_foreign_data_wrapper'::regclass, oid,
         format('drop foreign data wrapper if exists %I cascade', fdwname)
    from pg_foreign_data_wrapper
  union all
  select 'pg_foreign_server'::regclass, oid, format('drop server if exists %I cascade', srvname)
    from pg_foreign_server
  union all
  select 'pg_cast'::regclass, oid,
         format('drop cast if exists (%s as %s) cascade', format_type(castsource, null),
                format_type(casttarget, null))
    from pg_cast
  union all
  select 'pg_am'::regclass, oid, format('drop access method if exists %I cascade', amname) from pg_am
  union all
  select 'pg_language'::regclass, oid, format('drop language if exists %I cascade', lanname) from pg_language
  union all
  select 'pg_largeobject'::regclass, oid, format('select pg_catalog.lo_unlink(%s)', oid)
    from pg_largeobject_metadata) o
 where o.oid >= 16384
   and not exists (select 1 from pg_depend d
                    where d.classid = o.class and d.objid = o.oid and d.deptype in ('e', 'i'))
)sql";

// First of all, since they fire on what follows.
constexpr const char* kDropEventTriggers = R"sql(
select format('drop event trigger if exists %I cascade', evtname)
  from pg_event_trigger t
 where not exists (select 1 from pg_depend d
                    where d.classid = 'pg_event_trigger'::regclass and d.objid = t.oid and d.deptype = 'e')
)sql";

std::vector<db::Row> ask(db::Connection& connection, const char* question) {
  const std::vector<base::Value> parameters{connection.default_schema()};
  return connection.query(std::string(kCatalog) + question, parameters);
}

}  // namespace

void refuse_database_of_the_server(const std::string& database) {
  if (database != "postgres" && database != "template0" && database != "template1") return;
  throw base::Error(base::ErrorCode::refused,
                    "reset is refused: " + database +
                        " is a database of the server itself, which its tools connect to and new databases "
                        "are copied from")
      .with_hint(
          "give the project one of its own: seedctl migrate --create-db --database "
          "postgres://user@host/NAME");
}

void refuse_subscriptions(db::Connection& connection) {
  const std::vector<db::Row> rows = connection.query(
      "select subname from pg_catalog.pg_subscription where subslotname is not null and subdbid = (select "
      "oid "
      "from pg_catalog.pg_database where datname = pg_catalog.current_database()) order by subname");
  if (rows.empty()) return;
  const std::string name = rows.front().at(0).value();
  const std::string quoted = sql::quote_identifier(name);
  throw base::Error(base::ErrorCode::refused,
                    "reset is refused: the subscription " + base::printable(name) +
                        " holds a replication slot on another server; nothing was destroyed")
      .with_hint("drop it first, with its slot: drop subscription " + quoted +
                 "; or leave the slot: alter subscription " + quoted + " disable; alter subscription " +
                 quoted + " set (slot_name = none)");
}

std::vector<std::string> schemas_that_stay(db::Connection& connection) {
  std::vector<std::string> names;
  for (const db::Row& row : ask(connection, "select nspname from kept order by nspname"))
    names.push_back(row.at(0).value());
  return names;
}

std::vector<Belonging> belongings_of_postgres(db::Connection& connection) {
  std::vector<Belonging> found;
  for (const db::Row& row : ask(connection, kBelongings))
    found.push_back(
        {row.at(0).value_or(""), row.at(1).value_or(""), row.at(2).value_or(""), row.at(3).value_or("")});
  return found;
}

std::set<std::string> extensions_made_by(const migrate::Folder& folder) {
  std::set<std::string> names;
  for (const migrate::Migration& migration : folder.migrations)
    for (const sql::Statement& statement :
         sql::split(migration.up.text, base::Engine::postgres, migration.file)) {
      const std::vector<std::string> words = sql::leading_words(statement.text, 3);
      if (words.size() < 3 || words[0] != "CREATE" || words[1] != "EXTENSION" || words[2] == "IF") continue;
      // Keywords come in upper case, as do bare names, which PostgreSQL folds to lower case; no extension has
      // capitals.
      names.insert(base::lower_ascii(words[2]));
    }
  return names;
}

std::uint64_t drop_user_objects(db::Connection& connection, const std::set<std::string>& extensions,
                                db::SessionLock& lock, base::Progress& progress) {
  std::uint64_t dropped = 0;
  const auto run = [&](const std::vector<db::Row>& statements) {
    for (const db::Row& row : statements) connection.execute(row.at(0).value());
    dropped += statements.size();
  };
  const auto drop = [&] {
    dropped = 0;
    db::Transaction transaction(connection, db::Connection::Access::write);
    run(connection.query(kDropEventTriggers));
    for (const std::string& name : extensions)
      connection.execute("drop extension if exists " + sql::quote_identifier(name) + " cascade");
    run(connection.query(kDropOfTheDatabase));
    run(ask(connection, kDropStatements));
    db::require_lock(lock, "nothing was destroyed");
    transaction.commit();
  };
  // A cascade may need more tables than the statement names.
  const auto any_table = [] { return std::string(); };
  migrate::try_while_blocked(connection, "emptying the database", progress, any_table, drop);
  return dropped;
}

}  // namespace seedctl::app

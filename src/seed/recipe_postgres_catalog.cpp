// Names come back quoted by the server itself (regclass, quote_ident), so that they can stand in a statement
// and in a message alike.
#include "seed/recipe_postgres_catalog.h"

#include <algorithm>

#include "base/text.h"
#include "sql/dialect.h"

namespace seedctl::seed::postgres_catalog {

namespace {

// Of another session's statement in a message.
constexpr std::size_t kShownQuery = 200;
// Of the pids in a message: a deadlock of more sessions names them all.
constexpr std::size_t kMaxPids = 20;

// Of pid, state, query.
std::string session_text(const db::Row& row) {
  return "the session with pid " + row[0].value_or("?") + " (" + row[1].value_or("state unknown") + ", " +
         base::printable(row[2].value_or("")) + ")";
}

}  // namespace

std::string regclass_literal(const schema::Table& table) {
  return sql::quote_literal(sql::qualified(table.schema, table.name)) + "::regclass";
}

std::string literal_list(std::span<const std::string> names) {
  std::vector<std::string> literals;
  for (const std::string& name : names) literals.push_back(sql::quote_literal(name));
  return base::join(literals, ", ");
}

std::string stored_type(db::Connection& connection, const schema::Column& live) {
  const base::Value declared = live.declared_type;
  const auto rows = connection.query(
      "with recursive step(type, name) as ("
      "select pg_catalog.to_regtype($1::text)::oid, $1::text union all "
      "select t.typbasetype, pg_catalog.format_type(t.typbasetype, t.typtypmod) "
      "from step join pg_catalog.pg_type t on t.oid = step.type where t.typtype = 'd') "
      "select name from step join pg_catalog.pg_type t on t.oid = step.type where t.typtype <> 'd'",
      {&declared, 1});
  return rows.empty() ? live.declared_type : rows[0][0].value_or("");
}

std::string role_under_policies(db::Connection& connection, const schema::Table& table) {
  const auto found =
      connection.query("select quote_ident(current_user) where row_security_active(" +
                       sql::quote_literal(sql::qualified(table.schema, table.name)) + "::regclass::oid)");
  return found.empty() ? std::string() : found[0][0].value_or("");
}

bool may_keep_others_out(db::Connection& connection, const schema::Table& table) {
  return connection.query("select has_table_privilege(" + regclass_literal(table) +
                          "::oid, 'UPDATE, DELETE, TRUNCATE')")[0][0] == "t";
}

bool has_triggers(db::Connection& connection, const schema::Table& table) {
  return !connection
              .query("select 1 from pg_trigger where not tgisinternal and tgenabled <> 'D' and tgrelid = " +
                     regclass_literal(table) + " limit 1")
              .empty();
}

std::vector<schema::Table> references_from_elsewhere(db::Connection& connection, const schema::Table& table) {
  std::vector<schema::Table> found;
  for (const db::Row& row : connection.query(
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

std::optional<ForeignAction> foreign_action(db::Connection& connection, const schema::Table& table) {
  const auto found = connection.query(
      "select c.conrelid::regclass::text, c.conname from pg_constraint c"
      " join pg_class child on child.oid = c.conrelid join pg_class parent on parent.oid = c.confrelid"
      " where c.contype = 'f' and c.conparentid = 0 and c.confdeltype in ('c', 'n', 'd')"
      " and child.relnamespace <> parent.relnamespace and c.confrelid = " +
      regclass_literal(table) + " order by 1, 2 limit 1");
  if (found.empty()) return std::nullopt;
  return ForeignAction{.child = found[0][0].value_or(""), .key = found[0][1].value_or("")};
}

// An index helps that leads with the key's columns, in any order, or whose columns are all among them and
// unique; one that leaves out the rows where the column is NULL too, since those refer to nothing.
std::vector<UnindexedReference> unindexed_references(db::Connection& connection, const schema::Table& table) {
  std::vector<UnindexedReference> found;
  for (const db::Row& row : connection.query(
           "select c.conrelid::regclass::text, (select string_agg(quote_ident(a.attname), ', ' order by "
           "place)"
           " from unnest(c.conkey) with ordinality as k(number, place) join pg_attribute a"
           " on a.attrelid = c.conrelid and a.attnum = k.number) from pg_constraint c"
           " where c.contype = 'f' and c.conparentid = 0 and c.confrelid = " +
           regclass_literal(table) +
           " and not exists (select 1 from pg_index i join pg_class x on x.oid = i.indexrelid"
           " join pg_am m on m.oid = x.relam where i.indrelid = c.conrelid and i.indisvalid"
           " and m.amname in ('btree', 'hash')"
           " and (i.indkey::int2[])[0:least(i.indnkeyatts, cardinality(c.conkey)) - 1] <@ c.conkey"
           " and (i.indnkeyatts >= cardinality(c.conkey) or i.indisunique)"
           " and (i.indpred is null or exists (select 1 from pg_attribute a where a.attrelid = c.conrelid"
           " and a.attnum = any (c.conkey)"
           " and pg_get_expr(i.indpred, i.indrelid) = format('(%I IS NOT NULL)', a.attname))))"
           " order by 1, 2")) {
    found.push_back({.child = row[0].value_or(""), .columns = row[1].value_or("")});
  }
  return found;
}

std::optional<Sequence> sequence_of(db::Connection& connection, const schema::Table& table,
                                    const schema::Column& column) {
  const auto found = connection.query(
      "select s.seqrelid::regclass::text, s.seqmax, s.seqincrement > 0, has_sequence_privilege(s.seqrelid, "
      "'SELECT') and has_sequence_privilege(s.seqrelid, 'UPDATE') from pg_sequence s where s.seqrelid = "
      "coalesce(pg_get_serial_sequence(" +
      sql::quote_literal(sql::qualified(table.schema, table.name)) + ", " + sql::quote_literal(column.name) +
      // A sequence that the column does not own: what its default depends on.
      ")::regclass::oid, (select d.refobjid from pg_attrdef f join pg_attribute a on a.attrelid = f.adrelid "
      "and a.attnum = f.adnum join pg_depend d on d.classid = 'pg_attrdef'::regclass and d.objid = f.oid and "
      "d.refclassid = 'pg_class'::regclass join pg_class q on q.oid = d.refobjid and q.relkind = 'S' where "
      "f.adrelid = " +
      regclass_literal(table) + " and a.attname = " + sql::quote_literal(column.name) + " limit 1))");
  if (found.empty()) return std::nullopt;
  return Sequence{.name = found[0][0].value_or(""),
                  .highest = std::stoll(found[0][1].value_or("0")),
                  .ascends = found[0][2] == "t",
                  .may_be_set = found[0][3] == "t"};
}

std::string default_of(db::Connection& connection, const schema::Table& table, const schema::Column& column) {
  const auto found = connection.query(
      "select pg_get_expr(f.adbin, f.adrelid) from pg_attrdef f join pg_attribute a on a.attrelid = "
      "f.adrelid "
      "and a.attnum = f.adnum where f.adrelid = " +
      regclass_literal(table) + " and a.attname = " + sql::quote_literal(column.name));
  return found.empty() ? std::string() : found[0][0].value_or("");
}

std::string blocker_of(db::Connection& connection, const std::string& table) {
  const auto found = connection.query(
      "select a.pid, a.state, left(a.query, " + std::to_string(kShownQuery) +
      ") from pg_locks l join pg_stat_activity a on a.pid = l.pid where l.granted and l.locktype = "
      "'relation' and l.database = (select oid from pg_database where datname = current_database()) and "
      "l.relation = to_regclass(" +
      sql::quote_literal(table) +
      ") and a.pid <> pg_backend_pid() order by l.mode = 'AccessShareLock', a.xact_start limit 1");
  return found.empty() ? std::string() : session_text(found[0]);
}

// The server words its messages in its own language; numbers are numbers in all of them.
std::string session_named_in(db::Connection& connection, std::string_view text) {
  constexpr std::size_t kMostDigits = 9;  // an integer without overflow
  std::vector<std::string> numbers;
  for (std::size_t at = 0; numbers.size() < kMaxPids;) {
    const std::size_t begin = text.find_first_of("0123456789", at);
    if (begin == std::string_view::npos) break;
    const std::size_t end = std::min(text.find_first_not_of("0123456789", begin), text.size());
    if (end - begin <= kMostDigits) numbers.emplace_back(text.substr(begin, end - begin));
    at = end;
  }
  if (numbers.empty()) return {};
  const std::string list = base::join(numbers, ", ");
  const auto found = connection.query(
      "select pid, state, left(query, " + std::to_string(kShownQuery) +
      ") from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and pid in (" +
      list + ") order by array_position(array[" + list + "], pid) limit 1");
  return found.empty() ? std::string() : session_text(found[0]);
}

}  // namespace seedctl::seed::postgres_catalog

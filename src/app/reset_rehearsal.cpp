// The rehearsal of a reset on PostgreSQL: see the header.
//
// Two things outlive a database and would make the rehearsal succeed where the reset then fails: extensions,
// which a reset leaves, and roles, which are the server's. The first are made before the migrations run;
// where migrations made any of the second, a second rehearsal finds out whether they run where these are.
#include <memory>
#include <string_view>
#include <utility>

#include "app/reset.h"
#include "app/session.h"
#include "base/hash.h"
#include "base/text.h"
#include "drivers/open.h"
#include "schema/introspect.h"
#include "sql/dialect.h"

namespace seedctl::app {
namespace {

using base::Error;
using base::ErrorCode;

constexpr std::string_view kSuffix = "_seedctl_scratch";
constexpr std::size_t kMaxNameBytes = 63;  // PostgreSQL cuts longer names
constexpr int kScratchLockTimeout = 10;    // nobody else has a reason to be there
constexpr const char* kRefused = "42501";  // insufficient_privilege

std::string cell(db::Connection& connection, const char* sql) {
  return connection.query(sql).at(0).at(0).value_or("");
}

// The same encoding and locale. Columns of pg_database came and were renamed with versions, so they are asked
// for as a document.
std::string create_statement(db::Connection& connection, const std::string& name) {
  const db::Row row = connection
                          .query(R"sql(
select pg_encoding_to_char(encoding), datcollate, datctype, to_jsonb(d)->>'datlocprovider',
       coalesce(to_jsonb(d)->>'datlocale', to_jsonb(d)->>'daticulocale')
  from pg_database d where datname = current_database())sql")
                          .at(0);
  std::string sql = "create database " + sql::quote_identifier(name) + " template template0 encoding " +
                    sql::quote_literal(row.at(0).value_or("UTF8")) + " lc_collate " +
                    sql::quote_literal(row.at(1).value_or("C")) + " lc_ctype " +
                    sql::quote_literal(row.at(2).value_or("C"));
  const std::string provider = row.at(3).value_or("c");
  if (row.at(4) && provider == "i")
    sql += " locale_provider icu icu_locale " + sql::quote_literal(row.at(4).value());
  if (row.at(4) && provider == "b")
    sql += " locale_provider builtin builtin_locale " + sql::quote_literal(row.at(4).value());
  return sql;
}

// Made through the real database's connection, which must outlive it, and dropped when it goes away.
class ScratchDatabase {
 public:
  ScratchDatabase(db::Connection& beside, const std::string& name) : beside_(beside), name_(name) {
    drop();  // what a killed run left
    beside_.execute(create_statement(beside_, name_));
  }
  ~ScratchDatabase() {
    try {
      drop();
    } catch (const Error&) {
      // The server is gone or refuses; the next rehearsal drops it.
    }
  }
  ScratchDatabase(const ScratchDatabase&) = delete;
  ScratchDatabase& operator=(const ScratchDatabase&) = delete;

 private:
  void drop() {
    beside_.execute("drop database if exists " + sql::quote_identifier(name_) + " with (force)");
  }
  db::Connection& beside_;
  std::string name_;
};

// What ALTER DATABASE and ALTER ROLE ... IN DATABASE set for the real one, as the options of a connection: a
// migration that relies on a search_path would fail without it.
std::string session_options(db::Connection& connection) {
  std::string options;
  for (const db::Row& row : connection.query(R"sql(
select unnest(s.setconfig)
  from pg_db_role_setting s join pg_database d on d.oid = s.setdatabase
 where d.datname = current_database() and s.setrole in (0, (select oid from pg_roles where rolname = current_user))
 order by s.setrole)sql")) {
    options += " -c ";
    for (const char c : row.at(0).value()) {
      if (c == ' ' || c == '\\') options += '\\';
      options += c;
    }
  }
  return options;
}

Settings beside(db::Connection& connection, const Settings& settings, const std::string& name) {
  Settings result = settings;
  result.url = settings.url.with_database(name);
  const std::string options = session_options(connection);
  if (!options.empty()) result.url.parameters["options"] = options + " " + result.url.parameters["options"];
  return result;
}

// The schemas and extensions that a reset leaves, but for those that migrations make. Returns the extensions
// that could not be made.
std::vector<std::string> furnish(db::Connection& real, db::Connection& scratch,
                                 const std::set<std::string>& made_later) {
  for (const std::string& schema : schemas_that_stay(real))
    scratch.execute("create schema if not exists " + sql::quote_identifier(schema));
  std::vector<std::string> missing;
  for (const db::Row& row :
       real.query("select e.extname, n.nspname from pg_extension e join pg_namespace n on "
                  "n.oid = e.extnamespace order by e.oid")) {
    const std::string name = row.at(0).value();
    const std::string schema = row.at(1).value();
    if (made_later.contains(name)) continue;
    try {
      scratch.execute("create extension if not exists " + sql::quote_identifier(name) + " schema " +
                      sql::quote_identifier(schema));
    } catch (const Error&) {
      missing.push_back(name);
    }
  }
  return missing;
}

void migrate_and_seed(Session& scratch, const Settings& settings, const ResetPlan& plan) {
  const std::vector<migrate::Step> steps = migrate::plan_migrate(plan.folder, {}, {});
  const migrate::RunResult result =
      migrate::run(*scratch.connection, steps, settings.own, *scratch.lock, base::silent_progress());
  if (result.error) throw Error(*result.error);
  // By the schema itself: schema.lock.json is written when the real database is migrated.
  const schema::Schema schema = schema::introspect(*scratch.connection, settings.schema, settings.own.all());
  for (const profile::Document& document : plan.documents) {
    profile::ResolveOptions options = plan.options;
    options.external = external_rows(*scratch.connection);
    const profile::ResolvedProfile profile = profile::resolve(document, schema, options);
    seed::apply(*scratch.connection, profile, schema, settings.own, {}, base::silent_progress(),
                scratch.lock.get());
  }
}

Error rehearsed(Error error) {
  const std::string where = "this was the rehearsal in a scratch database";
  error.hint = error.hint.empty() ? where : error.hint + "; " + where;
  return error;
}

// One rehearsal; false where there is no scratch database to be had, which a warning tells.
bool rehearse(db::Connection& connection, const std::string& name, const ResetPlan& plan,
              base::Progress& progress) {
  std::unique_ptr<ScratchDatabase> database;
  Session scratch;  // after the database: it goes first
  std::vector<std::string> missing;
  const Settings there = beside(connection, plan.settings, name);
  try {
    database = std::make_unique<ScratchDatabase>(connection, name);
    // Furnished by a session of its own: what the next one starts in depends on the schemas that are there.
    missing = furnish(connection, *drivers::open(there.url, {}), extensions_made_by(plan.folder));
    scratch = open_for_writing(there, false, kScratchLockTimeout, progress);
  } catch (const Error& error) {
    // Of a pooler, `database`: it knows no database of that name.
    if (error.sqlstate != kRefused && error.code() != ErrorCode::database) throw rehearsed(error);
    progress.warn(
        "the migrations are not rehearsed before everything is destroyed, for there is no scratch database " +
        name + ": " + error.message());
    return false;
  }
  try {
    migrate_and_seed(scratch, there, plan);
  } catch (const Error& error) {
    if (missing.empty()) throw rehearsed(error);
    progress.warn("the rehearsal failed, maybe for want of what the scratch database could not be given (" +
                  base::join(missing, ", ") + "): " + error.message());
  }
  return true;
}

// Roles and tablespaces.
std::string belongings_of_the_server(db::Connection& connection) {
  return cell(connection,
              "select (select string_agg(rolname, ',' order by rolname) from pg_roles) || ' ' || "
              "(select string_agg(spcname, ',' order by spcname) from pg_tablespace)");
}

}  // namespace

std::string scratch_database_name(const std::string& database) {
  const std::string suffix(kSuffix);
  if (database.size() + suffix.size() <= kMaxNameBytes) return database + suffix;
  // Cut, and told apart from others of the same beginning.
  const std::string mark = "_" + std::to_string(base::hash64(database) % 1'000'000'000);
  std::size_t length = kMaxNameBytes - suffix.size() - mark.size();
  while (length > 0 && (static_cast<unsigned char>(database[length]) & 0xC0) == 0x80)
    --length;  // inside UTF-8
  return database.substr(0, length) + mark + suffix;
}

void rehearse_reset(db::Connection& connection, const ResetPlan& plan, base::Progress& progress) {
  const std::string name = scratch_database_name(cell(connection, "select current_database()"));
  const std::string before = belongings_of_the_server(connection);
  progress.note("rehearsing the migrations and the seed in a scratch database, " + name);
  if (!rehearse(connection, name, plan, progress)) return;
  if (belongings_of_the_server(connection) != before) rehearse(connection, name, plan, progress);
}

}  // namespace seedctl::app

// Schemas read from real engines: everything that people's schemas hold, under hostile names, on both.
#include "schema/introspect.h"

#include "schema/database.h"
#include "schema/snapshot.h"
#include "support/catch.h"

namespace seedctl::test {
namespace {

using base::Engine;
using schema::Column;
using schema::ForeignKey;
using schema::Table;
using Strings = std::vector<std::string>;

std::string everything_file(Engine engine, const std::string& ending) {
  return std::string("tests/schema/everything.") + base::engine_name(engine) + ending;
}

const Table& need(const schema::Schema& schema, const std::string& name) {
  const Table* table = schema.table(name);
  if (table == nullptr) throw std::runtime_error("no table " + name);
  return *table;
}

std::string special_of(const Table& table, const std::string& key) {
  for (const schema::UniqueKey& unique : table.unique_keys) {
    if (unique.name == key) return unique.special;
  }
  return "no such key";
}

TEST_CASE("everything in a schema is read as its golden snapshot says") {
  const Engine engine = GENERATE(from_range(kEngines));
  CAPTURE(base::engine_name(engine));
  Database database(engine);
  database.run(read_source(everything_file(engine, ".sql")));
  const schema::Schema live = database.schema();
  const std::string text = schema::to_snapshot(live);
  CHECK(first_difference(text, read_source(everything_file(engine, ".lock.json"))) == "");
  CHECK(differences(schema::from_snapshot(text, "f"), live).empty());
}

TEST_CASE("only tables of the user are listed") {
  const Engine engine = GENERATE(from_range(kEngines));
  CAPTURE(base::engine_name(engine));
  Database database(engine);
  database.run(read_source(everything_file(engine, ".sql")));
  const schema::Schema schema = database.schema();
  for (const char* name : {"only_a_view", "only_a_matview", "only_temporary", "seedctl_own", "measure_2025",
                           "sqlite_sequence", "words_data", "country", "pg_class"}) {
    CAPTURE(name);
    CHECK(schema.table(name) == nullptr);
  }
}

TEST_CASE("tables that cannot be loaded say why") {
  Database sqlite(Engine::sqlite), postgres(Engine::postgres);
  sqlite.run(read_source(everything_file(Engine::sqlite, ".sql")));
  postgres.run(read_source(everything_file(Engine::postgres, ".sql")) +
               "create foreign data wrapper w; create server s foreign data wrapper w;"
               "create foreign table far (id integer) server s;");
  CHECK(need(sqlite.schema(), "words").not_loadable == "a virtual table");
  CHECK(need(postgres.schema(), "far").not_loadable == "a foreign table");
  CHECK(need(postgres.schema(), "ancestor").not_loadable == "a table that others inherit from");
  CHECK(need(postgres.schema(), "measure").not_loadable.empty());
}

TEST_CASE("another schema can be read and foreign keys into it name it") {
  Database database(Engine::postgres);
  database.run(read_source(everything_file(Engine::postgres, ".sql")));
  CHECK(database.schema("other").table_names() == Strings{"country"});
  CHECK(database.schema("absent").tables.empty());
  const schema::Schema schema = database.schema();
  const std::vector<ForeignKey>& keys = need(schema, "employee").foreign_keys;
  REQUIRE(keys.size() == 2);
  CHECK(keys[0].parent_schema.empty());
  CHECK(keys[1].parent_schema == "other");
}

TEST_CASE("numbers can be reserved where the engine keeps a sequence") {
  Database sqlite(Engine::sqlite), postgres(Engine::postgres);
  sqlite.run(read_source(everything_file(Engine::sqlite, ".sql")));
  postgres.run(read_source(everything_file(Engine::postgres, ".sql")));
  const schema::Schema lite = sqlite.schema(), server = postgres.schema();
  CHECK(need(lite, "counted").can_reserve_numbers);
  CHECK_FALSE(need(lite, "not_counted").can_reserve_numbers);
  CHECK_FALSE(need(lite, "no_rowid").can_reserve_numbers);
  CHECK(need(server, "types").can_reserve_numbers);
  CHECK(need(server, "serials").can_reserve_numbers);
  CHECK_FALSE(need(server, "employee").can_reserve_numbers);
  CHECK_FALSE(need(server, "measure").can_reserve_numbers);
}

TEST_CASE("SQLite's rowid alias is told from keys that only look like it") {
  Database database(Engine::sqlite);
  database.run(read_source(everything_file(Engine::sqlite, ".sql")));
  const schema::Schema schema = database.schema();
  const auto id_of = [&](const char* table) { return *need(schema, table).column("id"); };
  CHECK(id_of("not_counted").generated == Column::Generated::auto_number);
  CHECK(id_of("not_counted").type.bits == 64);
  for (const char* table : {"no_rowid", "int_key", "descending"}) {
    CAPTURE(table);
    CHECK(id_of(table).generated == Column::Generated::none);
    CHECK(id_of(table).type.bits == 32);
    CHECK_FALSE(id_of(table).nullable);
    REQUIRE(need(schema, table).primary_key() != nullptr);
    CHECK(need(schema, table).primary_key()->columns == Strings{"id"});
  }
}

TEST_CASE("a table made again or truncated has another identity") {
  const Engine engine = GENERATE(from_range(kEngines));
  CAPTURE(base::engine_name(engine));
  Database database(engine);
  const auto identity = [&database] { return schema::table_identity(database.connection(), {"", "a"}); };
  CHECK(identity().empty());
  database.run("create table a (id integer primary key); create table b (id integer primary key);");
  const std::string before = identity();
  database.run("insert into a values (1); delete from a; create temporary table c (id integer);");
  CHECK(identity() == before);
  database.run("drop table a; create table a (id integer primary key);");
  const std::string again = identity();
  CHECK(again != before);
  if (engine == Engine::sqlite) return;
  database.run("truncate a");
  CHECK(identity() != again);
  database.run(
      "drop table a; create table a (id integer) partition by range (id);"
      "create table a1 partition of a for values from (1) to (10)");
  const std::string partitioned = identity();
  CHECK(identity() == partitioned);
  database.run("truncate a");
  CHECK(identity() != partitioned);
}

TEST_CASE("hostile names come back as they are") {
  const Engine engine = GENERATE(from_range(kEngines));
  CAPTURE(base::engine_name(engine));
  Database database(engine);
  const Strings names{"user",  "Order",     "a b",     "it's", "say \"hi\"", "semi;colon", "dash--dash",
                      "/*c*/", "\\back",    "ünïcødé", "表",   "%s$1",       "[x]",        "`y`",
                      " lead", "tab\there", "check",   "1st",  "a.b",        "null"};
  for (const std::string& name : names) {
    const std::string quoted = sql::quote_identifier(name), column = sql::quote_identifier(name + "!");
    database.connection().execute("create table " + quoted + " (" + column +
                                  " integer primary key, up integer references " + quoted + " (" + column +
                                  "), low integer unique, check (" + column + " between 1 and 9))");
  }
  const schema::Schema live = database.schema();
  CHECK(live.tables.size() == names.size());
  for (const std::string& name : names) {
    CAPTURE(name);
    const Table& table = need(live, name);
    CHECK(table.columns.at(0).name == name + "!");
    CHECK(table.primary_key()->columns == Strings{name + "!"});
    CHECK(table.foreign_keys.at(0).parent == name);
    CHECK(table.foreign_keys.at(0).parent_columns == Strings{name + "!"});
    REQUIRE(table.checks.size() == 1);
    REQUIRE(table.checks[0].facts.size() == 1);
    CHECK(table.checks[0].facts[0].kind == sql::CheckFact::Kind::range);
    CHECK(table.checks[0].facts[0].column == name + "!");
    CHECK(schema::table_exists(database.connection(), {"", name}));
  }
}

TEST_CASE("unique keys that are more or less than their columns say so") {
  Database sqlite(Engine::sqlite), postgres(Engine::postgres);
  sqlite.run(R"(create table t (a text collate nocase unique, b text, c text, unique (b, c collate rtrim));
                create unique index t_partial on t (lower(a)) where b = 'x')");
  postgres.run(R"(create collation blind (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
                  create table t (a text collate blind unique, b text, c text, unique nulls not distinct (b, c));
                  create unique index t_partial on t (lower(a)) where b = 'x';
                  create unique index t_include on t (c) include (b))");
  const schema::Schema lite = sqlite.schema(), server = postgres.schema();
  CHECK(special_of(need(lite, "t"), "sqlite_autoindex_t_1") == "ignores case");
  CHECK(special_of(need(lite, "t"), "sqlite_autoindex_t_2") == "ignores case");
  CHECK(special_of(need(lite, "t"), "t_partial") == "partial");
  CHECK(special_of(need(server, "t"), "t_a_key") == "ignores case");
  CHECK(special_of(need(server, "t"), "t_b_c_key") == "NULLS NOT DISTINCT");
  CHECK(special_of(need(server, "t"), "t_partial") == "partial");
  CHECK(special_of(need(server, "t"), "t_include") == "");
  for (const schema::UniqueKey& key : need(server, "t").unique_keys) {
    if (key.name == "t_include") CHECK(key.columns == Strings{"c"});
  }
}

TEST_CASE("a unique index over a column's lower or upper case is one that ignores case") {
  const Engine engine = GENERATE(from_range(kEngines));
  CAPTURE(base::engine_name(engine));
  Database database(engine);
  database.run(R"(create table t (a text, b varchar(20), "Odd Name" text);
                  create unique index t_lower on t (lower(a));
                  create unique index t_upper on t (upper(b), a);
                  create unique index t_odd on t (LOWER("Odd Name"));
                  create unique index t_trim on t (lower(trim(a)));
                  create unique index t_both on t ((lower(a) || b)))");
  const schema::Schema schema = database.schema();
  for (const schema::UniqueKey& key : need(schema, "t").unique_keys) {
    CAPTURE(key.name);
    const bool plain = key.name == "t_lower" || key.name == "t_upper" || key.name == "t_odd";
    CHECK(key.special == (plain ? "ignores case" : "on an expression"));
    if (key.name == "t_lower") CHECK(key.columns == Strings{"a"});
    if (key.name == "t_upper") CHECK(key.columns == Strings{"b", "a"});
    if (key.name == "t_odd") CHECK(key.columns == Strings{"Odd Name"});
  }
}

TEST_CASE("columns added later keep the foreign keys in step with their texts") {
  Database database(Engine::sqlite);
  database.run(R"(create table p (id integer primary key);
                  create table t (a integer references p, b integer, foreign key (b) references p deferrable);
                  alter table t add column c integer references p;
                  alter table t add column d integer references p deferrable initially deferred)");
  const schema::Schema schema = database.schema();
  const std::vector<ForeignKey>& keys = need(schema, "t").foreign_keys;
  REQUIRE(keys.size() == 4);
  const std::vector<bool> deferrable{keys[0].deferrable, keys[1].deferrable, keys[2].deferrable,
                                     keys[3].deferrable};
  CHECK(deferrable == std::vector<bool>{false, true, false, true});
}

TEST_CASE("the same generic statements mean the same on both engines") {
  const char* script = R"(
    create table shop (
      code     varchar(20) primary key,
      kind     varchar(10) not null check (kind in ('big', 'small')),
      rating   smallint default 3 check (rating >= 1 and rating <= 5),
      price    numeric(10, 2) check (price > 0.50),
      opened   date check (opened >= '2020-01-01'),
      closed   date,
      mail     text check (length(mail) between 3 and 80),
      seen_at  timestamp not null default current_timestamp,
      active   boolean not null default true check (active),
      ratio    double precision check (ratio < 1),
      photo    uuid,
      extra    json,
      grade    char check (grade in ('A', 'B')),
      country  char(2),
      initial  national character,
      check (closed is null or closed >= opened),
      check (kind <> 'none'), constraint odd check (rating % 2 = 1 or kind = 'big'),
      unique (kind, opened)
    );
    create table visit (
      shop_code varchar(20) not null references shop on delete cascade,
      at        timestamp not null,
      primary key (shop_code, at)
    );
    create unique index shop_mail on shop (lower(mail));
    create unique index shop_photo on shop (photo) where active;)";
  Database sqlite(Engine::sqlite), postgres(Engine::postgres);
  sqlite.run(script);
  postgres.run(script);
  CHECK(schema::differences(sqlite.schema(), postgres.schema()) == Strings{});
  CHECK(first_difference(schema::to_snapshot(sqlite.schema()), schema::to_snapshot(postgres.schema())) == "");
}

TEST_CASE("checks of domains and checks on their columns are understood") {
  Database database(Engine::postgres);
  database.run(R"(create domain positive as integer check (VALUE > 0);
                  create domain score as positive check (VALUE <= 100);
                  create domain label as varchar(8) check (VALUE in ('a', 'b'));
                  create table t (points score check (points < 50), tag label not null))");
  const schema::Schema schema = database.schema();
  for (const schema::Check& check : need(schema, "t").checks) {
    CAPTURE(check.expression);
    for (const sql::CheckFact& fact : check.facts) CHECK(fact.kind != sql::CheckFact::Kind::unknown);
  }
  CHECK(need(schema, "t").checks.size() == 4);
  CHECK(need(schema, "t").column("tag")->type.str() == "text(8)");
}

TEST_CASE("a broken view and a virtual table without its module hide no other table") {
  Database database(Engine::sqlite);
  database.run(R"(create table t (id integer primary key); create view broken as select * from nowhere;
                  pragma writable_schema = on;
                  insert into sqlite_schema (type, name, tbl_name, rootpage, sql)
                  values ('table', 'far', 'far', 0, 'create virtual table far using no_such_module');
                  pragma writable_schema = reset;)");
  const schema::Schema schema = database.schema();
  CHECK(schema.table_names() == Strings{"far", "t"});
  CHECK(need(schema, "far").not_loadable == "a virtual table");
  CHECK(need(schema, "t").columns.size() == 1);
}

TEST_CASE("a foreign key to a table that is not there keeps its words") {
  Database database(Engine::sqlite);
  database.run("create table t (a integer references nowhere, b integer references nowhere (Id))");
  const schema::Schema schema = database.schema();
  const std::vector<ForeignKey>& keys = need(schema, "t").foreign_keys;
  REQUIRE(keys.size() == 2);
  CHECK(keys[0].parent == "nowhere");
  CHECK(keys[0].parent_columns.empty());
  CHECK(keys[1].parent_columns == Strings{"Id"});
}

TEST_CASE("hundreds of tables are read with the same few statements") {
  const Engine engine = GENERATE(from_range(kEngines));
  CAPTURE(base::engine_name(engine));
  Database database(engine);
  db::Transaction transaction(database.connection(), db::Connection::Access::write);
  constexpr int kTables = 400;
  for (int i = 0; i < kTables; ++i) {
    database.connection().execute(
        "create table t" + std::to_string(i) + " (id integer primary key, up integer references t" +
        std::to_string(i == 0 ? 0 : i - 1) + " (id), name text unique check (name <> ''))");
  }
  const schema::Schema schema = database.schema();
  CHECK(schema.tables.size() == kTables);
  for (const Table& table : schema.tables) {
    CHECK(table.columns.size() == 3);
    CHECK(table.unique_keys.size() == 2);
    CHECK(table.foreign_keys.size() == 1);
    CHECK(table.checks.size() == 1);
  }
}

TEST_CASE("citext is text whose keys ignore case") {
  Database database(Engine::postgres);
  if (database.connection().query("select 1 from pg_available_extensions where name = 'citext'").empty())
    return;
  database.run("create extension citext; create table t (email citext unique, plain text unique)");
  const schema::Schema schema = database.schema();
  CHECK(need(schema, "t").column("email")->type.str() == "text");
  CHECK(special_of(need(schema, "t"), "t_email_key") == "ignores case");
  CHECK(special_of(need(schema, "t"), "t_plain_key") == "");
}

TEST_CASE("introspection works inside a transaction and sees its changes") {
  const Engine engine = GENERATE(from_range(kEngines));
  CAPTURE(base::engine_name(engine));
  Database database(engine);
  db::Transaction transaction(database.connection(), db::Connection::Access::write);
  database.run("create table fresh (id integer)");
  CHECK(database.schema().table_names() == Strings{"fresh"});
  CHECK(database.connection().in_transaction());
}

TEST_CASE("views are named apart from the tables") {
  const Engine engine = GENERATE(from_range(kEngines));
  CAPTURE(base::engine_name(engine));
  Database database(engine);
  database.run("create table t (id integer); create view v as select * from t;");
  CHECK(database.schema().views == Strings{"v"});
  CHECK(database.schema().table_names() == Strings{"t"});
}

}  // namespace
}  // namespace seedctl::test

// UNIQUE values that move between rows: no order of statements works while the constraint stands.
#include "bench.h"
#include "support/catch.h"

using namespace seedctl;
using namespace seedctl::test;

namespace {

std::string accounts(const std::string& first, const std::string& second, int rows = 2) {
  return "seed: 1\nas_of: 2025-02-18\ntables:\n  account:\n    rows: " + std::to_string(rows) +
         "\n    fixed:\n      - {as: a, email: " + first + "}\n      - {as: b, email: " + second +
         "}\n    columns:\n      email: {template: \"user{row}@example.com\"}\n";
}

const std::vector<std::string> kAccounts{
    "create table account (id {id}, email text not null constraint account_email unique, note text default "
    "'none')",
    "create table login (id {id}, email text references account (email))"};

}  // namespace

TEST_CASE("two rows trade their unique values and everything else stays") {
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    Bench bench(engine);
    bench.run(kAccounts);
    std::string constraints;
    const std::string catalog =
        "select conrelid::regclass, conname, pg_get_constraintdef(oid), obj_description(oid, "
        "'pg_constraint') from "
        "pg_constraint where connamespace = 'public'::regnamespace and conrelid <> 0 order by 1, 2";
    if (bench.is_postgres()) {
      bench.run({"comment on constraint account_email on account is 'one each'"});
    }
    const std::string yaml_tail = "      note: {value: none}\n";
    bench.seed(accounts("x@example.com", "y@example.com", 5) + yaml_tail);
    if (bench.is_postgres()) constraints = bench.text(catalog);
    bench.run({"insert into login (email) values ('x@example.com')",
               "insert into account (email, note) values "
               "('person@example.org', 'mine')"});

    const seed::SeedResult swapped = bench.seed(accounts("y@example.com", "x@example.com", 5) + yaml_tail);
    CHECK(counts_text(swapped) == "account +0 ~2 -0 =3");
    CHECK(bench.text("select id, email, note from account where id <= 2 order by id") ==
          "1|y@example.com|none\n2|x@example.com|none\n");
    CHECK(bench.text("select note from account where email = 'person@example.org'") == "mine\n");
    CHECK(bench.text("select email from login") == "x@example.com\n");
    if (bench.is_postgres())
      CHECK(bench.text(catalog) == constraints);
    else
      CHECK(bench.text("pragma foreign_keys") == "1\n");
    CHECK(counts_text(bench.seed(accounts("y@example.com", "x@example.com", 5) + yaml_tail)) ==
          "account +0 ~0 -0 =5");
  }
}

TEST_CASE("values trade places under an index that ignores case") {
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    Bench bench(engine);
    bench.run({"create table account (id {id}, email text not null)",
               "create unique index account_lower on account (lower(email))"});
    bench.seed(accounts("x@example.com", "y@example.com", 40));
    CHECK(counts_text(bench.seed(accounts("Y@example.com", "X@example.com", 40))) == "account +0 ~2 -0 =38");
    CHECK_THROWS_AS(bench.run({"insert into account (email) values ('x@EXAMPLE.com')"}), base::Error);
  }
}

TEST_CASE("combinations of a composite key grow and shrink without churn") {
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    Bench bench(engine);
    bench.run({"create table st (id {id})", "create table co (id {id})",
               "create table seat (st_id integer not null references st, slot integer not null check (slot "
               "between 1 and 8), primary key (st_id, slot))",
               "create table en (st_id integer not null references st, co_id integer not null references co, "
               "primary key (st_id, co_id))"});
    const auto yaml = [](int seats, int most) {
      return "tables: {st: 20, co: 5, seat: " + std::to_string(seats) +
             ", en: {per: st, rows: " + std::to_string(most) + "}}";
    };
    bench.seed(yaml(100, 3));
    CHECK(counts_text(bench.seed(yaml(160, 5))) ==
          "co +0 ~0 -0 =5, st +0 ~0 -0 =20, en +40 ~0 -0 =60, seat +60 ~0 -0 =100");
    CHECK(counts_text(bench.seed(yaml(50, 2))) ==
          "co +0 ~0 -0 =5, st +0 ~0 -0 =20, en +0 ~0 -60 =40, seat +0 ~0 -110 =50");
  }
}

TEST_CASE("constraints that were dropped for a trade are what they were") {
  Bench bench(base::Engine::postgres);
  bench.run(
      {"create extension if not exists btree_gist",
       "create table account (id {id}, email text not null, room integer not null, number integer not null, "
       "constraint account_email unique (email) include (id) with (fillfactor = 70) deferrable initially "
       "deferred, constraint account_room exclude using gist (room with =) with (fillfactor = 60))",
       "create unique index account_number on account (number) with (fillfactor = 55)",
       "create table login (id {id}, number integer)",
       "alter table login add constraint login_number foreign key (number) references account (number) "
       "not valid"});
  const std::string catalog =
      "select c.relname, c.reloptions, c.reltablespace, pg_get_indexdef(c.oid), pg_get_constraintdef(k.oid), "
      "k.condeferred from pg_class c left join pg_constraint k on k.conindid = c.oid and k.contype <> 'f' "
      "where "
      "c.relkind = 'i' and c.relnamespace = 'public'::regnamespace and c.relname like 'account%' union all "
      "select conname, null, 0, null, pg_get_constraintdef(oid), convalidated from pg_constraint where "
      "contype = "
      "'f' order by 1";
  const auto profile = [](int start) {
    const std::string sequence = "{sequence: {start: " + std::to_string(start) + "}}";
    return "seed: 1\nas_of: 2025-02-18\ntables:\n  account:\n    rows: 5\n    columns: {email: {template: "
           "\"u" +
           std::to_string(start) + "-{row}\"}, room: " + sequence + ", number: " + sequence + "}\n";
  };
  bench.seed(profile(1));
  const std::string before = bench.text(catalog);
  CHECK(counts_text(bench.seed(profile(2))) == "account +0 ~5 -0 =0");
  CHECK(bench.text("select room from account order by id") == "2\n3\n4\n5\n6\n");
  CHECK(bench.text(catalog) == before);
}

TEST_CASE("a foreign key that people's rows break is reported when it cannot be made again") {
  Bench bench(base::Engine::postgres);
  bench.run(kAccounts);
  bench.seed(accounts("x@example.com", "y@example.com"));
  bench.run({"set session_replication_role = replica", "insert into login (email) values ('nobody')",
             "set session_replication_role = origin"});
  const base::Error error = error_of([&] { bench.seed(accounts("y@example.com", "x@example.com")); });
  CHECK(error.sqlstate == "23503");
  CHECK_THAT(error.message(), ContainsSubstring("login: a foreign key"));
  CHECK(bench.text("select email from account order by id") == "x@example.com\ny@example.com\n");
}

TEST_CASE("a trade of unique values on SQLite runs no trigger for rows that only change") {
  Bench bench(base::Engine::sqlite);
  bench.run({"create table p (id {id}, c text not null unique)", "create table d (id {id}, p_id bigint)",
             "create trigger td after delete on p begin delete from d where p_id = old.id; end"});
  const auto profile = [](const char* first, const char* second) {
    return std::string("seed: 1\nas_of: 2025-02-18\ntables:\n  p: {rows: 2, fixed: [{c: ") + first +
           "}, {c: " + second + "}]}\n";
  };
  bench.seed(profile("x", "y"));
  bench.run({"insert into d (p_id) values (1), (2)"});
  const base::Error error = error_of([&] { bench.seed(profile("y", "x")); });
  CHECK(error.code() == base::ErrorCode::refused);
  CHECK_THAT(error.message(), ContainsSubstring("trigger td"));
  CHECK(bench.number("select count(*) from d") == 2);
  CHECK(bench.text("select c from p order by id") == "x\ny\n");
}

TEST_CASE("a new row takes the unique value of one that goes") {
  // The key is the code; the unique number stays while the codes change.
  const auto profile = [](const std::string& prefix) {
    return "seed: 1\nas_of: 2025-02-18\ntables:\n  item:\n    rows: 5\n    columns:\n      code: {template: "
           "\"" +
           prefix + "{row}\"}\n      number: {sequence: {start: 1}}\n";
  };
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    Bench bench(engine);
    bench.run({"create table item (code text primary key, number integer not null unique)"});
    bench.seed(profile("a"));
    CHECK(counts_text(bench.seed(profile("b"))) == "item +5 ~0 -5 =0");
    CHECK(bench.text("select code, number from item order by number") == "b1|1\nb2|2\nb3|3\nb4|4\nb5|5\n");
    CHECK(counts_text(bench.seed(profile("b"))) == "item +0 ~0 -0 =5");
  }
}

TEST_CASE("a unique value that a person's row holds is refused and leaves nothing behind") {
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    Bench bench(engine);
    bench.run(kAccounts);
    bench.seed(accounts("x@example.com", "y@example.com"));
    bench.run({"insert into account (email) values ('z@example.com')"});
    const std::string before = bench.versions("account");
    const base::Error update = error_of([&] { bench.seed(accounts("x@example.com", "z@example.com")); });
    CHECK(update.code() == base::ErrorCode::refused);
    CHECK_THAT(update.message(),
               ContainsSubstring("account (id = 2) needs email = z@example.com, which account"));
    CHECK_THAT(update.message(), ContainsSubstring("holds: UNIQUE (email)"));
    CHECK(bench.versions("account") == before);
    bench.run({"insert into account (email) values ('user3@example.com')"});
    CHECK(error_of([&] { bench.seed(accounts("x@example.com", "y@example.com", 3)); }).code() ==
          base::ErrorCode::refused);
    CHECK(bench.number("select count(*) from account") == 4);
  }
}

TEST_CASE("what people's rows hold is refused by name before anything is written") {
  struct Case {
    std::string what, constraint, mine, message;
  };
  const std::vector<Case> cases{
      {"a composite key", "unique (team, badge)", "500, 'n', 'p', 'b8'",
       "id = 8) needs team = p, badge = b8"},
      {"part of a composite key alone", "unique (team, badge)", "500, 'n', 'q', 'b8'", ""},
      {"NULL in a key", "unique (team, badge)", "500, 'n', null, 'b8'", ""},
      {"another case", "", "500, 'N8', null, null", "id = 8) needs name = n8"},
      {"a key of a row without the match key", "unique (name)", "null, 'n8', null, null",
       "id = 8) needs name = n8, which item (id = NULL) holds: UNIQUE (name)"},
  };
  const auto profile = [](int rows, const std::string& team) {
    return "seed: 1\nas_of: 2025-02-18\ntables:\n  item:\n    rows: " + std::to_string(rows) +
           "\n    key: id\n    columns: {id: {sequence: {start: 1}}, name: {template: \"n{row}\"}, team: "
           "{value: " +
           team +
           "}, "
           "badge: {template: \"b{row}\"}}\n";
  };
  for (const base::Engine engine : kEngines) {
    for (const Case& one : cases) {
      INFO(base::engine_name(engine) << " " << one.what);
      Bench bench(engine);
      bench.run({"create table item (id integer unique, name text, team text, badge text" +
                 (one.constraint.empty() ? "" : ", " + one.constraint) + ")"});
      if (one.constraint.empty()) bench.run({"create unique index item_name on item (lower(name))"});
      bench.seed(profile(5, "p"));
      bench.run({"insert into item values (" + one.mine + ")"});
      const std::string before = bench.versions("item") + bench.versions("seedctl_seeds");
      if (one.message.empty()) {
        CHECK(counts_text(bench.seed(profile(10, "p"))) == "item +5 ~0 -0 =5");
        continue;
      }
      for (const bool dry : {true, false}) {
        const base::Error error = error_of(
            [&] { bench.seed(profile(10, "p"), {.only = {}, .dry_run = dry, .keep_referenced = false}); });
        CHECK(error.code() == base::ErrorCode::refused);
        CHECK_THAT(error.message(), ContainsSubstring("item (" + one.message));
        CHECK(bench.versions("item") + bench.versions("seedctl_seeds") == before);
      }
    }
  }
}

TEST_CASE("an orphan that was there before stops nothing and a new one would") {
  // SQLite only: with enforcement off people can store what the schema forbids.
  Bench bench(base::Engine::sqlite);
  bench.run(kAccounts);
  bench.run({"pragma foreign_keys = off", "insert into login (email) values ('nobody@example.org')"});
  CHECK(counts_text(bench.seed(accounts("x@example.com", "y@example.com"))) == "account +2 ~0 -0 =0");
  const base::Error error = error_of([&] {
    bench.seed(accounts("x@example.com", "y@example.com") +
               "  login: {rows: 2, on_conflict: overwrite, columns: {email: {template: \"w{row}\"}}}\n");
  });
  CHECK(error.code() == base::ErrorCode::sql);
  CHECK(error.sqlstate == "SQLITE_CONSTRAINT_FOREIGNKEY");
  CHECK_THAT(error.detail, ContainsSubstring("(email) = (w"));
  CHECK(bench.text("select email from account order by id") == "x@example.com\ny@example.com\n");
  CHECK(bench.text("pragma foreign_keys") == "0\n");
}

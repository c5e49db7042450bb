// People who write the tables while a run is at work: PostgreSQL lets them, and SQLite does not.
#include <atomic>
#include <functional>
#include <optional>
#include <thread>

#include "bench.h"
#include "rental.h"
#include "support/catch.h"
#include "support/role.h"

using namespace seedctl;
using namespace seedctl::test;

namespace {

constexpr const char* kAddPerson =
    "insert into person (id, name, email, age) values (5, 'Ada', 'ada@example.org', 36)";

// Does something at the beginning of each step of a run.
class AtEachStep final : public base::Progress {
 public:
  explicit AtEachStep(std::function<void()> act) : act_(std::move(act)) {}
  void start(std::string_view, std::uint64_t) override { act_(); }
  void advance(std::uint64_t) override {}
  void finish() override {}
  void note(std::string_view) override {}
  void warn(std::string_view) override {}

 private:
  std::function<void()> act_;
};

// Until a session of this database waits for a lock of that mode on the table, or `ended` says that none
// will.
void await_waiting(db::Connection& watcher, const std::string& table, const std::function<bool()>& ended) {
  while (!ended() && watcher
                         .query("select 1 from pg_locks where not granted and relation = '" + table +
                                "'::regclass and mode = 'ShareRowExclusiveLock'")
                         .empty()) {
    std::this_thread::yield();
  }
}

}  // namespace

TEST_CASE("while a run is at work other sessions read its tables and do not write them") {
  for (const int seeded : {0, 3}) {
    INFO("rows that are there before: " << seeded);
    Bench bench(base::Engine::postgres);
    bench.run(kRental);
    if (seeded > 0) bench.seed(rental(seeded, 0));
    const profile::ResolvedProfile profile = bench.resolve(rental(20, 10));
    const auto other = bench.another();
    other->execute("set lock_timeout = '1ms'");
    int steps = 0;
    AtEachStep progress([&] {
      ++steps;
      CHECK(other->query("select count(*) from person")[0][0] == std::to_string(seeded));
      for (const std::string write :
           {"insert into person (id, name, email, age) values (7000, 'Ada', 'ada@example.org', 36)",
            "delete from person", "update rent set cost = 0"}) {
        INFO(write);
        CHECK(error_of([&] { other->execute(write); }).sqlstate == "55P03");
      }
    });
    seed::apply(bench.connection(), profile, bench.live(), bench.names, {}, progress);
    CHECK(steps > 0);
    other->execute("insert into person (id, name, email, age) values (7000, 'Ada', 'ada@example.org', 36)");
    for (const Bench::Digest& one : bench.digests()) CHECK(one.digest == one.recorded);
    CHECK(counts_text(bench.seed(rental(20, 10))) == "person +0 ~0 -0 =20, rent +0 ~0 -0 =10");
  }
}

TEST_CASE("a run waits for a row that somebody is adding and then names it") {
  for (const int seeded : {0, 3}) {
    INFO("rows that are there before: " << seeded);
    Bench bench(base::Engine::postgres);
    bench.run(kRental);
    if (seeded > 0) bench.seed(rental(seeded, 0));
    const profile::ResolvedProfile profile = bench.resolve(rental(20, 10));
    const schema::Schema live = bench.live();
    const auto person = bench.another();
    const auto watcher = bench.another();
    std::atomic<bool> ended = false;
    std::optional<base::Error> error;
    {
      db::Transaction transaction(*person, db::Connection::Access::write);
      person->execute(kAddPerson);
      const std::jthread run([&] {
        try {
          seed::apply(bench.connection(), profile, live, bench.names, {}, base::silent_progress());
        } catch (const base::Error& thrown) {
          error = thrown;
        }
        ended = true;
      });
      await_waiting(*watcher, "person", [&] { return ended.load(); });
      transaction.commit();
    }
    REQUIRE(error.has_value());
    CHECK(error->code() == base::ErrorCode::refused);
    CHECK_THAT(error->message(), ContainsSubstring("person: 1 row: id = 5"));
    CHECK(bench.number("select count(*) from person") == seeded + 1);
  }
}

TEST_CASE("a rehearsal keeps nobody from writing and sees one moment") {
  Bench bench(base::Engine::postgres);
  bench.run(kRental);
  bench.seed(rental(3, 2));
  const profile::ResolvedProfile profile = bench.resolve(rental(20, 10));
  const auto other = bench.another();
  const db::Transaction transaction(*other, db::Connection::Access::write);
  other->execute(kAddPerson);
  seed::SeedOptions options;
  options.dry_run = true;
  options.longest_wait = std::chrono::milliseconds(1);
  const seed::SeedResult result =
      seed::apply(bench.connection(), profile, bench.live(), bench.names, options, base::silent_progress());
  CHECK(counts_text(result).starts_with("person +17 "));
}

namespace {

// Seeds as a role that has these rights on both tables.
struct Limited {
  explicit Limited(Bench& given, const std::string& rights) : bench(given), role(given.connection()) {
    bench.run({"grant " + rights + " on person, rent to " + role.name(),
               "grant select, insert, update, delete on seedctl_seeds, seedctl_seeds_values, "
               "seedctl_seeds_keys to " +
                   role.name(),
               "grant all on all sequences in schema public to " + role.name()});
  }
  seed::SeedResult seed(const std::string& yaml, base::Progress& progress = base::silent_progress()) {
    const profile::ResolvedProfile profile = bench.resolve(yaml);
    const schema::Schema live = bench.live();
    bench.run({"set role " + role.name()});
    return seed::apply(bench.connection(), profile, live, bench.names, {}, progress);
  }
  Bench& bench;
  Role role;
};

}  // namespace

TEST_CASE("a role that may only insert seeds and says that others are not kept out") {
  for (const int seeded : {0, 3}) {
    INFO("rows that are there before: " << seeded);
    Bench bench(base::Engine::postgres);
    bench.run(kRental);
    bench.seed(rental(seeded, 0));
    Limited limited(bench, "select, insert");
    const auto other = bench.another();
    int added = 0;
    AtEachStep progress([&] {
      if (added++ == 0)
        other->execute(
            "insert into person (id, name, email, age) values (7000, 'Ada', 'ada@example.org', 36)");
    });
    const seed::SeedResult result = limited.seed(rental(20, 10), progress);
    CHECK(added > 0);
    CHECK(result.tables[0].inserted == static_cast<std::uint64_t>(20 - seeded));
    CHECK_THAT(result.tables[0].note, ContainsSubstring("other sessions may write it during the run"));
    CHECK(counts_text(limited.seed(rental(20, 10))) == "person +0 ~0 -0 =20, rent +0 ~0 -0 =10");
    bench.run({"reset role"});
    for (const Bench::Digest& one : bench.digests()) CHECK(one.digest == one.recorded);
    CHECK(bench.number("select count(*) from person") == 21);
    // The row that somebody added is not seedctl's, and stays.
    bench.seed(rental(0, 0));
    CHECK(bench.number("select count(*) from person") == 1);
  }
}

TEST_CASE("a role that may not set a sequence seeds and says that no numbers are reserved") {
  for (const char* id : {"bigint generated by default as identity primary key", "bigserial primary key"}) {
    INFO(id);
    Bench bench(base::Engine::postgres);
    bench.run({std::string("create table person (id ") + id + ", name text not null)",
               "create table rent (id integer primary key)"});
    bench.seed("tables: {person: 0}");
    Limited limited(bench, "select, insert");
    bench.run({"revoke all on all sequences in schema public from " + limited.role.name()});
    const seed::SeedResult result = limited.seed("tables: {person: 5}");
    CHECK(result.tables[0].inserted == 5);
    CHECK_THAT(
        result.tables[0].note,
        ContainsSubstring("no numbers are reserved for id, because this role may not set its sequence"));
  }
}

TEST_CASE("a role without the rights that a run needs is told which before anything is written") {
  struct Case {
    const char* rights;
    int people;  // after 20
    base::ErrorCode code;
    const char* hint;
  };
  const std::string updated = rental(20, 10, "{between: [30, 40]}");
  for (const Case& one :
       {Case{"select", 20, base::ErrorCode::sql, "grant insert on \"public\".\"person\""},
        Case{"select, insert", 10, base::ErrorCode::refused, "grant update, delete on \"public\".\"person\""},
        Case{"select, insert", 20, base::ErrorCode::refused,
             "grant update, delete on \"public\".\"person\""}}) {
    INFO(one.rights << " " << one.people);
    Bench bench(base::Engine::postgres);
    bench.run(kRental);
    bench.seed(rental(20, 10));
    Limited limited(bench, one.rights);
    const std::string before = bench.versions("person") + bench.versions("seedctl_seeds");
    const base::Error error =
        error_of([&] { limited.seed(one.people == 20 ? updated : rental(one.people, 0)); });
    INFO(error.message());
    CHECK(error.code() == one.code);
    CHECK_THAT(error.message(), ContainsSubstring("person"));
    CHECK_THAT(error.hint, ContainsSubstring(one.hint));
    bench.run({"reset role"});
    CHECK(bench.versions("person") + bench.versions("seedctl_seeds") == before);
  }
}

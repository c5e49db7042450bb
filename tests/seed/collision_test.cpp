// Transactions of other people that the server cannot let pass beside a run: it ends the run's, which is then
// tried again as a whole. PostgreSQL; SQLite has one writer at a time.
#include <atomic>
#include <functional>
#include <optional>
#include <thread>

#include "bench.h"
#include "support/catch.h"

using namespace seedctl;
using namespace seedctl::test;

namespace {

const std::vector<std::string> kTables{"create table a (id {id}, v integer not null)",
                                       "create table b (id {id}, v integer not null)",
                                       "create table c (id {id}, v integer not null)"};
constexpr const char* kProfile =
    "seed: 1\nas_of: 2025-02-18\ntables:\n  a: {rows: 3}\n  b: {rows: 3}\n  c: {rows: 3}\n";

class Warnings final : public base::Progress {
 public:
  void start(std::string_view, std::uint64_t) override {}
  void advance(std::uint64_t) override {}
  void finish() override {}
  void note(std::string_view) override {}
  void warn(std::string_view message) override { heard.emplace_back(message); }
  std::vector<std::string> heard;
};

// The first `times` attempts to write the table meet that error, as if another session had caused it.
void fail_at_first(Bench& bench, const std::string& sqlstate, int times) {
  bench.run({"create sequence attempts",
             "create function collide() returns trigger language plpgsql as $$ begin if nextval('attempts') "
             "<= " +
                 std::to_string(times) + " then raise exception 'collided' using errcode = '" + sqlstate +
                 "'; end if; return null; end $$",
             "create trigger collide after insert on b for each row execute function collide()"});
}

seed::SeedOptions at_once() {
  seed::SeedOptions options;
  options.first_pause = std::chrono::milliseconds(0);
  return options;
}

// Until a session waits for a lock on the table, or `ended` says that none will.
void await_waiting(db::Connection& watcher, const std::string& table, const std::function<bool()>& ended) {
  while (!ended() &&
         watcher.query("select 1 from pg_locks where not granted and relation = '" + table + "'::regclass")
             .empty()) {
    std::this_thread::yield();
  }
}

}  // namespace

TEST_CASE("a run whose transaction collided is tried again as a whole") {
  for (const char* sqlstate : {"40P01", "40001"}) {
    INFO(sqlstate);
    Bench bench(base::Engine::postgres);
    bench.run(kTables);
    fail_at_first(bench, sqlstate, 2);
    const profile::ResolvedProfile profile = bench.resolve(kProfile);
    Warnings warnings;
    const seed::SeedResult result =
        seed::apply(bench.connection(), profile, bench.live(), bench.names, at_once(), warnings);
    CHECK(counts_text(result) == "a +3 ~0 -0 =0, b +3 ~0 -0 =0, c +3 ~0 -0 =0");
    REQUIRE(warnings.heard.size() >= 2);
    CHECK_THAT(warnings.heard[0], ContainsSubstring("b\": "));
    CHECK_THAT(warnings.heard[1], ContainsSubstring("; nothing was changed; trying again"));
    CHECK(bench.number("select count(*) from a") == 3);
    CHECK(counts_text(bench.seed(kProfile)) == "a +0 ~0 -0 =3, b +0 ~0 -0 =3, c +0 ~0 -0 =3");
  }
}

TEST_CASE("a run that collides every time says so and leaves nothing behind") {
  struct Case {
    const char* sqlstate;
    base::ErrorCode code;
    const char* says;
  };
  for (const Case& one :
       {Case{"40P01", base::ErrorCode::lock, "this run and another session waited for each other"},
        Case{"40001", base::ErrorCode::sql, "another session changed what this run had read"}}) {
    INFO(one.sqlstate);
    Bench bench(base::Engine::postgres);
    bench.run(kTables);
    fail_at_first(bench, one.sqlstate, 1000);
    const profile::ResolvedProfile profile = bench.resolve(kProfile);
    const schema::Schema live = bench.live();
    const base::Error error = error_of([&] {
      seed::apply(bench.connection(), profile, live, bench.names, at_once(), base::silent_progress());
    });
    CHECK(error.code() == one.code);
    CHECK(error.sqlstate == one.sqlstate);
    CHECK_THAT(error.message(), ContainsSubstring(one.says));
    CHECK_THAT(error.message(), ContainsSubstring("; nothing was changed"));
    CHECK_THAT(error.detail, ContainsSubstring("collided"));
    CHECK_FALSE(bench.connection().in_transaction());
    CHECK(bench.number("select count(*) from a") == 0);
    CHECK(bench.text("select to_regclass('seedctl_seeds')") == "NULL\n");
  }
}

// The run holds a and waits for b; a person holds c and waits for a. When b is free the run asks for c, is
// the last to wait, and so the one that finds the deadlock.
TEST_CASE("a run that deadlocks with a person names their session and passes when they are done") {
  Bench bench(base::Engine::postgres);
  bench.run(kTables);
  const profile::ResolvedProfile profile = bench.resolve(kProfile);
  const schema::Schema live = bench.live();
  const auto person = bench.another();
  const auto gate = bench.another();
  const auto watcher = bench.another();
  bench.run({"set deadlock_timeout = '1ms'"});
  person->execute("set deadlock_timeout = '1h'");
  person->begin(db::Connection::Access::write);
  person->execute("insert into c (id, v) values (5000, 1)");
  gate->begin(db::Connection::Access::write);
  gate->execute("lock table b in exclusive mode");

  Warnings warnings;
  std::optional<base::Error> error;
  std::atomic<bool> ended = false;
  const auto over = [&] { return ended.load(); };
  {
    const std::jthread run([&] {
      try {
        seed::apply(bench.connection(), profile, live, bench.names, at_once(), warnings);
      } catch (const base::Error& thrown) {
        error = thrown;
      }
      ended = true;
    });
    await_waiting(*watcher, "b", over);
    const std::jthread writes([&] {
      person->execute("insert into a (id, v) values (5000, 1)");
      person->commit();
    });
    await_waiting(*watcher, "a", over);
    gate->rollback();
  }
  INFO((error ? error->message() : ""));
  REQUIRE_FALSE(error.has_value());
  REQUIRE_FALSE(warnings.heard.empty());
  CHECK_THAT(warnings.heard[0],
             ContainsSubstring("this run and the session with pid " + std::to_string(person->session_pid())));
  CHECK(bench.number("select count(*) from a") == 4);
  CHECK(bench.number("select count(*) from c") == 4);
}

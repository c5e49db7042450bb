// How long a run waits for other sessions, and what it says when it has waited for too long.
#include "bench.h"
#include "rental.h"
#include "support/catch.h"

using namespace seedctl;
using namespace seedctl::test;

namespace {

struct Blocked {
  const char* says;
  const char* lock;  // that another session holds
  int people;        // of the profile; the database has 20
  const char* table;
};

constexpr Blocked kBlocked[] = {
    {"the comparison", "lock table rent in access exclusive mode", 20, "rent"},
    {"rows to insert", "lock table person in exclusive mode", 30, "person"},
    {"rows to delete", "lock table rent in row exclusive mode", 10, "rent"},
};

}  // namespace

TEST_CASE("a table that another session has locked ends the run and names that session") {
  for (const Blocked& one : kBlocked) {
    INFO(one.says);
    Bench bench(base::Engine::postgres);
    bench.run(kRental);
    bench.seed(rental(20, 10));
    const std::string before =
        bench.versions("person") + bench.versions("rent") + bench.versions("seedctl_seeds");
    const profile::ResolvedProfile profile = bench.resolve(rental(one.people, 10));
    const schema::Schema live = bench.live();
    seed::SeedOptions options;
    options.longest_wait = std::chrono::milliseconds(1);
    {
      const auto other = bench.another();
      const db::Transaction transaction(*other, db::Connection::Access::write);
      other->execute(one.lock);
      const base::Error error = error_of([&] {
        seed::apply(bench.connection(), profile, live, bench.names, options, base::silent_progress());
      });
      CHECK(error.code() == base::ErrorCode::lock);
      CHECK(error.sqlstate == "55P03");
      CHECK_THAT(error.message(), ContainsSubstring(one.table));
      CHECK_THAT(error.message(), ContainsSubstring(": waited 1 ms for the session with pid " +
                                                    std::to_string(other->session_pid()) +
                                                    " (idle in transaction, lock table"));
      CHECK_FALSE(bench.connection().in_transaction());
    }
    CHECK(bench.versions("person") + bench.versions("rent") + bench.versions("seedctl_seeds") == before);
    seed::apply(bench.connection(), profile, live, bench.names, {}, base::silent_progress());
    CHECK(bench.number("select count(*) from person") == one.people);
  }
}

TEST_CASE("a run waits for half a minute unless it is told otherwise and leaves the session's own limit") {
  CHECK(seed::SeedOptions{}.longest_wait == std::chrono::seconds(30));
  Bench bench(base::Engine::postgres);
  bench.run(kRental);
  bench.run({"set lock_timeout = '7s'"});
  bench.seed(rental(2, 2));
  CHECK(bench.text("show lock_timeout") == "7s\n");
}

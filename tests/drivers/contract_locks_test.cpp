// driver_contract: the session lock excludes other sessions and processes and dies with the process.
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "drivers/engines.h"
#include "support/catch.h"

using namespace seedctl;
using test::first_cell;
using test::for_each_driver;

namespace {

// A child process that holds the lock until it is killed; the pipe says when it has it.
class Holder {
 public:
  explicit Holder(const test::Target& target) {
    const db::Url url = target.url();
    int ends[2];
    if (::pipe(ends) != 0) throw std::runtime_error("pipe failed");
    pid_ = ::fork();
    if (pid_ == 0) {
      ::close(ends[0]);
      hold(url, ends[1]);
    }
    ::close(ends[1]);
    char ready = 0;
    holds_ = ::read(ends[0], &ready, 1) == 1 && ready == 'y';
    ::close(ends[0]);
  }
  ~Holder() { kill(); }
  Holder(const Holder&) = delete;
  Holder& operator=(const Holder&) = delete;

  bool holds() const { return holds_; }
  pid_t pid() const { return pid_; }
  void kill() {
    if (pid_ <= 0) return;
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
    pid_ = 0;
  }

 private:
  [[noreturn]] static void hold(const db::Url& url, int out) {
    try {
      const auto connection = drivers::open(url, {.create = true});
      const auto lock = connection->try_lock("seedctl");
      const char answer = lock ? 'y' : 'n';
      if (::write(out, &answer, 1) == 1) {
        while (true) ::pause();
      }
    } catch (const std::exception&) {
    }
    ::_exit(1);
  }

  pid_t pid_ = 0;
  bool holds_ = false;
};

}  // namespace

TEST_CASE("driver_contract: one session has the lock at a time") {
  for_each_driver([](const test::Target& target) {
    const auto first = target.open();
    const auto second = target.open();
    auto lock = first->try_lock("seedctl");
    REQUIRE(lock);
    CHECK(lock->still_held());
    CHECK_FALSE(second->try_lock("seedctl"));
    CHECK_FALSE(second->try_lock("seedctl"));
    CHECK_FALSE(second->lock_holder("seedctl").empty());
    lock.reset();
    auto again = second->try_lock("seedctl");
    REQUIRE(again);
    CHECK_FALSE(first->try_lock("seedctl"));
    again.reset();
    CHECK(first->lock_holder("seedctl").empty());
    CHECK(first->try_lock("seedctl"));
  });
}

TEST_CASE("driver_contract: the lock survives transactions that fail") {
  for_each_driver([](const test::Target& target) {
    const auto first = target.open();
    const auto second = target.open();
    const auto lock = first->try_lock("seedctl");
    REQUIRE(lock);
    first->begin(db::Connection::Access::write);
    CHECK(lock->still_held());
    CHECK_THROWS_AS(first->execute("SELECT * FROM absent"), base::Error);
    CHECK(lock->still_held());
    first->rollback();
    CHECK(lock->still_held());
    CHECK_FALSE(second->try_lock("seedctl"));
  });
}

TEST_CASE("driver_contract: the lock ends with its connection") {
  for_each_driver([](const test::Target& target) {
    auto first = target.open();
    const auto second = target.open();
    {
      const auto lock = first->try_lock("seedctl");
      REQUIRE(lock);
      CHECK_FALSE(second->try_lock("seedctl"));
      first.reset();
      CHECK(lock->still_held());  // what was made from a connection keeps its session
    }
    CHECK(second->try_lock("seedctl"));
  });
}

TEST_CASE("driver_contract: the lock excludes other processes and dies with them") {
  for_each_driver([](const test::Target& target) {
    const auto connection = target.open();
    Holder holder(target);
    REQUIRE(holder.holds());
    CHECK_FALSE(connection->try_lock("seedctl"));
    CHECK_THAT(connection->lock_holder("seedctl"), ContainsSubstring("pid "));
    if (!target.postgres())
      CHECK(connection->lock_holder("seedctl") == "pid " + std::to_string(holder.pid()));
    holder.kill();
    // The kernel frees a file's lock at once. A server's backend ends when it has noticed: its end is
    // awaited.
    if (target.postgres()) {
      while (first_cell(*connection,
                        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()") != "1")
        ::usleep(1000);
    }
    CHECK(connection->try_lock("seedctl"));
  });
}

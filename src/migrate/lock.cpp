// Waits for the lock that every writing command holds, asking again and again.
//
// A session that waits inside the server for a lock holds a snapshot, and CREATE INDEX CONCURRENTLY by the
// lock's holder waits for all older snapshots: both would wait for ever. Hence try-lock, and idle in between.
#include <fmt/format.h>
#include <unistd.h>

#include <chrono>
#include <thread>

#include "base/retry.h"
#include "migrate/run.h"

namespace seedctl::migrate {
namespace {

using base::Error;
using base::ErrorCode;
using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds kFirstPause{10};
// Short enough to follow a finished migration at once, long enough not to load the server.
constexpr std::chrono::milliseconds kLongestPause{500};
// Waits shorter than this are nobody's concern.
constexpr std::chrono::milliseconds kQuiet{1000};

std::string lock_name(db::Connection& connection, const state::OwnTables& names) {
  const std::string schema = names.schema.empty() ? connection.default_schema() : names.schema;
  return fmt::format("seedctl:{}.{}", schema, names.history);
}

std::string held_by(db::Connection& connection, const std::string& name) {
  const std::string holder = connection.lock_holder(name);
  return holder.empty()
             ? "another seedctl is at work on " + connection.display_name()
             : fmt::format("another seedctl is at work on {}: {}", connection.display_name(), holder);
}

}  // namespace

std::unique_ptr<db::SessionLock> wait_for_lock(db::Connection& connection, const state::OwnTables& names,
                                               int timeout_s, base::Progress& progress) {
  const std::string name = lock_name(connection, names);
  const Clock::time_point start = Clock::now();
  const Clock::time_point deadline = start + std::chrono::seconds(timeout_s);
  bool told = false;
  for (int attempt = 1;; ++attempt) {
    if (auto lock = connection.try_lock(name)) return lock;
    const Clock::time_point now = Clock::now();
    if (now >= deadline)
      throw Error(ErrorCode::lock,
                  fmt::format("{}; no lock within {} s", held_by(connection, name), timeout_s))
          .with_hint("wait for it to finish, or end it; a lock never outlives its process");
    if (!told && now - start >= kQuiet) {
      progress.note(held_by(connection, name) + "; waiting");
      told = true;
    }
    const auto pause =
        base::pause_before(attempt, static_cast<std::uint64_t>(::getpid()), kFirstPause, kLongestPause);
    std::this_thread::sleep_for(std::min<Clock::duration>(pause, deadline - now));
  }
}

}  // namespace seedctl::migrate

// Session set-up: extended result codes, waiting for other processes, the transaction hooks and seedctl's SQL
// function.
#include "drivers/sqlite/session.h"

#include <algorithm>
#include <utility>

#include "drivers/sqlite/file_lock.h"
#include "drivers/sqlite/key_function.h"

namespace seedctl::drivers::sqlite {

namespace {

// Waits shorter than this are nobody's concern.
constexpr std::chrono::milliseconds kQuiet{1000};
// Between two tries: short at first, as most transactions are.
constexpr int kLongestPauseMs = 100;

}  // namespace

Session::Session(const std::string& file, int flags, int busy_timeout_ms,
                 std::function<void(const std::string&)> on_wait)
    : database_(file, flags), busy_timeout_(busy_timeout_ms), on_wait_(std::move(on_wait)) {
  sqlite3_extended_result_codes(handle(), 1);
  sqlite3_busy_handler(handle(), &Session::on_busy, this);
  sqlite3_commit_hook(handle(), &Session::on_commit, this);
  sqlite3_rollback_hook(handle(), &Session::on_rollback, this);
  define_key_function(handle());
}

int Session::on_busy(void* self, int times) noexcept {
  auto& session = *static_cast<Session*>(self);
  const auto now = std::chrono::steady_clock::now();
  if (times == 0) session.busy_since_ = now;
  const auto waited = now - session.busy_since_;
  if (waited >= session.busy_timeout_) return 0;
  if (waited >= kQuiet) session.tell_of_waiting();
  sqlite3_sleep(std::min(times + 1, kLongestPauseMs));
  return 1;
}

void Session::tell_of_waiting() noexcept {
  try {
    const auto tell = std::exchange(on_wait_, {});
    if (tell) tell(posix_lock_holder(handle()));
  } catch (const std::exception&) {
    // Waiting goes on, untold.
  }
}

int Session::on_commit(void* self) noexcept {
  auto& session = *static_cast<Session*>(self);
  if (session.managed && !session.committing) session.ended = true;
  return 0;
}

void Session::on_rollback(void* self) noexcept {
  auto& session = *static_cast<Session*>(self);
  if (session.managed) session.ended = true;
}

}  // namespace seedctl::drivers::sqlite

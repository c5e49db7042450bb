// Session set-up: extended result codes, the busy handler and the transaction hooks.
//
// The busy handler is our own because SQLite's does not end on an interrupt: Ctrl-C must not wait for
// somebody's lock.
#include "drivers/sqlite/session.h"

#include <algorithm>
#include <thread>

namespace seedctl::drivers::sqlite {

Session::Session(const std::string& file, int flags, int busy_timeout_ms)
    : database_(file, flags), busy_timeout_(busy_timeout_ms) {
  sqlite3_extended_result_codes(handle(), 1);
  sqlite3_busy_handler(handle(), &Session::on_busy, this);
  sqlite3_commit_hook(handle(), &Session::on_commit, this);
  sqlite3_rollback_hook(handle(), &Session::on_rollback, this);
}

void Session::interrupt() noexcept {
  interrupted_ = true;
  sqlite3_interrupt(handle());
}

int Session::on_busy(void* self, int attempts) noexcept {
  constexpr int kLongestPauseMs = 50;  // short enough that a freed lock is not left idle
  auto& session = *static_cast<Session*>(self);
  const auto now = std::chrono::steady_clock::now();
  if (attempts == 0) session.busy_since_ = now;
  if (session.interrupted_ || now - session.busy_since_ >= session.busy_timeout_) return 0;
  std::this_thread::sleep_for(std::chrono::milliseconds(std::min(1 + attempts, kLongestPauseMs)));
  return 1;
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

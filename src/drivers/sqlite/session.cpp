// Session set-up: extended result codes, the busy timeout and the transaction hooks.
#include "drivers/sqlite/session.h"

namespace seedctl::drivers::sqlite {

Session::Session(const std::string& file, int flags, int busy_timeout_ms) : database_(file, flags) {
  sqlite3_extended_result_codes(handle(), 1);
  sqlite3_busy_timeout(handle(), busy_timeout_ms);
  sqlite3_commit_hook(handle(), &Session::on_commit, this);
  sqlite3_rollback_hook(handle(), &Session::on_rollback, this);
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

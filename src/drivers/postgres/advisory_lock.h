// A session-level advisory lock: the server lets go of it when the session ends, however it ends.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "db/connection.h"
#include "drivers/postgres/session.h"

namespace seedctl::drivers::postgres {

class AdvisoryLock final : public db::SessionLock {
 public:
  // Asks once and never waits: a session that waits inside pg_advisory_lock() holds a snapshot, which blocks
  // CREATE INDEX CONCURRENTLY of the very holder it waits for. nullptr where another session has the lock.
  static std::unique_ptr<AdvisoryLock> try_acquire(std::shared_ptr<Session> session, std::string_view name);
  ~AdvisoryLock() override;
  AdvisoryLock(const AdvisoryLock&) = delete;
  AdvisoryLock& operator=(const AdvisoryLock&) = delete;

  // Looks into pg_locks, since a script may have dropped all locks. In a failed transaction, where nothing
  // can be asked, the answer is that of a live session: commit() refuses anyway.
  bool still_held() override;

 private:
  AdvisoryLock(std::shared_ptr<Session> session, std::int64_t key)
      : session_(std::move(session)), key_(key) {}
  std::shared_ptr<Session> session_;
  std::int64_t key_;
};

// "pid 4711, running: alter table rent ...", or "" where nobody holds it.
std::string advisory_holder(Session& session, std::string_view name);

}  // namespace seedctl::drivers::postgres

// The little of the driver contract that is the same for every engine.
//
// The hash is stable across versions and platforms, so that every seedctl that ever runs means the same lock.
#include "db/connection.h"

#include <utility>

#include "base/hash.h"

namespace seedctl::db {

std::int64_t lock_key(std::string_view name) { return static_cast<std::int64_t>(base::hash64(name)); }

void require_lock(SessionLock& lock, std::string_view kept) {
  if (lock.still_held()) return;
  std::string message = "the lock on this database was lost, so another seedctl may be at work; ";
  message += kept;
  throw base::Error(base::ErrorCode::lock, std::move(message)).with_hint("run the command again");
}

}  // namespace seedctl::db

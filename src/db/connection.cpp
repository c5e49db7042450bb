// The little of the driver contract that is the same for every engine.
//
// The hash is stable across versions and platforms, so that every seedctl that ever runs means the same lock.
#include "db/connection.h"

#include "base/hash.h"

namespace seedctl::db {

std::int64_t lock_key(std::string_view name) { return static_cast<std::int64_t>(base::hash64(name)); }

}  // namespace seedctl::db

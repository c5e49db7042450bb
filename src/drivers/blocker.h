// Who keeps a session from reading: for the message when it has waited too long.
#pragma once

#include <string>

#include "db/connection.h"

namespace seedctl::drivers {

// The session that holds a table so that nobody else can read it, in words: `rent is held by the session with
// pid 4711 (idle in transaction): alter table rent ...`. "" where there is none, or the engine cannot tell.
std::string blocker_of_readers(db::Connection& connection);

}  // namespace seedctl::drivers

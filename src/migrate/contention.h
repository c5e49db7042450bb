// What to do while other sessions are in the way: try again a few times, and say who they are.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "base/progress.h"
#include "db/connection.h"

namespace seedctl::migrate {

// Runs `attempt`, which leaves no transaction open when it throws. Where it fails because of other sessions,
// it runs again a few times, each time with a warning that names `what` and the session in the way; the last
// error has that session in its detail. `blocked_statement` is asked then for the statement that waited; ""
// stands for one that may need any table of the database.
void try_while_blocked(db::Connection& connection, std::string_view what, base::Progress& progress,
                       const std::function<std::string()>& blocked_statement,
                       const std::function<void()>& attempt);

}  // namespace seedctl::migrate

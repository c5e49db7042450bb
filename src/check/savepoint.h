// One question that may fail, inside a transaction that has to go on: PostgreSQL refuses everything after an
// error until the savepoint is rolled back to.
#pragma once

#include <functional>
#include <string>

#include "db/connection.h"

namespace seedctl::check {

// Runs `question`; returns "" or the message of the SQL error that it ended with. Other errors go on.
std::string in_savepoint(db::Connection& connection, const std::function<void()>& question);

}  // namespace seedctl::check

// Whatever a question did is undone as well: checks only read.
#include "check/savepoint.h"

#include "base/error.h"

namespace seedctl::check {

std::string in_savepoint(db::Connection& connection, const std::function<void()>& question) {
  connection.execute("savepoint seedctl_check");
  std::string failure;
  try {
    question();
  } catch (const base::Error& error) {
    if (error.code() != base::ErrorCode::sql) throw;
    failure = error.message();
  }
  connection.execute("rollback to savepoint seedctl_check");
  connection.execute("release savepoint seedctl_check");
  return failure;
}

}  // namespace seedctl::check

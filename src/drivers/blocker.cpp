#include "drivers/blocker.h"

#include "base/text.h"
#include "drivers/postgres/errors.h"

namespace seedctl::drivers {

std::string blocker_of_readers(db::Connection& connection) {
  constexpr std::size_t kShownCharacters = 120;  // of the statement, in a message of one line
  if (connection.engine() != base::Engine::postgres) return {};
  const std::vector<db::Row> rows = connection.query(
      "select l.relation::pg_catalog.regclass, a.pid, coalesce(a.state, 'state unknown'), a.query "
      "from pg_catalog.pg_locks l join pg_catalog.pg_stat_activity a on a.pid = l.pid "
      "where l.granted and l.locktype = 'relation' and l.mode = 'AccessExclusiveLock' and "
      "a.datname = pg_catalog.current_database() and l.relation >= 16384 and "
      "a.pid <> pg_catalog.pg_backend_pid() order by a.xact_start, l.relation limit 1");
  if (rows.empty()) return {};
  const db::Row& row = rows.front();
  const std::string query = postgres::clean(row.at(3).value_or(""));
  const std::size_t shown = base::byte_offset_of(query, kShownCharacters);
  return base::printable(row.at(0).value_or("a table")) + " is held by the session with pid " +
         row.at(1).value_or("?") + " (" + row.at(2).value_or("") + ")" +
         (query.empty() ? "" : ": " + query.substr(0, shown) + (shown < query.size() ? "..." : ""));
}

}  // namespace seedctl::drivers

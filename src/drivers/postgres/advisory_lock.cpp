// Advisory locks: see the header.
#include "drivers/postgres/advisory_lock.h"

#include <fmt/format.h>

#include "base/text.h"
#include "drivers/postgres/errors.h"

namespace seedctl::drivers::postgres {
namespace {

// The rows of pg_locks for a key of 64 bits, which the view shows in two halves.
std::string locks_of(std::int64_t key) {
  const auto bits = static_cast<std::uint64_t>(key);
  return fmt::format(
      "FROM pg_catalog.pg_locks l WHERE l.locktype = 'advisory' AND l.objsubid = 1 AND l.granted AND "
      "l.classid = {} AND "
      "l.objid = {} AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = "
      "pg_catalog.current_database())",
      bits >> 32U, bits & 0xffffffffU);
}

std::string text_of(const pqxx::result& result, int column) {
  const auto field = result[0][static_cast<pqxx::row::size_type>(column)];
  return field.is_null() ? std::string{} : std::string(field.c_str(), field.size());
}

}  // namespace

std::unique_ptr<AdvisoryLock> AdvisoryLock::try_acquire(std::shared_ptr<Session> session,
                                                        std::string_view name) {
  const std::int64_t key = db::lock_key(name);
  const pqxx::result got =
      session->own(fmt::format("SELECT pg_catalog.pg_try_advisory_lock({}::bigint)", key));
  if (text_of(got, 0) != "t") return nullptr;
  return std::unique_ptr<AdvisoryLock>(new AdvisoryLock(std::move(session), key));
}

AdvisoryLock::~AdvisoryLock() {
  try {
    if (session_->alive())
      session_->own(fmt::format("SELECT pg_catalog.pg_advisory_unlock({}::bigint)", key_));
  } catch (const std::exception&) {
    // A session that cannot be asked gives the lock back when it ends.
  }
}

bool AdvisoryLock::still_held() {
  if (!session_->alive()) return false;
  if (session_->transaction_status() == PQTRANS_INERROR) return true;
  try {
    const pqxx::result rows =
        session_->own("SELECT count(*) > 0 " + locks_of(key_) + " AND l.pid = pg_catalog.pg_backend_pid()");
    return text_of(rows, 0) == "t";
  } catch (const base::Error&) {
    return false;
  }
}

std::string advisory_holder(Session& session, std::string_view name) {
  constexpr std::size_t kShownCharacters = 120;  // of the holder's statement, in a message of one line
  const pqxx::result rows = session.own(
      "SELECT a.pid, a.state, a.query FROM pg_catalog.pg_stat_activity a WHERE a.pid IN (SELECT l.pid " +
      locks_of(db::lock_key(name)) + ") LIMIT 1");
  if (rows.empty()) return {};
  std::string out = "pid " + text_of(rows, 0);
  const std::string query = clean(text_of(rows, 2));
  if (query.empty()) return out;
  out += text_of(rows, 1) == "active" ? ", running: " : ", last ran: ";
  const std::size_t shown = base::byte_offset_of(query, kShownCharacters);
  return out + query.substr(0, shown) + (shown < query.size() ? "..." : "");
}

}  // namespace seedctl::drivers::postgres

#include "migrate/contention.h"

#include <fmt/format.h>
#include <unistd.h>

#include <thread>

#include "base/error.h"
#include "base/retry.h"
#include "migrate/engine.h"

namespace seedctl::migrate {

void try_while_blocked(db::Connection& connection, std::string_view what, base::Progress& progress,
                       const std::function<std::string()>& blocked_statement,
                       const std::function<void()>& attempt) {
  const EngineRules& rules = rules_of(connection.engine());
  for (int tries = 1;; ++tries) {
    try {
      attempt();
      return;
    } catch (base::Error& error) {
      if (!rules.is_contention(error)) throw;
      const std::string blocker = rules.blocker(connection, blocked_statement());
      if (tries == base::kMaxAttempts) {
        if (!blocker.empty()) error.detail = error.detail.empty() ? blocker : error.detail + "; " + blocker;
        if (error.hint.empty())
          error.hint = "end the session that stands in the way, or try again when it is idle";
        throw;
      }
      progress.warn(fmt::format("{}: {}{}; trying again", what, error.message(),
                                blocker.empty() ? "" : " (" + blocker + ")"));
    }
    std::this_thread::sleep_for(base::pause_before(tries, static_cast<std::uint64_t>(::getpid()),
                                                   base::kFirstRetryPause, base::kLongestRetryPause));
  }
}

}  // namespace seedctl::migrate

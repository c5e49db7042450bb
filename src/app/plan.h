// `plan`: what migrate and then seed would do. Reads the database where there is one, and writes nothing.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/use_cases.h"

namespace seedctl::app {

struct PlanRequest {
  std::vector<std::string> profiles;  // empty = the last one seeded, else dev
  double scale = 1.0;
  std::vector<std::string> only;
  std::optional<base::Date> as_of;
  std::optional<base::Date> until = std::nullopt;
  bool keep_referenced = false;
};
struct PlanOutcome {
  std::vector<migrate::Step> pending;  // in the order they would run
  std::vector<SeedOutcome> profiles;   // as of `seed --dry-run`
  std::optional<base::Error> error;    // that ended the plan; what was planned before it is above

  // A row, or a migration.
  bool anything_to_do() const;
};
// With no migration pending the counts are those of `seed --dry-run`, which refuses what the run would
// refuse. Before the first migration they are what an empty database would get, by schema.lock.json. In
// between nobody knows what the pending migrations make of the rows, and nothing is counted. A profile sees
// the rows that those before it would leave.
PlanOutcome plan(const Settings& settings, const PlanRequest& request, base::Progress& progress);

}  // namespace seedctl::app

// How results look to people, shared by the commands that show the same thing.
#pragma once

#include <nlohmann/json.hpp>
#include <vector>

#include "cli/command.h"
#include "cli/documents.h"

namespace seedctl::cli {

// Fills the document of migrate or rollback, prints a sentence per migration, and throws the error that
// stopped the run.
int show_migrations(Context& context, const app::Settings& settings, const app::MigrateOutcome& outcome,
                    bool dry_run, migrate::Direction direction);

// Table by table what was written, and what the checks said.
void show_seed(Context& context, const app::SeedOutcome& outcome, bool dry_run);

// `all`: passed checks too.
void show_check(Context& context, const check::CheckResult& result, bool all);
void show_digests(Context& context, const std::vector<seed::StoredDigest>& digests);

inline nlohmann::ordered_json profile_document(const app::SeedOutcome& outcome) {
  return seed_document(outcome);
}
inline nlohmann::ordered_json profile_document(const app::CheckOutcome& outcome) {
  return check_document(outcome);
}

// One profile's document as it is, several under "profiles".
template <class Outcome>
nlohmann::ordered_json profiles_document(const std::vector<Outcome>& outcomes) {
  if (outcomes.size() == 1) return profile_document(outcomes.front());
  nlohmann::ordered_json document;
  document["profiles"] = nlohmann::ordered_json::array();
  for (const Outcome& outcome : outcomes) document["profiles"].push_back(profile_document(outcome));
  return document;
}

}  // namespace seedctl::cli

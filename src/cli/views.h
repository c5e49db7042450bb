// How results look to people, shared by the commands that show the same thing.
#pragma once

#include <nlohmann/json.hpp>
#include <vector>

#include "cli/command.h"
#include "cli/documents.h"

namespace seedctl::cli {

// Cut to a width that leaves the columns beside it in sight; --json has it whole.
std::string shortened(const std::string& text);
// Where the profile says what the column is; where it does not, the reason for it, and where.
std::string why(const profile::ResolvedColumn& column, const base::SourcePosition& position);
// "would apply 3 loyalty\n"
std::string would_sentence(const migrate::Step& step, migrate::Direction direction);

// Fills the document of migrate or rollback, prints a sentence per migration, and throws the error that
// stopped the run.
int show_migrations(Context& context, const app::Settings& settings, const app::MigrateOutcome& outcome,
                    bool dry_run, migrate::Direction direction);

// For a migration that was committed: the document lists it under `key`, also if a signal ends the command.
migrate::OnDone list_under(Context& context, const char* key);

// Table by table what was written, and what the checks said.
void show_seed(Context& context, const app::SeedOutcome& outcome, bool dry_run);

// `all`: passed checks too.
void show_check(Context& context, const check::CheckResult& result, bool all);
void show_digests(Context& context, const std::vector<check::StoredDigest>& digests);

// The document of a command over profiles: of one profile its own document, of several a list under
// "profiles". Begun before anything runs, so that a failure keeps the shape, and the profiles that were done.
void begin_profiles(Context& context, const std::vector<std::string>& profiles);
void add_profile(Context& context, const std::vector<std::string>& profiles, nlohmann::ordered_json document);
// More is known of the profile that was added last.
void replace_last_profile(Context& context, const std::vector<std::string>& profiles,
                          nlohmann::ordered_json document);

}  // namespace seedctl::cli

// The JSON documents of --json, built from plain results. Their shapes are documented in docs/json.md and
// tested.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <vector>

#include "app/use_cases.h"
#include "base/error.h"

namespace seedctl::cli {

nlohmann::ordered_json steps_document(const std::vector<migrate::Step>& steps);
nlohmann::ordered_json done_document(const std::vector<migrate::Done>& done);
nlohmann::ordered_json seed_document(const app::SeedOutcome& outcome);
// The same of what would be done: of each table also how many rows were made to see whether they can be.
nlohmann::ordered_json plan_document(const app::SeedOutcome& outcome);
// Of a profile that is committed and not checked yet.
nlohmann::ordered_json unchecked_document(const app::SeedOutcome& outcome);
nlohmann::ordered_json check_document(const check::CheckResult& result);
nlohmann::ordered_json error_document(const base::Error& error);
// Numbers, booleans and null as JSON's own; everything else as its canonical text. Decimals stay text: JSON
// readers would make doubles of them.
nlohmann::ordered_json value_document(const base::Value& value);

}  // namespace seedctl::cli

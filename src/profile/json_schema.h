// The JSON Schema of a profile, with which editors complete and check it: made from the keys and the catalog
// that the parser knows.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

namespace seedctl::profile {

// Draft 7. It says what the shape of a profile may be, not whether the profile fits a schema: what it refuses
// the parser refuses too, not the other way round. Scalars are YAML 1.2's; where the parser reads more than
// YAML does (1_000_000) both forms are there.
nlohmann::ordered_json json_schema();
// The same as a file beside the profiles, which their first line names: an editor needs no network for it.
inline constexpr const char* kJsonSchemaFile = "profile.schema.json";
std::string json_schema_text();

}  // namespace seedctl::profile

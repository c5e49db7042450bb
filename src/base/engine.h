// The database engines. Decisions that depend on one live in sql/, drivers/, migrate/engine_* and
// seed/recipe_*; everything else passes this value along.
#pragma once

namespace seedctl::base {

enum class Engine { sqlite, postgres };

// "sqlite" or "postgres", as in migration file names and JSON documents.
const char* engine_name(Engine engine);

}  // namespace seedctl::base

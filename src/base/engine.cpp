// The engines' names, in one place because file names and JSON documents depend on them.
#include "base/engine.h"

namespace seedctl::base {

const char* engine_name(Engine engine) { return engine == Engine::sqlite ? "sqlite" : "postgres"; }

}  // namespace seedctl::base

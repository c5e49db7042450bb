// The choice of engine, made once per run.
#include "migrate/engine.h"

namespace seedctl::migrate {

const EngineRules& rules_of(base::Engine engine) {
  switch (engine) {
    case base::Engine::sqlite:
      return sqlite_rules();
    case base::Engine::postgres:
      break;
  }
  return postgres_rules();
}

}  // namespace seedctl::migrate

// The one choice of an engine in this layer, and the arithmetic that both share.
#include "seed/recipe.h"

#include <algorithm>

namespace seedctl::seed {

std::unique_ptr<Recipe> make_recipe(db::Connection& connection) {
  switch (connection.engine()) {
    case base::Engine::sqlite:
      return make_sqlite_recipe(connection);
    case base::Engine::postgres:
      return make_postgres_recipe(connection);
  }
  return nullptr;
}

std::int64_t reserved_up_to(std::int64_t highest, std::uint64_t rows, std::int64_t limit) {
  const std::int64_t base = std::max<std::int64_t>(highest, 0);
  const std::uint64_t left = base < limit ? static_cast<std::uint64_t>(limit - base) : 0;
  const std::uint64_t most = left / 2;  // so that people can still add rows
  const std::uint64_t by_rows = rows > most / kReserveTimesRows ? most : rows * kReserveTimesRows;
  const std::uint64_t reserve = std::min(most, std::max<std::uint64_t>(by_rows, kLeastReserve));
  return base + static_cast<std::int64_t>(reserve);
}

}  // namespace seedctl::seed

// The choice of a driver: the only place that names them all.
#include "drivers/open.h"

#include "drivers/postgres/open.h"
#include "drivers/sqlite/open.h"

namespace seedctl::drivers {

std::unique_ptr<db::Connection> open(const db::Url& url, const OpenOptions& options) {
  switch (url.engine) {
    case base::Engine::sqlite:
      return sqlite::open(url, options);
    case base::Engine::postgres:
      return postgres::open(url, options);
  }
  throw base::Error(base::ErrorCode::internal, "no driver for this engine");
}

bool create_database(const db::Url& url) {
  return url.engine == base::Engine::postgres && postgres::create_database(url);
}

void replace_sqlite_content(const std::string& source, const std::string& target) {
  sqlite::replace_content(source, target);
}

}  // namespace seedctl::drivers

// The drivers that the contract's tests run for, each with a fresh database per test. A driver joins the
// suite by joining this table.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "drivers/open.h"
#include "support/catch.h"
#include "support/errors.h"
#include "support/postgres.h"
#include "support/temp_dir.h"

namespace seedctl::test {

class Target {
 public:
  virtual ~Target() = default;
  virtual db::Url url() const = 0;
  std::unique_ptr<db::Connection> open(drivers::OpenOptions options = {}) const {
    options.create = true;
    return drivers::open(url(), options);
  }
  bool postgres() const { return url().engine == base::Engine::postgres; }
  // The text for this engine.
  std::string pick(const char* sqlite, const char* of_postgres) const {
    return postgres() ? of_postgres : sqlite;
  }
};

class SqliteTarget final : public Target {
 public:
  db::Url url() const override { return db::parse_url("sqlite:" + folder_.file("test.db")); }

 private:
  TempDir folder_;
};

class PostgresTarget final : public Target {
 public:
  db::Url url() const override { return database_.parsed_url(); }

 private:
  TestDatabase database_;
};

// Runs the body once per driver; the driver's name is shown with a failure.
template <class Body>
void for_each_driver(Body body) {
  {
    INFO("driver: sqlite");
    body(SqliteTarget());
  }
  {
    INFO("driver: postgres");
    body(PostgresTarget());
  }
}

inline std::string first_cell(db::Connection& connection, const std::string& sql) {
  return connection.query(sql).at(0).at(0).value_or("NULL");
}

}  // namespace seedctl::test

// A new, empty database of either engine for one test: a SQLite file in a private folder, or a database of
// the PostgreSQL server.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "db/connection.h"
#include "drivers/open.h"
#include "support/postgres.h"
#include "support/temp_dir.h"

namespace seedctl::test {

inline const std::vector<base::Engine> kEngines{base::Engine::sqlite, base::Engine::postgres};

class EmptyDatabase {
 public:
  explicit EmptyDatabase(base::Engine engine) : engine_(engine) {
    if (engine == base::Engine::postgres) server_ = std::make_unique<TestDatabase>();
    url_ = server_ ? server_->url() : "sqlite:" + folder_.file("test.db");
  }

  base::Engine engine() const { return engine_; }
  // As a person would write it.
  const std::string& url() const { return url_; }
  db::Url parsed_url() const { return db::parse_url(url_); }
  std::unique_ptr<db::Connection> open(const drivers::OpenOptions& options = making_the_file()) const {
    return drivers::open(parsed_url(), options);
  }

 private:
  static drivers::OpenOptions making_the_file() {
    drivers::OpenOptions options;
    options.create = true;
    return options;
  }

  base::Engine engine_;
  TempDir folder_;
  std::unique_ptr<TestDatabase> server_;
  std::string url_;
};

}  // namespace seedctl::test

// A fresh PostgreSQL database for one test, dropped when the test ends.
//
// Needs a test program that uses the layers `drivers`, `db` and `base`. The server is the one that
// SEEDCTL_TEST_POSTGRES names (scripts/with-postgres.sh starts a private one); without it the test fails and
// says so.
#pragma once

#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <memory>
#include <random>
#include <stdexcept>
#include <string>

#include "db/connection.h"
#include "db/url.h"
#include "drivers/open.h"

namespace seedctl::test {

inline db::Url postgres_maintenance_url() {
  const char* text = std::getenv("SEEDCTL_TEST_POSTGRES");
  if (text == nullptr || *text == '\0') {
    throw std::runtime_error(
        "SEEDCTL_TEST_POSTGRES is not set: run the tests under scripts/with-postgres.sh");
  }
  return db::parse_url(text);
}

// "seedctl_test_<pid>_<counter>_<random>": apart from every other test, process and earlier run.
inline std::string unique_database_name() {
  static std::atomic<unsigned> counter{0};
  std::random_device random;
  return "seedctl_test_" + std::to_string(::getpid()) + "_" + std::to_string(counter++) + "_" +
         std::to_string(random() % 1'000'000);
}

class TestDatabase {
 public:
  // `encoding`: "UTF8", "SQL_ASCII", "LATIN1", ... (with the locale C).
  explicit TestDatabase(const std::string& encoding = "UTF8")
      : maintenance_(postgres_maintenance_url()), name_(unique_database_name()) {
    const auto admin = drivers::open(maintenance_, {});
    admin->execute("CREATE DATABASE " + name_ + " TEMPLATE template0 ENCODING '" + encoding +
                   "' LC_COLLATE 'C' LC_CTYPE 'C'");
    const db::Url own = maintenance_.with_database(name_);
    url_ = "postgres:///" + name_ + "?host=" + own.host + "&user=" + own.user;
    if (!own.port.empty()) url_ += "&port=" + own.port;
    if (!own.password.empty()) url_ += "&password=" + own.password;
  }
  ~TestDatabase() {
    try {
      drivers::open(maintenance_, {})->execute("DROP DATABASE IF EXISTS " + name_ + " WITH (FORCE)");
    } catch (const std::exception&) {
      // The private server is thrown away with all its databases.
    }
  }
  TestDatabase(const TestDatabase&) = delete;
  TestDatabase& operator=(const TestDatabase&) = delete;

  const std::string& name() const { return name_; }
  // As a person would write it, for command lines and parse_url().
  const std::string& url() const { return url_; }
  db::Url parsed_url() const { return db::parse_url(url_); }
  std::unique_ptr<db::Connection> open(const drivers::OpenOptions& options = {}) const {
    return drivers::open(parsed_url(), options);
  }

 private:
  db::Url maintenance_;
  std::string name_;
  std::string url_;
};

}  // namespace seedctl::test

// A role of the PostgreSQL server that is nobody: what a test grants it is all that it may do.
#pragma once

#include <string>

#include "db/connection.h"
#include "support/postgres.h"

namespace seedctl::test {

// Logs in nowhere: for `set role` in the session that makes it, which is reset before the role goes.
class Role {
 public:
  explicit Role(db::Connection& connection) : connection_(connection), name_(unique_database_name()) {
    connection_.execute("create role " + name_);
  }
  ~Role() {
    try {
      connection_.execute("reset role");
      connection_.execute("drop owned by " + name_);
      connection_.execute("drop role " + name_);
    } catch (const base::Error&) {
      // The private server is thrown away with all its roles.
    }
  }
  Role(const Role&) = delete;
  Role& operator=(const Role&) = delete;
  const std::string& name() const { return name_; }

 private:
  db::Connection& connection_;
  std::string name_;
};

}  // namespace seedctl::test

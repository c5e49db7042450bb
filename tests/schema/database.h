// An empty database of each engine for one test, and scripts run on it the way a migration would.
#pragma once

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "base/text.h"
#include "schema/introspect.h"
#include "sql/dialect.h"
#include "sql/splitter.h"
#include "support/empty_database.h"
#include "support/source_tree.h"

namespace seedctl::test {

inline const std::vector<std::string> kOwnTables{"seedctl_own"};

class Database {
 public:
  explicit Database(base::Engine engine) : database_(engine), connection_(database_.open()) {}

  db::Connection& connection() { return *connection_; }

  void run(const std::string& script) {
    for (const sql::Statement& statement : sql::split(script, connection_->engine(), "test")) {
      connection_->execute(statement.text);
    }
  }

  schema::Schema schema(const std::string& name = "") {
    return schema::introspect(*connection_, name, kOwnTables);
  }

 private:
  EmptyDatabase database_;
  std::unique_ptr<db::Connection> connection_;  // closed before the database goes
};

// "" for equal texts, else the first line where they differ: a whole snapshot is too long to read in a
// report.
inline std::string first_difference(const std::string& text, const std::string& golden) {
  const std::vector<std::string> lines = base::split(text, '\n'), wanted = base::split(golden, '\n');
  for (std::size_t i = 0; i < std::max(lines.size(), wanted.size()); ++i) {
    const std::string line = i < lines.size() ? lines[i] : "(end)",
                      other = i < wanted.size() ? wanted[i] : "(end)";
    if (line != other) return "line " + std::to_string(i + 1) + ": " + line + " instead of " + other;
  }
  return "";
}

}  // namespace seedctl::test

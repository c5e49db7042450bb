// An empty database of each engine for one test, and scripts run on it the way a migration would.
#pragma once

#include <algorithm>
#include <fstream>
#include <iterator>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "base/text.h"
#include "drivers/open.h"
#include "schema/introspect.h"
#include "sql/dialect.h"
#include "sql/splitter.h"
#include "support/postgres.h"
#include "support/temp_dir.h"

namespace seedctl::test {

inline const std::vector<base::Engine> kEngines{base::Engine::sqlite, base::Engine::postgres};

inline const std::vector<std::string> kOwnTables{"seedctl_own"};

class Database {
 public:
  explicit Database(base::Engine engine) {
    if (engine == base::Engine::sqlite) {
      drivers::OpenOptions options;
      options.create = true;
      connection_ = drivers::open(db::parse_url("sqlite:" + dir_.file("test.db")), options);
    } else {
      server_ = std::make_unique<TestDatabase>();
      connection_ = server_->open();
    }
  }

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
  TempDir dir_;
  std::unique_ptr<TestDatabase> server_;
  std::unique_ptr<db::Connection> connection_;  // closed before the database goes
};

inline std::string read_source(const std::string& path) {
  std::ifstream in(std::string(SEEDCTL_SOURCE_DIR) + "/" + path, std::ios::binary);
  if (!in) throw std::runtime_error("cannot read " + path);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

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

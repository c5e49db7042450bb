// A project in a folder of its own, with a database of one engine, driven through the program as people drive
// it.
#pragma once

#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "base/engine.h"
#include "support/empty_database.h"
#include "support/process.h"
#include "support/source_tree.h"
#include "support/temp_dir.h"

namespace seedctl::test {

class Project {
 public:
  // With the repository's own migrations and profiles, or empty.
  enum class Content { example, empty };

  explicit Project(base::Engine engine, Content content = Content::example) : engine_(engine) {
    if (engine == base::Engine::postgres) database_ = std::make_unique<TestDatabase>();
    url_ = database_ ? database_->url() : "sqlite:" + dir_.file("test.db");
    if (content == Content::empty) return;
    for (const char* folder : {"migrations", "seeds"})
      std::filesystem::copy(source_file(folder), dir_.file(folder), std::filesystem::copy_options::recursive);
  }

  base::Engine engine() const { return engine_; }
  const TempDir& dir() const { return dir_; }
  const std::string& url() const { return url_; }
  std::string sqlite_file() const { return dir_.file("test.db"); }

  // Runs `seedctl ARGUMENTS...` in the project's folder on its database.
  ProcessResult run(const std::vector<std::string>& arguments,
                    std::map<std::string, std::string> variables = {}) const {
    return start(arguments, std::move(variables)).finish();
  }
  Process start(const std::vector<std::string>& arguments,
                std::map<std::string, std::string> variables = {}) const {
    std::vector<std::string> line{SEEDCTL_BINARY};
    line.insert(line.end(), arguments.begin(), arguments.end());
    variables.emplace("SEEDCTL_DATABASE_URL", url_);
    return Process(line, dir_.path(), variables);
  }
  // The same with --json; stdout must be one document.
  nlohmann::json json(std::vector<std::string> arguments, int expected_status = 0) const {
    arguments.emplace_back("--json");
    const ProcessResult result = run(arguments);
    if (result.status != expected_status)
      throw std::runtime_error("exit status " + std::to_string(result.status) + "\nstdout: " + result.out +
                               "\nstderr: " + result.err);
    return nlohmann::json::parse(result.out);
  }

  std::unique_ptr<db::Connection> open() const { return drivers::open(db::parse_url(url_), {}); }
  std::string scalar(const std::string& sql) const {
    const auto rows = open()->query(sql);
    return rows.empty() ? "" : rows.at(0).at(0).value_or("NULL");
  }
  void execute(const std::string& sql) const { open()->execute(sql); }

 private:
  base::Engine engine_;
  TempDir dir_;
  std::unique_ptr<TestDatabase> database_;
  std::string url_;
};

}  // namespace seedctl::test

// Scaffolding: what a new project starts from, small enough to read at once, and working as it stands.
#include <cerrno>
#include <chrono>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <utility>

#include "app/use_cases.h"
#include "base/error.h"
#include "base/text.h"
#include "migrate/folder.h"
#include "profile/json_schema.h"

namespace seedctl::app {
namespace {

namespace fs = std::filesystem;
using base::Error;
using base::ErrorCode;

constexpr const char* kConfig =
    R"(# Where seedctl finds things. Every key is optional; these are the defaults.
# Other databases: postgres://user@localhost:5432/name. ${VAR} and ${VAR:-default} are replaced.
database: sqlite:seedctl.db
migrations: migrations
seeds: seeds
)";

constexpr const char* kMigration =
    R"(-- A first table to try `seedctl migrate` with; replace it with your own.

-- migrate:up

create table customer (
  id         integer   not null primary key,
  name       text      not null,
  email      text      not null unique,
  age        smallint  not null check (age between 18 and 120),
  created_at timestamp not null
);

-- migrate:down

drop table customer;
)";

constexpr const char* kProfile =
    R"(# yaml-language-server: $schema=profile.schema.json
# `seedctl seed dev` makes these rows, `seedctl sample dev` shows them without a database.
# Columns that are left out are filled by what the schema says of them.
seed: 1
as_of: 2025-01-31
tables:
  customer:
    rows: 100
    columns:
      name: full_name
      age: {between: [18, 90]}
checks:
  - {table: customer, row_count: 100}
)";

void write_new(const fs::path& path, const std::string& text) {
  std::error_code failed;
  fs::create_directories(path.parent_path(), failed);
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file << text;
  file.flush();
  if (!file) throw Error(ErrorCode::io, "can't write " + path.string() + ": " + std::strerror(errno));
}

}  // namespace

std::vector<std::string> init(const std::string& folder) {
  const std::vector<std::pair<fs::path, std::string>> files{
      {fs::path(folder) / "seedctl.yaml", kConfig},
      {fs::path(folder) / "migrations" / "0001_create_customer.sql", kMigration},
      {fs::path(folder) / "seeds" / "dev.yaml", kProfile},
      {fs::path(folder) / "seeds" / profile::kJsonSchemaFile, profile::json_schema_text()},
  };
  std::error_code failed;
  if (fs::exists(folder, failed) && !fs::is_directory(folder, failed))
    throw Error(ErrorCode::usage, base::printable(folder) + " is not a folder");
  for (const fs::path& path : {files[0].first, fs::path(folder) / "migrations", fs::path(folder) / "seeds"})
    if (fs::exists(path, failed))
      throw Error(ErrorCode::failed,
                  path.lexically_normal().string() + " is there already; nothing was written")
          .with_hint("init starts a project in a folder that has none");
  std::vector<std::string> written;
  try {
    for (const auto& [path, text] : files) {
      written.push_back(path.lexically_normal().string());
      write_new(path, text);
    }
  } catch (const Error&) {
    // All or nothing, so that the next init is not refused for what this one left.
    for (const std::string& path : written) fs::remove(path, failed);
    for (const char* made : {"migrations", "seeds"}) fs::remove(fs::path(folder) / made, failed);
    throw;
  }
  return written;
}

std::string new_migration(const Settings& settings, const std::string& name) {
  const std::time_t now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
  std::tm utc{};
  gmtime_r(&now, &utc);
  char stamp[sizeof "YYYYMMDDHHMMSS"];
  std::strftime(stamp, sizeof stamp, "%Y%m%d%H%M%S", &utc);
  return migrate::create_migration(settings.migrations, name, stamp);
}

}  // namespace seedctl::app

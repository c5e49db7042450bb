// Names of migration files: NNNN_name.sql, and NNNN_name.<engine>.sql for one engine only.
//
// Strict on purpose: a file that looks like SQL but is no migration is an error, since skipping it in silence
// is how a typing error loses a migration.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace seedctl::migrate {

struct FileName {
  std::uint64_t version = 0;  // 0 for a repeatable
  std::string digits;         // the version as written, "0001"
  std::string name;           // "create_users"
  std::string engine;         // "postgres", "sqlite", "sqlserver"; "" = for all
};

// Files that are neither hidden nor end in .sql (in any case) are none of ours.
bool is_sql_file(std::string_view file_name);

// Both throw ErrorCode::migration, positioned at `path`, with a suggestion.
FileName parse_versioned_name(std::string_view file_name, const std::string& path);
FileName parse_repeatable_name(std::string_view file_name, const std::string& path);

// Digits only, at most what 64 bits hold.
std::optional<std::uint64_t> parse_version(std::string_view digits);

// "0007_orders" of "migrations/0007_orders.postgres.sql": how people name a migration. Falls back to version
// and name.
std::string label_of(const std::string& file, std::uint64_t version, const std::string& name);

}  // namespace seedctl::migrate

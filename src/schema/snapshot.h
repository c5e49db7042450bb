// schema.lock.json: the logical schema, written by `migrate` and committed like a lock file, so that
// inference and the commands without a database agree everywhere. Holds no engine's names or texts: the same
// migrations give the same bytes from every engine that they mean the same thing on.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schema/model.h"

namespace seedctl::schema {

inline constexpr const char* kSnapshotFile = "schema.lock.json";

// Stable text: tables and keys by name, two spaces of indent, a closing newline.
std::string to_snapshot(const Schema& schema);
// Throws ErrorCode::config with the file's name for what is no snapshot of this version.
Schema from_snapshot(std::string_view text, const std::string& file);

// Where two schemas differ logically, one sentence each: "user.age: integer(16) in schema.lock.json, text in
// the database".
std::vector<std::string> differences(const Schema& snapshot, const Schema& live);

}  // namespace seedctl::schema

// The inside of a migration file: its `-- migrate:up` and `-- migrate:down` sections, checked and with their
// checksums.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/engine.h"
#include "migrate/folder.h"

namespace seedctl::migrate {

struct Sections {
  Section up;
  std::optional<Section> down;
};

// The text of a file without its byte order mark. Throws ErrorCode::migration for what is no UTF-8 text,
// ErrorCode::io where it can't be read.
std::string read_migration_text(const std::string& path);

// Both throw ErrorCode::migration, positioned in `file`.
Sections parse_versioned(std::string_view text, const std::string& file, base::Engine engine);
Section parse_repeatable(std::string_view text, const std::string& file, base::Engine engine);

}  // namespace seedctl::migrate

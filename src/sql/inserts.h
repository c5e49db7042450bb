// Rows as INSERT statements of an engine, which store what its bulk writer would have stored.
//
// A file is one transaction. A statement has kInsertRows rows at most, those of the places 0..499, 500..999
// and so on, so that statements stay small and do not depend on how the rows came.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/engine.h"
#include "base/row_encoder.h"

namespace seedctl::sql {

// Enough that parsing costs what the values cost; few enough that a statement of wide rows is no burden.
inline constexpr std::uint64_t kInsertRows = 500;

// "sqlite", "postgres".
std::optional<base::Engine> dialect_named(std::string_view name);

// Its append() throws ErrorCode::failed for what the engine cannot store: a NUL in a text of PostgreSQL, a
// NaN in SQLite.
std::unique_ptr<base::RowEncoder> insert_encoder(base::Engine engine, const std::string& table,
                                                 const std::vector<std::string>& columns);

}  // namespace seedctl::sql

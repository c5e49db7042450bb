// Rows of a table that a profile refers to and does not make, read from the database.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "db/connection.h"
#include "profile/external_rows.h"
#include "profile/resolve.h"

namespace seedctl::state {

// What of them is kept in memory: a little more than a million rows with a number for a key. Of more, those
// whose keys have the lowest hashes, so that a row more changes which they are by one at most; twice this
// much is held while they are read.
inline constexpr std::uint64_t kMaxExternalBytes = std::uint64_t{64} << 20;

// Rows whose key is NULL in part, or no value of its type, cannot be referred to and are left out. Opens a
// transaction of its own. Throws base::Error, also for a cell beside the key that is no value of its type.
profile::ExternalRows read_external_rows(db::Connection& connection, const db::TableName& table,
                                         std::span<const profile::ExternalColumn> columns,
                                         std::uint64_t most_bytes = kMaxExternalBytes);

// The same rows as they would be read where the table held those of a profile and no others; nullopt where
// the database fills a column. The profile's other tables outlive the call.
std::optional<profile::ExternalRows> made_external_rows(const profile::ResolvedTable& table,
                                                        std::span<const profile::ExternalColumn> columns,
                                                        std::uint64_t most_bytes = kMaxExternalBytes);

}  // namespace seedctl::state

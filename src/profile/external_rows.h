// Rows of a table that a profile refers to and does not make, as a database has them: a plain value, so that
// this layer needs no database.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "base/column_batch.h"

namespace seedctl::profile {

struct ExternalColumn {
  std::string name;
  base::LogicalType type;
  bool is_key = true;  // rows are referred to by it; else expressions read it
};

struct ExternalRows {
  std::vector<base::ColumnBatch> columns;  // as asked for; cells of the key are never NULL
  std::vector<std::uint64_t> hashes;       // of the keys, ascending: one for each row, no key twice
};

// Of the key in row i of these columns: of the bytes of base/ordered_key.h, and so the same on every engine.
std::uint64_t external_key_hash(std::span<const base::ColumnBatch* const> key, std::size_t i);

// Reads rows of a table of that name. Throws base::Error.
using ReadExternalRows =
    std::function<ExternalRows(const std::string& table, std::span<const ExternalColumn> columns)>;

}  // namespace seedctl::profile

// Rows that are in a database already, as a table that references pick from: nothing of them is made here.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/column_batch.h"
#include "gen/table.h"

namespace seedctl::gen {

struct ExternalColumn {
  std::string name;
  base::LogicalType type;
  base::ColumnBatch cells;  // of all rows
  // Of the key that is referred to; else what only expressions read.
  bool is_key = true;
};

// The rows lie on a ring (Table::ring()) by the hashes of their keys, one for each, ascending. A row's number
// is its place there, from 1, and means nothing beyond the run.
std::unique_ptr<Table> external_table(std::string name, std::vector<ExternalColumn> columns,
                                      std::vector<std::uint64_t> hashes);

}  // namespace seedctl::gen

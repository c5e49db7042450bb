// One table's rows on their way into files: threads make and encode batches, the caller's thread writes them
// in order.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "app/export_files.h"
#include "app/export_partitions.h"
#include "base/progress.h"
#include "base/row_encoder.h"
#include "profile/resolve.h"

namespace seedctl::app {

// Places [first, end) of a table's rows.
struct PlaceRange {
  std::uint64_t first = 0, end = 0;
};

struct TableExport {
  const profile::ResolvedTable& table;
  const base::RowEncoder& encoder;           // of the columns in their order, but for one left out
  const Partitioner* partitioner = nullptr;  // nullptr = all rows go to one file
  bool without_partition_column = false;     // the folder's name holds it
  PlaceRange places = {};
  std::uint32_t jobs = 1;
  std::size_t batch_rows = 1;
};

// Throws what making, encoding or writing rows throws.
void export_table(const TableExport& what, TableFiles& files, base::Progress& progress);

}  // namespace seedctl::app
